using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Sentiment;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>How much of the inbox waits for a member: for the answer to "what's waiting for me?" and the digest.</summary>
public sealed class CaseLoad(SocialBotDb db, TimeProvider clock)
{
    public async Task<WaitingCases> RunAsync(Member by, CancellationToken ct)
    {
        var (id, now) = (by.Id, clock.GetUtcNow());
        var handles = by.Has(Roles.CommunityManager | Roles.Admin);
        var free = db.Cases.Where(c =>
            (c.State == CaseState.Escalated || handles && c.State == CaseState.Open)
            && (c.ClaimedById == null || c.ClaimedUntil <= now)
        );
        if (!handles && !by.Has(Roles.Approver))
            return new WaitingCases(0, 0, 0, 0, OldestFreeAt: null);
        return new WaitingCases(
            await free.CountAsync(ct),
            await free.CountAsync(c => c.Mood == SentimentLabel.Negative, ct),
            await db.Cases.CountAsync(c => c.ClaimedById == id && c.ClaimedUntil > now, ct),
            await db.Replies.CountAsync(
                r => r.MemberId == id && r.State == ReplyState.Unconfirmed,
                ct
            ),
            await free.MinAsync(c => (DateTimeOffset?)c.FirstAt, ct)
        );
    }
}

/// <param name="Free">Open or escalated cases that the member may take and nobody holds.</param>
/// <param name="Negative">How many of them sound negative.</param>
/// <param name="Mine">Claimed by the member.</param>
/// <param name="Unconfirmed">Replies of the member's that may be out: they must look.</param>
/// <param name="OldestFreeAt">When the oldest free one was written.</param>
public sealed record WaitingCases(
    int Free,
    int Negative,
    int Mine,
    int Unconfirmed,
    DateTimeOffset? OldestFreeAt
);
