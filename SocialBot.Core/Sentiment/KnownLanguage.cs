using System.Collections.Frozen;

namespace SocialBot.Core.Sentiment;

/// <summary>
/// Whether a text is in the scorer's language, by its letters and its short words. In doubt it is not: a text that is not scored is
/// looked at by a person, one scored wrongly is not.
/// </summary>
internal static class KnownLanguage
{
    private const double LeastKnown = 0.4;

    private static readonly FrozenSet<string> ForeignWords = Load();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        ForeignWords.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool Is(TextTokens text, SentimentVocabulary vocabulary, bool somethingDecides)
    {
        if (text.OtherLetters > text.LatinLetters)
            return false;
        if (text.Words == 0)
            return somethingDecides;
        var (known, foreign) = (0, 0);
        var tokens = text.All;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (!tokens[i].IsWord)
                continue;
            var word = text.Slice(i, i);
            if (BySpan.Contains(word))
                foreign++;
            else if (HasForeignLetter(word))
                foreign++;
            else if (vocabulary.Find(word, out _))
                known++;
        }
        if (foreign > 0 && foreign * 2 >= known)
            return false;
        // One or two unknown words (a name, "Hogwarts!") with an emoji that decides are fine.
        return known > 0
            ? text.Words < 4 || known >= text.Words * LeastKnown
            : somethingDecides && text.Words <= 2;
    }

    private static bool HasForeignLetter(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
            if (
                c
                    is 'ß'
                        or 'ä'
                        or 'ö'
                        or 'ü'
                        or 'ñ'
                        or 'ø'
                        or 'å'
                        or 'æ'
                        or 'œ'
                        or 'ã'
                        or 'õ'
                        or 'ç'
                        or 'ł'
                        or 'ą'
                        or 'ę'
                        or 'ś'
                        or 'ż'
                        or 'ź'
                        or 'ć'
                        or 'ń'
                        or 'ğ'
                        or 'ı'
                        or 'ş'
                        or 'č'
                        or 'ř'
                        or 'ž'
                        or 'š'
                        or 'ě'
                        or 'ů'
                        or 'ő'
                        or 'ű'
                        or 'ț'
                        or 'ș'
                        or 'ă'
                || c is >= '\u1EA0' and <= '\u1EF9'
            )
                return true;
        return false;
    }

    private static FrozenSet<string> Load()
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in SentimentResource.Lines("languages.txt"))
            if (line is not ("" or [';', ..]))
                words.UnionWith(line[4..].Split(", "));
        return words.ToFrozenSet(StringComparer.Ordinal);
    }
}
