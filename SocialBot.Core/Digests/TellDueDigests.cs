using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Digests;

/// <summary>
/// Tells the digest of every workspace whose time has come. The clock calls it every so often; the rows know what was told.
/// One workspace's trouble never stops another's.
/// </summary>
public sealed partial class TellDueDigests(
    SocialBotDb db,
    IServiceScopeFactory scopes,
    ILogger<TellDueDigests> log
)
{
    /// <summary>Drawing is processor work: more at once would only starve the chat.</summary>
    private const int AtOnce = 2;

    /// <summary>Returns how many digests were told.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var told = 0;
        await Parallel.ForEachAsync(
            await db.Workspaces.Select(w => w.Id).ToListAsync(ct),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (workspace, token) =>
            {
                if (await OneAsync(workspace, token))
                    Interlocked.Increment(ref told);
            }
        );
        return told;
    }

    private async Task<bool> OneAsync(long workspace, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<WorkspaceScope>().Enter(workspace);
            return await scope.ServiceProvider.GetRequiredService<TellDigest>().RunAsync(ct)
                is not null;
        }
        catch (Exception e)
            when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // The edge of one workspace: still due, so the next call tries again.
            LogFailed(e, workspace);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "The digest of workspace {WorkspaceId} could not be told")]
    private partial void LogFailed(Exception error, long workspaceId);
}
