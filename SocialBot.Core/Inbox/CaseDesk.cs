using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SocialBot.Core.Audit;
using SocialBot.Core.Board;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>Where members take up a case, judged once for all verbs, and where every change of one ends: version, audit, stale cards.</summary>
public sealed class CaseDesk(
    SocialBotDb db,
    ExpireClaim expireClaim,
    IOptions<InboxOptions> options,
    TimeProvider clock
)
{
    public static string Subject(long caseId) => FormattableString.Invariant($"case:{caseId}");

    /// <summary>Loads a case with its account; null when there is none in this workspace.</summary>
    public Task<Case?> FindAsync(long caseId, CancellationToken ct) =>
        db.Cases.Include(c => c.Account).FirstOrDefaultAsync(c => c.Id == caseId, ct);

    /// <summary>The case, for a member who wants to do something with it.</summary>
    /// <param name="shownVersion">The version on the pressed card: one that has not shown the newest text is refused. Null for a typed command.</param>
    /// <param name="evenIfHeld">True for what disturbs nobody who holds the claim.</param>
    /// <param name="evenIfClosed">True for what makes sense on a case that is done or spam.</param>
    public async Task<Outcome<Case>> OpenAsync(
        Member by,
        long caseId,
        int? shownVersion,
        CancellationToken ct,
        bool evenIfHeld = false,
        bool evenIfClosed = false
    )
    {
        if (await FindAsync(caseId, ct) is not { } found)
            return new Refusal("case.unknown", caseId);
        if (MayHandle(by, found) is { } refusal)
            return refusal;
        if (shownVersion < found.ItemVersion)
            return new Refusal("case.went-on", caseId, found.ChangedAt);
        if (!evenIfClosed && found.State is CaseState.Done or CaseState.Spam)
            return new Refusal("case.closed", caseId, found.State);
        if (!evenIfHeld && found.HeldBy(clock.GetUtcNow()) is { } holder && holder != by.Id)
            return new Refusal(
                "case.held",
                caseId,
                await NameAsync(holder, ct),
                found.ClaimedUntil
            );
        return found;
    }

    /// <summary>Commits what was changed on the case. Whoever holds it and does something holds it on.</summary>
    /// <param name="memberId">Null = the bot by the clock or the network.</param>
    /// <param name="action">A verb: <c>case.close</c>.</param>
    /// <param name="detail">Words of ours or of the team; never the stranger's text.</param>
    public async Task WriteAsync(
        Case @case,
        long? memberId,
        string action,
        string? detail,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        @case.Changed(now);
        if (memberId is { } member && @case.HeldBy(now) == member)
        {
            @case.HoldUntil(now + options.Value.ClaimFor);
            expireClaim.Wind(@case.Id, now + options.Value.ClaimFor);
        }
        db.Record(
            new AuditEntry
            {
                At = now,
                MemberId = memberId,
                Action = action,
                Subject = Subject(@case.Id),
                Detail = detail,
            }
        );
        db.CardStale(Subject(@case.Id), now);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>
    /// Notes what the network answered, without touching the loaded case: a member may change it in these very seconds, and an
    /// answer that is here must not be lost to that.
    /// </summary>
    /// <param name="answeredAt">When a reply went out; null = none did.</param>
    public async Task MarkAsync(
        long caseId,
        string action,
        string? detail,
        CancellationToken ct,
        DateTimeOffset? answeredAt = null,
        string? revision = null
    )
    {
        var now = clock.GetUtcNow();
        await db
            .Cases.Where(c => c.Id == caseId)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(c => c.Version, c => c.Version + 1)
                        .SetProperty(c => c.ChangedAt, now)
                        .SetProperty(c => c.FirstReplyAt, c => c.FirstReplyAt ?? answeredAt)
                        .SetProperty(c => c.LastReplyAt, c => answeredAt ?? c.LastReplyAt),
                ct
            );
        db.Record(
            new AuditEntry
            {
                At = now,
                Action = action,
                Subject = Subject(caseId),
                Revision = revision,
                Detail = detail,
            }
        );
        db.CardStale(Subject(caseId), now);
    }

    /// <summary>Community managers and Admins; with an escalated case approvers too.</summary>
    public static Refusal? MayHandle(Member by, Case @case) =>
        by.Has(Roles.CommunityManager | Roles.Admin)
        || @case.EscalatedTo is not null && by.Has(Roles.Approver)
            ? null
            : new Refusal("case.not-allowed");

    public async Task<string> NameAsync(long memberId, CancellationToken ct) =>
        await db.Members.Where(m => m.Id == memberId).Select(m => m.Name).FirstOrDefaultAsync(ct)
        ?? "";
}
