using System.Globalization;

namespace SocialBot.Core.Networks.Counting;

/// <summary>
/// What readers see as one character each: Unicode's extended grapheme clusters. .NET's own do not yet join the conjuncts of Indic
/// scripts (Unicode 15.1, UAX 29 rule GB9c): क् and षि are one, क्षि. Servers that count with newer rules allow more than we would.
/// </summary>
public static class Graphemes
{
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (var at = 0; at < text.Length; )
        {
            if (!JoinsConjunct(text, at))
                count++;
            at += ClusterLength(text[at..]);
        }
        return count;
    }

    /// <summary>Where the character that begins at <paramref name="at"/> ends.</summary>
    public static int End(ReadOnlySpan<char> text, int at)
    {
        do at += ClusterLength(text[at..]);
        while (at < text.Length && JoinsConjunct(text, at));
        return at;
    }

    /// <summary>The text, cut to as many characters as readers count, an ellipsis for what is missing.</summary>
    public static string Cut(string text, int most)
    {
        var (at, kept) = (0, 0);
        for (var count = 0; at < text.Length; count++)
        {
            if (count == most)
                return text[..kept].TrimEnd() + "…";
            if (count < most - 1)
                kept = End(text, at);
            at = End(text, at);
        }
        return text;
    }

    private static int ClusterLength(ReadOnlySpan<char> text) =>
        text.Length > 1 && text[1] < '\u0080' && text[0] < '\u0080' && text[0] != '\r'
            ? 1
            : StringInfo.GetNextTextElementLength(text);

    /// <summary>A consonant after another with a virama between them, marks allowed.</summary>
    private static bool JoinsConjunct(ReadOnlySpan<char> text, int at)
    {
        if (at == 0 || !IsConsonant(text[at]))
            return false;
        var linked = false;
        for (var before = at - 1; before >= 0; before--)
        {
            var c = text[before];
            if (IsVirama(c))
                linked = true;
            else if (IsConsonant(c))
                return linked;
            else if (
                c != '\u200D'
                && char.GetUnicodeCategory(c)
                    is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            )
                return false;
        }
        return false;
    }

    /// <summary>Indic_Conjunct_Break=Linker.</summary>
    private static bool IsVirama(char c) =>
        c is '\u094D' or '\u09CD' or '\u0ACD' or '\u0B4D' or '\u0C4D' or '\u0D4D';

    /// <summary>Indic_Conjunct_Break=Consonant: Devanagari, Bengali, Gujarati, Oriya, Telugu, Malayalam.</summary>
    private static bool IsConsonant(char c) =>
        c is >= '\u0915' and <= '\u0D3A'
        && c
            is (>= '\u0915' and <= '\u0939')
                or (>= '\u0958' and <= '\u095F')
                or (>= '\u0978' and <= '\u097F')
                or (>= '\u0995' and <= '\u09A8')
                or (>= '\u09AA' and <= '\u09B0')
                or '\u09B2'
                or (>= '\u09B6' and <= '\u09B9')
                or '\u09DC'
                or '\u09DD'
                or '\u09DF'
                or '\u09F0'
                or '\u09F1'
                or (>= '\u0A95' and <= '\u0AA8')
                or (>= '\u0AAA' and <= '\u0AB0')
                or '\u0AB2'
                or '\u0AB3'
                or (>= '\u0AB5' and <= '\u0AB9')
                or '\u0AF9'
                or (>= '\u0B15' and <= '\u0B28')
                or (>= '\u0B2A' and <= '\u0B30')
                or '\u0B32'
                or '\u0B33'
                or (>= '\u0B35' and <= '\u0B39')
                or '\u0B5C'
                or '\u0B5D'
                or '\u0B5F'
                or '\u0B71'
                or (>= '\u0C15' and <= '\u0C28')
                or (>= '\u0C2A' and <= '\u0C39')
                or (>= '\u0C58' and <= '\u0C5A')
                or (>= '\u0D15' and <= '\u0D3A');
}
