using System.Buffers;

namespace SocialBot.Core.Networks.Counting;

/// <summary>
/// Finds what X takes for a link, in the order of the text: the rules of twitter-text 3.1, read once backwards for the domains and
/// once forwards for the rest, so that no text makes it slow.
/// </summary>
internal static class TwitterLinks
{
    private const int MaxUrlLength = 4096;
    private const int MaxShortLinkSlug = 40;
    private const int ImpliedSchemeLength = 8; // https://

    /// <param name="links">Is given the ranges; the caller clears it.</param>
    /// <param name="schemeNeeded">Whether only <c>http://</c> and <c>https://</c> make a link.</param>
    public static void Find(ReadOnlySpan<char> text, List<Range> links, bool schemeNeeded)
    {
        if (!text.Contains('.') || schemeNeeded && !text.Contains(':'))
            return;
        var rented = ArrayPool<int>.Shared.Rent(text.Length);
        var domainEnds = rented.AsSpan(0, text.Length);
        if (FindDomains(text, domainEnds))
            FindLinks(text, domainEnds, links, schemeNeeded);
        ArrayPool<int>.Shared.Return(rented);
    }

    /// <summary>
    /// For every position the end of the longest domain that starts there, or 0. A domain is labels and a top-level domain; only the
    /// last label before that may hold no underscore.
    /// </summary>
    private static bool FindDomains(ReadOnlySpan<char> text, Span<int> ends)
    {
        var any = false;
        var dot = -1; // the next dot that a label reaches from here
        var endAfterDot = 0; // of the domain that goes on behind it
        var topLevelEnd = 0; // of the top-level domain behind it
        var underscore = false; // between here and the dot
        for (var i = text.Length - 1; i >= 0; i--)
        {
            var c = text[i];
            ends[i] = 0;
            if (c == '.')
            {
                var labelEnds = i > 0 && IsDomainCharacter(text[i - 1]);
                endAfterDot = i + 1 < text.Length ? ends[i + 1] : 0;
                topLevelEnd = labelEnds ? TopLevelDomains.Match(text[(i + 1)..]) : 0;
                topLevelEnd = topLevelEnd > 0 ? i + 1 + topLevelEnd : 0;
                dot = labelEnds ? i : -1;
                underscore = false;
            }
            else if (IsDomainCharacter(c))
            {
                if (dot < 0)
                    continue;
                ends[i] =
                    endAfterDot > 0 ? endAfterDot
                    : underscore ? 0
                    : topLevelEnd;
                any |= ends[i] > 0;
            }
            else if (c == '_')
                underscore = true;
            else if (c != '-')
                dot = -1;
        }
        return any;
    }

    private static void FindLinks(
        ReadOnlySpan<char> text,
        ReadOnlySpan<int> domainEnds,
        List<Range> links,
        bool schemeNeeded
    )
    {
        var at = 0;
        while (at < text.Length)
        {
            var start = at + 1;
            if (!MayPrecede(text[at]) || !Starts(text, domainEnds, start, out var scheme))
            {
                start = 0; // only the first link needs nothing before it
                if (at > 0 || !Starts(text, domainEnds, start, out scheme))
                {
                    at++;
                    continue;
                }
            }
            var domain = (start + scheme)..domainEnds[start + scheme];
            var afterPort = SkipPort(text, domain.End.Value);
            var afterPath = SkipPath(text, afterPort);
            var end = SkipQuery(text, afterPath);
            if (IsValid(text[start..end], scheme, text[domain]))
            {
                if (scheme > 0)
                    AddWithScheme(text, start, end, links);
                else if (
                    !schemeNeeded
                    && (start == 0 || text[start - 1] is not ('-' or '_' or '.' or '/'))
                )
                    AddAsciiDomains(text, domain, afterPath > afterPort ? end : null, links);
            }
            at = end;
        }
    }

    private static bool Starts(
        ReadOnlySpan<char> text,
        ReadOnlySpan<int> domainEnds,
        int start,
        out int scheme
    )
    {
        scheme =
            start >= text.Length ? 0
            : text[start..].StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8
            : text[start..].StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7
            : 0;
        return start + scheme < text.Length && domainEnds[start + scheme] > 0;
    }

