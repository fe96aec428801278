using System.Globalization;
using System.Text.Json.Nodes;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>What the AppView makes of all repositories: posts with their counts, threads, search, notifications, profiles.</summary>
internal sealed class DoubleAppView(DoubleSessions sessions, DoubleRepos repos, DoublePds pds)
{
    private const string Post = "app.bsky.feed.post";
    private const string Like = "app.bsky.feed.like";
    private const string Repost = "app.bsky.feed.repost";
    private const string Follow = "app.bsky.graph.follow";

    /// <summary>So far up a reply is told of.</summary>
    private const int ToldOf = 5;

    public DoubleAnswer? Answer(DoubleCall call)
    {
        if (!call.Nsid.StartsWith("app.bsky.", StringComparison.Ordinal))
            return null;
        var viewer = call.Bearer is null ? null : sessions.Who(call.Bearer);
        return call.Nsid switch
        {
            "app.bsky.feed.getPosts" => GetPosts(call, viewer),
            "app.bsky.feed.getPostThread" => GetPostThread(call, viewer),
            "app.bsky.feed.searchPosts" => SearchPosts(call, viewer),
            "app.bsky.feed.getLikes" => GetLikes(call),
            "app.bsky.feed.getQuotes" => GetQuotes(call, viewer),
            "app.bsky.actor.getProfile" => GetProfile(call),
            "app.bsky.actor.getProfiles" => GetProfiles(call),
            "app.bsky.notification.listNotifications" => ListNotifications(call, Known(viewer)),
            "app.bsky.notification.updateSeen" => UpdateSeen(call, Known(viewer)),
            _ => null,
        };
    }

    private static DoubleAccount Known(DoubleAccount? viewer) =>
        viewer ?? throw new DoubleRefusal(401, "AuthMissing", "Authentication Required");

    private DoubleAnswer GetPosts(DoubleCall call, DoubleAccount? viewer) =>
        DoubleAnswer.Ok(
            new JsonObject
            {
                ["posts"] = new JsonArray([
                    .. call.Query["uris"]
                        .Distinct(StringComparer.Ordinal)
                        .Select(u => repos.Find(u!))
                        .OfType<DoubleRecord>()
                        .Select(r => View(r, viewer)),
                ]),
            }
        );

    private DoubleAnswer GetPostThread(DoubleCall call, DoubleAccount? viewer)
    {
        var uri = call.Text("uri")!;
        var post =
            repos.Find(uri) ?? throw new DoubleRefusal(400, "NotFound", $"Post not found: {uri}");
        var thread = Thread(post, viewer, call.Number("depth", 6));
        var (at, below) = (post, thread);
        for (var height = call.Number("parentHeight", 80); height > 0; height--)
        {
            if (at.Parent is not { } above)
                break;
            if (repos.Find(above) is not { } parent)
            {
                below["parent"] = NotFound(above, "app.bsky.feed.defs#notFoundPost");
                break;
            }
            var view = Thread(parent, viewer, depth: -1);
            below["parent"] = view;
            (at, below) = (parent, view);
        }
        return DoubleAnswer.Ok(new JsonObject { ["thread"] = thread });
    }

    private JsonObject Thread(DoubleRecord post, DoubleAccount? viewer, int depth)
    {
        var thread = new JsonObject
        {
            ["$type"] = "app.bsky.feed.defs#threadViewPost",
            ["post"] = View(post, viewer),
        };
        if (depth >= 0)
            thread["replies"] = new JsonArray([
                .. Posts()
                    .Where(p => depth > 0 && p.Parent == post.Uri)
                    .Select(p => Thread(p, viewer, depth - 1)),
            ]);
        return thread;
    }

