using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Due;

/// <summary>Works off one lane: claims a batch, does each row in a scope of its own workspace, finishes or postpones it.</summary>
public sealed partial class WorkDueLane(
    DueTable due,
    DueSignal signal,
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<WorkDueLane> log
)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Even without a signal the lane looks this often: another process may have written.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(5);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(Lane lane, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var woken = signal.Next;
            if (await OnceAsync(lane, ct) > 0)
                continue;
            await WaitAsync(lane, woken, ct);
        }
    }

    /// <summary>One batch. Returns how many rows were claimed.</summary>
    public async Task<int> OnceAsync(Lane lane, CancellationToken ct)
    {
        var claims = await due.ClaimAsync(lane, most: 100, Lease, ct);
        if (claims.Count == 0)
            return 0;
        var ordered = claims
            .GroupBy(c => c.Order ?? FormattableString.Invariant($"#{c.Id}"))
            .ToList();
        await Parallel.ForEachAsync(
            ordered,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = lane == Lane.Clock ? 1 : 8,
                CancellationToken = ct,
            },
            async (group, token) =>
            {
                foreach (var claim in group)
                    await DoAsync(claim, token);
            }
        );
        return claims.Count;
    }

    private async Task DoAsync(DueClaim claim, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<WorkspaceScope>().Enter(claim.WorkspaceId);
            var worker = scope
                .ServiceProvider.GetServices<IDoesDueWork>()
                .FirstOrDefault(w => w.Kind == claim.Kind);
            if (worker is null)
            {
                LogUnknownKind(claim.Kind);
                await due.PostponeAsync(
                    claim,
                    clock.GetUtcNow() + TimeSpan.FromMinutes(10),
                    CancellationToken.None
                );
                return;
            }
            var result = await worker.RunAsync(claim, ct);
            if (result is DueResult.Again again)
                await due.PostponeAsync(claim, again.At, CancellationToken.None);
            else
                await due.FinishAsync(claim, CancellationToken.None);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping: the lease runs out and the row is claimed again after the restart.
        }
        catch (Exception e)
        {
            // The edge of a due row: logged once, tried again with growing waits, never dropped.
            LogFailed(e, claim.Kind, claim.Subject, claim.Tries);
            var wait = TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, Math.Min(claim.Tries, 8))));
            await due.PostponeAsync(claim, clock.GetUtcNow() + wait, CancellationToken.None);
        }
    }

    private async Task WaitAsync(Lane lane, Task woken, CancellationToken ct)
    {
        var next = await due.NextAsync(lane, ct);
        var wait = next is { } at ? at - clock.GetUtcNow() : Glance;
        wait =
            wait < TimeSpan.Zero ? TimeSpan.Zero
            : wait > Glance ? Glance
            : wait;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(woken, Task.Delay(wait, clock, stop.Token));
        await stop.CancelAsync();
    }

    [LoggerMessage(LogLevel.Error, "Due work {Kind} {Subject} failed at try {Try}")]
    private partial void LogFailed(Exception error, string kind, string subject, int @try);

    [LoggerMessage(LogLevel.Error, "Nothing here does due work of kind {Kind}")]
    private partial void LogUnknownKind(string kind);
}