    private static void AddWithScheme(
        ReadOnlySpan<char> text,
        int start,
        int end,
        List<Range> links
    )
    {
        var url = text[start..end];
        var slugStart = url.IndexOf("://", StringComparison.Ordinal) + 3 + "t.co/".Length;
        if (
            url.Length > slugStart
            && url[(slugStart - 5)..].StartsWith("t.co/", StringComparison.OrdinalIgnoreCase)
        )
        {
            var slugEnd = slugStart;
            while (slugEnd < url.Length && char.IsAsciiLetterOrDigit(url[slugEnd]))
                slugEnd++;
            if (slugEnd - slugStart > MaxShortLinkSlug)
                return;
            if (slugEnd > slugStart)
                end = SkipQuery(text[..end], start + slugEnd);
        }
        links.Add(start..end);
    }

    /// <summary>Without a scheme only the ASCII and Latin part of a domain is a link; the last of them takes the path along.</summary>
    private static void AddAsciiDomains(
        ReadOnlySpan<char> text,
        Range domain,
        int? endOfPath,
        List<Range> links
    )
    {
        var (at, domainEnd) = (domain.Start.Value, domain.End.Value);
        var (lastStart, lastEnd) = (-1, -1);
        while (at < domainEnd)
        {
            var end = AsciiDomainEnd(text[..domainEnd], at, out var runEnd);
            if (end > 0)
            {
                if (lastStart >= 0)
                    links.Add(lastStart..lastEnd);
                (lastStart, lastEnd) = (at, end);
                at = end;
            }
            else
                at = Math.Max(runEnd, at + 1);
        }
        if (lastStart >= 0)
            links.Add(lastStart..(endOfPath is { } path ? lastEnd + (path - domainEnd) : lastEnd));
    }

    /// <param name="runEnd">How far the labels run that were looked at: no domain starts before.</param>
    private static int AsciiDomainEnd(ReadOnlySpan<char> text, int start, out int runEnd)
    {
        var end = 0;
        var at = start;
        while (true)
        {
            var labelStart = at;
            while (at < text.Length && IsAsciiDomainCharacter(text[at]))
                at++;
            if (at == labelStart || at == text.Length || text[at] != '.')
                break;
            at++;
            if (TopLevelDomains.Match(text[at..]) is > 0 and var length)
                end = at + length;
        }
        runEnd = at;
        return end;
    }

    private static int SkipPort(ReadOnlySpan<char> text, int at)
    {
        if (at >= text.Length || text[at] != ':')
            return at;
        var end = at + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return end > at + 1 ? end : at;
    }

    /// <summary>A slash and what follows, up to the last character that may end a path: "/a." ends after the a.</summary>
    private static int SkipPath(ReadOnlySpan<char> text, int at)
    {
        if (at >= text.Length || text[at] != '/')
            return at;
        var end = at + 1;
        for (var i = end; i < text.Length; )
        {
            if (IsPathCharacter(text[i]))
            {
                i++;
                if (MayEndPath(text[i - 1]))
                    end = i;
            }
            else if (text[i] == '(' && SkipParentheses(text, i) is > 0 and var closed)
                end = i = closed;
            else
                break;
        }
        return end;
    }

    /// <summary>Balanced parentheses with something in them, with at most one pair inside; 0 when they are not.</summary>
    private static int SkipParentheses(ReadOnlySpan<char> text, int at)
    {
        var inside = SkipPathCharacters(text, at + 1);
        if (inside < text.Length && text[inside] == '(')
        {
            var inner = SkipPathCharacters(text, inside + 1);
            if (inner == inside + 1 || inner >= text.Length || text[inner] != ')')
                return 0;
            inside = SkipPathCharacters(text, inner + 1);
        }
        return inside > at + 1 && inside < text.Length && text[inside] == ')' ? inside + 1 : 0;
    }

