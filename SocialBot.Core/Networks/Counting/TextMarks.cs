using System.Runtime.InteropServices;

namespace SocialBot.Core.Networks.Counting;

/// <summary>How many hashtags, mentions, cashtags and links a text has.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TextMarks(int Hashtags, int Mentions, int Cashtags, int Links)
{
    public static TextMarks Count(ReadOnlySpan<char> text)
    {
        var marks = new TextMarks();
        for (var i = 0; i < text.Length; i++)
        {
            if (i > 0 && IsWord(text[i - 1]))
                continue;
            marks = text[i] switch
            {
                '#' or '＃' when IsHashtag(Word(text[(i + 1)..])) => marks with
                {
                    Hashtags = marks.Hashtags + 1,
                },
                '@' or '＠' when !Word(text[(i + 1)..]).IsEmpty => marks with
                {
                    Mentions = marks.Mentions + 1,
                },
                '$' when IsCashtag(Word(text[(i + 1)..])) => marks with
                {
                    Cashtags = marks.Cashtags + 1,
                },
                'h' or 'H' when IsLink(text[i..]) => marks with { Links = marks.Links + 1 },
                _ => marks,
            };
        }
        return marks;
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

    private static bool IsLink(ReadOnlySpan<char> text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && text.Length > 7
        || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && text.Length > 8;

    /// <summary>Marks of other scripts (vowel signs) belong to their word, and so do halves of letters beyond U+FFFF.</summary>
    private static bool IsWord(char c) =>
        char.IsLetterOrDigit(c)
        || c == '_'
        || char.IsSurrogate(c)
        || char.GetUnicodeCategory(c)
            is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
