using System.Buffers;

namespace SocialBot.Core.Sentiment;

/// <summary>
/// Whether a text is in the scorer's language, by its letters and its short words. In doubt it is not: a text that is not scored is
/// looked at by a person, one scored wrongly is not.
/// </summary>
internal static class KnownLanguage
{
    private const double LeastKnown = 0.4;

    /// <summary>Letters that English words borrow rarely (é, è and ô it does), those of Vietnamese among them.</summary>
    private static readonly SearchValues<char> ForeignLetters = SearchValues.Create([
        .. "ßäöüñøåæœãõçłąęśżźćńğışčřžšěůőűțșă",
        .. Enumerable.Range(0x1EA0, 0x5A).Select(c => (char)c),
    ]);

    public static bool Is(TextTokens text, bool somethingDecides)
    {
        if (text.OtherLetters > text.LatinLetters)
            return false;
        if (text.Words == 0)
            return somethingDecides;
        var (known, foreign) = (0, 0);
        foreach (var token in text.All)
        {
            if (!token.IsWord)
                continue;
            if (token.Known is { IsForeign: true } || text.Word(token).ContainsAny(ForeignLetters))
                foreign++;
            else if (token.Known is not null)
                known++;
        }
        if (foreign > 0 && foreign * 2 >= known)
            return false;
        // One or two unknown words (a name, "Hogwarts!") with an emoji that decides are fine.
        return known > 0
            ? text.Words < 4 || known >= text.Words * LeastKnown
            : somethingDecides && text.Words <= 2;
    }

    /// <param name="code">Two letters, as the file has them.</param>
    public static IEnumerable<string> WordsOf(string code) =>
        SentimentResource
            .Lines("languages.txt")
            .Where(line => line.StartsWith($"{code}: ", StringComparison.Ordinal))
            .SelectMany(line => line["de: ".Length..].Split(", "));

    public static IEnumerable<string> ForeignWords() =>
        SentimentResource
            .Lines("languages.txt")
            .Where(line => line is not ("" or [';', ..]))
            .SelectMany(line => line["de: ".Length..].Split(", "));
}
