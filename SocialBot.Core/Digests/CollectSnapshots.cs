using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SocialBot.Core.Accounts;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Digests;

/// <summary>Reads one account's figures and those of what it published in the last 28 days, in one batch, and keeps them.</summary>
public sealed partial class CollectSnapshots(
    SocialBotDb db,
    NetworkCatalogue networks,
    IKeepsSecrets secrets,
    TimeProvider clock,
    ILogger<CollectSnapshots> log
)
{
    /// <summary>For how long after publishing a copy is measured.</summary>
    public static readonly TimeSpan Measured = TimeSpan.FromDays(28);

    /// <summary>How often an account is read.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <param name="notReadSince">
    /// Skips an account that was read after this instant, unless something went out since; null = whenever its hour has come.
    /// </param>
    public async Task<CollectOutcome> RunAsync(
        long accountId,
        DateTimeOffset? notReadSince,
        CancellationToken ct
    )
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == accountId, ct);
        if (account.DisconnectedAt is not null || account.SignInNeeded is not null)
            return CollectOutcome.NotAsked;
        if (networks.Find<IReadsMetrics>(account.Network) is not { } network)
            return CollectOutcome.NotAsked;
        if (!await GoAsync(accountId, notReadSince, ct))
            return CollectOutcome.NotAsked;

        var copies = await MeasuredAsync(accountId, ct);
        var reading = await network.ReadAsync(
            account.Open(secrets),
            [.. copies.Select(c => c.RemoteId)],
            ct
        );
        switch (reading)
        {
            case MetricsReading.Values values:
                await KeepAsync(account, copies, values, ct);
                return CollectOutcome.Read;
            case MetricsReading.NotNow notNow:
                LogNotNow(account.Network, account.Id);
                await WaitAsync(accountId, notNow.After ?? Every, ct);
                return CollectOutcome.NotNow;
            case MetricsReading.SignInNeeded signIn:
                db.AskToSignIn(account, signIn.Reason, clock.GetUtcNow());
                await db.SaveChangesAsync(ct);
                return CollectOutcome.SignInNeeded;
            default:
                throw new InvalidOperationException(
                    $"{account.Network} answered with an unknown reading."
                );
        }
    }

    /// <summary>Compare-and-set on the account's next visit: of two processes one goes.</summary>
    private async Task<bool> GoAsync(
        long accountId,
        DateTimeOffset? notReadSince,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var next = now + Every;
        var visit = await db
            .MetricsVisits.AsNoTracking()
            .SingleOrDefaultAsync(v => v.AccountId == accountId, ct);
        if (visit is null)
        {
            db.MetricsVisits.Add(new MetricsVisit { AccountId = accountId, NextAt = next });
            try
            {
                await db.SaveChangesAsync(ct);
                return true;
            }
            catch (DbUpdateException)
            {
                db.ChangeTracker.Clear();
                if (!await db.MetricsVisits.AnyAsync(v => v.AccountId == accountId, ct))
                    throw;
                return false; // the other one wrote the first visit, and goes
            }
        }
        var comes =
            visit.NotBefore > now ? false
            : notReadSince is { } since
                ? visit.ReadAt is not { } read
                    || read < since
                    || await WentOutAfterAsync(accountId, read, ct)
            : visit.NextAt <= now;
        return comes
            && await db
                .MetricsVisits.Where(v => v.AccountId == accountId && v.NextAt == visit.NextAt)
                .ExecuteUpdateAsync(v => v.SetProperty(p => p.NextAt, next), ct) == 1;
    }

    /// <summary>A reading of a minute ago knows nothing of a post of now.</summary>
    private Task<bool> WentOutAfterAsync(
        long accountId,
        DateTimeOffset read,
        CancellationToken ct
    ) => db.Copies.AnyAsync(c => c.AccountId == accountId && c.PublishedAt > read, ct);

    private async Task<List<MeasuredCopy>> MeasuredAsync(long accountId, CancellationToken ct)
    {
        var oldest = clock.GetUtcNow() - Measured;
        return await db
            .Copies.Where(c =>
                c.AccountId == accountId
                && c.Status == CopyStatus.Published
                && c.TakenDownAt == null
                && c.RemoteId != null
                && c.PublishedAt >= oldest
            )
            .OrderBy(c => c.Id)
            .Select(c => new MeasuredCopy(c.Id, c.RemoteId!, c.PublishedAt!.Value))
            .ToListAsync(ct);
    }

    private async Task KeepAsync(
        Account account,
        List<MeasuredCopy> copies,
        MetricsReading.Values values,
        CancellationToken ct
    )
    {
        var zone = (
            await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == db.WorkspaceId, ct)
        ).Zone;
        var now = clock.GetUtcNow();
        var read = values
            .Account.Select(m => new ReadValue(Snapshot.OfAccount, m.Key, m.Value, Began: null))
            .ToList();
        foreach (var copy in copies)
            if (values.Posts.TryGetValue(copy.RemoteId, out var metrics))
                read.AddRange(
                    metrics.Select(m => new ReadValue(
                        copy.Id,
                        m.Key,
                        m.Value,
                        LocalTime.DayOf(copy.PublishedAt, zone)
                    ))
                );
        await DailyRollup.WriteAsync(db, account.Id, now, LocalTime.DayOf(now, zone), read, ct);
        await db
            .MetricsVisits.Where(v => v.AccountId == account.Id)
            .ExecuteUpdateAsync(
                v =>
                    v.SetProperty(p => p.ReadAt, now)
                        .SetProperty(p => p.NotBefore, (DateTimeOffset?)null),
                ct
            );
    }

    private async Task WaitAsync(long accountId, TimeSpan wait, CancellationToken ct)
    {
        var until = clock.GetUtcNow() + wait;
        await db
            .MetricsVisits.Where(v => v.AccountId == accountId)
            .ExecuteUpdateAsync(
                v =>
                    v.SetProperty(p => p.NextAt, until)
                        .SetProperty(p => p.NotBefore, (DateTimeOffset?)until),
                ct
            );
    }

    [LoggerMessage(LogLevel.Information, "{Network} account {AccountId} gives no figures now")]
    private partial void LogNotNow(string network, long accountId);

    private sealed record MeasuredCopy(long Id, string RemoteId, DateTimeOffset PublishedAt);
}

public enum CollectOutcome
{
    Read,

    /// <summary>Not its hour, being read by another process, disconnected, or a network without figures.</summary>
    NotAsked,

    /// <summary>The network asked to wait.</summary>
    NotNow,
    SignInNeeded,
}
