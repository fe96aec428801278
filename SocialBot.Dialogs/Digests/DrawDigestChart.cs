using SocialBot.Core.Digests;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Digests;

/// <summary>The digest's chart: its leading metric day by day, 7 days while little is known, else 28, and the same in words.</summary>
internal sealed class DrawDigestChart : IDrawsDigests
{
    private const int Short = 7;

    public DrawnChart? Draw(DigestFacts facts, string language) =>
        facts.Series is null
            ? null
            : new DrawnChart(
                DayChart.Draw(Plan(facts, facts.Series, WordsFor(facts, language)), ChartHand.Best),
                AltText(facts, facts.Series, WordsFor(facts, language))
            );

    internal static Words WordsFor(DigestFacts facts, string language) =>
        new(language, TimeZoneInfo.FindSystemTimeZoneById(facts.Zone));

    internal static ChartPlan Plan(DigestFacts facts, DaySeries series, Words words)
    {
        var days = Shown(series).ToList();
        var lines = new List<string>();
        if (series.Median is { } median)
            lines.Add(words["digest.chart.usual", DigestPhrases.Number(median, words)]);
        if (days.Exists(d => d.Value is null))
            lines.Add(words["digest.chart.missing"]);
        return new ChartPlan(
            words["digest.chart.title", DigestPhrases.Metric(series.Metric, words)],
            lines,
            [
                .. days.Select(d => new ChartBar(
                    Label(d.Day, days.Count, words),
                    d.Value,
                    facts.Period.Contains(d.Day)
                )),
            ],
            series.Median,
            value => DigestPhrases.Number(value, words)
        );
    }

    internal static string AltText(DigestFacts facts, DaySeries series, Words words)
    {
        var days = Shown(series).ToList();
        var said = new List<string>
        {
            words[
                "digest.alt.what",
                DigestPhrases.Metric(series.Metric, words),
                DigestPhrases.Day(days[0].Day, words),
                DigestPhrases.Day(days[^1].Day, words)
            ],
        };
        if (days.Count <= Short)
            said.Add(string.Join(", ", days.Select(d => Told(d.Day, d.Value, words))) + ".");
        else
        {
            var known = days.Where(d => d.Value is not null).ToList();
            var most = known.MaxBy(d => d.Value);
            var least = known.MinBy(d => d.Value);
            said.Add(
                words[
                    "digest.alt.range",
                    Told(least.Day, least.Value, words),
                    Told(most.Day, most.Value, words)
                ]
            );
            said.Add(
                words[
                    "digest.alt.period",
                    string.Join(
                        ", ",
                        days.Where(d => facts.Period.Contains(d.Day))
                            .Select(d => Told(d.Day, d.Value, words))
                    )
                ]
            );
            if (days.Count - known.Count is > 0 and var missing)
                said.Add(words["digest.alt.missing", missing]);
        }
        if (series.Median is { } median)
            said.Add(words["digest.chart.usual", DigestPhrases.Number(median, words)] + ".");
        return string.Join(' ', said);
    }

    /// <summary>The last 28 days, or 7 while nothing is known of those before.</summary>
    private static IEnumerable<(DateOnly Day, long? Value)> Shown(DaySeries series)
    {
        var first = series.Values.Index().FirstOrDefault(v => v.Item is not null).Index;
        var skip = series.Values.Count - first <= Short ? series.Values.Count - Short : 0;
        return series
            .Values.Index()
            .Skip(skip)
            .Select(v => (series.First.AddDays(v.Index), v.Item));
    }

    private static string Told(DateOnly day, long? value, Words words) =>
        value is { } known
            ? $"{DigestPhrases.Day(day, words)}: {DigestPhrases.Number(known, words)}"
            : words["digest.alt.unmeasured", DigestPhrases.Day(day, words)];

    /// <summary>Every day by its name while there is room; else the Mondays by their date.</summary>
    private static string Label(DateOnly day, int days, Words words) =>
        days <= Short ? day.ToString(words.Language == "de" ? "ddd d." : "ddd d", words.Culture)
        : day.DayOfWeek == DayOfWeek.Monday
            ? day.ToString(words.Language == "de" ? "d. MMM" : "d MMM", words.Culture)
        : "";
}
