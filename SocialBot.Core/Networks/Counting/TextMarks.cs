using System.Globalization;
using System.Runtime.InteropServices;

namespace SocialBot.Core.Networks.Counting;

/// <summary>How many hashtags, mentions, cashtags and links a text has. What is inside a link is none of the others.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TextMarks(int Hashtags, int Mentions, int Cashtags, int Links)
{
    public static TextMarks Count(ReadOnlySpan<char> text)
    {
        var links = FindLinks(text);
        var (hashtags, mentions, cashtags) = (0, 0, 0);
        var next = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (next < links.Count && links[next].Start.Value == i)
                i = links[next++].End.Value - 1;
            else if (i > 0 && IsWord(text[i - 1]))
                continue;
            else if (text[i] is '#' or '＃' && IsHashtag(Word(text[(i + 1)..])))
                hashtags++;
            else if (text[i] is '@' or '＠' && !Word(text[(i + 1)..]).IsEmpty)
                mentions++;
            else if (text[i] == '$' && IsCashtag(Word(text[(i + 1)..])))
                cashtags++;
        }
        return new TextMarks(hashtags, mentions, cashtags, links.Count);
    }

    /// <summary>Where the links are, with a scheme or without, in the order of the text.</summary>
    public static List<Range> FindLinks(ReadOnlySpan<char> text)
    {
        var links = new List<Range>();
        TwitterLinks.Find(text, links, schemeNeeded: false);
        return links;
    }

    private static ReadOnlySpan<char> Word(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && IsWord(text[end]))
            end++;
        return text[..end];
    }

    /// <summary>"#1" is a rank, not a tag.</summary>
    private static bool IsHashtag(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
            if (!char.IsDigit(c))
                return true;
        return false;
    }

    private static bool IsCashtag(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
            if (!char.IsAsciiLetter(c))
                return false;
        return word.Length is > 0 and <= 6;
    }

    /// <summary>Vowel signs belong to their word, and so do halves of letters beyond U+FFFF.</summary>
    private static bool IsWord(char c) =>
        char.IsLetterOrDigit(c)
        || c == '_'
        || char.GetUnicodeCategory(c)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.Surrogate;
}
