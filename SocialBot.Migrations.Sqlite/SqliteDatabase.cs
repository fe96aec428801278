using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocialBot.Core.Storage;
using SQLitePCL;

namespace SocialBot.Migrations.Sqlite;

public static class SqliteDatabase
{
    /// <summary>The embedded default: one file, its migrations in this assembly.</summary>
    public static IServiceCollection AddSqliteDatabase(
        this IServiceCollection services,
        string connectionString
    )
    {
        services.AddSingleton(provider =>
            new DbContextOptionsBuilder<SocialBotDb>()
                .UseSqlite(
                    connectionString,
                    sqlite => sqlite.MigrationsAssembly(typeof(SqliteDatabase).Assembly)
                )
                .UseLoggerFactory(provider.GetService<ILoggerFactory>())
                .AddInterceptors(
                    provider.GetRequiredService<WakeOnCommit>(),
                    WaitForWriter.Instance,
                    new PreparedStatements()
                )
                .Options
        );
        services.AddSingleton<KeptConnections>();
        services.AddScoped<LentConnection>();
        services.AddScoped(provider =>
        {
            // Asked for first, given back last.
            var lent = provider.GetRequiredService<LentConnection>();
            var db = new SocialBotDb(
                provider.GetRequiredService<DbContextOptions<SocialBotDb>>(),
                provider.GetRequiredService<WorkspaceScope>()
            );
            db.Database.SetDbConnection(lent.Connection, contextOwnsConnection: false);
            return db;
        });
        return services;
    }
}

/// <summary>
/// A SQLite file has one writer at a time. Left alone, Microsoft.Data.Sqlite sleeps 150 ms whenever it meets another one; SQLite's
/// own wait begins with a millisecond.
/// </summary>
internal sealed class WaitForWriter : DbConnectionInterceptor
{
    public static readonly WaitForWriter Instance = new();

    private const int MostMilliseconds = 5000;

    public override void ConnectionOpened(
        DbConnection connection,
        ConnectionEndEventData eventData
    ) => Wait(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Wait(connection);
        return Task.CompletedTask;
    }

    private static void Wait(DbConnection connection) =>
        raw.sqlite3_busy_timeout(((SqliteConnection)connection).Handle, MostMilliseconds);
}

/// <summary>For <c>dotnet ef migrations add</c>.</summary>
internal sealed class DesignTimeDb : IDesignTimeDbContextFactory<SocialBotDb>
{
    public SocialBotDb CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<SocialBotDb>()
                .UseSqlite(
                    "Data Source=design.db",
                    sqlite => sqlite.MigrationsAssembly(typeof(SqliteDatabase).Assembly)
                )
                .Options,
            new WorkspaceScope()
        );
}
