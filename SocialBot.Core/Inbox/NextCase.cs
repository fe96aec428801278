using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Sentiment;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>The next one, please: first what was held back because the hour was full, negative before the rest; then the oldest that nobody holds.</summary>
public sealed class NextCase(SocialBotDb db, ShowCase show, TimeProvider clock)
{
    /// <summary>A held-back case gets its card in the rooms of the purpose now.</summary>
    public async Task<Outcome<Case>> RunAsync(Member by, RoomPurpose room, CancellationToken ct)
    {
        if (!by.Has(Roles.CommunityManager | Roles.Admin))
            return new Refusal("case.not-allowed");
        var now = clock.GetUtcNow();
        var free = db
            .Cases.Include(c => c.Account)
            .Where(c =>
                (c.State == CaseState.Open || c.State == CaseState.Escalated)
                && (c.ClaimedById == null || c.ClaimedUntil <= now)
            )
            .OrderByDescending(c => c.Mood == SentimentLabel.Negative)
            .ThenBy(c => c.FirstAt)
            .ThenBy(c => c.Id);
        var held = await free.FirstOrDefaultAsync(
            c =>
                db.Showings.Any(s => s.CaseId == c.Id && s.Purpose == room && s.As == ShownAs.Held),
            ct
        );
        if (held is not null)
        {
            await show.NowAsync(held, room, ct);
            await db.SaveChangesAsync(ct);
            return held;
        }
        return await free.FirstOrDefaultAsync(ct) is { } oldest ? oldest : new Refusal("next.none");
    }
}
