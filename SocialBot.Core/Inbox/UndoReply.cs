using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>Stops a reply that has not left. Its text comes back to be written differently.</summary>
public sealed class UndoReply(SocialBotDb db, CaseDesk desk)
{
    public async Task<Outcome<Reply>> RunAsync(Member by, long caseId, CancellationToken ct)
    {
        var opened = await desk.OpenAsync(
            by,
            caseId,
            shownVersion: null,
            ct,
            evenIfHeld: true,
            evenIfClosed: true
        );
        if (opened is not Outcome<Case>.Done { Value: var found })
            return ((Outcome<Case>.Refused)opened).Why;
        await using var own = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(ct)
            : null;
        var last = await db
            .Replies.Where(r => r.CaseId == caseId)
            .OrderByDescending(r => r.Id)
            .FirstOrDefaultAsync(ct);
        if (last is null or { State: ReplyState.Undone })
            return new Refusal("undo.nothing", caseId);
        if (last.MemberId != by.Id && !by.Has(Roles.Admin))
            return new Refusal("undo.not-yours", caseId, await desk.NameAsync(last.MemberId, ct));
        // The row decides, not the clock: whoever changes it first, Undo or departure, has it.
        var stopped = await db
            .Replies.Where(r => r.Id == last.Id && r.State == ReplyState.Waiting)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.State, ReplyState.Undone), ct);
        await db.Entry(last).ReloadAsync(ct);
        if (stopped == 0)
            return new Refusal("undo.too-late", caseId, last.State);
        await DueTable.CancelAsync(db, SendReply.WorkKind, SendReply.Subject(last.Id), ct);
        await desk.WriteAsync(found, by.Id, "reply.undo", detail: null, ct);
        if (own is not null)
            await own.CommitAsync(ct);
        return last;
    }
}
