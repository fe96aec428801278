using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core.Accounts;
using SocialBot.Core.Digests;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Digests;

/// <summary>A network whose figures the test sets, and which remembers what it was asked.</summary>
internal sealed class MeteredNetwork(string name = "Metered") : IReadsMetrics
{
    public string Name => name;
    public Dictionary<string, long> Account { get; } = [];
    public Dictionary<string, Dictionary<string, long>> Posts { get; } = [];
    public ConcurrentQueue<IReadOnlyList<string>> Asked { get; } = new();

    /// <summary>What it answers instead of figures.</summary>
    public Func<MetricsReading>? Instead { get; set; }

    public Task<MetricsReading> ReadAsync(
        NetworkAccount account,
        IReadOnlyList<string> remoteIds,
        CancellationToken ct
    )
    {
        Asked.Enqueue(remoteIds);
        return Task.FromResult(
            Instead?.Invoke()
                ?? new MetricsReading.Values(
                    new Dictionary<string, long>(Account),
                    Posts.ToDictionary(
                        p => p.Key,
                        p =>
                            (IReadOnlyDictionary<string, long>)new Dictionary<string, long>(p.Value)
                    )
                )
        );
    }

    public void Set(string remoteId, string metric, long value) =>
        (Posts.TryGetValue(remoteId, out var own) ? own : Posts[remoteId] = [])[metric] = value;
}

/// <summary>A workspace with a metered account, and days that go by.</summary>
internal sealed class MeteredWorld : IAsyncDisposable
{
    private MeteredWorld(Slice slice, MeteredNetwork network, Account account) =>
        (Slice, Network, Account) = (slice, network, account);

    public Slice Slice { get; }
    public MeteredNetwork Network { get; }
    public Account Account { get; }

    public DateTimeOffset Now => Slice.Clock.GetUtcNow();

    public static async Task<MeteredWorld> OpenAsync(
        MeteredNetwork? other = null,
        IDrawsDigests? artist = null,
        Action<IServiceCollection>? more = null
    )
    {
        var network = new MeteredNetwork();
        var slice = await Slice.OpenAsync(services =>
        {
            Add(services, network);
            if (other is not null)
                Add(services, other);
            more?.Invoke(services);
            if (artist is not null)
                services.AddSingleton(artist);
        });
        return new MeteredWorld(slice, network, await slice.AddAccountAsync("Metered"));
    }

    private static void Add(IServiceCollection services, INetwork network) =>
        services.AddSingleton(network);

    /// <summary>To a time of day in Berlin, which is never in the past here.</summary>
    public void GoTo(int month, int day, int hour, int minute = 0)
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var wall = new DateTime(2026, month, day, hour, minute, 0, DateTimeKind.Unspecified);
        Slice.Clock.SetUtcNow(
            new DateTimeOffset(wall, berlin.GetUtcOffset(wall)).ToUniversalTime()
        );
    }

    public Task<Copy> PublishAsync(
        string remoteId,
        string text = "Hello",
        Account? account = null
    ) =>
        Slice.DbAsync(async db =>
        {
            var owner = db.Accounts.Single(a => a.Id == (account ?? Account).Id);
            var post = new Post { AuthorId = Slice.Anna.Id, CreatedAt = Now };
            var copy = new Copy(post, owner, new CopyContent { Text = text }, planned: null);
            copy.Publish(remoteId, $"https://metered.example/{remoteId}", Now);
            post.Copies.Add(copy);
            db.Posts.Add(post);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
            return copy;
        });

    public Task<Room> AddDigestRoomAsync(string? language = null) =>
        Slice.DbAsync(async db =>
        {
            var room = new Room
            {
                Purpose = RoomPurpose.Digests,
                Platform = "local",
                Tenant = "",
                Conversation = $"digests-{Guid.NewGuid():N}",
                Language = language,
            };
            db.Rooms.Add(room);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
            return room;
        });

    public Task<int> CollectAsync() =>
        Slice.RunAsync<CollectDueSnapshots, int>(c =>
            c.RunAsync(TestContext.Current.CancellationToken)
        );

    /// <summary>The account's views of one post, read on a day in the evening.</summary>
    public async Task ReadAsync(int month, int day, string remoteId, long views)
    {
        GoTo(month, day, 22);
        Network.Set(remoteId, Metrics.Views, views);
        await CollectAsync();
    }

    public Task<DigestFacts> ComposeAsync(DateOnly from, DateOnly to) =>
        Slice.RunAsync<ComposeDigest, DigestFacts>(c =>
            c.RunAsync(new DigestPeriod(from, to), TestContext.Current.CancellationToken)
        );

    public Task<int> TellAsync() =>
        Slice.RunAsync<TellDueDigests, int>(t => t.RunAsync(TestContext.Current.CancellationToken));

    public Task<List<Digest>> ToldAsync() =>
        Slice.DbAsync(db => Task.FromResult(db.Digests.OrderBy(d => d.Id).ToList()));

    public ValueTask DisposeAsync() => Slice.DisposeAsync();
}
