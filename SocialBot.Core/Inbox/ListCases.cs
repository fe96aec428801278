using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Sentiment;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>What waits for someone, negative first, then the oldest; each with its first text.</summary>
public sealed class ListCases(SocialBotDb db, TimeProvider clock)
{
    public const int Most = 25;

    public async Task<IReadOnlyList<Case>> RunAsync(
        Member by,
        CaseFilter filter,
        CancellationToken ct
    )
    {
        var (id, now) = (by.Id, clock.GetUtcNow());
        var cases = filter switch
        {
            CaseFilter.Mine => db.Cases.Where(c => c.ClaimedById == id && c.ClaimedUntil > now),
            CaseFilter.Free => db.Cases.Where(c =>
                (c.State == CaseState.Open || c.State == CaseState.Escalated)
                && (c.ClaimedById == null || c.ClaimedUntil <= now)
            ),
            CaseFilter.Snoozed => db.Cases.Where(c => c.State == CaseState.Snoozed),
            _ => db.Cases.Where(c =>
                c.State == CaseState.Open
                || c.State == CaseState.Escalated
                || c.State == CaseState.Snoozed
            ),
        };
        return await cases
            .AsNoTracking()
            .Include(c => c.Account)
            .Include(c => c.Items.Where(i => i.Role == ItemRole.Lead))
            .OrderByDescending(c => c.Mood == SentimentLabel.Negative)
            .ThenBy(c => c.FirstAt)
            .ThenBy(c => c.Id)
            .Take(Most)
            .ToListAsync(ct);
    }
}

public enum CaseFilter
{
    /// <summary>Open, escalated or snoozed.</summary>
    Open,

    /// <summary>Open or escalated, and nobody holds it.</summary>
    Free,
    Mine,
    Snoozed,
}
