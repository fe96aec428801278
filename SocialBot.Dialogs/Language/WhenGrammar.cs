namespace SocialBot.Dialogs.Language;

/// <summary>
/// Dates and times in words, English and German. Strict: it reads the whole phrase or says what it did not understand, offers every
/// reading of an ambiguous one, and never moves a time that has passed.
/// </summary>
public static class WhenGrammar
{
    private static readonly string[] Courtesies = ["please", "pls", "bitte", "thanks", "danke"];

    /// <summary>Reads a phrase that is nothing but a date and time: the answer to "When?".</summary>
    /// <param name="zone">The zone in which a time without one counts.</param>
    /// <param name="language"><c>de</c> reads 03/04 as 3 April and "um 9" as 09:00; everything else asks. Words of both languages are always known.</param>
    /// <param name="on">The day, where it was said before and the phrase may be a time alone.</param>
    public static WhenReading Read(
        string phrase,
        DateTimeOffset now,
        TimeZoneInfo zone,
        string language,
        DateOnly? on = null
    )
    {
        var words = Word.Split(phrase);
        Trim(words);
        if (
            new WhenParser(
                phrase,
                words,
                language,
                inSentence: false,
                GermanHours(words, language)
            ).Read(0)
            is not { } read
        )
            return new WhenReading.NotUnderstood(phrase.Trim());
        if (read.End < words.Count)
            return new WhenReading.NotUnderstood(phrase[words[read.End].Start..words[^1].End]);
        return read.Draft.Resolve(now, zone, on) ?? new WhenReading.NotUnderstood(phrase.Trim());
    }

    /// <summary>Finds the date and time in a sentence. Null when it names none.</summary>
    public static FoundWhen? Find(
        string sentence,
        DateTimeOffset now,
        TimeZoneInfo zone,
        string language
    ) => Find(sentence, Word.Split(sentence), now, zone, language);

    internal static FoundWhen? Find(
        string sentence,
        List<Word> words,
        DateTimeOffset now,
        TimeZoneInfo zone,
        string language
    )
    {
        var spans = Spans(sentence, words, language);
        if (spans.Count > 1)
            spans.RemoveAll(s =>
                words[s.First].Folded is "from" or "von" or "vom" && spans.Exists(o => o != s)
            );
        if (spans.Count == 0)
            return null;
        if (spans.Exists(s => s.Draft.IsComplete))
            spans.RemoveAll(s => !s.Draft.IsComplete);
        var readings = Joined(spans)
            .Select(d => d.Resolve(now, zone, on: null))
            .OfType<WhenReading>()
            .ToList();
        if (readings.Count == 0)
            return null;
        return new FoundWhen(
            Together(readings),
            [.. spans.Select(s => new Range(words[s.First].Start, words[s.Last].End))]
        );
    }

    /// <summary>The first and last word of every date and time in a sentence, whatever it comes to; "asap" is none.</summary>
    internal static IReadOnlyDictionary<int, int> Places(
        string sentence,
        List<Word> words,
        string language
    )
    {
        var spans = Spans(sentence, words, language);
        spans.RemoveAll(s => s.Draft.AsSoonAsApproved);
        return spans.Count == 0 ? Nowhere : spans.ToDictionary(s => s.First, s => s.Last);
    }

    private static readonly Dictionary<int, int> Nowhere = [];

    private static List<Span> Spans(string sentence, List<Word> words, string language)
    {
        var spans = new List<Span>();
        var germanHours = GermanHours(words, language);
        for (var at = 0; at < words.Count; at++)
        {
            if (!WhenStart.Possible(words, at))
                continue;
            var parser = new WhenParser(sentence, words, language, inSentence: true, germanHours);
            if (parser.Read(at) is not { } read)
                continue;
            spans.Add(new Span(at, read.End - 1, read.Draft));
            at = read.End - 1;
        }
        return spans;
    }

    /// <summary>Somebody who says "um 9" counts the hours the German way, whatever the language of their chat.</summary>
    private static bool GermanHours(List<Word> words, string language) =>
        language == "de" || words.Exists(w => w.Folded is "um" or "morgen" or "heute" or "halb");

    /// <summary>"tomorrow … at 9am": a day here and a time there are one.</summary>
    private static IEnumerable<WhenDraft> Joined(List<Span> spans)
    {
        var days = spans.Where(s => s.Draft is { Date: not null, Clock: null }).ToList();
        var times = spans.Where(s => s.Draft is { Date: null, Clock: not null }).ToList();
        if (days is [var day] && times is [var time] && spans.Count == 2)
            return
            [
                time.Draft with
                {
                    Date = day.Draft.Date,
                    Weekday = day.Draft.Weekday,
                    Part = time.Draft.Part ?? day.Draft.Part,
                },
            ];
        return spans.Select(s => s.Draft);
    }

    /// <summary>One reading of several: what they agree on, else every candidate.</summary>
    internal static WhenReading Together(List<WhenReading> readings)
    {
        if (readings is [var only])
            return only;
        var candidates = readings
            .SelectMany(r =>
                r switch
                {
                    WhenReading.One one => [one],
                    WhenReading.Several several => several.Candidates,
                    _ => [],
                }
            )
            .DistinctBy(c => c.Time)
            .OrderBy(c => c.Time.At)
            .ToList();
        if (candidates.Count > 1)
            return new WhenReading.Several(candidates);
        if (candidates is [var one])
            return one;
        return
            readings.OfType<WhenReading.NeedsTime>().ToList() is { Count: > 1 } days
            && days.Count == readings.Count
            ? days[0] with
            {
                Dates = [.. days.SelectMany(d => d.Dates).Distinct().Order()],
            }
            : readings[0];
    }

    private static void Trim(List<Word> words)
    {
        while (
            words.Count > 0
            && (words[^1].Folded is "!" or "?" or "," || Courtesies.Contains(words[^1].Folded))
        )
            words.RemoveAt(words.Count - 1);
        // "am 3." keeps its dot.
        if (words.Count > 1 && words[^1].Folded == "." && !words[^2].IsNumber)
            words.RemoveAt(words.Count - 1);
        while (words.Count > 0 && (Courtesies.Contains(words[0].Folded) || words[0].Folded == ","))
            words.RemoveAt(0);
    }

    private sealed record Span(int First, int Last, WhenDraft Draft);
}

/// <summary>A date found in a sentence, and where its words stand (more than one place when day and time are apart).</summary>
public sealed record FoundWhen(WhenReading When, IReadOnlyList<Range> Where);
