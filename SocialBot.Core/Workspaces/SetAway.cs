using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Approvals;
using SocialBot.Core.Audit;
using SocialBot.Core.Board;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Workspaces;

/// <summary>A member is away until an instant, with somebody who acts meanwhile; what waits for them is shown to the delegate at once.</summary>
public sealed class SetAway(SocialBotDb db, WhoApproves whoApproves, TimeProvider clock)
{
    public async Task<Outcome<Member>> RunAsync(Member by, Absence? absence, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (absence is { } away)
        {
            if (away.Until <= now)
                return new Refusal("time.past", away.Until);
            if (away.DelegateId == by.Id)
                return new Refusal("away.yourself");
            if (away.DelegateId is { } id && !await db.Members.AnyAsync(m => m.Id == id, ct))
                return new Refusal("member.unknown");
        }
        await using var whole = await db.BeginAsync(ct);
        var member = await db.Members.SingleAsync(m => m.Id == by.Id, ct);
        member.Away = absence;
        db.Record(
            new AuditEntry
            {
                At = now,
                MemberId = by.Id,
                OnBehalfOfId = absence?.DelegateId,
                Action = absence is null ? "member.back" : "member.away",
                Subject = FormattableString.Invariant($"member:{by.Id}"),
                Detail = absence is null
                    ? null
                    : FormattableString.Invariant($"until {absence.Until:O}"),
            }
        );
        await db.SaveChangesAsync(ct);
        await ShowWhatWaitsAsync(absence?.DelegateId, now, ct);
        await whole.CommitAsync(ct);
        return member;
    }

    private async Task ShowWhatWaitsAsync(
        long? delegateId,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var waiting = await db
            .Posts.Include(p => p.Copies)
            .Where(p => p.Copies.Any(c => c.Status == CopyStatus.InReview))
            .ToListAsync(ct);
        foreach (var post in waiting)
        {
            db.CardStale(PostHistory.Subject(post.Id), now);
            if (
                delegateId is { } id
                && (await whoApproves.ForAsync(post, ct)).Able.Any(m => m.Id == id)
            )
                db.TellMember(id, PostHistory.Subject(post.Id), RoomPurpose.Approvals, now);
        }
        await db.SaveChangesAsync(ct);
    }
}
