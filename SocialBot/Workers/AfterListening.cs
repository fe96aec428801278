using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Inbox;
using SocialBot.Core.Storage;
using SocialBot.SampleData;

namespace SocialBot.Workers;

/// <summary>What waits until the program listens: the sample workspace (its Sandbox is reached over HTTP), and the polling of accounts.</summary>
internal sealed partial class AfterListening(
    IServiceScopeFactory scopes,
    IHostApplicationLifetime lifetime,
    SampleReady ready,
    ILogger<AfterListening> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listening = new TaskCompletionSource(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        await using var started = lifetime.ApplicationStarted.Register(() =>
            listening.TrySetResult()
        );
        await listening.Task.WaitAsync(stoppingToken);
        await SeedAsync(stoppingToken);
        await WatchInboxesAsync(stoppingToken);
    }

    private async Task SeedAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (scope.ServiceProvider.GetService<SeedSample>() is not { } seed)
            return;
        try
        {
            await seed.RunAsync(ct);
            ready.Done();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The bot itself works without its sample; readiness says that it is missing, and why.
            LogNotSeeded(e);
            ready.Failed(e.Message);
        }
    }

    private async Task WatchInboxesAsync(CancellationToken ct)
    {
        List<long> workspaces;
        await using (var scope = scopes.CreateAsyncScope())
            workspaces = await scope
                .ServiceProvider.GetRequiredService<SocialBotDb>()
                .Workspaces.Select(w => w.Id)
                .ToListAsync(ct);
        foreach (var id in workspaces)
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<WorkspaceScope>().Enter(id);
            await scope.ServiceProvider.GetRequiredService<WatchInboxes>().RunAsync(ct);
        }
    }

    [LoggerMessage(LogLevel.Error, "The sample workspace could not be made")]
    private partial void LogNotSeeded(Exception error);
}
