using Microsoft.Data.Sqlite;

namespace SocialBot.Connectors.Networks.Sandbox.Server;

/// <summary>What the page shows.</summary>
/// <param name="Older">Where the feed goes on; null at its end.</param>
internal sealed record Feed(
    IReadOnlyList<ProfileView> Profiles,
    IReadOnlyList<Conversation> Posts,
    IReadOnlyList<Conversation> Mentions,
    IReadOnlyList<Conversation> Talks,
    long? Older
);

internal sealed record ProfileView(Profile Profile, long Followers, bool Followed);

/// <summary>A post, mention or conversation with all that hangs under it, oldest first.</summary>
/// <param name="Hidden">So many comments the brand has hidden.</param>
/// <param name="More">So many answers are not shown here.</param>
internal sealed record Conversation(
    Profile Profile,
    Item Root,
    IReadOnlyList<Item> Answers,
    Counts Counts,
    int Hidden,
    int More
)
{
    /// <summary>What the brand went on to say under its own post: its first answer to it, its first answer to that, …</summary>
    public IReadOnlyList<Item> Thread { get; } = [.. GoneOn(Root, Answers)];

    private static IEnumerable<Item> GoneOn(Item root, IReadOnlyList<Item> answers)
    {
        for (
            var last = root.Kind == "post" ? root : null;
            last is not null;
            last = answers.FirstOrDefault(a => a.Visitor is null && a.Answers == last.Id)
        )
            if (last != root)
                yield return last;
    }
}

internal sealed record Counts(long Views, long Likes, long Shares, bool Liked, bool Shared);

/// <param name="Visitor">Null when the brand wrote it.</param>
internal sealed record Item(
    long Seq,
    string Id,
    string ProfileId,
    string Kind,
    Visitor? Visitor,
    string Text,
    string? Answers,
    string Root,
    DateTimeOffset At,
    bool Hidden,
    bool Liked,
    long Views
)
{
    public IReadOnlyList<Picture> Pictures { get; init; } = [];
}

internal sealed record Picture(string Sha, string? AltText, int Width, int Height);

