using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Sentiment;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

/// <summary>Everything the hourly card shows.</summary>
public sealed class ReadHour(SocialBotDb db)
{
    /// <summary>Texts quoted; the rest is counted.</summary>
    public const int MostLines = 10;

    /// <summary>Null when there is no such hour in this workspace.</summary>
    public async Task<HourFile?> RunAsync(long hourId, CancellationToken ct)
    {
        if (
            await db.InboxHours.AsNoTracking().FirstOrDefaultAsync(h => h.Id == hourId, ct)
            is not { } hour
        )
            return null;
        var folded = db.Cases.Where(c =>
            db.Showings.Any(s => s.CaseId == c.Id && s.HourId == hourId && s.As == ShownAs.Folded)
        );
        var moods = await folded
            .GroupBy(c => c.Mood)
            .Select(g => new { Mood = g.Key, Count = g.Count() })
            .ToListAsync(ct);
        var lines = await folded
            .AsNoTracking()
            .Include(c => c.Account)
            .Include(c => c.Items.Where(i => i.Role == ItemRole.Lead))
            .OrderBy(c => c.Id)
            .Take(MostLines)
            .ToListAsync(ct);
        return new HourFile(
            hour,
            lines,
            Count(SentimentLabel.Positive),
            Count(SentimentLabel.Neutral) + Count(SentimentLabel.Negative),
            Count(null),
            await db.Showings.CountAsync(s => s.HourId == hourId && s.As == ShownAs.Held, ct)
        );

        int Count(SentimentLabel? mood) => moods.Where(m => m.Mood == mood).Sum(m => m.Count);
    }
}

/// <param name="Lines">The first few of what is folded, each with its first text.</param>
/// <param name="NotScored">In a language the scorer does not know: neither of the others.</param>
/// <param name="Held">Cases that wait behind "Next".</param>
public sealed record HourFile(
    InboxHour Hour,
    IReadOnlyList<Case> Lines,
    int Positive,
    int Neutral,
    int NotScored,
    int Held
)
{
    public int Folded => Positive + Neutral + NotScored;
}
