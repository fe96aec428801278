using System.Buffers;

namespace SocialBot.Core.Networks.Counting;

/// <summary>
/// Mastodon's length: graphemes, where an <c>http(s)://</c> link counts 23 and of a mention of someone on another server only the
/// name (docs.joinmastodon.org, "Posting", "Text limits").
/// </summary>
public static class MastodonText
{
    [ThreadStatic]
    private static List<Range>? found;

    public static int Length(ReadOnlySpan<char> text)
    {
        var links = found ??= [];
        links.Clear();
        TwitterLinks.Find(text, links, schemeNeeded: true);
        if (links.Count == 0 && !text.Contains('@'))
            return Graphemes.Count(text);

        // A link of 12 characters counts more than it is long.
        var rented = ArrayPool<char>.Shared.Rent(
            text.Length + links.Count * TwitterText.LinkLength
        );
        var length = Graphemes.Count(rented.AsSpan(0, WriteCounted(text, links, rented)));
        ArrayPool<char>.Shared.Return(rented);
        return length;
    }

    /// <summary>The text as it is counted: links as long as they count, mentions without their server.</summary>
    private static int WriteCounted(ReadOnlySpan<char> text, List<Range> links, Span<char> into)
    {
        var written = 0;
        var next = 0;
        for (var i = 0; i < text.Length; )
        {
            if (next < links.Count && links[next].Start.Value == i)
            {
                into.Slice(written, TwitterText.LinkLength).Fill('x');
                written += TwitterText.LinkLength;
                i = links[next++].End.Value;
                continue;
            }
            if (text[i] == '@' && (i == 0 || !IsWordOrSlash(text[i - 1])))
            {
                var (name, end) = Mention(text, i);
                if (end > 0)
                {
                    text[i..name].CopyTo(into[written..]);
                    written += name - i;
                    i = end;
                    continue;
                }
            }
            into[written++] = text[i++];
        }
        return written;
    }

    /// <summary>Where the name of <c>@name@server</c> ends, and where all of it does; (0, 0) when it is none.</summary>
    private static (int NameEnd, int End) Mention(ReadOnlySpan<char> text, int at)
    {
        var nameEnd = at + 1;
        while (nameEnd < text.Length && (IsWord(text[nameEnd]) || text[nameEnd] is '.' or '-'))
            nameEnd++;
        if (
            nameEnd == at + 1
            || nameEnd == text.Length
            || text[nameEnd] != '@'
            || !IsWord(text[at + 1])
            || !IsWord(text[nameEnd - 1])
        )
            return (0, 0);
        var end = 0;
        for (
            var i = nameEnd + 1;
            i < text.Length && (IsWord(text[i]) || text[i] is '.' or '-');
            i++
        )
            if (IsWord(text[i]))
                end = i + 1;
        return end > 0 ? (nameEnd, end) : (0, 0);
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static bool IsWordOrSlash(char c) => IsWord(c) || c == '/';
}
