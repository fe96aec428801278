using System.Globalization;
using SocialBot.Core.Digests;
using SocialBot.Core.Networks;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Digests;

/// <summary>Figures, days and changes as people say them.</summary>
internal static class DigestPhrases
{
    /// <summary>A metric's name; one that the word files do not know keeps the network's.</summary>
    public static string Metric(string metric, Words words) =>
        words.Has($"metric.{metric}") ? words[$"metric.{metric}"]
        : metric.Length == 0 ? metric
        : char.ToUpper(metric[0], CultureInfo.InvariantCulture) + metric[1..];

    /// <summary><c>Tue 9 June</c>.</summary>
    public static string Day(DateOnly day, Words words) =>
        day.ToString(words.Language == "de" ? "ddd d. MMMM" : "ddd d MMMM", words.Culture);

    /// <summary><c>Tue 9 June</c>, <c>Fri 12 June to Sun 14 June</c>.</summary>
    public static string Period(DigestPeriod period, Words words) =>
        period.Length == 1
            ? Day(period.To, words)
            : words["digest.period", Day(period.From, words), Day(period.To, words)];

    /// <summary><c>1,204</c>; one decimal only where there is a part.</summary>
    public static string Number(double value, Words words) =>
        value.ToString(value == Math.Floor(value) ? "#,0;−#,0" : "#,0.0;−#,0.0", words.Culture);

    /// <summary><c>+38 %</c>, <c>−12 %</c>, <c>±0 %</c>.</summary>
    public static string Change(double share, Words words) =>
        Math.Round(share * 100, MidpointRounding.AwayFromZero)
            .ToString("+#,0;−#,0;±0", words.Culture) + " %";

    /// <summary><c>+1,204</c>.</summary>
    public static string Gain(long gain, Words words) =>
        gain.ToString("+#,0;−#,0;±0", words.Culture);

    /// <summary><c>1,204 views · 12 likes</c>, the usual ones first; empty when nothing was reported.</summary>
    public static string Numbers(IReadOnlyDictionary<string, long> numbers, Words words) =>
        string.Join(
            " · ",
            numbers
                .OrderBy(n =>
                    Array.IndexOf(Order, n.Key) is >= 0 and var place ? place : Order.Length
                )
                .ThenBy(n => n.Key, StringComparer.Ordinal)
                .Select(n => Counted(n.Key, n.Value, words))
        );

    public static string Counted(string metric, long value, Words words) =>
        words.Has($"metric.{metric}.count")
            ? words[$"metric.{metric}.count", Number(value, words), value]
            : $"{Number(value, words)} {Metric(metric, words)}";

    private static readonly string[] Order =
    [
        Metrics.Views,
        Metrics.Likes,
        Metrics.Comments,
        Metrics.Shares,
        Metrics.Clicks,
    ];
}
