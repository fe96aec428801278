using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>
/// Takes the lock on a case by compare-and-set: of any number who press at once exactly one has it. The others are told who was
/// faster, and by how much.
/// </summary>
public sealed class ClaimCase(
    SocialBotDb db,
    CaseDesk desk,
    ExpireClaim expireClaim,
    IOptions<InboxOptions> options,
    TimeProvider clock
)
{
    /// <summary>Claiming what one holds already prolongs it.</summary>
    public async Task<Outcome<Case>> RunAsync(Member by, long caseId, CancellationToken ct)
    {
        await using var own = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(ct)
            : null;
        if (await desk.FindAsync(caseId, ct) is not { } found)
            return new Refusal("case.unknown", caseId);
        if (CaseDesk.MayHandle(by, found) is { } refusal)
            return refusal;

        var (id, now) = (by.Id, clock.GetUtcNow());
        var until = now + options.Value.ClaimFor;
        var won = await db
            .Cases.Where(c =>
                c.Id == caseId
                && c.State != CaseState.Done
                && c.State != CaseState.Spam
                && (c.ClaimedById == null || c.ClaimedUntil <= now || c.ClaimedById == id)
            )
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(
                            c => c.ClaimedAt,
                            c => c.ClaimedById == id && c.ClaimedUntil > now ? c.ClaimedAt : now
                        )
                        .SetProperty(c => c.ClaimedById, id)
                        .SetProperty(c => c.ClaimedUntil, until)
                        .SetProperty(c => c.Version, c => c.Version + 1),
                ct
            );
        await db.Entry(found).ReloadAsync(ct);
        if (won == 0)
            return await WhyNotAsync(found, now, ct);

        if (found.State is CaseState.Noted or CaseState.Snoozed)
            found.TakeUp();
        expireClaim.Wind(caseId, until);
        await desk.WriteAsync(found, by.Id, "case.claim", detail: null, ct);
        if (own is not null)
            await own.CommitAsync(ct);
        return found;
    }

    private async Task<Refusal> WhyNotAsync(Case found, DateTimeOffset now, CancellationToken ct)
    {
        if (!found.IsOpen && found.State != CaseState.Noted)
            return new Refusal("case.closed", found.Id, found.State);
        var winner = await desk.NameAsync(found.ClaimedById ?? 0, ct);
        var faster = (int)Math.Ceiling((now - (found.ClaimedAt ?? now)).TotalSeconds);
        return new Refusal("claim.lost", found.Id, winner, Math.Max(0, faster), found.ClaimedUntil);
    }
}