/// <summary>Reads the page's content, and counts a view for each post it hands out to be shown.</summary>
internal sealed class SandboxFeed(SandboxDatabase database, TimeProvider clock)
{
    public Feed Read(Visitor? visitor, string? profileHandle, long? before)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return database.Write(db =>
        {
            var profiles = Profiles(db, visitor);
            var only = profiles.FirstOrDefault(p => p.Profile.Handle == profileHandle)?.Profile.Id;
            var posts = Roots(
                db,
                $"""
                SELECT * FROM written
                 WHERE kind = 'post' AND visible_at <= {now} AND seq < {before ?? long.MaxValue}
                   AND ({only} IS NULL OR profile_id = {only})
                 ORDER BY seq DESC LIMIT {SandboxLimits.FeedPage + 1}
                """
            );
            var page = posts.Take(SandboxLimits.FeedPage).ToList();
            var mentions = Roots(
                db,
                $"""
                SELECT * FROM written
                 WHERE kind = 'mention' AND ({only} IS NULL OR profile_id = {only})
                 ORDER BY seq DESC LIMIT {SandboxLimits.FeedPage}
                """
            );
            var talks = visitor is null
                ? []
                : profiles
                    .Select(p => FirstOf(db, SandboxVisitors.Talk(p.Profile.Handle, visitor)))
                    .OfType<Item>()
                    .ToList();
            CountViews(db, page);
            return new Feed(
                profiles,
                Conversations(db, page, profiles, visitor, SandboxLimits.FeedAnswers),
                Conversations(db, mentions, profiles, visitor, SandboxLimits.FeedAnswers),
                Conversations(db, talks, profiles, visitor, SandboxLimits.FeedAnswers),
                posts.Count > page.Count ? page[^1].Seq : null
            );
        });
    }

    /// <summary>The whole thread that an item belongs to; null when it is gone, or another's private conversation.</summary>
    public Conversation? ReadConversation(Visitor? visitor, string itemId) =>
        database.Write(db =>
        {
            var root = FirstOf(
                db,
                db.First($"SELECT root FROM items WHERE id = {itemId}", r => r.GetString(0))
                    ?? itemId
            );
            if (root is null || (root.Kind == "message" && root.Visitor != visitor))
                return null;
            if (root.Kind == "post")
                CountViews(db, [root]);
            return Conversations(
                db,
                [root],
                Profiles(db, visitor),
                visitor,
                SandboxLimits.FeedAnswers * 10
            )[0];
        });

    public (string ContentType, byte[] Bytes)? ReadPicture(string sha) =>
        database
            .Read(db =>
                db.Query(
                    $"SELECT content_type, bytes FROM pictures WHERE sha = {sha}",
                    r => (r.GetString(0), r.GetFieldValue<byte[]>(1))
                )
            )
            .Select(p => ((string, byte[])?)p)
            .FirstOrDefault();

    private static List<ProfileView> Profiles(SqliteConnection db, Visitor? visitor) =>
        db.Query(
            $"""
            SELECT p.id, p.handle, p.name,
                   (SELECT COUNT(*) FROM follows f WHERE f.profile_id = p.id),
                   (SELECT COUNT(*) FROM follows f WHERE f.profile_id = p.id AND f.visitor = {visitor?.Handle})
              FROM profiles p ORDER BY p.handle
            """,
            r => new ProfileView(
                new Profile(r.GetString(0), r.GetString(1), r.GetString(2)),
                r.GetInt64(3),
                r.GetInt64(4) > 0
            )
        );

    private static List<Item> Roots(SqliteConnection db, FormattableString sql) =>
        db.Query(sql, ReadItem);

    /// <summary>The first item of a thread, if it is there to be seen.</summary>
    private Item? FirstOf(SqliteConnection db, string root) =>
        db.First(
            $"""
            SELECT * FROM written
             WHERE root = {root} AND visible_at <= {clock
                .GetUtcNow()
                .ToUnixTimeMilliseconds()}
               AND kind IN ('post', 'mention', 'message')
             ORDER BY seq LIMIT 1
            """,
            ReadItem
        );

    private static void CountViews(SqliteConnection db, IEnumerable<Item> posts)
    {
        var shown = Sql.List(posts.Select(p => p.Id));
        db.Execute(
            $"UPDATE items SET views = views + 1 WHERE id IN (SELECT value FROM json_each({shown}))"
        );
    }

    private List<Conversation> Conversations(
        SqliteConnection db,
        IReadOnlyList<Item> roots,
        IReadOnlyList<ProfileView> profiles,
        Visitor? visitor,
        int most
    )
    {
        var wanted = Sql.List(roots.Select(r => r.Root));
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var below = db.Query(
                $"""
                SELECT * FROM written
                 WHERE root IN (SELECT value FROM json_each({wanted})) AND visible_at <= {now}
                 ORDER BY seq
                """,
                ReadItem
            )
            .ToLookup(i => i.Root);
        var marks = Marks(db, wanted, visitor);
        var pictures = Pictures(
            db,
            Sql.List(roots.Concat(below.SelectMany(t => t)).Select(i => i.Id))
        );
        Item WithPictures(Item item) => item with { Pictures = [.. pictures[item.Id]] };

        return
        [
            .. roots.Select(root =>
            {
                var answers = below[root.Root].Where(i => i.Id != root.Id).ToList();
                var shown = answers.Where(i => !i.Hidden).ToList();
                return new Conversation(
                    profiles.First(p => p.Profile.Id == root.ProfileId).Profile,
                    WithPictures(root),
                    [.. InOrder(root, shown.TakeLast(most)).Select(WithPictures)],
                    marks.GetValueOrDefault(root.Id, new Counts(0, 0, 0, false, false)) with
                    {
                        Views = root.Kind == "post" ? root.Views + 1 : 0,
                    },
                    answers.Count - shown.Count,
                    Math.Max(0, shown.Count - most)
                );
            }),
        ];
    }

    /// <summary>What answers something follows it; the rest keeps the order of time.</summary>
    private static IEnumerable<Item> InOrder(Item root, IEnumerable<Item> answers)
    {
        var all = answers.ToList();
        var here = all.Select(a => a.Id).ToHashSet();
        var below = all.ToLookup(a =>
            a.Answers is { } what && here.Contains(what) ? what : root.Id
        );
        return Under(root.Id);

        IEnumerable<Item> Under(string id) =>
            below[id].SelectMany(item => Under(item.Id).Prepend(item));
    }

    private static Dictionary<string, Counts> Marks(
        SqliteConnection db,
        string ids,
        Visitor? visitor
    ) =>
        db.Query(
                $"""
                SELECT item_id, SUM(mark = 'like'), SUM(mark = 'share'),
                       SUM(mark = 'like' AND visitor = {visitor?.Handle ?? ""}), SUM(mark = 'share' AND visitor = {visitor?.Handle
                    ?? ""})
                  FROM marks WHERE item_id IN (SELECT value FROM json_each({ids})) GROUP BY item_id
                """,
                r =>
                    (
                        Id: r.GetString(0),
                        Counts: new Counts(
                            0,
                            r.GetInt64(1),
                            r.GetInt64(2),
                            r.GetInt64(3) > 0,
                            r.GetInt64(4) > 0
                        )
                    )
            )
            .ToDictionary(m => m.Id, m => m.Counts);

    private static ILookup<string, Picture> Pictures(SqliteConnection db, string ids) =>
        db.Query(
                $"""
                SELECT ip.item_id, ip.sha, ip.alt, p.width, p.height FROM item_pictures ip JOIN pictures p ON p.sha = ip.sha
                 WHERE ip.item_id IN (SELECT value FROM json_each({ids})) ORDER BY ip.item_id, ip.place
                """,
                r =>
                    (
                        Id: r.GetString(0),
                        Picture: new Picture(
                            r.GetString(1),
                            r.Word(2),
                            r.GetInt32(3),
                            r.GetInt32(4)
                        )
                    )
            )
            .ToLookup(p => p.Id, p => p.Picture);

    private static Item ReadItem(SqliteDataReader r) =>
        new(
            r.GetInt64(0),
            r.GetString(1),
            r.GetString(2),
            r.GetString(3),
            r.IsDBNull(4) ? null : new Visitor(r.GetString(4), r.GetString(5)),
            r.Text(6),
            r.Word(7),
            r.GetString(8),
            r.Time(9),
            r.GetInt64(10) != 0,
            r.GetInt64(11) != 0,
            r.GetInt64(12)
        );
}
