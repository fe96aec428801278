using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using SocialBot.Core.Media;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Sandbox.Server;

/// <summary>What a brand does by its token: publish, answer, list, take down, hide, like. Each that is accepted enters the ledger.</summary>
internal sealed class SandboxPosts(SandboxDatabase database, TimeProvider clock)
{
    /// <param name="inReplyTo">Null for a post of its own.</param>
    /// <param name="showAfter">How late it appears in listings.</param>
    public Taken Accept(
        Profile profile,
        NewPost post,
        string? inReplyTo,
        string? key,
        TimeSpan showAfter
    )
    {
        if (Wrong(post, key) is { } problem)
            return new Taken.Refused(problem);
        var now = Now;
        return database.Write<Taken>(db =>
        {
            if (key is not null && ByKey(db, profile, key) is { } before)
                return new Taken.Accepted(before.Id, before.At);

            string? root = null;
            if (inReplyTo is not null)
            {
                root = db.First(
                    $"SELECT root FROM items WHERE id = {inReplyTo} AND profile_id = {profile.Id} AND gone_at IS NULL",
                    r => r.GetString(0)
                );
                if (root is null)
                    return new Taken.Refused(
                        new("gone", "What this answers is not there (any more).")
                    );
            }

            var kind = inReplyTo is null ? "post" : "reply";
            var id = ItemId.New(kind);
            var text = post.Text ?? "";
            db.Execute(
                $"""
                INSERT INTO items (id, profile_id, kind, text, answers, root, key, at, visible_at)
                VALUES ({id}, {profile.Id}, {kind}, {text.Utf8()}, {inReplyTo}, {root
                    ?? id}, {key}, {now.ToUnixTimeMilliseconds()},
                        {(now + showAfter).ToUnixTimeMilliseconds()})
                """
            );
            Enter(
                db,
                now,
                inReplyTo is null ? "publish" : "reply",
                profile,
                key,
                id,
                inReplyTo,
                text
            );
            KeepPictures(db, id, post.Media ?? []);
            return new Taken.Accepted(id, now);
        });
    }

    /// <summary>Null when there is no such post, or no more.</summary>
    public AcceptedItem? HowFar(Profile profile, string id, Func<string, string> permalink)
    {
        var now = clock.GetUtcNow();
        return database.Read(db =>
            db.First(
                $"SELECT at, visible_at FROM items WHERE id = {id} AND profile_id = {profile.Id} AND gone_at IS NULL",
                r => new AcceptedItem(
                    id,
                    r.Time(0),
                    permalink(id),
                    r.Time(1) > now ? (r.Time(1) - now).TotalMilliseconds : null
                )
            )
        );
    }

