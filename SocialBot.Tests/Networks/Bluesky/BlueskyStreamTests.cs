using System.Text.Json.Nodes;
using Shouldly;
using SocialBot.Core.Networks;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

public sealed class BlueskyStreamTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_for_us_is_told_with_what_it_is_to_us_and_the_rest_is_not(bool json)
    {
        await using var ear = await Ear.OpenAsync(json);
        ear.Far.Post(1, "zoe", "none", Record("nothing to do with us"));
        ear.Far.Post(2, "robin", "mention", Mention("hello"));
        ear.Far.Post(3, "robin", "reply", Reply("it broke"));
        ear.Far.Post(4, "robin", "quote", Quote("look", withPictures: false));
        ear.Far.Post(5, "robin", "quoted", Quote("look too", withPictures: true));
        ear.Far.Post(6, "robin", "word", Record("I saw the ACME Lab today"));
        ear.Far.Post(7, "robin", "said", Record($"only names {ScriptedBluesky.Brand}"));
        ear.Far.Post(8, "zoe", "near", Record("acme laboratory"));
        ear.Far.Delete(9, "zoe", "gone");

        await ear.ReachesAsync(9);
        ear.Items.Select(i => (i.RemoteId.Split('/')[^1], i.Kind))
            .ShouldBe([
                ("mention", IncomingKind.Mention),
                ("reply", IncomingKind.Comment),
                ("quote", IncomingKind.Quote),
                ("quoted", IncomingKind.Quote),
                ("word", IncomingKind.Post),
            ]);
        ear.Gone.ShouldBe([ScriptedBluesky.Uri("zoe", "gone")]);
        var first = ear.Items[0];
        (first.AuthorHandle, first.AuthorName, first.Followers).ShouldBe(
            ("robin.test", "robin", 12)
        );
        first.Permalink.ShouldBe("https://bsky.app/profile/robin.test/post/mention");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Across_drops_nothing_is_lost(bool json)
    {
        await using var ear = await Ear.OpenAsync(json);
        const long second = 1_000_000;
        // Without a first event there is no place to go on from.
        ear.Far.Delete(1, "zoe", "first");
        await ear.ReachesAsync(1);
        for (var i = 1; i <= 300; i++)
        {
            ear.Far.Post(i * 10 * second, "robin", $"p{i:D3}", Mention($"hello {i}"));
            if (i % 100 == 0)
                await ear.Far.DropAsync();
        }
        await ear.ReachesAsync(3000 * second);
        ear.Items.Select(i => i.RemoteId).Distinct().Count().ShouldBe(300);
        ear.Far.Connections.Count.ShouldBeGreaterThan(1);
        ear.Far.Connections[^1].ShouldContain("cursor=");
        if (!json)
            ear.Items.Select(i => i.RemoteId).ShouldBeUnique();
    }

    [Fact]
    public async Task A_restart_goes_on_from_the_cursor()
    {
        await using var ear = await Ear.OpenAsync(json: false);
        ear.Far.Post(5, "robin", "a", Mention("one"));
        await ear.ReachesAsync(5);
        await ear.StopAsync();
        ear.Far.Post(6, "robin", "b", Mention("two"));
        ear.Start();
        await ear.ReachesAsync(6);
        ear.Items.Select(i => i.Text).ShouldBe(["one", "two"]);
        ear.Far.Connections[^1].ShouldBe("?cursor=5");
    }

    [Fact]
    public async Task Malformed_and_oversized_frames_are_passed_over()
    {
        await using var ear = await Ear.OpenAsync(json: false);
        ear.Far.Tell(1, [0xff, 0x00, 0x13]);
        ear.Far.Tell(2, []);
        ear.Far.Tell(3, "{\"not\":\"cbor\"}"u8.ToArray());
        ear.Far.Tell(4, new byte[6 * 1024 * 1024]);
        ear.Far.Post(5, "robin", "a", Mention("still here"));
        await ear.ReachesAsync(5);
        ear.Items.ShouldHaveSingleItem().Text.ShouldBe("still here");
        ear.Far.Connections.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Malformed_json_is_passed_over()
    {
        await using var ear = await Ear.OpenAsync(json: true);
        foreach (var bytes in new[] { "nonsense", "[]", "{}", "{\"time_us\":\"x\"}", "" })
            ear.Far.Tell(1, System.Text.Encoding.UTF8.GetBytes(bytes));
        ear.Far.Post(2, "robin", "a", Mention("still here"));
        await ear.ReachesAsync(2);
        ear.Items.ShouldHaveSingleItem().Text.ShouldBe("still here");
    }

    [Fact]
    public async Task An_outdated_cursor_is_said_and_the_stream_goes_on()
    {
        await using var ear = await Ear.OpenAsync(json: false, cursor: "f:1");
        ear.Far.Greetings.Add(FirehoseDouble.Word("#info", "OutdatedCursor"));
        await ear.Far.DropAsync();
        ear.Far.Post(50, "robin", "a", Mention("hello"));
        await ear.ReachesAsync(50);
        ear.Items.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_cursor_from_the_future_is_given_up()
    {
        await using var ear = await Ear.OpenAsync(json: false, cursor: "f:900000");
        ear.Far.Greetings.Add(FirehoseDouble.Word(info: null, "FutureCursor"));
        await ear.Far.DropAsync();
        await Eventually.TrueAsync(
            () => ear.Far.Connections.Any(c => c.Length == 0),
            "a connection without a cursor"
        );
        ear.Far.Greetings.Clear();
        await Eventually.TrueAsync(
            async () =>
            {
                ear.Far.Post(7, "robin", "a", Mention("hello"));
                await Task.CompletedTask;
                return ear.Items.Count > 0;
            },
            "the new stream"
        );
        ear.Connected("?cursor=900000").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_cursor_of_the_other_kind_of_stream_means_from_now_on()
    {
        await using var ear = await Ear.OpenAsync(json: false, cursor: "j:1234567890");
        ear.Far.Connections[0].ShouldBe("");
    }

    [Fact]
    public async Task Silence_is_told_too_and_stopping_is_prompt()
    {
        await using var ear = await Ear.OpenAsync(json: false);
        await Eventually.TrueAsync(() => ear.Batches > 1, "two batches of nothing");
        var began = TimeProvider.System.GetTimestamp();
        await ear.StopAsync();
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Without_an_address_there_is_no_stream()
    {
        await using var far = await ScriptedBluesky.OpenAsync(("Bluesky:Firehose", ""));
        far.Role<IStreamsItems>().IsConfigured.ShouldBeFalse();
    }

    private static JsonObject Record(string text) => BlueskyListeningTests.Record(text);

    private static JsonObject Mention(string text)
    {
        var record = Record(text);
        record["facets"] = new JsonArray(
            new JsonObject
            {
                ["index"] = new JsonObject { ["byteStart"] = 0, ["byteEnd"] = 1 },
                ["features"] = new JsonArray(
                    new JsonObject
                    {
                        ["$type"] = "app.bsky.richtext.facet#mention",
                        ["did"] = ScriptedBluesky.Brand,
                    }
                ),
            }
        );
        return record;
    }

    private static JsonObject Reply(string text)
    {
        var record = Record(text);
        record["reply"] = new JsonObject { ["root"] = Own(), ["parent"] = Own() };
        return record;
    }

    private static JsonObject Quote(string text, bool withPictures)
    {
        var record = Record(text);
        record["embed"] = new JsonObject
        {
            ["$type"] = withPictures ? "app.bsky.embed.recordWithMedia" : "app.bsky.embed.record",
            ["record"] = withPictures ? new JsonObject { ["record"] = Own() } : Own(),
        };
        return record;
    }

    private static JsonObject Own() =>
        new() { ["uri"] = $"at://{ScriptedBluesky.Brand}/app.bsky.feed.post/own", ["cid"] = "c" };

    private sealed class Ear : IAsyncDisposable
    {
        private readonly Lock door = new();
        private readonly List<IncomingItem> items = [];
        private readonly List<string> gone = [];
        private readonly ScriptedBluesky scripted;
        private CancellationTokenSource stop = new();
        private Task listening = Task.CompletedTask;
        private string? cursor;
        private int batches;

        private Ear(FirehoseDouble far, ScriptedBluesky scripted, string? cursor) =>
            (Far, this.scripted, this.cursor) = (far, scripted, cursor);

        public FirehoseDouble Far { get; }

        public IReadOnlyList<IncomingItem> Items
        {
            get
            {
                lock (door)
                    return [.. items];
            }
        }

        public IReadOnlyList<string> Gone
        {
            get
            {
                lock (door)
                    return [.. gone];
            }
        }

        public int Batches
        {
            get
            {
                lock (door)
                    return batches;
            }
        }

        public static async Task<Ear> OpenAsync(bool json, string? cursor = null)
        {
            var far = await FirehoseDouble.OpenAsync(json);
            var profiles = await ScriptedBluesky.OpenAsync(
                (json ? "Bluesky:Jetstream" : "Bluesky:Firehose", far.Address.AbsoluteUri)
            );
            profiles.Answers["app.bsky.actor.getProfiles"] = _ => new JsonObject
            {
                ["profiles"] = new JsonArray(ScriptedBluesky.Author("robin", followers: 12)),
            };
            var ear = new Ear(far, profiles, cursor);
            ear.Start();
            await Eventually.TrueAsync(() => far.Connections.Count > 0, "a connection");
            return ear;
        }

        public int Connected(string query) => Far.Connections.Count(c => c == query);

        public Task ReachesAsync(long number) =>
            Eventually.TrueAsync(
                () =>
                {
                    lock (door)
                        return cursor?[2..] == $"{number}";
                },
                "the stream to be read"
            );

        public void Start()
        {
            stop = new CancellationTokenSource();
            listening = RunAsync(stop.Token);
        }

        public async Task StopAsync()
        {
            await stop.CancelAsync();
            try
            {
                await listening;
            }
            catch (OperationCanceledException)
            {
                // As it was told.
            }
        }

        private async Task RunAsync(CancellationToken ct)
        {
            await foreach (
                var batch in scripted
                    .Role<IStreamsItems>()
                    .ListenAsync(
                        [new WatchedAccount(ScriptedBluesky.Brand, ["acme lab"])],
                        cursor,
                        ct
                    )
            )
                lock (door)
                {
                    batches++;
                    items.AddRange(batch.Items.Select(i => i.Item));
                    gone.AddRange(batch.Gone);
                    cursor = batch.Cursor;
                }
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            stop.Dispose();
            await scripted.DisposeAsync();
            await Far.DisposeAsync();
        }
    }
}
