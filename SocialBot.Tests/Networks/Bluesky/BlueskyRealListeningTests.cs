using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Connectors.Networks.Bluesky;
using SocialBot.Core.Networks;
using SocialBot.Core.Publishing;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>Listening to a network of Bluesky's own servers. The tests share it: each looks for its own texts only.</summary>
public sealed class BlueskyRealListeningTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string mark = string.Create(
        CultureInfo.InvariantCulture,
        $"m{Guid.NewGuid():N}"
    );

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mention_a_reply_and_a_quote_are_read_once_by_polling()
    {
        await using var real = RealBluesky.Open();
        var brand = await real.ConnectAsync("brand");
        var cursor = await ReadOnAsync(real, brand, cursor: null, into: []);
        var written = await WriteAllAsync(real, brand);

        var found = new List<IncomingItem>();
        await UntilAsync(async () =>
        {
            cursor = await ReadOnAsync(real, brand, cursor, found);
            return Ours(found).Count >= 3;
        });
        cursor = await ReadOnAsync(real, brand, cursor, found);
        Expect(real, Ours(found), written);
        var reply = Ours(found).Single(i => i.Kind == IncomingKind.Comment);
        reply.Context.ShouldHaveSingleItem().Text.ShouldBe($"We open {mark}");
        reply.Followers.ShouldNotBeNull();

        // From the beginning it is all there again, once.
        var again = new List<IncomingItem>();
        await ReadOnAsync(real, brand, cursor: null, again);
        Ours(again).Select(i => i.RemoteId).ShouldBeUnique();
        Ours(again).Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_same_comes_by_the_firehose_across_a_new_connection_and_so_does_a_deletion()
    {
        await using var real = RealBluesky.Open();
        var brand = await real.ConnectAsync("brand");
        await using var ear = Ear.Open(real, brand, [$"watched {mark}"]);
        await ear.ListensAsync();
        var written = await WriteAllAsync(real, brand);
        await UntilAsync(() => Task.FromResult(Ours(ear.Items).Count >= 3));
        Expect(real, Ours(ear.Items), written);

        // What is written while nobody listens is told afterwards, from the cursor.
        await ear.StopAsync();
        var ben = await real.ConnectAsync("ben");
        var missed = (
            await real.Role<IPublishes>()
                .PublishAsync(ben, RealBluesky.Post($"A post about Watched {mark}!"), Ct)
        ).ShouldBeOfType<PublishOutcome.Published>();
        ear.Start();
        await UntilAsync(() => Task.FromResult(ear.Items.Any(i => i.RemoteId == missed.RemoteId)));
        var post = ear.Items.First(i => i.RemoteId == missed.RemoteId);
        (post.Kind, post.AuthorHandle).ShouldBe((IncomingKind.Post, real.Of("ben", "handle")));

        await real.Role<ITakesDown>().TakeDownAsync(ben, missed.RemoteId, Ct);
        await UntilAsync(() => Task.FromResult(ear.Gone.Contains(missed.RemoteId)));
        await UntilAsync(async () =>
            (
                await real.Role<IChecksItems>()
                    .CheckAsync(brand, [missed.RemoteId, written.Mention, .. written.Others], Ct)
            )
                is ItemsCheck.Checked { Gone: [var gone] }
            && gone == missed.RemoteId
        );
    }

    [Fact]
    public async Task A_watched_phrase_is_found_by_searching_once()
    {
        await using var real = RealBluesky.Open();
        var brand = await real.ConnectAsync("brand");
        string[] phrases = [mark, "nobody says this"];
        var cursor = await SearchOnAsync(real, brand, phrases, cursor: null, into: []);
        var ann = await real.ConnectAsync("ann");
        await real.Role<IPublishes>()
            .PublishAsync(ann, RealBluesky.Post($"I love acme {mark} so much"), Ct);
        await real.Role<IPublishes>()
            .PublishAsync(brand, RealBluesky.Post($"Our own acme {mark}"), Ct);
        var found = new List<IncomingItem>();
        await UntilAsync(async () =>
        {
            cursor = await SearchOnAsync(real, brand, phrases, cursor, found);
            return found.Count > 0;
        });
        await SearchOnAsync(real, brand, phrases, cursor, found);
        var post = found.ShouldHaveSingleItem();
        (post.Kind, post.AuthorHandle, post.Text).ShouldBe(
            (IncomingKind.Post, real.Of("ann", "handle"), $"I love acme {mark} so much")
        );
    }

    private List<IncomingItem> Ours(IEnumerable<IncomingItem> items) =>
        [
            .. items
                .Where(i => i.Text.Contains(mark, StringComparison.Ordinal))
                .DistinctBy(i => i.RemoteId),
        ];

    private async Task<(string Mention, string[] Others)> WriteAllAsync(
        RealBluesky real,
        NetworkAccount brand
    )
    {
        var own = Out(
            await real.Role<IPublishes>()
                .PublishAsync(brand, RealBluesky.Post($"We open {mark}"), Ct)
        );
        var ann = await real.ConnectAsync("ann");
        var ben = await real.ConnectAsync("ben");
        var mention = Out(
            await real.Role<IPublishes>()
                .PublishAsync(
                    ann,
                    RealBluesky.Post($"Hello @{real.Of("brand", "handle")} {mark}"),
                    Ct
                )
        );
        await real.VisibleAsync(own);
        var reply = Out(
            await real.Role<IReplies>()
                .ReplyAsync(ben, own, RealBluesky.Post($"It broke {mark}"), Ct)
        );
        var quote = await RealPublic.QuoteAsync(real, "ann", own, $"Look at this {mark}");
        return (mention, [reply, quote]);
    }

    private static string Out(PublishOutcome outcome) =>
        outcome.ShouldBeOfType<PublishOutcome.Published>().RemoteId;

    private void Expect(
        RealBluesky real,
        List<IncomingItem> found,
        (string Mention, string[] Others) written
    )
    {
        found
            .OrderBy(i => i.Text, StringComparer.Ordinal)
            .Select(i => (i.Kind, i.RemoteId, i.AuthorHandle, i.Text))
            .ShouldBe([
                (
                    IncomingKind.Mention,
                    written.Mention,
                    real.Of("ann", "handle"),
                    $"Hello @{real.Of("brand", "handle")} {mark}"
                ),
                (
                    IncomingKind.Comment,
                    written.Others[0],
                    real.Of("ben", "handle"),
                    $"It broke {mark}"
                ),
                (
                    IncomingKind.Quote,
                    written.Others[1],
                    real.Of("ann", "handle"),
                    $"Look at this {mark}"
                ),
            ]);
        found.ShouldAllBe(i => i.Permalink!.StartsWith("https://bsky.app/profile/"));
    }

    private static Task<string?> ReadOnAsync(
        RealBluesky real,
        NetworkAccount account,
        string? cursor,
        List<IncomingItem> into
    ) => OnAsync(c => real.Role<IReadsMentions>().ReadAsync(account, c, Ct), cursor, into);

    private static Task<string?> SearchOnAsync(
        RealBluesky real,
        NetworkAccount account,
        string[] phrases,
        string? cursor,
        List<IncomingItem> into
    ) =>
        OnAsync(
            c => real.Role<ISearchesPosts>().SearchAsync(account, phrases, c, Ct),
            cursor,
            into
        );

    private static async Task<string?> OnAsync(
        Func<string?, Task<MentionPage>> read,
        string? cursor,
        List<IncomingItem> into
    )
    {
        while (true)
        {
            var page = (await read(cursor)).ShouldBeOfType<MentionPage.Items>();
            into.AddRange(page.Found);
            cursor = page.Cursor;
            if (!page.More)
                return cursor;
        }
    }

    private static Task UntilAsync(Func<Task<bool>> holds) =>
        Support.Eventually.TrueAsync(holds, "the network to tell it", Patience);

    /// <summary>A listener with a firehose of its own.</summary>
    private sealed class Ear : IAsyncDisposable
    {
        private readonly Lock door = new();
        private readonly ServiceProvider services;
        private readonly WatchedAccount watched;
        private readonly List<IncomingItem> items = [];
        private readonly HashSet<string> gone = [];
        private CancellationTokenSource stop = new();
        private Task listening = Task.CompletedTask;
        private string? cursor;

        private Ear(RealBluesky real, NetworkAccount account, string[] phrases)
        {
            watched = new WatchedAccount(account.RemoteId, phrases);
            services = new ServiceCollection()
                .AddSingleton<IKeepsSessions>(real)
                .AddBluesky(
                    new ConfigurationBuilder()
                        .AddInMemoryCollection([
                            new("Bluesky:PlcUrl", real.Address("plc")),
                            new("Bluesky:HandleResolver", real.Address("appview")),
                            new("Bluesky:Firehose", real.Address("firehose")),
                            .. new[] { "plc", "appview", "pds" }.Select(
                                (of, i) =>
                                    KeyValuePair.Create<string, string?>(
                                        $"Web:TrustedHosts:{i}",
                                        new Uri(real.Address(of)).Authority
                                    )
                            ),
                        ])
                        .Build()
                )
                .BuildServiceProvider();
        }

        public static Ear Open(RealBluesky real, NetworkAccount account, string[] phrases)
        {
            var ear = new Ear(real, account, phrases);
            ear.Start();
            return ear;
        }

        public IReadOnlyList<IncomingItem> Items
        {
            get
            {
                lock (door)
                    return [.. items];
            }
        }

        public HashSet<string> Gone
        {
            get
            {
                lock (door)
                    return gone.ToHashSet();
            }
        }

        public Task ListensAsync() =>
            UntilAsync(() =>
            {
                lock (door)
                    return Task.FromResult(cursor is not null);
            });

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
            var network = new NetworkCatalogue(services.GetServices<INetwork>())
                .Find<IStreamsItems>("Bluesky")
                .ShouldNotBeNull();
            await foreach (var batch in network.ListenAsync([watched], cursor, ct))
                lock (door)
                {
                    items.AddRange(batch.Items.Select(i => i.Item));
                    gone.UnionWith(batch.Gone);
                    cursor = batch.Cursor;
                }
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            stop.Dispose();
            await services.DisposeAsync();
        }
    }
}
