using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SocialBot.Connectors.Networks;
using SocialBot.Connectors.Pictures;
using SocialBot.Core;
using SocialBot.Core.Accounts;
using SocialBot.Core.Cards;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Migrations.Sqlite;

namespace SocialBot.Tests.Support;

/// <summary>
/// The domain on a real SQLite file of its own, with a clock that stands still: Tuesday, 9 June 2026, 08:00 UTC. One workspace in
/// Berlin with an author, two approvers, a community manager, an analyst and an Admin.
/// </summary>
public sealed class Slice : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 6, 9, 8, 0, 0, TimeSpan.Zero);

    private readonly string file = Path.Combine(
        Path.GetTempPath(),
        $"socialbot-{Guid.NewGuid():N}.db"
    );
    private readonly ServiceProvider services;

    private Slice(Action<IServiceCollection>? more)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddMetrics();
        collection.AddSingleton<TimeProvider>(Clock);
        collection.AddSingleton<IKeepsSecrets, PlainSecrets>();
        collection.AddSingleton<IConnectLinks, ExampleLinks>();
        collection.AddSingleton<IPictureLinks, ExamplePictures>();
        collection.AddCore();
        collection.AddNetworkRules();
        collection.AddPictures();
        collection.AddSqliteDatabase($"Data Source={file}");
        more?.Invoke(collection);
        services = collection.BuildServiceProvider(
            new ServiceProviderOptions { ValidateScopes = true }
        );
    }

    public FakeTimeProvider Clock { get; } = new(Start);
    public long WorkspaceId { get; private set; }
    public Member Anna { get; private set; } = null!;
    public Member Omar { get; private set; } = null!;
    public Member Olga { get; private set; } = null!;
    public Member Carl { get; private set; } = null!;
    public Member Nils { get; private set; } = null!;
    public Member Ada { get; private set; } = null!;

    public IServiceProvider Services => services;

    public static async Task<Slice> OpenAsync(Action<IServiceCollection>? more = null)
    {
        var slice = new Slice(more);
        File.Copy(await Empty.Value, slice.file);
        await slice.SeedAsync();
        return slice;
    }

    /// <summary>One unit of work in the workspace, as a turn or a worker has it.</summary>
    public Task<T> InAsync<T>(Func<IServiceProvider, Task<T>> work) => InAsync(WorkspaceId, work);

    /// <summary>The same in another workspace; null = in none.</summary>
    public async Task<T> InAsync<T>(long? workspaceId, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = services.CreateAsyncScope();
        if (workspaceId is { } id)
            scope.ServiceProvider.GetRequiredService<WorkspaceScope>().Enter(id);
        return await work(scope.ServiceProvider);
    }

    /// <summary>A unit of work around one use case.</summary>
    public Task<T> RunAsync<TUseCase, T>(Func<TUseCase, Task<T>> run)
        where TUseCase : notnull => InAsync(s => run(s.GetRequiredService<TUseCase>()));

    /// <summary>Reads or writes rows of the workspace directly.</summary>
    public Task<T> DbAsync<T>(Func<SocialBotDb, Task<T>> work) => RunAsync(work);

    /// <summary>Works off everything of the lane that is due now, as its worker would. Returns how many rows ran.</summary>
    public async Task<int> WorkAsync(Lane lane)
    {
        var lanes = services.GetRequiredService<WorkDueLane>();
        var total = 0;
        for (var round = 0; round < 1000; round++)
        {
            var done = await lanes.OnceAsync(lane, CancellationToken.None);
            if (done == 0)
                break;
            total += done;
        }
        return total;
    }

    public Task<Account> AddAccountAsync(string network, string handle = "acme") =>
        DbAsync(async db =>
        {
            var account = new Account
            {
                Network = network,
                Handle = handle,
                RemoteId = handle,
            };
            db.Accounts.Add(account);
            await db.SaveChangesAsync();
            return account;
        });

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        using (var connection = new SqliteConnection($"Data Source={file}"))
            SqliteConnection.ClearPool(connection);
        File.Delete(file);
        File.Delete(file + "-wal");
        File.Delete(file + "-shm");
    }

    /// <summary>A database with all tables and no rows, made once: making the tables takes longer than most tests.</summary>
    private static readonly Lazy<Task<string>> Empty = new(async () =>
    {
        var empty = Path.Combine(Path.GetTempPath(), $"socialbot-empty-{Guid.NewGuid():N}.db");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(empty);
        // Without pooling the last connection writes everything into the one file before it closes.
        await using var db = new SocialBotDb(
            new DbContextOptionsBuilder<SocialBotDb>()
                .UseSqlite($"Data Source={empty};Pooling=False")
                .Options,
            new WorkspaceScope()
        );
        await db.Database.EnsureCreatedAsync();
        return empty;
    });

    private async Task SeedAsync()
    {
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
            var workspace = new Workspace
            {
                Name = "Acme",
                TimeZone = "Europe/Berlin",
                IsSample = true,
                CreatedAt = Start,
            };
            db.Workspaces.Add(workspace);
            await db.SaveChangesAsync();
            WorkspaceId = workspace.Id;
        }
        await DbAsync(async db =>
        {
            Anna = Add(db, "Anna", Roles.Author);
            Omar = Add(db, "Omar", Roles.Approver);
            Olga = Add(db, "Olga", Roles.Approver);
            Carl = Add(db, "Carl", Roles.CommunityManager);
            Nils = Add(db, "Nils", Roles.Analyst);
            Ada = Add(db, "Ada", Roles.Admin);
            return await db.SaveChangesAsync();
        });
    }

    private static Member Add(SocialBotDb db, string name, Roles roles)
    {
        var member = new Member { Name = name, Roles = roles };
        db.Members.Add(member);
        return member;
    }

    private sealed class ExampleLinks : IConnectLinks
    {
        public Uri For(string token) => new($"https://bot.example/connect/{token}");

        public Uri Return => new("https://bot.example/connect/return");

        public bool OnlyHere => false;
    }

    private sealed class PlainSecrets : IKeepsSecrets
    {
        public string Protect(long workspaceId, string network, string remoteId, string secret) =>
            $"sealed:{secret}";

        public string Unprotect(
            long workspaceId,
            string network,
            string remoteId,
            string sealedSecret
        ) => sealedSecret["sealed:".Length..];
    }
}

internal sealed class ExamplePictures : IPictureLinks
{
    public string For(string mediaKey) => $"https://bot.example/media/{mediaKey}";
}

internal static class SliceServices
{
    public static System.Diagnostics.Metrics.IMeterFactory Meters(this IServiceProvider services) =>
        services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();
}
