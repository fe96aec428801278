using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Digests;

/// <summary>
/// When a workspace's digest is due and which days it tells. Pure: whoever asks again, late or twice gets the same answer, so a
/// missed tick costs a delay and nothing else.
/// </summary>
public static class DigestClock
{
    /// <summary>Days further back than this are not told any more.</summary>
    public const int MostDays = 28;

    /// <param name="born">When the workspace began: times of telling before it do not count.</param>
    /// <param name="toldThrough">The last day that a digest told; null = none yet.</param>
    public static DigestTime Ask(
        DigestPlan plan,
        TimeZoneInfo zone,
        DateTimeOffset born,
        DateOnly? toldThrough,
        DateTimeOffset now
    )
    {
        if (plan.Muted || plan.Days.Count == 0)
            return new DigestTime(Due: null, NextAt: null);

        var today = LocalTime.DayOf(now, zone);
        var next = Next(plan, zone, today, now);
        if (Last(plan, zone, today, now) is not { } telling)
            return new DigestTime(Due: null, next);
        var begins = plan.Since > born ? plan.Since.Value : born;
        var yesterday = telling.AddDays(-1);
        if (
            LocalTime.At(telling, plan.At, zone) < begins
            || toldThrough is { } told && told >= yesterday
        )
            return new DigestTime(Due: null, next);
        return new DigestTime(
            Period(plan, zone, LocalTime.DayOf(begins, zone), toldThrough, yesterday),
            next
        );
    }

    /// <summary>From the day after the last one told; the very first digest, and the first after a mute, tells no old days.</summary>
    private static DigestPeriod Period(
        DigestPlan plan,
        TimeZoneInfo zone,
        DateOnly begins,
        DateOnly? toldThrough,
        DateOnly yesterday
    )
    {
        var from = toldThrough is { } told ? told.AddDays(1) : yesterday;
        if (plan.Since is not null && from < begins)
            from = begins;
        if (from < yesterday.AddDays(1 - MostDays))
            from = yesterday.AddDays(1 - MostDays);
        if (from > yesterday)
            from = yesterday;
        return new DigestPeriod(from, yesterday)
        {
            Missed = Days(from.AddDays(1), yesterday)
                .Count(day => plan.Days.Contains(day.DayOfWeek)),
        };
    }

    /// <summary>The latest working day whose time of telling has come.</summary>
    private static DateOnly? Last(
        DigestPlan plan,
        TimeZoneInfo zone,
        DateOnly today,
        DateTimeOffset now
    ) =>
        Days(today.AddDays(-8), today.AddDays(1))
            .Reverse()
            .Where(day => plan.Days.Contains(day.DayOfWeek))
            .Where(day => LocalTime.At(day, plan.At, zone) <= now)
            .Select(day => (DateOnly?)day)
            .FirstOrDefault();

    private static DateTimeOffset? Next(
        DigestPlan plan,
        TimeZoneInfo zone,
        DateOnly today,
        DateTimeOffset now
    ) =>
        Days(today.AddDays(-1), today.AddDays(8))
            .Where(day => plan.Days.Contains(day.DayOfWeek))
            .Select(day => (DateTimeOffset?)LocalTime.At(day, plan.At, zone))
            .FirstOrDefault(at => at > now);

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1))
            yield return day;
    }
}

/// <param name="Due">What is to be told now; null = nothing.</param>
/// <param name="NextAt">The next time of telling after now; null = none (muted, no working days).</param>
public sealed record DigestTime(DigestPeriod? Due, DateTimeOffset? NextAt);

/// <summary>Whole days in the workspace's zone, both included.</summary>
public sealed record DigestPeriod(DateOnly From, DateOnly To)
{
    public int Length => To.DayNumber - From.DayNumber + 1;

    /// <summary>How many earlier digests could not be told on their own morning and are in this one; days off are not missed.</summary>
    public int Missed { get; init; }

    public bool Contains(DateOnly day) => day >= From && day <= To;
}
