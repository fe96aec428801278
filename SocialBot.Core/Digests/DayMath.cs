namespace SocialBot.Core.Digests;

/// <summary>What one account gained of one metric on one day, over all its copies.</summary>
/// <param name="Gain">Null when nothing can be said of that day.</param>
/// <param name="Span">The most days that a part of it spans; more than 1 means that days before were not read.</param>
/// <param name="Level">The sum of the day's last values.</param>
internal sealed record AccountDay(
    long AccountId,
    string Metric,
    DateOnly Day,
    long? Gain,
    int Span,
    long Level
);

/// <summary>The arithmetic of digests. A day counts as measured when what it gained is known and is that one day's.</summary>
internal static class DayMath
{
    public const int MedianDays = 28;

    public static double? Median(IReadOnlyCollection<long> values) =>
        Median([.. values.Select(v => (double)v)]);

    public static double? Median(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
            return null;
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>What all these accounts gained on one day; null unless the day was measured, for all that were read around it.</summary>
    public static long? Measured(IReadOnlyCollection<AccountDay> days, DateOnly day)
    {
        long? sum = null;
        foreach (var d in days)
        {
            if (d.Gain is not { } gain || d.Day < day)
                continue;
            if (d.Span > 1 && d.Day.AddDays(-d.Span) < day)
                return null;
            if (d.Day == day)
                sum = (sum ?? 0) + gain;
        }
        return sum;
    }

    /// <summary>The measured days of the 28 before the period.</summary>
    public static List<long> Before(DigestPeriod period, IReadOnlyCollection<AccountDay> days) =>
        [
            .. Enumerable
                .Range(1, MedianDays)
                .Select(back => Measured(days, period.From.AddDays(-back)))
                .OfType<long>(),
        ];

    /// <summary>Null when nothing of the metric was read in the period.</summary>
    public static Figure? Of(
        string metric,
        DigestPeriod period,
        IReadOnlyCollection<AccountDay> days,
        long? level
    )
    {
        var inside = days.Where(d => period.Contains(d.Day) && d.Gain is not null).ToList();
        if (inside.Count == 0)
            return null;
        var before = Before(period, days);
        var previous = Enumerable
            .Range(1, period.Length)
            .Select(back => Measured(days, period.From.AddDays(-back)))
            .ToList();
        return new Figure(
            metric,
            inside.Sum(d => d.Gain!.Value),
            period.Length,
            previous.Exists(p => p is null) ? null : previous.Sum(),
            before.Count >= Figure.EnoughDays ? Median(before) : null,
            before.Count,
            level,
            Catches: inside.Exists(d => d.Day.AddDays(-d.Span) < period.From.AddDays(-1))
        );
    }

    /// <summary>Null while the metric is within its usual range, or too small or too young to say.</summary>
    public static Oddity? Strays(
        string account,
        string metric,
        DigestPeriod period,
        IReadOnlyCollection<AccountDay> days
    )
    {
        if (Of(metric, period, days, level: null) is not { Median: > 0, Catches: false } figure)
            return null;
        // Two likes instead of one is not a piece of news.
        if (Math.Max(figure.PerDay, figure.Median.Value) < LeastToNotice)
            return null;
        var times = figure.PerDay / figure.Median.Value;
        return times is >= 2 or <= 0.5
            ? new Oddity(account, metric, figure.PerDay, figure.Median.Value, figure.MeasuredDays)
            : null;
    }

    /// <summary>How far from usual, whichever way: 4 times and a quarter are equally odd.</summary>
    public static double Strangeness(Oddity oddity) =>
        oddity.Times <= 0 ? double.MaxValue : Math.Abs(Math.Log(oddity.Times));

    private const double LeastToNotice = 10;
}
