using System.Globalization;
using System.Text;
using SocialBot.Core.Networks.Counting;

namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>A part of a text that is more than text. Offsets in bytes of UTF-8, the end not included.</summary>
internal abstract record FoundFacet(int ByteStart, int ByteEnd)
{
    public sealed record Link(int ByteStart, int ByteEnd, string Uri)
        : FoundFacet(ByteStart, ByteEnd);

    /// <param name="Handle">As written, without <c>@</c>; whether anybody has it is not known yet.</param>
    public sealed record Mention(int ByteStart, int ByteEnd, string Handle)
        : FoundFacet(ByteStart, ByteEnd);

    /// <param name="Name">Without <c>#</c>; a ticker with its <c>$</c>.</param>
    public sealed record Tag(int ByteStart, int ByteEnd, string Name)
        : FoundFacet(ByteStart, ByteEnd);
}

/// <summary>
/// Links, mentions, hashtags and tickers, found exactly as Bluesky's own client finds them (@atproto/api 0.20, rich-text/detection.ts):
/// the network marks nothing by itself, and people expect what they see in the app. Its patterns are written out by hand, because
/// .NET's differ from JavaScript's in what is a space and in what letters are equal, and in one pass each no text makes them slow.
/// </summary>
internal static class BlueskyFacets
{
    private const int LongestTag = 64;
    private const int LongestTicker = 5;

    /// <summary>In the order of the text.</summary>
    public static IReadOnlyList<FoundFacet> Find(string text)
    {
        var at = new Utf8Offsets(text);
        var found = new List<FoundFacet>();
        FindMentions(text, at, found);
        FindLinks(text, at, found);
        FindTags(text, at, found);
        FindTickers(text, at, found);
        return [.. found.OrderBy(f => f.ByteStart)];
    }

