using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Accounts;

/// <summary>
/// Says once per incident that an account signs out soon (7, 2 and 0 days before) or that somebody must sign in. The one place that says it:
/// whoever changes an account's health only asks for a look.
/// </summary>
public sealed class WarnOfSignOut(SocialBotDb db, TimeProvider clock) : IDoesDueWork
{
    public const string WorkKind = "account.health";

    public string Kind => WorkKind;

    public async Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
    {
        var account = await db.Accounts.FirstOrDefaultAsync(a => a.Id == claim.SubjectId, ct);
        if (account is null or { DisconnectedAt: not null })
            return DueResult.Finished;
        var now = clock.GetUtcNow();
        var step = AccountWarning.At(account, now);
        // Only from bad to worse: a session that lives for days and is renewed every hour is one incident.
        if (step is { } bad && (account.Warned is not { } told || bad < told))
            db.Notify(
                bad == AccountWarning.SignIn ? "account.sign-in-needed" : "account.signs-out",
                new { account = account.Id },
                memberId: null,
                RoomPurpose.Alerts,
                now
            );
        account.Warned = step;
        await db.SaveChangesAsync(ct);
        return AccountWarning.Next(account, now) is { } next
            ? new DueResult.Again(next, Afresh: true)
            : DueResult.Finished;
    }
}

/// <summary>When an account's people are warned.</summary>
public static class AccountWarning
{
    public const int SignIn = -1;

    public static readonly TimeSpan First = TimeSpan.FromDays(7);

    private static readonly int[] Steps = [0, 2, 7];

    /// <summary>What there is to be told of now; null when all is well.</summary>
    public static int? At(Account account, DateTimeOffset now) =>
        account.SignInNeeded is not null ? SignIn
        : account.SecretEndsAt is { } ends
            ? Steps
                .Where(days => ends - now <= TimeSpan.FromDays(days))
                .Select(days => (int?)days)
                .FirstOrDefault()
        : null;

    /// <summary>When the next step comes; null when none does.</summary>
    public static DateTimeOffset? Next(Account account, DateTimeOffset now) =>
        account is { SignInNeeded: null, SecretEndsAt: { } ends }
            ? Steps
                .Select(days => ends - TimeSpan.FromDays(days))
                .Where(at => at > now)
                .Select(at => (DateTimeOffset?)at)
                .Min()
            : null;

    /// <summary>Somebody must sign in: written once, and said once.</summary>
    public static void AskToSignIn(
        this SocialBotDb db,
        Account account,
        string reason,
        DateTimeOffset now
    )
    {
        account.SignInNeeded ??= reason;
        db.LookAtHealth(account.Id, now);
    }

    /// <summary>The account's health has changed, or may have.</summary>
    public static void LookAtHealth(this SocialBotDb db, long accountId, DateTimeOffset now) =>
        db.Queue(
            new DueWork(Lane.Clock, WarnOfSignOut.WorkKind, Account.SubjectOf(accountId), now)
        );
}
