using BenchmarkDotNet.Attributes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core;
using SocialBot.Core.Accounts;
using SocialBot.Core.Digests;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Digests;
using SocialBot.Migrations.Sqlite;

namespace SocialBot.Benchmarks;

/// <summary>
/// What a morning costs: gathering one workspace's digest from the rollup of 5 accounts with 4 posts a day each over 56 days,
/// rolling up one reading of an account, and drawing the chart.
/// </summary>
[MemoryDiagnoser]
public class DigestBenchmarks
{
    private const int Days = 56;
    private static readonly DateTimeOffset Start = new(2026, 4, 14, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Measured =
    [
        Metrics.Views,
        Metrics.Likes,
        Metrics.Comments,
        Metrics.Shares,
    ];

    private readonly string file = Path.Combine(
        Path.GetTempPath(),
        $"socialbot-bench-{Guid.NewGuid():N}.db"
    );
    private readonly StandingClock clock = new(Start.AddDays(Days));
    private ServiceProvider services = null!;
    private long workspace;
    private long account;
    private int readings;
    private DigestFacts facts = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        var collection = new ServiceCollection();
        collection.AddLogging().AddMetrics();
        collection.AddSingleton<TimeProvider>(clock);
        collection.AddSingleton<IKeepsSecrets, NoSecrets>();
        collection.AddCore();
        collection.AddSqliteDatabase($"Data Source={file}");
        services = collection.BuildServiceProvider();
        await FillAsync();
        facts = await ComposeAsync();
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Delete(file);
    }

    [Benchmark]
    public Task<DigestFacts> ComposeAsync() =>
        InAsync(s =>
            s.GetRequiredService<ComposeDigest>()
                .RunAsync(new DigestPeriod(Day(Days - 1), Day(Days - 1)), CancellationToken.None)
        );

    /// <summary>112 living posts, 4 metrics each.</summary>
    [Benchmark]
    public Task<int> RollUpAsync() =>
        InAsync(async s =>
        {
            var db = s.GetRequiredService<SocialBotDb>();
            var at = Start.AddDays(Days).AddSeconds(++readings);
            await DailyRollup.WriteAsync(db, account, at, Day(Days), Readings(readings), default);
            return 0;
        });

    [Benchmark]
    public byte[] Chart() => new DrawDigestChart().Draw(facts, "en")!.Png;

    [Benchmark]
    public byte[] ChartWithoutFonts() =>
        DayChart.Draw(
            DrawDigestChart.Plan(facts, facts.Series!, DrawDigestChart.WordsFor(facts, "en")),
            new StrokeHand()
        );

    private static DateOnly Day(int n) => DateOnly.FromDateTime(Start.UtcDateTime).AddDays(n);

    private static List<ReadValue> Readings(int value) =>
        [
            .. Enumerable
                .Range(1, 112)
                .SelectMany(copy =>
                    Measured.Select(m => new ReadValue(copy, m, value, Day(Days - 28)))
                ),
        ];

    private async Task<T> InAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<WorkspaceScope>().Enter(workspace);
        return await work(scope.ServiceProvider);
    }

    private async Task FillAsync()
    {
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
            await db.Database.EnsureCreatedAsync();
            var acme = new Workspace
            {
                Name = "Acme",
                TimeZone = "Europe/Berlin",
                CreatedAt = Start,
            };
            db.Workspaces.Add(acme);
            await db.SaveChangesAsync();
            workspace = acme.Id;
        }
        for (var n = 0; n < 5; n++)
            await InAsync(s => FillAccountAsync(s.GetRequiredService<SocialBotDb>(), n));
    }

    private async Task<int> FillAccountAsync(SocialBotDb db, int number)
    {
        var owner = new Account
        {
            Network = "Bench",
            Handle = $"acme{number}",
            RemoteId = $"acme{number}",
        };
        db.Accounts.Add(owner);
        await db.SaveChangesAsync();
        account = owner.Id;
        var copies = new List<(long Id, int Born)>();
        for (var day = 0; day < Days; day++)
        {
            for (var n = 0; n < 4; n++)
                copies.Add((await PublishAsync(db, owner, day, n), day));
            await DailyRollup.WriteAsync(
                db,
                owner.Id,
                Start.AddDays(day).AddHours(8),
                Day(day),
                [
                    .. copies
                        .Where(c => day - c.Born < 28)
                        .SelectMany(c =>
                            Measured.Select(m => new ReadValue(
                                c.Id,
                                m,
                                (day - c.Born + 1) * 10,
                                Day(c.Born)
                            ))
                        ),
                ],
                default
            );
        }
        return copies.Count;
    }

    private static async Task<long> PublishAsync(SocialBotDb db, Account owner, int day, int n)
    {
        var at = Start.AddDays(day).AddHours(n);
        var post = new Post { AuthorId = 1, CreatedAt = at };
        var copy = new Copy(
            post,
            owner,
            new CopyContent { Text = "We open our lab" },
            planned: null
        );
        copy.Publish($"{owner.Handle}-{day}-{n}", "https://bench.example/", at);
        post.Copies.Add(copy);
        db.Posts.Add(post);
        await db.SaveChangesAsync();
        return copy.Id;
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class NoSecrets : IKeepsSecrets
    {
        public string Protect(long workspaceId, string network, string remoteId, string secret) =>
            secret;

        public string Unprotect(
            long workspaceId,
            string network,
            string remoteId,
            string sealedSecret
        ) => sealedSecret;
    }
}
