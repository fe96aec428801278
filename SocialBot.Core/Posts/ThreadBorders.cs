using SocialBot.Core.Networks.Counting;

namespace SocialBot.Core.Posts;

/// <summary>Where a text may be parted: between what readers see as characters, never inside a link, a mention or a hashtag.</summary>
internal static class ThreadBorders
{
    /// <param name="End">Where a part before it ends.</param>
    /// <param name="Next">Where the part after it begins; what lies between is white space.</param>
    public readonly record struct Border(int End, int Next, Strength Strength);

    public enum Strength
    {
        Anywhere,
        Word,
        Sentence,
        Line,
        Paragraph,
    }

    /// <summary>In the order of the text; the last one is its end.</summary>
    public static List<Border> Find(string text)
    {
        var whole = Unbreakable(text);
        var borders = new List<Border>();
        for (var at = 0; at < text.Length; )
        {
            var end = Graphemes.End(text, at);
            if (IsSpace(text.AsSpan(at, end - at)))
            {
                var next = end;
                while (next < text.Length && Graphemes.End(text, next) is var after)
                {
                    if (!IsSpace(text.AsSpan(next, after - next)))
                        break;
                    next = after;
                }
                borders.Add(new Border(at, next, AtSpace(text, at, next)));
                at = next;
                continue;
            }
            if (end < text.Length && !whole[end] && !IsSpace(text.AsSpan(end, 1)))
                borders.Add(
                    new Border(
                        end,
                        end,
                        text[end - 1] is '。' or '！' or '？'
                            ? Strength.Sentence
                            : Strength.Anywhere
                    )
                );
            at = end;
        }
        if (borders.Count == 0 || borders[^1].Next < text.Length)
            borders.Add(new Border(text.Length, text.Length, Strength.Paragraph));
        return borders;
    }

    private static Strength AtSpace(string text, int from, int to)
    {
        var lines = text.AsSpan(from, to - from).Count('\n');
        if (lines > 0)
            return lines > 1 ? Strength.Paragraph : Strength.Line;
        var before = text.AsSpan(0, from).TrimEnd("\"'”’»)]");
        return before is [.., '.' or '!' or '?' or '…' or '。' or '！' or '？']
            ? Strength.Sentence
            : Strength.Word;
    }

    /// <summary>White space at which a line may break: not what holds words together.</summary>
    private static bool IsSpace(ReadOnlySpan<char> cluster)
    {
        foreach (var c in cluster)
            if (!char.IsWhiteSpace(c) || c is '\u00A0' or '\u2007' or '\u202F')
                return false;
        return true;
    }

    /// <summary>True at every position that has a link, mention or hashtag on both sides.</summary>
    private static bool[] Unbreakable(string text)
    {
        var inside = new bool[text.Length + 1];
        foreach (var link in TextMarks.FindLinks(text))
            Mark(inside, link.Start.Value, link.End.Value);
        for (var at = 0; at < text.Length; at++)
            if (Length(text, at) is > 1 and var length)
                Mark(inside, at, at + length);
        return inside;
    }

    private static int Length(string text, int at)
    {
        var rest = text.AsSpan(at);
        if (
            rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        )
            return ToSpace(rest, text.Length);
        var begins = at == 0 || !char.IsLetterOrDigit(text[at - 1]);
        return rest[0] switch
        {
            '#' or '＃' when begins => ToSpace(rest, LongestTag + 1) is <= LongestTag and var tag
                ? tag
                : 0,
            '@' or '＠' when begins => Name(rest) is <= LongestName and var name ? name : 0,
            _ => 0,
        };
    }

    /// <summary>Longer is no tag on any network.</summary>
    private const int LongestTag = 140;

    private const int LongestName = 260;

    private static int ToSpace(ReadOnlySpan<char> text, int most)
    {
        var end = 0;
        while (end < text.Length && end < most && !char.IsWhiteSpace(text[end]))
            end++;
        return end;
    }

    private static int Name(ReadOnlySpan<char> text)
    {
        var end = 1;
        while (
            end < text.Length
            && end <= LongestName
            && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '.' or '-' or '@')
        )
            end++;
        return end;
    }

    private static void Mark(bool[] inside, int from, int to)
    {
        for (var i = from + 1; i < to; i++)
            inside[i] = true;
    }
}
