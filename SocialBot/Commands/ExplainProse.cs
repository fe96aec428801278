using System.Globalization;
using System.Text;
using SocialBot.Core.Posts;
using SocialBot.Core.Sentiment;
using SocialBot.Dialogs.Language;

namespace SocialBot.Commands;

/// <summary>What the bot makes of a text, for people to read.</summary>
internal static class ExplainProse
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    public static string Write(Explained explained)
    {
        var lines = new StringBuilder();
        Intent(lines, explained);
        Entities(lines, explained.Entities);
        Sentiment(lines, explained.Sentiment);
        foreach (var (network, length) in explained.Lengths)
            Line(
                lines,
                network == explained.Lengths[0].Network ? "Length" : "",
                string.Create(
                    Plain,
                    $"{network} {length.Count:N0} of {length.Limit:N0} {length.Unit}{(length.Over ? $", over by {length.OverBy:N0}" : "")}"
                )
            );
        return lines.ToString().TrimEnd();
    }

    private static void Intent(StringBuilder lines, Explained explained)
    {
        var recognition = explained.Recognition;
        var chances = string.Create(
            Plain,
            $"{recognition.Score:P0}, {recognition.Margin:P0} ahead of {recognition.Ranked.ElementAtOrDefault(1)?.Intent ?? "nothing"}"
        );
        Line(
            lines,
            "Intent",
            recognition.Negated ? $"none: it says not to {recognition.Intent} ({chances})"
                : recognition.IsSure || recognition.Intent == Core.Language.Recognition.None
                    ? $"{recognition.Intent} ({chances})"
                : $"{recognition.Intent}, not sure ({chances}): the bot offers {string.Join(", ", recognition.Nearest(3))}"
        );
    }

    private static void Entities(StringBuilder lines, Entities said)
    {
        Line(lines, "Networks", said.AllAccounts ? "all" : string.Join(", ", said.Networks));
        Line(lines, "Not on", string.Join(", ", said.Excluded));
        Line(lines, "Text", said.Text);
        if (said.When is { } when)
            Line(lines, "When", $"\"{said.WhenSaid}\": {Said(when)}");
        if (said.Period is { } period)
            Line(lines, "Days", $"{Date(period.From)} to {Date(period.To)}");
        Line(lines, "Posts", string.Join(", ", said.Posts));
        Line(lines, "Cases", string.Join(", ", said.Cases));
        Line(lines, "Numbers", string.Join(", ", said.Numbers));
        Line(lines, "Reason", said.Reason);
        Line(lines, "People", string.Join(", ", said.Mentions));
    }

    private static string Said(WhenReading when) =>
        when switch
        {
            WhenReading.One one => Said(one),
            WhenReading.Several several => "can be read as "
                + string.Join(" or ", several.Candidates.Select(Said)),
            WhenReading.NeedsTime needs =>
                $"{string.Join(" or ", needs.Dates.Select(Date))}; the time of day is missing",
            WhenReading.Past past => $"{Said(past.Time)} has passed",
            WhenReading.Contradicts no => $"{Date(no.Date)} is no {no.Said}",
            WhenReading.AsSoonAsApproved => "as soon as it is approved",
            WhenReading.NotUnderstood not => $"not understood: {not.Rest}",
            _ => throw new ArgumentOutOfRangeException(nameof(when)),
        };

    private static string Said(WhenReading.One one) =>
        Said(one.Time)
        + string.Concat(
            one.Notes.Select(note =>
                note switch
                {
                    WhenNote.MovedOutOfGap => ", moved forward because the clocks skip that time",
                    WhenNote.FirstOfTwo => ", the first of the two times the clocks show it",
                    WhenNote.NextYear => ", next year, because it has passed in this one",
                    _ => throw new ArgumentOutOfRangeException(nameof(one)),
                }
            )
        );

    private static string Said(PlannedTime time) =>
        time.Local.ToString("dddd, d MMMM yyyy, HH:mm", Plain) + $" {time.Zone}";

    private static string Date(DateOnly date) => date.ToString("dddd, d MMMM yyyy", Plain);

    private static void Sentiment(StringBuilder lines, SentimentReading sentiment)
    {
        switch (sentiment)
        {
            case SentimentReading.Scored scored:
                var because = string.Join(
                    ", ",
                    scored.Because.Select(w =>
                        string.Create(Plain, $"\"{w.Word}\" {w.Weight:+0.00;-0.00}")
                    )
                );
                Line(
                    lines,
                    "Sentiment",
                    string.Create(
                        Plain,
                        $"{scored.Label.ToString().ToLowerInvariant()} {scored.Score:+0.00;-0.00;0}"
                    ) + (because.Length == 0 ? "" : $", because of {because}")
                );
                break;
            case SentimentReading.NotScored { Reason: SentimentReading.NotScored.Language }:
                Line(lines, "Sentiment", "not scored: a language the scorer does not know");
                break;
            case SentimentReading.NotScored:
                Line(lines, "Sentiment", "not scored: nothing to go by");
                break;
        }
    }

    private static void Line(StringBuilder lines, string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        lines.Append(name.PadRight(11));
        lines.AppendLine(value.ReplaceLineEndings("\n           "));
    }
}
