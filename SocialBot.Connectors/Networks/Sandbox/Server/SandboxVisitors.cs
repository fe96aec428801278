using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace SocialBot.Connectors.Networks.Sandbox.Server;

internal sealed record Visitor(string Handle, string Name);

/// <summary>What anyone who opens the page does there, under whatever name they choose.</summary>
internal sealed class SandboxVisitors(SandboxDatabase database, TimeProvider clock)
{
    public Visitor? Find(string handle) =>
        database.Read(db =>
            db.First(
                $"SELECT handle, name FROM visitors WHERE handle = {handle}",
                r => new Visitor(r.GetString(0), r.GetString(1))
            )
        );

    /// <summary>The same name is the same visitor: nobody proves anything here. Null when the name is unusable.</summary>
    public Visitor? Come(string name)
    {
        name = string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (name.Length is 0 or > SandboxLimits.VisitorName || name.Any(IsNoLetter))
            return null;
        var visitor = new Visitor(HandleOf(name), name);
        database.Write(db =>
            db.Execute(
                $"""
                INSERT INTO visitors (handle, name, at) VALUES ({visitor.Handle}, {visitor.Name}, {clock
                    .GetUtcNow()
                    .ToUnixTimeMilliseconds()})
                ON CONFLICT (handle) DO UPDATE SET name = excluded.name
                """
            )
        );
        return visitor;
    }

    /// <summary>Under a post, or on in the thread of a mention.</summary>
    public Said Comment(Visitor visitor, string itemId, string text) =>
        database.Write(db =>
        {
            var answered = db.First(
                $"""
                SELECT profile_id, root FROM items WHERE id = {itemId} AND kind IN ('post', 'part', 'reply', 'comment', 'mention')
                   AND gone_at IS NULL AND hidden = 0 AND root NOT LIKE 'talk-%'
                """,
                r => new { ProfileId = r.GetString(0), Root = r.GetString(1) }
            );
            return answered is null
                ? Said.Gone
                : Say(db, visitor, answered.ProfileId, "comment", text, itemId, answered.Root);
        });

    /// <summary>A visitor's own post that names the brand.</summary>
    public Said Mention(Visitor visitor, string profileHandle, string text) =>
        database.Write(db =>
        {
            if (ProfileId(db, profileHandle) is not { } profile)
                return Said.Gone;
            var named = text.Contains($"@{profileHandle}", StringComparison.OrdinalIgnoreCase)
                ? text
                : $"@{profileHandle} {text}";
            return Say(db, visitor, profile, "mention", named, answers: null, root: null);
        });

    public Said Message(Visitor visitor, string profileHandle, string text) =>
        database.Write(db =>
            ProfileId(db, profileHandle) is { } profile
                ? Say(db, visitor, profile, "message", text, null, Talk(profileHandle, visitor))
                : Said.Gone
        );

    /// <summary>One conversation of one visitor with one brand.</summary>
    public static string Talk(string profileHandle, Visitor visitor) =>
        $"talk-{profileHandle}-{visitor.Handle}";

    /// <summary>Likes or shares (<paramref name="mark"/>); again takes it back.</summary>
    public Said Mark(Visitor visitor, string postId, string mark) =>
        database.Write(db =>
        {
            if (
                db.Number(
                    $"SELECT COUNT(*) FROM items WHERE id = {postId} AND kind = 'post' AND gone_at IS NULL"
                ) == 0
            )
                return Said.Gone;
            var removed = db.Execute(
                $"DELETE FROM marks WHERE item_id = {postId} AND visitor = {visitor.Handle} AND mark = {mark}"
            );
            if (removed == 0)
                db.Execute(
                    $"INSERT INTO marks (item_id, visitor, mark) VALUES ({postId}, {visitor.Handle}, {mark})"
                );
            return Said.Done;
        });

    public Said Follow(Visitor visitor, string profileHandle) =>
        database.Write(db =>
        {
            if (ProfileId(db, profileHandle) is not { } profile)
                return Said.Gone;
            var removed = db.Execute(
                $"DELETE FROM follows WHERE profile_id = {profile} AND visitor = {visitor.Handle}"
            );
            if (removed == 0)
                db.Execute(
                    $"INSERT INTO follows (profile_id, visitor) VALUES ({profile}, {visitor.Handle})"
                );
            return Said.Done;
        });

    private Said Say(
        SqliteConnection db,
        Visitor visitor,
        string profileId,
        string kind,
        string text,
        string? answers,
        string? root
    )
    {
        if (string.IsNullOrWhiteSpace(text))
            return Said.Empty;
        if (text.Length > SandboxLimits.VisitorText)
            return Said.TooLong;
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var lately = db.Number(
            $"""
            SELECT COUNT(*) FROM items WHERE profile_id = {profileId} AND at > {now
                - 60_000} AND visitor IS NOT NULL
            """
        );
        if (lately >= SandboxLimits.VisitorItemsPerMinute)
            return Said.TooMuch;
        var id = ItemId.New(kind);
        db.Execute(
            $"""
            INSERT INTO items (id, profile_id, kind, visitor, text, answers, root, at, visible_at)
            VALUES ({id}, {profileId}, {kind}, {visitor.Handle}, {text
                .Trim()
                .ReplaceLineEndings("\n")
                .Utf8()}, {answers}, {root ?? id}, {now}, {now})
            """
        );
        return Said.Done;
    }

    private static string? ProfileId(SqliteConnection db, string handle) =>
        db.First($"SELECT id FROM profiles WHERE handle = {handle}", r => r.GetString(0));

    /// <summary>What no name is written with, and what Normalize throws at.</summary>
    private static bool IsNoLetter(char letter) => char.IsControl(letter) || letter >= '\uFFFE';

    /// <summary>Letters and digits of the name; a name of another script becomes a number that stays the same.</summary>
    private static string HandleOf(string name)
    {
        var handle = new StringBuilder();
        foreach (var letter in name.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(letter))
                handle.Append(char.ToLowerInvariant(letter));
            else if (
                handle is [.., not '_']
                && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark
            )
                handle.Append('_');
        }
        return handle.ToString().Trim('_') is { Length: > 0 } readable
            ? readable
            : $"visitor_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8]}";
    }
}

/// <summary>What became of something a visitor did.</summary>
internal enum Said
{
    Done,
    Empty,
    TooLong,
    TooMuch,

    /// <summary>What it was about is not there.</summary>
    Gone,
}
