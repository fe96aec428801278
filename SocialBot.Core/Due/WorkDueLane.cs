using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Due;

/// <summary>
/// Works off one lane: as many rows at a time as it has hands, each in a scope of its own workspace, finished or put off. A slow
/// row keeps one hand busy and delays no other.
/// </summary>
public sealed partial class WorkDueLane(
    DueTable due,
    DueSignal signal,
    DueWorkers workers,
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<WorkDueLane> log
)
{
    /// <summary>After a crash a row is free again when this is over; while it runs the lease is renewed.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);

    /// <summary>Even without a signal the lane looks this often: another process may have written.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(5);

    private const int MostCollisions = 5;

    /// <summary>Runs until cancelled, and then until what it has begun is done.</summary>
    public async Task RunAsync(Lane lane, CancellationToken ct)
    {
        var running = new HashSet<Task>();
        var look = clock.GetUtcNow();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                look = await StepAsync(lane, running, look, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                // The database is away: a lane outlives that.
                LogLaneBroke(e, lane);
                await Task.Delay(Glance, clock, ct)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        while (signal.TryTake(lane, out var untouched))
            running.Add(due.LetGoAsync(untouched, CancellationToken.None));
        await Task.WhenAll(running);
    }

    /// <summary>Does what was handed over, and as many claimed rows as the lane has hands. Returns how many they were.</summary>
    public async Task<int> OnceAsync(Lane lane, CancellationToken ct)
    {
        var begun = new List<Task>();
        while (await TakeHandedAsync(lane, ct) is { } handed)
            begun.Add(BeginAsync(handed, ct));
        foreach (var claim in await due.ClaimAsync(lane, Hands(lane), Lease, ct))
            begun.Add(BeginAsync(claim, ct));
        await Task.WhenAll(begun);
        return begun.Count;
    }

    /// <summary>Begins what can be begun, and waits for more.</summary>
    /// <param name="look">When the table is to be looked at, unless a signal comes first.</param>
    /// <returns>When it is to be looked at next.</returns>
    private async Task<DateTimeOffset> StepAsync(
        Lane lane,
        HashSet<Task> running,
        DateTimeOffset look,
        CancellationToken ct
    )
    {
        var told = signal.Next(lane);
        running.RemoveWhere(t => t.IsCompleted);
        while (running.Count < Hands(lane) && await TakeHandedAsync(lane, ct) is { } handed)
            running.Add(BeginAsync(handed, ct));
        var free = Hands(lane) - running.Count;
        if (free > 0 && (signal.TakeWake(lane) || look <= clock.GetUtcNow()))
        {
            var claims = await due.ClaimAsync(lane, free, Lease, ct);
            foreach (var claim in claims)
                running.Add(BeginAsync(claim, ct));
            if (claims.Count == free)
                signal.Wake(lane); // there may be more, for the next free hand
            else
                look = await NextLookAsync(lane, ct);
        }
        if (running.Count == Hands(lane))
            await Task.WhenAny(running);
        else
            await WaitAsync(look, told, running, ct);
        return look;
    }

    /// <summary>One whose lease is nearly over waited here too long: it goes back to the table.</summary>
    private async Task<DueClaim?> TakeHandedAsync(Lane lane, CancellationToken ct)
    {
        while (signal.TryTake(lane, out var claim))
        {
            if (claim.LeaseUntil > clock.GetUtcNow() + Renewal)
                return claim;
            await due.LetGoAsync(claim, ct);
            signal.Wake(lane);
        }
        return null;
    }

    private static int Hands(Lane lane) =>
        lane switch
        {
            Lane.Chat => 64,
            Lane.Network => 16,
            _ => 1,
        };

    // SQLite works synchronously: without a thread of its own one row would hold up the next.
    private Task BeginAsync(DueClaim claim, CancellationToken ct) =>
        Task.Run(() => DoAsync(claim, ct), CancellationToken.None);

    private async Task DoAsync(DueClaim claim, CancellationToken ct)
    {
        using var beat = new PeriodicTimer(Renewal, clock);
        var holding = HoldAsync(claim, beat);
        var end = await RunAsync(claim, ct);
        beat.Dispose();
        try
        {
            await SettleAsync(await holding, end);
        }
        catch (Exception e)
        {
            LogNotSettled(e, claim.Kind, claim.Subject);
        }
    }

    /// <summary>Renews the lease at every beat; what it returns is the claim as it is held at the end.</summary>
    private async Task<DueClaim> HoldAsync(DueClaim claim, PeriodicTimer beat)
    {
        while (await beat.WaitForNextTickAsync(CancellationToken.None))
        {
            try
            {
                if (await due.RenewAsync(claim, Lease, CancellationToken.None) is not { } renewed)
                    return claim; // lost to another owner, or finished by the worker itself with its own rows
                claim = renewed;
            }
            catch (Exception e)
            {
                LogNotRenewed(e, claim.Kind, claim.Subject);
            }
        }
        return claim;
    }

    private async Task<End> RunAsync(DueClaim claim, CancellationToken ct)
    {
        TimeSpan? givesUpAfter = null;
        for (var collisions = 0; ; )
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<WorkspaceScope>().Enter(claim.WorkspaceId);
                if (workers.Find(claim.Kind, scope.ServiceProvider) is not { } worker)
                {
                    LogUnknownKind(claim.Kind);
                    return new End.Broke(clock.GetUtcNow() + TimeSpan.FromMinutes(10));
                }
                givesUpAfter = worker.GivesUpAfter;
                var result = await worker.RunAsync(claim, ct);
                return
                    result is DueResult.Again { Afresh: false } again
                    && IsTooOld(claim, again.At, givesUpAfter)
                    ? GiveUp(claim)
                    : new End.Came(result);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return new End.Stopped();
            }
            catch (DbUpdateConcurrencyException) when (++collisions < MostCollisions)
            {
                // A press and this row met on the same post: the second to save looks again at what is true now.
            }
            catch (Exception e)
            {
                // The edge of a due row: logged once per try, tried again with growing waits.
                LogFailed(e, claim.Kind, claim.Subject, claim.Tries);
                var wait = Math.Min(300, Math.Pow(2, Math.Min(claim.Tries, 9)));
                var at = clock.GetUtcNow() + TimeSpan.FromSeconds(wait);
                return IsTooOld(claim, at, givesUpAfter) ? GiveUp(claim) : new End.Broke(at);
            }
        }
    }

    private Task SettleAsync(DueClaim claim, End end) =>
        end switch
        {
            End.Came { Result: DueResult.Again again } => due.PostponeAsync(
                claim,
                again.At,
                CancellationToken.None,
                again.Afresh
            ),
            End.Broke broke => due.PostponeAsync(
                claim,
                broke.Until,
                CancellationToken.None,
                broke: true
            ),
            End.Stopped => due.LetGoAsync(claim, CancellationToken.None),
            _ => due.FinishAsync(claim, CancellationToken.None),
        };

    private static bool IsTooOld(DueClaim claim, DateTimeOffset next, TimeSpan? givesUpAfter) =>
        givesUpAfter is { } span && next - claim.FirstDue > span;

    private End.Came GiveUp(DueClaim claim)
    {
        LogGaveUp(claim.Kind, claim.Subject, claim.Tries);
        return new End.Came(DueResult.Finished);
    }

    private async Task<DateTimeOffset> NextLookAsync(Lane lane, CancellationToken ct)
    {
        var latest = clock.GetUtcNow() + Glance;
        return await due.NextAsync(lane, ct) is { } next && next < latest ? next : latest;
    }

    private async Task WaitAsync(
        DateTimeOffset look,
        Task told,
        HashSet<Task> running,
        CancellationToken ct
    )
    {
        var wait = look - clock.GetUtcNow();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny([
            told,
            Task.Delay(wait < TimeSpan.Zero ? TimeSpan.Zero : wait, clock, stop.Token),
            .. running,
        ]);
        await stop.CancelAsync();
    }

    /// <summary>How one run of a row ended.</summary>
    private abstract record End
    {
        public sealed record Came(DueResult Result) : End;

        public sealed record Broke(DateTimeOffset Until) : End;

        public sealed record Stopped : End;
    }

    [LoggerMessage(LogLevel.Error, "Due work {Kind} {Subject} failed at try {Try}")]
    private partial void LogFailed(Exception error, string kind, string subject, int @try);

    [LoggerMessage(LogLevel.Error, "Due work {Kind} {Subject} is given up after {Tries} tries")]
    private partial void LogGaveUp(string kind, string subject, int tries);

    [LoggerMessage(
        LogLevel.Error,
        "Due work {Kind} {Subject} was done but not settled; it runs again when its lease is over"
    )]
    private partial void LogNotSettled(Exception error, string kind, string subject);

    [LoggerMessage(LogLevel.Warning, "The lease of due work {Kind} {Subject} was not renewed")]
    private partial void LogNotRenewed(Exception error, string kind, string subject);

    [LoggerMessage(LogLevel.Error, "Nothing here does due work of kind {Kind}")]
    private partial void LogUnknownKind(string kind);

    [LoggerMessage(LogLevel.Error, "Lane {Lane} could not be read; it looks again in a moment")]
    private partial void LogLaneBroke(Exception error, Lane lane);
}