    /// <param name="key">Only the one that this key made; null = all.</param>
    public OwnPosts List(
        Profile profile,
        long since,
        long? before,
        Func<string, string> permalink,
        string? key = null
    )
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var rows = database.Read(db =>
            db.Query(
                $"""
                SELECT i.seq, i.id, i.key, i.text, (SELECT COUNT(*) FROM item_pictures p WHERE p.item_id = i.id), i.answers, i.at
                  FROM items i
                 WHERE i.profile_id = {profile.Id} AND i.kind IN ('post', 'part', 'reply') AND i.at >= {since}
                   AND i.gone_at IS NULL AND i.visible_at <= {now} AND i.seq < {before
                    ?? long.MaxValue}
                   AND ({key} IS NULL OR i.key = {key})
                 ORDER BY i.seq DESC LIMIT {SandboxLimits.ListPage + 1}
                """,
                r =>
                    (
                        Seq: r.GetInt64(0),
                        Post: new OwnPost(
                            r.GetString(1),
                            r.Word(2),
                            r.Text(3),
                            r.GetInt32(4),
                            r.Word(5),
                            r.Time(6),
                            permalink(r.GetString(1))
                        )
                    )
            )
        );
        var page = rows.Take(SandboxLimits.ListPage).ToList();
        return new OwnPosts(
            [.. page.Select(r => r.Post)],
            rows.Count > page.Count ? page[^1].Seq : null
        );
    }

    /// <summary>With what was once published as parts of it. Gone already is as good as taken down.</summary>
    public Taken TakeDown(Profile profile, string id) =>
        Act(
            profile,
            id,
            "takedown",
            kind => kind is "post" or "part" or "reply",
            (db, now) =>
                db.Execute(
                    $"""
                    WITH RECURSIVE falling(id) AS (
                        VALUES ({id}) UNION SELECT i.id FROM items i JOIN falling f ON i.answers = f.id AND i.kind = 'part')
                    UPDATE items SET gone_at = {now} WHERE id IN (SELECT id FROM falling) AND gone_at IS NULL
                    """
                )
        );

    public Taken Hide(Profile profile, string id) =>
        Act(
            profile,
            id,
            "hide",
            kind => kind == "comment",
            (db, _) => db.Execute($"UPDATE items SET hidden = 1 WHERE id = {id} AND hidden = 0")
        );

    public Taken Like(Profile profile, string id) =>
        Act(
            profile,
            id,
            "like",
            kind => kind is "comment" or "mention" or "message",
            (db, _) => db.Execute($"UPDATE items SET liked = 1 WHERE id = {id} AND liked = 0")
        );

    /// <summary>Done twice it changes, and enters the ledger, once.</summary>
    private Taken Act(
        Profile profile,
        string id,
        string what,
        Predicate<string> mayBe,
        Func<SqliteConnection, long, int> change
    )
    {
        var now = Now;
        return database.Write<Taken>(db =>
        {
            var found = db.First(
                $"SELECT kind, text FROM items WHERE id = {id} AND profile_id = {profile.Id}",
                r => new { Kind = r.GetString(0), Text = r.Text(1) }
            );
            if (found is null || !mayBe(found.Kind))
                return new Taken.Refused(
                    new("not-found", "The Sandbox knows nothing of that kind under this id.")
                );
            if (change(db, now.ToUnixTimeMilliseconds()) > 0)
                Enter(db, now, what, profile, key: null, id, answers: null, found.Text);
            return new Taken.Accepted(id, now);
        });
    }

    /// <summary>In whole milliseconds, as it is stored: the answer and the listing name the same instant.</summary>
    private DateTimeOffset Now =>
        DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    private static Taken.Accepted? ByKey(SqliteConnection db, Profile profile, string key) =>
        db.First(
            $"SELECT id, at FROM items WHERE profile_id = {profile.Id} AND key = {key}",
            r => new Taken.Accepted(r.GetString(0), r.Time(1))
        );

    private static void KeepPictures(
        SqliteConnection db,
        string item,
        IReadOnlyList<NewPicture> pictures
    )
    {
        foreach (var (place, picture) in pictures.Index())
        {
            var header = PictureHeader.Read(picture.Bytes)!;
            var sha = Convert.ToHexStringLower(SHA256.HashData(picture.Bytes));
            db.Execute(
                $"""
                INSERT INTO pictures (sha, content_type, width, height, bytes)
                VALUES ({sha}, {header.ContentType}, {header.Width}, {header.Height}, {picture.Bytes})
                ON CONFLICT (sha) DO NOTHING
                """
            );
            db.Execute(
                $"INSERT INTO item_pictures (item_id, place, sha, alt) VALUES ({item}, {place}, {sha}, {picture.AltText})"
            );
        }
    }

    private static void Enter(
        SqliteConnection db,
        DateTimeOffset at,
        string what,
        Profile profile,
        string? key,
        string item,
        string? answers,
        string text
    ) =>
        db.Execute(
            $"""
            INSERT INTO ledger (at, what, profile_id, key, item_id, answers, text)
            VALUES ({at.ToUnixTimeMilliseconds()}, {what}, {profile.Id}, {key}, {item}, {answers}, {text.Utf8()})
            """
        );

    /// <summary>The same rules as the composer's, and a few of a server's own.</summary>
    private static SandboxProblem? Wrong(NewPost post, string? key)
    {
        var pictures = post.Media ?? [];
        if (string.IsNullOrWhiteSpace(post.Text) && pictures.Count == 0)
            return new("empty", "A post needs a text or a picture.");
        if (key?.Length > SandboxLimits.Key)
            return new("key", $"An idempotency key has at most {SandboxLimits.Key} characters.");
        if (IsTooLong(post.Text ?? ""))
            return new("text", $"The text is longer than {Rules.Text[0].Max} characters.");
        return pictures.Count > Rules.Media.MostPictures
            ? new("pictures", $"At most {Rules.Media.MostPictures} pictures fit under a post.")
            : pictures.Select(Wrong).FirstOrDefault(p => p is not null);
    }

    private static SandboxProblem? Wrong(NewPicture picture)
    {
        if (
            picture?.Bytes is not { } bytes
            || PictureHeader.Read(bytes) is not { Width: > 0, Height: > 0 } header
            || !Rules.Media.MaxBytes.TryGetValue(header.ContentType, out var most)
        )
            return new("picture", "Only PNG, JPEG, GIF and WebP pictures can be shown.");
        if (bytes.Length > most)
            return new("picture-size", $"A picture is larger than {most / 1024 / 1024} MB.");
        return picture.AltText?.Length > Rules.AltText!.Max
            ? new("alt", $"An alt text has at most {Rules.AltText.Max} characters.")
            : null;
    }

    private static bool IsTooLong(string text) =>
        text.Length > SandboxLimits.TextUnits || Rules.Measure(text).Over;

    private static NetworkRules Rules => SandboxRules.Rules;
}

/// <summary>What became of a brand's call.</summary>
internal abstract record Taken
{
    private Taken() { }

    public sealed record Accepted(string Id, DateTimeOffset At) : Taken;

    public sealed record Refused(SandboxProblem Why) : Taken;
}
