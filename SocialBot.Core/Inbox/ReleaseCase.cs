using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Audit;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>Gives a claimed case back. An Admin can take it from somebody else.</summary>
public sealed class ReleaseCase(CaseDesk desk, TimeProvider clock)
{
    public async Task<Outcome<Case>> RunAsync(Member by, long caseId, CancellationToken ct)
    {
        var opened = await desk.OpenAsync(
            by,
            caseId,
            shownVersion: null,
            ct,
            evenIfHeld: by.Has(Roles.Admin)
        );
        if (opened is not Outcome<Case>.Done { Value: var found })
            return opened;
        if (found.HeldBy(clock.GetUtcNow()) is null)
            return new Refusal("case.not-claimed", caseId);
        found.Release();
        await desk.WriteAsync(found, by.Id, "case.release", detail: null, ct);
        return found;
    }
}

/// <summary>A claim that nobody used runs out, and the case waits for everybody again.</summary>
public sealed class ExpireClaim(SocialBotDb db, TimeProvider clock) : IDoesDueWork
{
    public const string WorkKind = "case.claim-expires";

    public string Kind => WorkKind;

    public void Wind(long caseId, DateTimeOffset until) =>
        db.Queue(new DueWork(Lane.Clock, WorkKind, CaseDesk.Subject(caseId), until));

    public async Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var found = await db.Cases.FirstOrDefaultAsync(c => c.Id == claim.SubjectId, ct);
        if (found?.ClaimedById is not { } holder)
            return DueResult.Finished;
        if (found.ClaimedUntil > now)
            return new DueResult.Again(found.ClaimedUntil.Value);
        found.Release();
        found.Changed(now);
        db.Record(
            new AuditEntry
            {
                At = now,
                Action = "case.claim-expired",
                Subject = claim.Subject,
            }
        );
        db.CardStale(claim.Subject, now);
        db.Notify(
            "case.claim-expired",
            new { @case = found.Id },
            holder,
            RoomPurpose.Mentions,
            now
        );
        await db.SaveChangesAsync(ct);
        return DueResult.Finished;
    }
}
