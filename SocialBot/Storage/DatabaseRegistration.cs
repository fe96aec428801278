using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;
using SocialBot.Migrations.Sqlite;

namespace SocialBot.Storage;

internal static class DatabaseRegistration
{
    /// <summary>The database, brought up to date before anything else starts, and the keys that seal account tokens.</summary>
    public static IServiceCollection AddDatabase(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment
    )
    {
        var file = new SqliteConnectionStringBuilder(
            configuration.GetConnectionString("SocialBot")
        );
        if (file.DataSource.Length > 0 && file.DataSource != ":memory:")
            file.DataSource = Path.GetFullPath(file.DataSource, environment.ContentRootPath);
        var folder = Path.GetDirectoryName(file.DataSource) ?? environment.ContentRootPath;
        Directory.CreateDirectory(folder);
        services.AddSqliteDatabase(file.ConnectionString);
        services
            .AddDataProtection()
            .SetApplicationName("SocialBot")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(folder, "keys")));
        services.AddHostedService(s =>
            ActivatorUtilities.CreateInstance<OpenDatabase>(s, file.DataSource)
        );
        return services;
    }
}

/// <summary>
/// Applies the migrations before the first turn or worker needs the tables. When no other process works on the file, what a dead
/// one was doing goes on at once instead of when its leases run out.
/// </summary>
internal sealed class OpenDatabase(string file, IServiceScopeFactory scopes, DueTable due)
    : IHostedLifecycleService,
        IDisposable
{
    private SoleProcess? sole;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using (var scope = scopes.CreateAsyncScope())
            await scope
                .ServiceProvider.GetRequiredService<SocialBotDb>()
                .Database.MigrateAsync(cancellationToken);
        sole = file == ":memory:" ? null : SoleProcess.TryTake(file);
        if (sole is not null)
            await due.FreeAllAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Held until the workers are gone with the rest of the program.</summary>
    public void Dispose() => sole?.Dispose();
}
