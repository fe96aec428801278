using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

/// <summary>
/// Listens to every network that tells of everything by itself: one connection for all accounts of all workspaces. Each batch goes
/// through the one door for incoming texts, account by account; only then the position is moved, so that nothing is lost and what
/// comes twice changes nothing. Polling goes on beside it, slower, and fills whatever gap there may be.
/// </summary>
public sealed partial class ListenToStreams(
    IServiceScopeFactory scopes,
    IEnumerable<INetwork> networks,
    StreamPulse pulse,
    InboxMeter meter,
    TimeProvider clock,
    ILogger<ListenToStreams> log
)
{
    /// <summary>Within this time a new account or word is listened for.</summary>
    public static readonly TimeSpan Glance = TimeSpan.FromSeconds(5);

    private const int MostTries = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Runs until cancelled; returns at once where no network has a stream.</summary>
    public Task RunAsync(CancellationToken ct) =>
        Task.WhenAll(
            networks
                .OfType<IStreamsItems>()
                .Where(n => n.IsConfigured)
                .Select(n => KeepListeningAsync(n, ct))
        );

    private async Task KeepListeningAsync(IStreamsItems network, CancellationToken ct)
    {
        var breaks = 0;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync(network, () => breaks = 0, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                // The database or the stream is away: listening outlives both, and goes on from the last position kept.
                LogBroke(e, network.Name);
                var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(breaks++, 6)));
                await Task.Delay(pause < LongestPause ? pause : LongestPause, clock, ct)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        pulse.Ends(network.Name);
    }

    /// <summary>Returns when the accounts or the watched words changed.</summary>
    private async Task ListenOnceAsync(IStreamsItems network, Action kept, CancellationToken ct)
    {
        var (listeners, cursor) = await StandAsync(network.Name, ct);
        if (listeners.Count == 0)
        {
            pulse.Ends(network.Name);
            await Task.Delay(Glance, clock, ct);
            return;
        }
        pulse.Begins(network.Name);
        using var changed = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watching = WatchAsync(network.Name, listeners, changed);
        try
        {
            await foreach (
                var batch in network.ListenAsync(
                    Listener.AsWatched(listeners),
                    cursor,
                    changed.Token
                )
            )
            {
                await KeepAsync(network.Name, listeners, batch, ct);
                pulse.Beat(network.Name);
                kept();
            }
            await Task.Delay(Glance, clock, changed.Token); // it should not have ended
        }
        catch (OperationCanceledException)
            when (changed.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            // Someone else is to be listened for.
        }
        finally
        {
            await changed.CancelAsync();
            await watching;
        }
    }

    private async Task<(IReadOnlyList<Listener> Listeners, string? Cursor)> StandAsync(
        string network,
        CancellationToken ct
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var listeners = await scope
            .ServiceProvider.GetRequiredService<StreamAudience>()
            .OfAsync(network, ct);
        var position = await scope
            .ServiceProvider.GetRequiredService<SocialBotDb>()
            .StreamPositions.AsNoTracking()
            .FirstOrDefaultAsync(p => p.Network == network, ct);
        return (listeners, position?.Cursor);
    }

    /// <summary>Ends the listening when it is for others than it should be.</summary>
    private async Task WatchAsync(
        string network,
        IReadOnlyList<Listener> listeners,
        CancellationTokenSource changed
    )
    {
        try
        {
            using var glances = new PeriodicTimer(Glance, clock);
            while (await glances.WaitForNextTickAsync(changed.Token))
            {
                var (now, _) = await StandAsync(network, changed.Token);
                if (now.SequenceEqual(listeners))
                    continue;
                await changed.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException) when (changed.IsCancellationRequested)
        {
            // The listening itself has ended.
        }
        catch (Exception e)
        {
            LogNotWatched(e, network);
            await changed.CancelAsync();
        }
    }

    private async Task KeepAsync(
        string network,
        IReadOnlyList<Listener> listeners,
        StreamBatch batch,
        CancellationToken ct
    )
    {
        var items = batch.Items.ToLookup(i => i.AccountRemoteId, i => i.Item);
        foreach (var listener in listeners.Where(l => items.Contains(l.RemoteId)))
            await TakeAsync(network, listener, [.. items[listener.RemoteId]], ct);
        if (batch.Gone.Count > 0)
            await MarkAsync(network, batch.Gone, ct);
        await MoveOnAsync(network, batch.Cursor, ct);
        meter.Streamed(network, batch.Items.Count, batch.Gone.Count);
    }

    /// <summary>What cannot be kept after several tries is taken one by one, so that a single text that breaks stops nothing else.</summary>
    private async Task TakeAsync(
        string network,
        Listener listener,
        IReadOnlyList<IncomingItem> items,
        CancellationToken ct
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ReceiveAsync(listener, items, ct);
                return;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                LogNotTaken(e, network, listener.AccountId, attempt);
                if (attempt < MostTries)
                {
                    await Task.Delay(TimeSpan.FromSeconds(attempt), clock, ct);
                    continue;
                }
                if (items.Count > 1)
                    foreach (var item in items)
                        await TakeAloneAsync(network, listener, item, ct);
                else
                    meter.StreamItemBroke(network);
                return;
            }
        }
    }

    private async Task TakeAloneAsync(
        string network,
        Listener listener,
        IncomingItem item,
        CancellationToken ct
    )
    {
        try
        {
            await ReceiveAsync(listener, [item], ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogPassedOver(e, network, listener.AccountId, item.RemoteId);
            meter.StreamItemBroke(network);
        }
    }

    private async Task ReceiveAsync(
        Listener listener,
        IReadOnlyList<IncomingItem> items,
        CancellationToken ct
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<WorkspaceScope>().Enter(listener.WorkspaceId);
        await scope
            .ServiceProvider.GetRequiredService<ReceiveItems>()
            .RunAsync(listener.AccountId, items, ct, new CameBy.Streamed());
    }

    private async Task MarkAsync(string network, IReadOnlyList<string> gone, CancellationToken ct)
    {
        IReadOnlyList<KnownItem> known;
        await using (var scope = scopes.CreateAsyncScope())
            known = await scope
                .ServiceProvider.GetRequiredService<StreamAudience>()
                .KnownAsync(network, gone, ct);
        foreach (var ofAccount in known.GroupBy(k => (k.WorkspaceId, k.AccountId)))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope
                .ServiceProvider.GetRequiredService<WorkspaceScope>()
                .Enter(ofAccount.Key.WorkspaceId);
            await scope
                .ServiceProvider.GetRequiredService<MarkGone>()
                .RunAsync(ofAccount.Key.AccountId, [.. ofAccount.Select(k => k.RemoteId)], ct);
        }
    }

    private async Task MoveOnAsync(string network, string cursor, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
        var position = await db.StreamPositions.FirstOrDefaultAsync(p => p.Network == network, ct);
        if (position is null)
            db.StreamPositions.Add(
                position = new StreamPosition { Network = network, Cursor = cursor }
            );
        position.Cursor = cursor;
        position.At = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
    }

    [LoggerMessage(LogLevel.Error, "Listening to {Network} broke and begins again")]
    private partial void LogBroke(Exception error, string network);

    [LoggerMessage(
        LogLevel.Warning,
        "Whom to listen for on {Network} could not be read; listening begins again"
    )]
    private partial void LogNotWatched(Exception error, string network);

    [LoggerMessage(
        LogLevel.Warning,
        "A batch from {Network} for account {Account} was not kept at try {Try}"
    )]
    private partial void LogNotTaken(Exception error, string network, long account, int @try);

    [LoggerMessage(
        LogLevel.Error,
        "A text from {Network} for account {Account} cannot be kept and is passed over: {RemoteId}"
    )]
    private partial void LogPassedOver(
        Exception error,
        string network,
        long account,
        string remoteId
    );
}
