using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Shouldly;
using SocialBot.Core.Networks;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

public sealed class BlueskyListeningTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_notifications_in_shuffled_pages_come_once_each()
    {
        await using var far = await ScriptedBluesky.OpenAsync();
        var random = new Random(7);
        var list = new Listing(far);
        for (var i = 0; i < 1000; i++)
            list.Add("reply", $"a{i:D4}", Now.AddMinutes(-2000 + i));
        // Within a page the order is any.
        list.Shuffle = page => [.. page.OrderBy(_ => random.Next())];

        var (found, cursor) = await ReadOnAsync(far, cursor: null);
        found.Count.ShouldBe(1000);
        found.Select(i => i.RemoteId).ShouldBeUnique();

        // A burst longer than one round, with more arriving while it is read.
        for (var i = 0; i < 900; i++)
            list.Add("mention", $"b{i:D4}", Now.AddSeconds(-900 + i));
        list.AfterPage = page =>
        {
            if (page == 13)
                list.Add("mention", "meanwhile", Now.AddSeconds(5));
        };
        (found, cursor) = await ReadOnAsync(far, cursor);
        (var rest, cursor) = await ReadOnAsync(far, cursor);
        found.AddRange(rest);
        found.Count.ShouldBe(901);
        found.Select(i => i.RemoteId).ShouldBeUnique();
        (await ReadOnAsync(far, cursor)).Found.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_listed_late_or_at_the_same_moment_is_not_missed()
    {
        await using var far = await ScriptedBluesky.OpenAsync();
        var list = new Listing(far);
        list.Add("reply", "one", Now);
        var (_, cursor) = await ReadOnAsync(far, cursor: null);
        list.Add("reply", "same", Now);
        list.Add("quote", "late", Now.AddSeconds(-90));
        (var found, cursor) = await ReadOnAsync(far, cursor);
        found.Select(i => i.RemoteId.Split('/')[^1]).ShouldBe(["late", "same"]);
        (await ReadOnAsync(far, cursor)).Found.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reply_that_is_a_mention_too_is_one_and_likes_and_follows_are_none()
    {
        await using var far = await ScriptedBluesky.OpenAsync();
        var list = new Listing(far);
        list.Add("mention", "both", Now);
        list.Add("reply", "both", Now);
        foreach (var reason in new[] { "like", "repost", "follow", "starterpack-joined" })
            list.Add(reason, reason, Now);
        var (found, _) = await ReadOnAsync(far, cursor: null);
        found.ShouldHaveSingleItem().Kind.ShouldBe(IncomingKind.Comment);
        far.Calls.ShouldNotContain("app.bsky.notification.updateSeen");
    }

    [Fact]
    public async Task Authors_have_followers_and_answers_have_what_came_before_in_few_calls()
    {
        await using var far = await ScriptedBluesky.OpenAsync();
        var list = new Listing(far);
        string? parent = null;
        for (var i = 0; i < 7; i++)
        {
            list.Posts[$"p{i}"] = Record($"part {i}", parent, parent is null ? null : "p0");
            parent = $"p{i}";
        }
        for (var i = 0; i < 20; i++)
            list.Add("reply", $"r{i}", Now.AddSeconds(i), Record($"answer {i}", "p6", "p0"));
        var (found, _) = await ReadOnAsync(far, cursor: null);
        var item = found[0];
        item.Context.Select(c => c.Text)
            .ShouldBe(["part 0", "part 3", "part 4", "part 5", "part 6"]);
        (item.Followers, item.AuthorHandle).ShouldBe((12, "robin.test"));
        item.Conversation.ShouldBe(ScriptedBluesky.Uri("mia", "p0"));
        item.InReplyTo.ShouldBe(ScriptedBluesky.Uri("mia", "p6"));
        item.Permalink.ShouldBe("https://bsky.app/profile/robin.test/post/r0");
        far.Calls.Count(c => c.EndsWith("getPosts", StringComparison.Ordinal)).ShouldBeLessThan(5);
        far.Calls.Count(c => c.EndsWith("getProfiles", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Records_of_any_shape_break_nothing()
    {
        await using var far = await ScriptedBluesky.OpenAsync();
        var list = new Listing(far);
        list.Add("reply", "a", Now, JsonValue.Create("not a record"));
        list.Add("mention", "b", Now, new JsonObject { ["text"] = 7, ["reply"] = new JsonArray() });
        list.Add(
            "quote",
            "c",
            Now,
            new JsonObject
            {
                ["facets"] = "x",
                ["embed"] = new JsonObject { ["record"] = 1 },
            }
        );
        (await ReadOnAsync(far, cursor: null)).Found.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_cursor_that_the_network_forgot_begins_the_walk_again()
    {
        await using var far = await ScriptedBluesky.OpenAsync();
        var list = new Listing(far);
        for (var i = 0; i < 700; i++)
            list.Add("reply", $"a{i:D4}", Now.AddMinutes(-i));
        var first = (
            await far.Role<IReadsMentions>().ReadAsync(far.Account, null, Ct)
        ).ShouldBeOfType<MentionPage.Items>();
        first.More.ShouldBeTrue();
        list.Forgets = true;
        var again = (
            await far.Role<IReadsMentions>().ReadAsync(far.Account, first.Cursor, Ct)
        ).ShouldBeOfType<MentionPage.Items>();
        again.More.ShouldBeTrue();
        list.Forgets = false;
        var (rest, _) = await ReadOnAsync(far, again.Cursor);
        first.Found.Concat(rest).Select(i => i.RemoteId).Distinct().Count().ShouldBe(700);
    }

    [Fact]
    public async Task Searching_asks_for_each_phrase_as_one_and_leaves_out_what_is_ours()
    {
        await using var far = await ScriptedBluesky.OpenAsync();
        var asked = new List<string>();
        far.Answers["app.bsky.actor.getProfiles"] = _ => new JsonObject
        {
            ["profiles"] = new JsonArray(),
        };
        far.Answers["app.bsky.feed.searchPosts"] = query =>
        {
            asked.Add(query["q"]!);
            return new JsonObject
            {
                ["posts"] = new JsonArray(
                    View(
                        ScriptedBluesky.Uri("robin", "x"),
                        ScriptedBluesky.Author("robin"),
                        Record("acme lab"),
                        Now
                    ),
                    View(
                        $"at://{ScriptedBluesky.Brand}/app.bsky.feed.post/own",
                        new JsonObject
                        {
                            ["did"] = ScriptedBluesky.Brand,
                            ["handle"] = "brand.test",
                        },
                        Record("our acme lab"),
                        Now
                    )
                ),
            };
        };
        var search = far.Role<ISearchesPosts>();
        var page = (
            await search.SearchAsync(
                far.Account,
                ["acme lab", "from:bob", "#acme", "shoes"],
                null,
                Ct
            )
        ).ShouldBeOfType<MentionPage.Items>();
        asked.ShouldBe(["\"acme lab\"", "\"from:bob\"", "#acme", "shoes"]);
        page.Found.ShouldHaveSingleItem().Kind.ShouldBe(IncomingKind.Post);
        (await search.SearchAsync(far.Account, ["acme lab"], page.Cursor, Ct))
            .ShouldBeOfType<MentionPage.Items>()
            .Found.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_what_has_no_record_any_more_is_gone()
    {
        await using var far = await ScriptedBluesky.OpenAsync();
        var calls = new List<int>();
        far.Answers["app.bsky.feed.getPosts"] = query =>
        {
            calls.Add(query["uris"].Count);
            return new JsonObject
            {
                ["posts"] = new JsonArray([
                    .. query["uris"]
                        .Where(u => u!.EndsWith("here", StringComparison.Ordinal))
                        .Select(u => View(u!, ScriptedBluesky.Author("robin"), Record("x"), Now)),
                ]),
            };
        };
        far.Answers["com.atproto.repo.getRecord"] = query =>
            query["rkey"] == "blocked"
                ? new JsonObject
                {
                    ["uri"] = ScriptedBluesky.Uri("robin", "blocked"),
                    ["cid"] = "c",
                    ["value"] = Record("x"),
                }
                : 502;
        var ids = Enumerable
            .Range(0, 58)
            .Select(i => ScriptedBluesky.Uri("robin", $"{i}here"))
            .Append(ScriptedBluesky.Uri("robin", "blocked"))
            .Append(ScriptedBluesky.Uri("robin", "notnow"))
            .ToList();
        (await far.Role<IChecksItems>().CheckAsync(far.Account, ids, Ct))
            .ShouldBeOfType<ItemsCheck.Checked>()
            .Gone.ShouldBeEmpty();
        calls.ShouldBe([25, 25, 10]);
    }

    internal static JsonObject Record(string text, string? parent = null, string? root = null)
    {
        var record = new JsonObject { ["$type"] = "app.bsky.feed.post", ["text"] = text };
        if (parent is not null)
            record["reply"] = new JsonObject
            {
                ["parent"] = new JsonObject
                {
                    ["uri"] = ScriptedBluesky.Uri("mia", parent),
                    ["cid"] = "c",
                },
                ["root"] = new JsonObject
                {
                    ["uri"] = ScriptedBluesky.Uri("mia", root!),
                    ["cid"] = "c",
                },
            };
        return record;
    }

    private static JsonObject View(
        string uri,
        JsonObject author,
        JsonNode record,
        DateTimeOffset at
    ) =>
        new()
        {
            ["uri"] = uri,
            ["cid"] = "c",
            ["author"] = author,
            ["record"] = record,
            ["indexedAt"] = at.ToString("O", CultureInfo.InvariantCulture),
        };

    private static async Task<(List<IncomingItem> Found, string? Cursor)> ReadOnAsync(
        ScriptedBluesky far,
        string? cursor
    )
    {
        var found = new List<IncomingItem>();
        while (true)
        {
            var page = (
                await far.Role<IReadsMentions>().ReadAsync(far.Account, cursor, Ct)
            ).ShouldBeOfType<MentionPage.Items>();
            page.Found.Select(i => i.At).ShouldBeInOrder();
            found.AddRange(page.Found);
            cursor = page.Cursor;
            if (!page.More)
                return (found, cursor);
        }
    }

    /// <summary>Notifications, newest first, a hundred a page, from an exact place on.</summary>
    private sealed class Listing
    {
        private readonly List<(
            DateTimeOffset At,
            string Reason,
            string Rkey,
            JsonNode Record
        )> all = [];
        private int pages;

        public Listing(ScriptedBluesky far)
        {
            far.Answers["app.bsky.notification.listNotifications"] = Page;
            far.Answers["app.bsky.actor.getProfiles"] = _ => new JsonObject
            {
                ["profiles"] = new JsonArray(ScriptedBluesky.Author("robin", followers: 12)),
            };
            far.Answers["app.bsky.feed.getPosts"] = query => new JsonObject
            {
                ["posts"] = new JsonArray([
                    .. query["uris"]
                        .Select(u => u!.Split('/')[^1])
                        .Where(Posts.ContainsKey)
                        .Select(rkey =>
                            View(
                                ScriptedBluesky.Uri("mia", rkey),
                                ScriptedBluesky.Author("mia"),
                                Posts[rkey].DeepClone(),
                                Now
                            )
                        ),
                ]),
            };
        }

        public Dictionary<string, JsonNode> Posts { get; } = [];

        public Func<List<JsonNode>, List<JsonNode>> Shuffle { get; set; } = page => page;

        public Action<int> AfterPage { get; set; } = _ => { };

        public bool Forgets { get; set; }

        public void Add(string reason, string rkey, DateTimeOffset at, JsonNode? record = null) =>
            all.Add((at, reason, rkey, record ?? Record($"text {rkey}")));

        private object Page(IQueryCollection query)
        {
            var cursor = query["cursor"].ToString();
            if (Forgets && cursor.Length > 0)
                return 400;
            var (before, skip) =
                cursor.Length == 0
                    ? (long.MaxValue, 0)
                    : (
                        long.Parse(cursor.Split('-')[0], CultureInfo.InvariantCulture),
                        int.Parse(cursor.Split('-')[1], CultureInfo.InvariantCulture)
                    );
            var rest = all.OrderByDescending(n => n.At)
                .Where(n => n.At.UtcTicks <= before)
                .Skip(skip)
                .ToList();
            var page = rest.Take(100).ToList();
            var answer = new JsonObject
            {
                ["notifications"] = new JsonArray([
                    .. Shuffle([
                        .. page.Select(n =>
                        {
                            var view = View(
                                ScriptedBluesky.Uri("robin", n.Rkey),
                                ScriptedBluesky.Author("robin"),
                                n.Record.DeepClone(),
                                n.At
                            );
                            view["reason"] = n.Reason;
                            view["isRead"] = false;
                            return (JsonNode)view;
                        }),
                    ]),
                ]),
            };
            if (rest.Count > page.Count)
            {
                var last = page[^1].At.UtcTicks;
                var same = page.Count(n => n.At.UtcTicks == last);
                answer["cursor"] = $"{last}-{same}";
            }
            AfterPage(++pages);
            return answer;
        }
    }
}
