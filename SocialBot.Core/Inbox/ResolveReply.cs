using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>A person looked whether an unconfirmed reply is out: it is, or it is not and leaves again.</summary>
public sealed class ResolveReply(SocialBotDb db, CaseDesk desk, TimeProvider clock)
{
    public async Task<Outcome<Reply>> RunAsync(
        Member by,
        long caseId,
        bool isLive,
        CancellationToken ct
    )
    {
        var opened = await desk.OpenAsync(by, caseId, shownVersion: null, ct, evenIfClosed: true);
        if (opened is not Outcome<Case>.Done { Value: var found })
            return ((Outcome<Case>.Refused)opened).Why;
        var reply = await db
            .Replies.Where(r => r.CaseId == caseId && r.State == ReplyState.Unconfirmed)
            .FirstOrDefaultAsync(ct);
        if (reply is null)
            return new Refusal("reply.not-unconfirmed", caseId);
        var now = clock.GetUtcNow();
        reply.Trouble = null;
        if (isLive)
        {
            reply.State = ReplyState.Sent;
            reply.SentAt = now;
            found.WasAnswered(now);
        }
        else
        {
            reply.State = ReplyState.Waiting;
            reply.LeavesAt = now;
            db.Queue(
                new DueWork(Lane.Network, SendReply.WorkKind, SendReply.Subject(reply.Id), now)
            );
        }
        await desk.WriteAsync(
            found,
            by.Id,
            isLive ? "reply.is-live" : "reply.send-again",
            detail: null,
            ct
        );
        return reply;
    }
}
