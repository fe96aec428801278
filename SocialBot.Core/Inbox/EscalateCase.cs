using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>Hands a case on to those who answer for such things: it appears in the alerts room too, with what the team noted.</summary>
public sealed class EscalateCase(SocialBotDb db, CaseDesk desk, ShowCase show, TimeProvider clock)
{
    public async Task<Outcome<Case>> RunAsync(
        Member by,
        long caseId,
        int? shownVersion,
        EscalationTarget to,
        string? note,
        CancellationToken ct
    )
    {
        var opened = await desk.OpenAsync(by, caseId, shownVersion, ct);
        if (opened is not Outcome<Case>.Done { Value: var found })
            return opened;
        if (found.EscalatedTo == to)
            return new Refusal("escalate.already", caseId, to);
        var now = clock.GetUtcNow();
        await using var own = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(ct)
            : null;
        found.Escalate(to, by.Id, now);
        if (!string.IsNullOrWhiteSpace(note))
            db.CaseNotes.Add(
                new CaseNote
                {
                    CaseId = caseId,
                    MemberId = by.Id,
                    Text = note.Trim(),
                    At = now,
                }
            );
        await show.NowAsync(found, RoomPurpose.Alerts, ct);
        foreach (var memberId in await AskedAsync(by, to, ct))
            db.TellMember(memberId, CaseDesk.Subject(caseId), RoomPurpose.Alerts, now);
        await desk.WriteAsync(found, by.Id, "case.escalate", to.ToString(), ct);
        if (own is not null)
            await own.CommitAsync(ct);
        return found;
    }

    /// <summary>Whose work such a case is.</summary>
    public static Roles RolesFor(EscalationTarget to) =>
        to switch
        {
            EscalationTarget.Support => Roles.CommunityManager,
            EscalationTarget.CrisisLead => Roles.Admin,
            _ => Roles.Approver,
        };

    private Task<List<long>> AskedAsync(Member by, EscalationTarget to, CancellationToken ct)
    {
        var roles = RolesFor(to);
        return db
            .Members.Where(m => m.Id != by.Id && (m.Roles & roles) != Roles.None)
            .Select(m => m.Id)
            .ToListAsync(ct);
    }
}
