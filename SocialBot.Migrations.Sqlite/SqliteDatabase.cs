using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core.Storage;

namespace SocialBot.Migrations.Sqlite;

public static class SqliteDatabase
{
    /// <summary>The embedded default: one file, its migrations in this assembly.</summary>
    public static IServiceCollection AddSqliteDatabase(
        this IServiceCollection services,
        string connectionString
    ) =>
        services.AddDbContext<SocialBotDb>(
            (provider, options) =>
                options
                    .UseSqlite(
                        connectionString,
                        sqlite => sqlite.MigrationsAssembly(typeof(SqliteDatabase).Assembly)
                    )
                    .AddInterceptors(provider.GetRequiredService<WakeOnCommit>())
        );
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
