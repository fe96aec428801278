using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SocialBot.Core.Accounts;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Publishing;

/// <summary>
/// Brings one errand to its network, neither losing nor doubling it. The attempt is committed before bytes leave and settled
/// after, whatever the caller's token says. An attempt found open (a crash, a lost answer) is unknown, never failed: the
/// network's settle window is waited for, the account's posts are read back, and only what is certainly not there is sent again:
/// under the same key where the network keeps one post per key. What the network still works on is asked about until it is done.
/// </summary>
public sealed partial class RunErrand(
    SocialBotDb db,
    NetworkCatalogue networks,
    IKeepsSecrets secrets,
    LookBack lookBack,
    TimeProvider clock,
    PublishMeter meter,
    ILogger<RunErrand> log
)
{
    /// <summary>How often reading back is tried before a person is asked.</summary>
    private const int MostLooks = 5;

    /// <summary>
    /// A lease with less left than this is not used for sending, nor is an attempt that was committed longer ago: whoever stood
    /// still in between may have been given up for dead, and the next owner decides.
    /// </summary>
    private static readonly TimeSpan SendingNeeds = TimeSpan.FromSeconds(10);

    /// <summary>No call takes longer: what has not answered by then is unknown.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    private const int MostCollisions = 10;

    public async Task<DueResult> RunAsync(IErrand errand, DueClaim claim, CancellationToken ct)
    {
        var open = await db
            .Attempts.Where(a => a.Subject == claim.Subject && a.SettledAt == null)
            .OrderBy(a => a.Id)
            .FirstOrDefaultAsync(ct);
        var calls = open is null or { Outcome: AttemptOutcome.Processing };
        if (calls && claim.LeaseUntil - clock.GetUtcNow() < SendingNeeds)
            return new DueResult.Again(clock.GetUtcNow());

        var departure = await errand.PrepareAsync(claim, resuming: open is not null, ct);
        switch (departure)
        {
            case Departure.Go go when open is null:
                return await SendAsync(errand, claim, go, ct);
            case Departure.Go go:
                return await FinishAsync(errand, claim, open, go, ct)
                    ?? await SettleOpenAsync(errand, open, go, ct);
            case Departure.NotYet later:
                await db.SaveChangesAsync(ct);
                return new DueResult.Again(later.Until);
            default:
                await db.SaveChangesAsync(ct);
                return DueResult.Finished;
        }
    }

    private async Task<DueResult> SendAsync(
        IErrand errand,
        DueClaim claim,
        Departure.Go go,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var attempt = await ReopenAsync(errand, claim.Subject, go, ct);
        if (attempt is null)
            db.Attempts.Add(
                attempt = new Attempt
                {
                    Subject = claim.Subject,
                    AccountId = go.Account.Id,
                    Key = AttemptKey.New(now),
                    Revision = go.Revision,
                    IntentAt = now,
                }
            );
        errand.Leaves(now);
        await db.SaveChangesAsync(ct);
        if (clock.GetUtcNow() - now > SendingNeeds)
            return new DueResult.Again(clock.GetUtcNow());
        LogLeaves(claim.Subject, attempt.Key);

        var outcome = await CallAsync(
            claim.Subject,
            longest => errand.SendAsync(go.Account.Open(secrets), attempt.Key, longest)
        );
        return await SettleSentAsync(errand, claim, attempt, go, outcome);
    }

    /// <summary>
    /// The last try of the same thing, where the network keeps one post per key and that try is not settled for good: whatever of it
    /// may still arrive is then the same post.
    /// </summary>
    private async Task<Attempt?> ReopenAsync(
        IErrand errand,
        string subject,
        Departure.Go go,
        CancellationToken ct
    )
    {
        if (
            errand.MayRepeat
            || networks.Find<IPublishes>(go.Account.Network) is not { KeepsOnePerKey: true }
        )
            return null;
        var last = await db
            .Attempts.Where(a => a.Subject == subject)
            .OrderByDescending(a => a.Id)
            .FirstOrDefaultAsync(ct);
        if (
            last is not { Outcome: AttemptOutcome.TryLater or AttemptOutcome.Unconfirmed }
            || last.Revision != go.Revision
            || last.AccountId != go.Account.Id
        )
            return null;
        last.Reopen();
        return last;
    }

    /// <summary>
    /// Goes on with what the network was still working on, where it has a call for that. Null = it has none: reading back must tell.
    /// </summary>
    private async Task<DueResult?> FinishAsync(
        IErrand errand,
        DueClaim claim,
        Attempt open,
        Departure.Go go,
        CancellationToken ct
    )
    {
        if (
            open is not { Outcome: AttemptOutcome.Processing, RemoteId: { } remoteId }
            || networks.Find<IFinishes>(go.Account.Network) is not { } network
            || await errand.ComposeAsync(open.Key, ct) is not { } post
        )
            return null;
        var outcome = await CallAsync(
            claim.Subject,
            longest => network.FinishAsync(go.Account.Open(secrets), remoteId, post, longest)
        );
        if (outcome is not (PublishOutcome.TryLater or PublishOutcome.Unconfirmed))
            return await SettleSentAsync(errand, claim, open, go, outcome);

        // Asking again does no harm, so a lost answer is no doubt yet.
        var now = clock.GetUtcNow();
        meter.Count(go.Account.Network, outcome);
        open.Detail = Reason(outcome);
        var wait =
            (outcome as PublishOutcome.TryLater)?.After
            ?? Shorter(SettleWindow(go.Account) * Math.Pow(2, open.Looks), LongestWait);
        open.Looks++;
        if (now + wait > go.TryUntil)
            return await SettleSentAsync(
                errand,
                claim,
                open,
                go,
                new PublishOutcome.Unconfirmed("the network works on it for too long"),
                askPerson: true
            );
        await db.SaveChangesAsync(ct);
        return new DueResult.Again(now + wait);
    }

    /// <summary>Without the caller's token: what has left is settled, also while stopping.</summary>
    private async Task<PublishOutcome> CallAsync(
        string subject,
        Func<CancellationToken, Task<PublishOutcome>> call
    )
    {
        try
        {
            using var longest = new CancellationTokenSource(LongestCall, clock);
            return await call(longest.Token);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A bug in a connector must not turn "it may be out" into "send it again".
            LogBroke(e, subject);
            return new PublishOutcome.Unconfirmed(e.GetType().Name);
        }
    }

    /// <summary>
    /// Writes down what came of a call. While it ran, somebody may have changed the same post, or its other copy may have gone out:
    /// then it is read again and settled on what is true now, for the outcome itself is known.
    /// </summary>
    private async Task<DueResult> SettleSentAsync(
        IErrand errand,
        DueClaim claim,
        Attempt attempt,
        Departure.Go go,
        PublishOutcome outcome,
        bool askPerson = false
    )
    {
        for (var collisions = 0; ; )
        {
            try
            {
                return await SettleAsync(
                    errand,
                    attempt,
                    go,
                    outcome,
                    CancellationToken.None,
                    askPerson
                );
            }
            catch (DbUpdateConcurrencyException) when (++collisions < MostCollisions)
            {
                db.Forget();
                attempt = await db.Attempts.SingleAsync(
                    a => a.Key == attempt.Key,
                    CancellationToken.None
                );
                if (
                    !attempt.IsOpen
                    || await errand.PrepareAsync(claim, resuming: true, CancellationToken.None)
                        is not Departure.Go again
                )
                    return DueResult.Finished;
                go = again;
            }
        }
    }

    private async Task<DueResult> SettleAsync(
        IErrand errand,
        Attempt attempt,
        Departure.Go go,
        PublishOutcome outcome,
        CancellationToken ct,
        bool askPerson = false
    )
    {
        var now = clock.GetUtcNow();
        meter.Count(go.Account.Network, outcome);
        if (
            outcome is PublishOutcome.Unconfirmed doubt
            && !askPerson
            && (errand.MayRepeat || errand.LooksLike is not null)
        )
        {
            // Not settled: the row comes back when the network must have made up its mind.
            attempt.Detail = doubt.Reason;
            attempt.StillSince = now;
            await db.SaveChangesAsync(ct);
            return new DueResult.Again(now + SettleWindow(go.Account));
        }

        await using var whole = await db.BeginAsync(ct);
        var retryAt = RetryAt(outcome, attempt, go, now, await TriesAsync(attempt, ct));
        if (outcome is PublishOutcome.TryLater && retryAt is null)
            outcome = new PublishOutcome.Rejected("gave-up", Reason(outcome) ?? "");
        if (outcome is PublishOutcome.Processing && retryAt is null)
            outcome = new PublishOutcome.Unconfirmed("the network works on it for too long");
        attempt.Outcome = Name(outcome);
        attempt.RemoteId =
            (outcome as PublishOutcome.Published)?.RemoteId
            ?? (outcome as PublishOutcome.Processing)?.RemoteId
            ?? attempt.RemoteId;
        attempt.Detail = Reason(outcome);
        // What the network is still working on stays open: it is finished or read back, never sent again.
        attempt.SettledAt = outcome is PublishOutcome.Processing ? null : now;
        if (outcome is PublishOutcome.SignInNeeded signIn)
            db.AskToSignIn(
                await db.Accounts.SingleAsync(a => a.Id == go.Account.Id, ct),
                signIn.Reason,
                now
            );
        await errand.SettleAsync(outcome, retryAt, ct);
        await db.SaveChangesAsync(ct);
        await whole.CommitAsync(ct);
        LogSettled(attempt.Subject, attempt.Key, attempt.Outcome);
        return retryAt is { } again ? new DueResult.Again(again) : DueResult.Finished;
    }

    /// <summary>An attempt whose end nobody saw.</summary>
    private async Task<DueResult> SettleOpenAsync(
        IErrand errand,
        Attempt open,
        Departure.Go go,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        if (errand.MayRepeat)
            return await SettleAsync(
                errand,
                open,
                go,
                new PublishOutcome.TryLater(TimeSpan.Zero, open.Detail ?? "interrupted"),
                ct
            );
        if (open.Outcome != AttemptOutcome.Processing)
        {
            // Counted from when its sender was last possibly alive, not from when it began: a call may take long.
            open.StillSince ??= now;
            await db.SaveChangesAsync(ct);
            var settled = open.StillSince.Value + SettleWindow(go.Account);
            if (now < settled)
                return new DueResult.Again(settled);
        }

        var sight = errand.LooksLike is { } sought
            ? await lookBack.RunAsync(go.Account, open, sought, ct)
            : new Sighting.CannotTell("this network cannot be read back", null);
        switch (sight)
        {
            case Sighting.Out found:
                return await SettleAsync(
                    errand,
                    open,
                    go,
                    new PublishOutcome.Published(
                        found.Post.RemoteId,
                        found.Post.Permalink,
                        found.Post.At
                    ),
                    ct
                );
            case Sighting.NotOut:
                return await SettleAsync(
                    errand,
                    open,
                    go,
                    new PublishOutcome.TryLater(TimeSpan.Zero, "read back: not out"),
                    ct
                );
            case Sighting.CannotTell when ++open.Looks < MostLooks && errand.LooksLike is not null:
                await db.SaveChangesAsync(ct);
                return new DueResult.Again(
                    now
                        + (
                            ((Sighting.CannotTell)sight).After
                            ?? SettleWindow(go.Account) * (1 << open.Looks)
                        )
                );
            default:
                return await SettleAsync(
                    errand,
                    open,
                    go,
                    new PublishOutcome.Unconfirmed(open.Detail ?? "the answer was lost"),
                    ct,
                    askPerson: true
                );
        }
    }

    private async Task<int> TriesAsync(Attempt attempt, CancellationToken ct) =>
        await db.Attempts.Where(a => a.Subject == attempt.Subject).SumAsync(a => a.Tries, ct);

    /// <summary>Growing waits (30 s, 1 min, 2 min, … at most 30 min), the network's own wait where it named one, inside the window.</summary>
    private static DateTimeOffset? RetryAt(
        PublishOutcome outcome,
        Attempt attempt,
        Departure.Go go,
        DateTimeOffset now,
        int tries
    )
    {
        var wait = outcome switch
        {
            PublishOutcome.TryLater { After: { } told } => told,
            PublishOutcome.TryLater => Shorter(
                TimeSpan.FromSeconds(30 * Math.Pow(2, Math.Min(tries - 1, 10))),
                LongestWait
            ),
            PublishOutcome.Processing processing => processing.CheckAfter,
            _ => (TimeSpan?)null,
        };
        return wait is { } after && now + after <= go.TryUntil ? now + after : null;
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private TimeSpan SettleWindow(Account account) =>
        networks.Find<IPublishes>(account.Network)?.SettleWindow ?? TimeSpan.FromSeconds(30);

    private static AttemptOutcome Name(PublishOutcome outcome) =>
        outcome switch
        {
            PublishOutcome.Published => AttemptOutcome.Published,
            PublishOutcome.Processing => AttemptOutcome.Processing,
            PublishOutcome.Rejected => AttemptOutcome.Rejected,
            PublishOutcome.SignInNeeded => AttemptOutcome.SignInNeeded,
            PublishOutcome.TryLater => AttemptOutcome.TryLater,
            _ => AttemptOutcome.Unconfirmed,
        };

    private static string? Reason(PublishOutcome outcome) =>
        outcome switch
        {
            PublishOutcome.Rejected rejected => rejected.Reason,
            PublishOutcome.SignInNeeded signIn => signIn.Reason,
            PublishOutcome.TryLater later => later.Reason,
            PublishOutcome.Unconfirmed doubt => doubt.Reason,
            _ => null,
        };

    [LoggerMessage(LogLevel.Information, "{Subject} leaves under {Key}")]
    private partial void LogLeaves(string subject, string key);

    [LoggerMessage(LogLevel.Information, "{Subject} under {Key}: {Outcome}")]
    private partial void LogSettled(string subject, string key, AttemptOutcome outcome);

    [LoggerMessage(
        LogLevel.Error,
        "The connector broke while sending {Subject}; it is treated as unknown"
    )]
    private partial void LogBroke(Exception error, string subject);
}