    /// <summary><c>/(^|\s|\()(@)([a-zA-Z0-9.-]+)(\b)/g</c>, where the name ends as a domain does.</summary>
    private static void FindMentions(string text, Utf8Offsets at, List<FoundFacet> found)
    {
        for (var i = text.IndexOf('@'); i >= 0; i = text.IndexOf('@', i + 1))
        {
            if (i > 0 && !IsSpace(text[i - 1]) && text[i - 1] != '(')
                continue;
            var end = i + 1;
            while (
                end < text.Length
                && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '-')
            )
                end++;
            while (end > i + 1 && !IsWordBorder(text, end))
                end--;
            if (end == i + 1)
                continue;
            var handle = text[(i + 1)..end];
            if (LinkableDomains.Has(handle) || handle.EndsWith(".test", StringComparison.Ordinal))
                found.Add(new FoundFacet.Mention(at[i], at[end], handle));
        }
    }

    /// <summary><c>/(^|\s|\()((https?:\/\/[\S]+)|((?&lt;domain&gt;[a-z][a-z0-9]*(\.[a-z0-9]+)+)[\S]*))/gim</c></summary>
    private static void FindLinks(string text, Utf8Offsets at, List<FoundFacet> found)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i > 0 && !IsSpace(text[i - 1]) && text[i - 1] != '(')
                continue;
            var hasScheme = StartsWithScheme(text, i, out var afterScheme);
            var domainEnd = hasScheme ? 0 : DomainEnd(text, i);
            if (!hasScheme && domainEnd == 0)
                continue;
            var end = hasScheme ? afterScheme : domainEnd;
            while (end < text.Length && !IsSpace(text[end]))
                end++;
            var (start, next) = (i, end);
            i = next - 1;
            var uri = text[start..end];
            // Looked at as it is written: "HTTPS://…" is no link to the client, and neither is it to its readers.
            if (!uri.StartsWith("http", StringComparison.Ordinal))
            {
                if (hasScheme || !LinkableDomains.Has(text.AsSpan(start, domainEnd - start)))
                    continue;
                uri = $"https://{uri}";
            }
            if (uri[^1] is '.' or ',' or ';' or ':' or '!' or '?')
            {
                uri = uri[..^1];
                end--;
            }
            if (uri.EndsWith(')') && !uri.Contains('('))
            {
                uri = uri[..^1];
                end--;
            }
            found.Add(new FoundFacet.Link(at[start], at[end], uri));
        }
    }

    private static bool StartsWithScheme(string text, int start, out int end)
    {
        var rest = text.AsSpan(start);
        end =
            rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? start + 8
            : rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? start + 7
            : 0;
        return end > 0 && end < text.Length && !IsSpace(text[end]);
    }

    /// <summary>0 when no domain starts there.</summary>
    private static int DomainEnd(string text, int start)
    {
        if (!char.IsAsciiLetter(text[start]))
            return 0;
        var end = SkipLabel(text, start);
        var labels = 1;
        while (
            end + 1 < text.Length && text[end] == '.' && char.IsAsciiLetterOrDigit(text[end + 1])
        )
        {
            end = SkipLabel(text, end + 1);
            labels++;
        }
        return labels > 1 ? end : 0;
    }

    private static int SkipLabel(string text, int at)
    {
        while (at < text.Length && char.IsAsciiLetterOrDigit(text[at]))
            at++;
        return at;
    }

    /// <summary>After a space, <c>#</c> and a run without spaces that holds something other than digits and punctuation.</summary>
    private static void FindTags(string text, Utf8Offsets at, List<FoundFacet> found)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('#' or '＃') || i > 0 && !IsSpace(text[i - 1]))
                continue;
            var end = i + 1;
            var holdsMore = false;
            while (end < text.Length && !EndsTag(text[end]))
            {
                var category = CharUnicodeInfo.GetUnicodeCategory(text, end);
                holdsMore |= !char.IsAsciiDigit(text[end]) && !IsPunctuation(category);
                end += char.IsSurrogatePair(text, end) ? 2 : 1;
            }
            if (!holdsMore || text[i + 1] == '\uFE0F')
                continue;
            var tag = WithoutTrailingPunctuation(text.AsSpan((i + 1)..end));
            if (tag.Length > 0 && (tag.Length <= LongestTag || Graphemes.Count(tag) <= LongestTag))
                found.Add(new FoundFacet.Tag(at[i], at[i + 1 + tag.Length], tag.ToString()));
            i = end - 1;
        }
    }

    private static ReadOnlySpan<char> WithoutTrailingPunctuation(ReadOnlySpan<char> text)
    {
        while (
            Rune.DecodeLastFromUtf16(text, out var last, out var length)
                == System.Buffers.OperationStatus.Done
            && IsPunctuation(Rune.GetUnicodeCategory(last))
        )
            text = text[..^length];
        return text;
    }

    /// <summary><c>/(^|\s|\()\$([A-Za-z][A-Za-z0-9]{0,4})(?=\s|$|[.,;:!?)"'\u2019])/gu</c></summary>
    private static void FindTickers(string text, Utf8Offsets at, List<FoundFacet> found)
    {
        for (var i = text.IndexOf('$'); i >= 0; i = text.IndexOf('$', i + 1))
        {
            if (
                i > 0 && !IsSpace(text[i - 1]) && text[i - 1] != '('
                || i + 1 == text.Length
                || !char.IsAsciiLetter(text[i + 1])
            )
                continue;
            var end = SkipLabel(text, i + 1);
            if (end - i - 1 > LongestTicker || end < text.Length && !EndsTicker(text[end]))
                continue;
            found.Add(
                new FoundFacet.Tag(at[i], at[end], $"${text[(i + 1)..end].ToUpperInvariant()}")
            );
        }
    }

    private static bool EndsTicker(char c) =>
        IsSpace(c) || c is '.' or ',' or ';' or ':' or '!' or '?' or ')' or '"' or '\'' or '\u2019';

    private static bool EndsTag(char c) =>
        IsSpace(c)
        || c is '\u00AD' or '\u2060' or '\u200A' or '\u200B' or '\u200C' or '\u200D' or '\u20E2';

    private static bool IsPunctuation(UnicodeCategory category) =>
        category
            is UnicodeCategory.ConnectorPunctuation
                or UnicodeCategory.DashPunctuation
                or UnicodeCategory.OpenPunctuation
                or UnicodeCategory.ClosePunctuation
                or UnicodeCategory.InitialQuotePunctuation
                or UnicodeCategory.FinalQuotePunctuation
                or UnicodeCategory.OtherPunctuation;

    private static bool IsWordBorder(string text, int at) =>
        IsWord(text[at - 1]) != (at < text.Length && IsWord(text[at]));

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    /// <summary>JavaScript's: a byte order mark is a space, U+0085 is none.</summary>
    private static bool IsSpace(char c) => c == '\uFEFF' || c != '\u0085' && char.IsWhiteSpace(c);

    /// <summary>Bytes of UTF-8 before each place of the text.</summary>
    private sealed class Utf8Offsets
    {
        private readonly int[] bytes;

        public Utf8Offsets(string text)
        {
            bytes = new int[text.Length + 1];
            for (var i = 0; i < text.Length; )
            {
                // Half a pair becomes U+FFFD, three bytes, as in the text that is sent.
                var ok = Rune.TryGetRuneAt(text, i, out var rune);
                var (length, units) = ok
                    ? (rune.Utf8SequenceLength, rune.Utf16SequenceLength)
                    : (3, 1);
                if (units == 2)
                    bytes[i + 1] = bytes[i] + 3; // between the halves, as the client would count it
                bytes[i + units] = bytes[i] + length;
                i += units;
            }
        }

        public int this[int index] => bytes[index];
    }
}
