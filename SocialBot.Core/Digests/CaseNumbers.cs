using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Inbox;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Digests;

/// <summary>What a digest tells of the inbox: how fast people were answered, and which cases are open.</summary>
public sealed class CaseNumbers(SocialBotDb db, TimeProvider clock)
{
    /// <summary>
    /// A first reply counts on the day it went out, so that every one counts once, whenever the digest is told. Spam and what never
    /// asked for a person is nobody's delay. Null when nothing came in and nothing was answered.
    /// </summary>
    public async Task<ResponseTimes?> AnsweredAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken ct
    )
    {
        var arrived = await db.Cases.CountAsync(
            c =>
                c.ReceivedAt >= from
                && c.ReceivedAt < to
                && c.State != CaseState.Spam
                && (c.State != CaseState.Noted || c.FirstReplyAt != null),
            ct
        );
        var answered = await db
            .Cases.Where(c => c.FirstReplyAt >= from && c.FirstReplyAt < to)
            .Select(c => new { c.ReceivedAt, FirstReplyAt = c.FirstReplyAt!.Value })
            .ToListAsync(ct);
        if (arrived == 0 && answered.Count == 0)
            return null;
        var minutes = answered
            .Select(c => Math.Max(0, (c.FirstReplyAt - c.ReceivedAt).TotalMinutes))
            .ToList();
        return new ResponseTimes(DayMath.Median(minutes), answered.Count, arrived);
    }

    /// <summary>By state; an open one that someone holds is <see cref="Claimed"/>.</summary>
    public async Task<IReadOnlyDictionary<string, int>> OpenAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var open = await db
            .Cases.Where(c =>
                c.State == CaseState.Open
                || c.State == CaseState.Snoozed
                || c.State == CaseState.Escalated
            )
            .GroupBy(c => new { c.State, Held = c.ClaimedUntil > now })
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(ct);
        return open.GroupBy(g =>
                g.Key is { State: CaseState.Open, Held: true } ? Claimed : g.Key.State.ToString()
            )
            .ToDictionary(g => g.Key, g => g.Sum(c => c.Count));
    }

    public const string Claimed = "Claimed";
}
