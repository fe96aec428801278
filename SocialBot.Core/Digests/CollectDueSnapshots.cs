using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Digests;

/// <summary>
/// Reads the figures of every account whose hour has come, in all workspaces. The clock calls it every so often; how often does
/// not matter, as the rows know when each account was read. One account's trouble never stops another's.
/// </summary>
public sealed partial class CollectDueSnapshots(
    SocialBotDb db,
    IServiceScopeFactory scopes,
    ILogger<CollectDueSnapshots> log
)
{
    /// <summary>Returns how many accounts were read.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var read = 0;
        foreach (var workspace in await db.Workspaces.Select(w => w.Id).ToListAsync(ct))
            read += await InWorkspaceAsync(workspace, notReadSince: null, ct);
        return read;
    }

    /// <summary>All accounts of one workspace, each in a scope of its own.</summary>
    internal async Task<int> InWorkspaceAsync(
        long workspace,
        DateTimeOffset? notReadSince,
        CancellationToken ct
    )
    {
        var accounts = await InScopeAsync(
            workspace,
            services =>
                services
                    .GetRequiredService<SocialBotDb>()
                    .Accounts.Where(a => a.DisconnectedAt == null)
                    .Select(a => a.Id)
                    .ToListAsync(ct)
        );
        var read = 0;
        foreach (var account in accounts)
        {
            try
            {
                var outcome = await InScopeAsync(
                    workspace,
                    services =>
                        services
                            .GetRequiredService<CollectSnapshots>()
                            .RunAsync(account, notReadSince, ct)
                );
                if (outcome == CollectOutcome.Read)
                    read++;
            }
            catch (Exception e)
                when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                // The edge of one account: its next visit is already set, the others go on.
                LogFailed(e, account);
            }
        }
        return read;
    }

    private async Task<T> InScopeAsync<T>(long workspace, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<WorkspaceScope>().Enter(workspace);
        return await work(scope.ServiceProvider);
    }

    [LoggerMessage(LogLevel.Error, "The figures of account {AccountId} could not be read")]
    private partial void LogFailed(Exception error, long accountId);
}
