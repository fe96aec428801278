using System.Collections.Frozen;

namespace SocialBot.Core.Networks.Counting;

/// <summary>The ends of domain names that make a word a link.</summary>
internal static class TopLevelDomains
{
    private static readonly FrozenSet<string> Names = Load();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        Names.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly int Longest = Names.Max(n => n.Length);

    /// <summary>
    /// Length of the top-level domain that <paramref name="text"/> starts with, 0 for none. It may not run on into letters, digits,
    /// <c>@</c>, <c>+</c> or <c>-</c> of ASCII, but may into other scripts: <c>example.com日本</c> ends after <c>com</c>.
    /// </summary>
    public static int Match(ReadOnlySpan<char> text)
    {
        Span<char> lower = stackalloc char[Longest];
        var run = 0;
        while (run < Longest && run < text.Length && IsNameCharacter(text[run]))
        {
            lower[run] = ToLower(text[run]);
            run++;
        }
        for (var length = run; length > 0; length--)
            if (
                (length == text.Length || !RunsOn(text[length])) && BySpan.Contains(lower[..length])
            )
                return length;
        return Punycode(text);
    }

    private static int Punycode(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
            return 0;
        var end = 4;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '-'))
            end++;
        return end > 4 ? end : 0;
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetter(c) || c >= '\u0080';

    private static bool RunsOn(char c) => char.IsAsciiLetterOrDigit(c) || c is '@' or '+' or '-';

    /// <summary>Other scripts never fold into ASCII: a Kelvin sign is no k.</summary>
    private static char ToLower(char c)
    {
        var lower = char.ToLowerInvariant(c);
        return c >= '\u0080' && lower < '\u0080' ? c : lower;
    }

    private static FrozenSet<string> Load()
    {
        using var stream = typeof(TopLevelDomains).Assembly.GetManifestResourceStream(
            "SocialBot.Core.TopLevelDomains.txt"
        )!;
        using var reader = new StreamReader(stream);
        reader.ReadLine(); // where it comes from
        return reader
            .ReadToEnd()
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .ToFrozenSet(StringComparer.Ordinal);
    }
}
