using System.Buffers;
using System.Text;

namespace SocialBot.Connectors.Networks.LinkedIn;

/// <summary>
/// LinkedIn's text format (learn.microsoft.com, "little text format"): what would be markup is escaped with a backslash, else the
/// text is cut there without an error. Hashtags are meant and stay.
/// </summary>
internal static class LittleText
{
    private static readonly SearchValues<char> Reserved = SearchValues.Create(@"\|{}@[]()<>#*_~");

    public static string Escape(string text)
    {
        var length = EscapedLength(text);
        if (length == text.Length)
            return text;
        var escaped = new StringBuilder(length);
        for (var i = 0; i < text.Length; i++)
        {
            if (NeedsEscape(text, i))
                escaped.Append('\\');
            escaped.Append(text[i]);
        }
        return escaped.ToString();
    }

    /// <summary>UTF-16 units of <see cref="Escape"/>'s result, without making it.</summary>
    public static int EscapedLength(ReadOnlySpan<char> text)
    {
        var length = text.Length;
        for (var i = 0; i < text.Length; i++)
            if (NeedsEscape(text, i))
                length++;
        return length;
    }

    private static bool NeedsEscape(ReadOnlySpan<char> text, int at) =>
        Reserved.Contains(text[at]) && !StartsHashtag(text, at) && !IsInHashtag(text, at);

    private static bool StartsHashtag(ReadOnlySpan<char> text, int at) =>
        text[at] == '#'
        && at + 1 < text.Length
        && char.IsLetterOrDigit(text[at + 1])
        && (at == 0 || !char.IsLetterOrDigit(text[at - 1]) && text[at - 1] is not ('#' or '_'));

    /// <summary>An underscore inside a hashtag is part of it.</summary>
    private static bool IsInHashtag(ReadOnlySpan<char> text, int at)
    {
        if (text[at] != '_')
            return false;
        var start = at;
        while (
            start > 0
            && at - start < 100
            && (char.IsLetterOrDigit(text[start]) || text[start] == '_')
        )
            start--;
        return text[start] == '#' && StartsHashtag(text, start);
    }
}
