using System.Globalization;
using SocialBot.Core.Cards;
using SocialBot.Core.Posts;
using SocialBot.Dialogs.Language;

namespace SocialBot.Dialogs.Conversation;

/// <summary>
/// Reads a time that a person gave for a field. What can be read in two ways, lacks its hour or makes no sense is asked again, with
/// the candidates to choose from; nothing is guessed.
/// </summary>
public sealed class AskWhen
{
    public WhenAnswer Read(Ask ask, string field, string said)
    {
        var words = ask.Words;
        if (PickedInstant(said, words) is { } picked)
            return picked.At <= ask.By.Now
                ? Again(field, words["when.past", picked])
                : new WhenAnswer.Known(picked);
        return Reading(ask, field, said) switch
        {
            WhenReading.One one => new WhenAnswer.Known(one.Time)
            {
                Notes = [.. one.Notes.Select(n => words[$"when.note.{n}", one.Time])],
            },
            WhenReading.AsSoonAsApproved => new WhenAnswer.Known(Time: null),
            WhenReading.Several several => Again(
                field,
                words["when.several", said],
                [
                    .. several.Candidates.Select(c => new CardOption(
                        Picked(c.Time),
                        words.Time(c.Time.At, c.Time.Zone)
                    )),
                ]
            ),
            WhenReading.NeedsTime { Dates: [var day, ..] } => new WhenAnswer.Asks(
                new Reply.Again(
                    field,
                    words["when.needs-time", day.ToString("d MMMM", words.Culture)]
                )
                {
                    Day = day,
                }
            ),
            WhenReading.Past past => Again(field, words["when.past", past.Time]),
            WhenReading.Contradicts contradicts => Again(
                field,
                words[
                    "when.contradicts",
                    contradicts.Date.ToString("d MMMM yyyy", words.Culture),
                    words.Culture.DateTimeFormat.GetDayName(contradicts.Date.DayOfWeek)
                ]
            ),
            WhenReading.NotUnderstood not => Again(field, words["when.not-understood", not.Rest]),
            _ => Again(field, words["when.not-understood", said]),
        };
    }

    /// <summary>Remembers the day while its hour is asked for.</summary>
    internal static Ask Keep(DateOnly? day, string field, Ask ask)
    {
        var values = new Dictionary<string, string>(ask.Values, StringComparer.Ordinal);
        values.Remove(DayOf(field));
        if (day is { } known)
            values[DayOf(field)] = known.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return ask with { Values = values };
    }

    /// <summary>An hour alone answers "at what time on that day?"; whatever says its own day stands for itself.</summary>
    private static WhenReading Reading(Ask ask, string field, string said) =>
        ask[DayOf(field)] is { } day && Read(ask, $"{day} {said}") is WhenReading.One both
            ? both
            : Read(ask, said);

    private static WhenReading Read(Ask ask, string said) =>
        WhenGrammar.Read(said, ask.By.Now, ask.By.Zone, ask.Words.Language);

    private static string DayOf(string field) => field + ".day";

    private static WhenAnswer.Asks Again(
        string field,
        string why,
        IReadOnlyList<CardOption>? offers = null
    ) => new(new Reply.Again(field, why, offers));

    /// <summary>The value of an offered candidate: the instant and its zone.</summary>
    private static string Picked(PlannedTime time) => $"{time.At.ToUniversalTime():O}@{time.Zone}";

    private static PlannedTime? PickedInstant(string said, Words words)
    {
        var at = said.IndexOf('@', StringComparison.Ordinal);
        return
            at > 0
            && DateTimeOffset.TryParseExact(
                said[..at],
                "O",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var instant
            )
            && TimeZoneInfo.TryFindSystemTimeZoneById(said[(at + 1)..], out _)
            ? new PlannedTime(instant, said[(at + 1)..])
            : null;
    }
}

/// <summary>A time as read.</summary>
public abstract record WhenAnswer
{
    private WhenAnswer() { }

    /// <param name="Time">Null = as soon as approved.</param>
    public sealed record Known(PlannedTime? Time) : WhenAnswer
    {
        /// <summary>To be said along with it: moved out of a gap, first of two.</summary>
        public IReadOnlyList<string> Notes { get; init; } = [];
    }

    public sealed record Asks(Reply.Again Reply) : WhenAnswer;
}