    /// <summary>Every word must be in the text, whole; what is in quotes as it stands.</summary>
    private DoubleAnswer SearchPosts(DoubleCall call, DoubleAccount? viewer)
    {
        var wanted = call.Text("q")!
            .Split('"', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var words = call.Text("q")!.Contains('"')
            ? wanted
            : wanted.SelectMany(w => w.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var from = int.Parse(call.Text("cursor") ?? "0", CultureInfo.InvariantCulture);
        var limit = call.Number("limit", 25);
        var found = Posts()
            .Where(p => words.All(w => p.Text.Contains(w, StringComparison.OrdinalIgnoreCase)))
            .Where(p => call.Text("since") is not { } since || p.IndexedAt >= Time(since))
            .Where(p => call.Text("until") is not { } until || p.IndexedAt < Time(until))
            .OrderByDescending(p => p.IndexedAt)
            .ThenByDescending(p => p.Key, StringComparer.Ordinal)
            .ToList();
        var answer = new JsonObject
        {
            ["posts"] = new JsonArray([
                .. found.Skip(from).Take(limit).Select(p => View(p, viewer)),
            ]),
        };
        if (found.Count > from + limit)
            answer["cursor"] = (from + limit).ToString(CultureInfo.InvariantCulture);
        return DoubleAnswer.Ok(answer);
    }

    private DoubleAnswer GetLikes(DoubleCall call) =>
        DoubleAnswer.Ok(
            new JsonObject
            {
                ["uri"] = call.Text("uri"),
                ["likes"] = new JsonArray([
                    .. About(Like, call.Text("uri")!)
                        .Select(l => new JsonObject
                        {
                            ["indexedAt"] = Text(l.IndexedAt),
                            ["createdAt"] = l.Value["createdAt"]!.DeepClone(),
                            ["actor"] = Author(l.Account),
                        }),
                ]),
            }
        );

    private DoubleAnswer GetQuotes(DoubleCall call, DoubleAccount? viewer) =>
        DoubleAnswer.Ok(
            new JsonObject
            {
                ["uri"] = call.Text("uri"),
                ["posts"] = new JsonArray([
                    .. Posts()
                        .Where(p => p.Quoted == call.Text("uri"))
                        .Select(p => View(p, viewer)),
                ]),
            }
        );

    private DoubleAnswer GetProfile(DoubleCall call)
    {
        var account =
            pds.Find(call.Text("actor")) ?? throw DoubleRefusal.Invalid("Profile not found");
        return account.Standing switch
        {
            AccountStanding.Active => DoubleAnswer.Ok(Profile(account)),
            AccountStanding.Deactivated => throw new DoubleRefusal(
                400,
                "AccountDeactivated",
                "Account is deactivated"
            ),
            _ => throw new DoubleRefusal(400, "AccountTakedown", "Account has been suspended"),
        };
    }

    private DoubleAnswer GetProfiles(DoubleCall call) =>
        DoubleAnswer.Ok(
            new JsonObject
            {
                ["profiles"] = new JsonArray([
                    .. call.Query["actors"]
                        .Select(pds.Find)
                        .OfType<DoubleAccount>()
                        .Where(a => a.Standing == AccountStanding.Active)
                        .Distinct()
                        .Select(Profile),
                ]),
            }
        );

    private JsonObject Profile(DoubleAccount account)
    {
        var profile = Author(account);
        profile["followersCount"] = About(Follow, account.Did).Count();
        profile["followsCount"] = repos.List(account, Follow).Count();
        profile["postsCount"] = repos.List(account, Post).Count();
        return profile;
    }

    private DoubleAnswer ListNotifications(DoubleCall call, DoubleAccount account)
    {
        var reasons = call.Query.TryGetValue("reasons", out var some) ? some.ToArray() : null;
        var before = call.Text("cursor");
        var limit = call.Number("limit", 50);
        var told = Notifications(account)
            .Where(n => reasons is null || reasons.Contains(n.Reason))
            .Select(n => (Notification: n, Place: $"{Text(n.Record.IndexedAt)}::{n.Record.Cid}"))
            .OrderByDescending(n => n.Place, StringComparer.Ordinal)
            .Where(n => before is null || string.CompareOrdinal(n.Place, before) < 0)
            .ToList();
        var answer = new JsonObject
        {
            ["notifications"] = new JsonArray([
                .. told.Take(limit).Select(n => Told(n.Notification, account)),
            ]),
            ["priority"] = false,
        };
        if (told.Count > limit)
            answer["cursor"] = told[limit - 1].Place;
        if (account.SeenAt is { } seen)
            answer["seenAt"] = Text(seen);
        return DoubleAnswer.Ok(answer);
    }

    private static DoubleAnswer UpdateSeen(DoubleCall call, DoubleAccount account)
    {
        account.SeenAt = Time(call.Input["seenAt"]!.GetValue<string>());
        return new DoubleAnswer(200, Body: null);
    }

    /// <summary>Once per record, for the first reason that holds: mentioned, quoted, answered (also further up), else liked and so on.</summary>
    private IEnumerable<Notification> Notifications(DoubleAccount account)
    {
        foreach (var record in repos.Shown.Where(r => r.Account != account))
        {
            if (record.Collection == Post && record.Mentioned.Contains(account.Did))
                yield return new(record, "mention", null);
            else if (record.Collection == Post && IsOf(account, record.Quoted))
                yield return new(record, "quote", record.Quoted);
            else if (record.Collection == Post && Answered(record, account) is { } answered)
                yield return new(record, "reply", answered);
            else if (record.Collection == Like && IsOf(account, record.Subject))
                yield return new(record, "like", record.Subject);
            else if (record.Collection == Repost && IsOf(account, record.Subject))
                yield return new(record, "repost", record.Subject);
            else if (record.Collection == Follow && record.Subject == account.Did)
                yield return new(record, "follow", null);
        }
    }

    private string? Answered(DoubleRecord record, DoubleAccount account)
    {
        var above = record.Parent;
        for (var height = 1; height < ToldOf && above is not null; height++)
        {
            if (IsOf(account, above))
                return above;
            above = repos.Find(above)?.Parent;
        }
        return null;
    }

    private static JsonObject Told(Notification notification, DoubleAccount account)
    {
        var record = notification.Record;
        var told = new JsonObject
        {
            ["uri"] = record.Uri,
            ["cid"] = record.Cid,
            ["author"] = Author(record.Account),
            ["reason"] = notification.Reason,
            ["record"] = record.Value.DeepClone(),
            ["isRead"] = account.SeenAt >= record.IndexedAt,
            ["indexedAt"] = Text(record.IndexedAt),
            ["labels"] = new JsonArray(),
        };
        if (notification.Subject is { } subject)
            told["reasonSubject"] = subject;
        return told;
    }

    private JsonObject View(DoubleRecord post, DoubleAccount? viewer)
    {
        var view = post.StrongRef;
        view["author"] = Author(post.Account);
        view["record"] = post.Value.DeepClone();
        if (Embedded(post) is { } embed)
            view["embed"] = embed;
        view["bookmarkCount"] = 0;
        view["replyCount"] = Posts().Count(p => p.Parent == post.Uri);
        view["repostCount"] = About(Repost, post.Uri).Count();
        view["likeCount"] = About(Like, post.Uri).Count();
        view["quoteCount"] = Posts().Count(p => p.Quoted == post.Uri);
        view["indexedAt"] = Text(post.IndexedAt);
        view["labels"] = new JsonArray();
        if (viewer is null)
            return view;
        var seen = new JsonObject { ["bookmarked"] = false, ["threadMuted"] = false };
        if (About(Like, post.Uri).FirstOrDefault(l => l.Account == viewer) is { } like)
            seen["like"] = like.Uri;
        if (About(Repost, post.Uri).FirstOrDefault(r => r.Account == viewer) is { } repost)
            seen["repost"] = repost.Uri;
        view["viewer"] = seen;
        return view;
    }

    private JsonObject? Embedded(DoubleRecord post)
    {
        if (post.Value["embed"] is not JsonObject embed)
            return null;
        switch (embed["$type"]?.GetValue<string>())
        {
            case "app.bsky.embed.images":
                return new JsonObject
                {
                    ["$type"] = "app.bsky.embed.images#view",
                    ["images"] = new JsonArray([
                        .. ((JsonArray)embed["images"]!).Select(i => Image(post.Account, i!)),
                    ]),
                };
            case "app.bsky.embed.external":
                var external = (JsonObject)embed["external"]!.DeepClone();
                if (external["thumb"] is { } thumb)
                    external["thumb"] = Picture(post.Account, thumb);
                return new JsonObject
                {
                    ["$type"] = "app.bsky.embed.external#view",
                    ["external"] = external,
                };
            case "app.bsky.embed.record":
                return new JsonObject
                {
                    ["$type"] = "app.bsky.embed.record#view",
                    ["record"] = Quoted(post.Quoted!),
                };
            default:
                return null;
        }
    }

    private JsonObject Quoted(string uri)
    {
        if (repos.Find(uri) is not { } quoted)
            return NotFound(uri, "app.bsky.embed.record#viewNotFound");
        var view = quoted.StrongRef;
        view["$type"] = "app.bsky.embed.record#viewRecord";
        view["author"] = Author(quoted.Account);
        view["value"] = quoted.Value.DeepClone();
        view["indexedAt"] = Text(quoted.IndexedAt);
        return view;
    }

    private static JsonObject Image(DoubleAccount account, JsonNode image)
    {
        var address = Picture(account, image["image"]!);
        var view = new JsonObject
        {
            ["thumb"] = address,
            ["fullsize"] = address,
            ["alt"] = image["alt"]!.DeepClone(),
        };
        if (image["aspectRatio"] is { } ratio)
            view["aspectRatio"] = ratio.DeepClone();
        return view;
    }

    private static string Picture(DoubleAccount account, JsonNode blob) =>
        $"https://cdn.test/img/{account.Did}/{blob["ref"]!["$link"]}";

    private static JsonObject NotFound(string uri, string type) =>
        new()
        {
            ["$type"] = type,
            ["uri"] = uri,
            ["notFound"] = true,
        };

    private static JsonObject Author(DoubleAccount account) =>
        new()
        {
            ["did"] = account.Did,
            ["handle"] = account.Handle,
            ["displayName"] = account.Name,
            ["labels"] = new JsonArray(),
            ["createdAt"] = Text(account.CreatedAt),
        };

    private IEnumerable<DoubleRecord> Posts() => repos.Shown.Where(r => r.Collection == Post);

    private IEnumerable<DoubleRecord> About(string collection, string subject) =>
        repos.Shown.Where(r => r.Collection == collection && r.Subject == subject);

    private static bool IsOf(DoubleAccount account, string? uri) =>
        uri?.StartsWith($"at://{account.Did}/", StringComparison.Ordinal) is true;

    private static string Text(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private sealed record Notification(DoubleRecord Record, string Reason, string? Subject);
}