    private static int SkipPathCharacters(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && IsPathCharacter(text[at]))
            at++;
        return at;
    }

    private static int SkipQuery(ReadOnlySpan<char> text, int at)
    {
        if (at >= text.Length || text[at] != '?')
            return at;
        var end = at;
        for (var i = at + 1; i < text.Length && IsQueryCharacter(text[i]); i++)
            if (
                char.IsAsciiLetterOrDigit(text[i])
                || text[i] is '-' or '_' or '&' or '=' or '#' or '/'
            )
                end = i + 1;
        return end;
    }

    private static bool IsValid(ReadOnlySpan<char> url, int scheme, ReadOnlySpan<char> domain)
    {
        if ((scheme > 0 ? scheme : ImpliedSchemeLength) + url.Length > MaxUrlLength)
            return false;
        if (domain.StartsWith("xn--", StringComparison.Ordinal) && !HasAsciiDomain(domain))
            return false;
        foreach (var label in domain.Split('.'))
            if (!PunycodeLength.FitsLabel(domain[label]))
                return false;
        return true;
    }

    private static bool HasAsciiDomain(ReadOnlySpan<char> domain)
    {
        var at = 0;
        while (at < domain.Length)
        {
            if (AsciiDomainEnd(domain, at, out var runEnd) > 0)
                return true;
            at = Math.Max(runEnd, at + 1);
        }
        return false;
    }

    private static bool MayPrecede(char c) =>
        !char.IsAsciiLetterOrDigit(c)
        && c is not ('@' or '＠' or '$' or '#' or '＃' or '\uFFFE' or '\uFEFF' or '\uFFFF');

    private static bool IsDomainCharacter(char c) =>
        c < '\u0080'
            ? char.IsAsciiLetterOrDigit(c)
                || c is '"' or '`' or < '\t' or (> '\r' and < ' ') or '\u007F'
            : c
                is not (
                    '\u0085'
                    or '\u00A0'
                    or '\u061C'
                    or '\u1680'
                    or '\u180E'
                    or (>= '\u2000' and <= '\u200A')
                    or '\u200E'
                    or '\u200F'
                    or (>= '\u2028' and <= '\u202F')
                    or '\u205F'
                    or (>= '\u2066' and <= '\u2069')
                    or '\u3000'
                    or '\uFEFF'
                    or '\uFFFE'
                    or '\uFFFF'
                );

    private static bool IsAsciiDomainCharacter(char c) =>
        char.IsAsciiLetterOrDigit(c) || c == '-' || IsAccentedLatin(c);

    private static bool IsPathCharacter(char c) =>
        char.IsAsciiLetterOrDigit(c)
        || IsAccentedLatin(c)
        || c
            is (>= '\u0400' and <= '\u04FF')
                or '!'
                or '*'
                or '\''
                or ';'
                or ':'
                or '='
                or '+'
                or ','
                or '.'
                or '$'
                or '/'
                or '%'
                or '#'
                or '['
                or ']'
                or '-'
                or '\u2013'
                or '_'
                or '~'
                or '@'
                or '|'
                or '&';

    private static bool MayEndPath(char c) =>
        char.IsAsciiLetterOrDigit(c)
        || IsAccentedLatin(c)
        || c is (>= '\u0400' and <= '\u04FF') or '+' or '-' or '=' or '_' or '#' or '/';

    private static bool IsQueryCharacter(char c) =>
        char.IsAsciiLetterOrDigit(c) || "!?*'@();:&=+$/%#[]-_.,~|".Contains(c);

    private static bool IsAccentedLatin(char c) =>
        c >= '\u00C0'
        && c
            is (<= '\u024F' and not ('\u00D7' or '\u00F7'))
                or '\u0253'
                or '\u0254'
                or '\u0256'
                or '\u0257'
                or '\u0259'
                or '\u025B'
                or '\u0263'
                or '\u0268'
                or '\u026F'
                or '\u0272'
                or '\u0289'
                or '\u028B'
                or '\u02BB'
                or (>= '\u0300' and <= '\u036F')
                or (>= '\u1E00' and <= '\u1EFF');
}
