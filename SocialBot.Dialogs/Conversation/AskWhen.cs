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
            WhenReading.NeedsTime needs => new WhenAnswer.Asks(
                new Reply.Again(
                    field,
                    words[
                        "when.needs-time",
                        string.Join(
                            words["list.or"],
                            needs.Dates.Select(d => d.ToString(DayFormat(words), words.Culture))
                        )
                    ]
                )
                {
                    Keeps = new KeptDays(needs.Dates, needs.Zone).ToString(),
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

    /// <summary>"tomorrow", asked for its hour, then "9am": the answer counts on the day that was said before, unless it names another.</summary>
    private static WhenReading Reading(Ask ask, string field, string said)
    {
        var (now, language) = (ask.By.Now, ask.Words.Language);
        return KeptDays.Read(ask.Kept(field)) is { } kept
            ? WhenGrammar.Together([
                .. kept.Days.Select(day =>
                    WhenGrammar.Read(said, now, kept.TimeZone, language, day)
                ),
            ])
            : WhenGrammar.Read(said, now, ask.By.Zone, language);
    }

    private static string DayFormat(Words words) =>
        words.Language == "de" ? "dddd, d. MMMM" : "dddd d MMMM";

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

/// <summary>The day that was said without an hour; more than one where it can be read in two ways.</summary>
/// <param name="Zone">IANA id in which the hour will count.</param>
internal sealed record KeptDays(IReadOnlyList<DateOnly> Days, string Zone)
{
    public TimeZoneInfo TimeZone => TimeZoneInfo.FindSystemTimeZoneById(Zone);

    /// <summary><c>2026-03-04,2026-04-03@Europe/Berlin</c>.</summary>
    public override string ToString() =>
        $"{string.Join(',', Days.Select(d => d.ToString("O", CultureInfo.InvariantCulture)))}@{Zone}";

    public static KeptDays? Read(string? kept) =>
        kept?.Split('@') is [var days, var zone]
            ? new KeptDays(
                [
                    .. days.Split(',')
                        .Select(d => DateOnly.ParseExact(d, "O", CultureInfo.InvariantCulture)),
                ],
                zone
            )
            : null;
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
