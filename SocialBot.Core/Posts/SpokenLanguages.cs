using System.Globalization;
using System.Text.RegularExpressions;

namespace SocialBot.Core.Posts;

/// <summary>The languages a text is in, by their codes (BCP 47), as networks and screen readers want to know them.</summary>
public static partial class SpokenLanguages
{
    public const int Most = 3;

    /// <summary>Codes as people type them, well written; null when one is none, or there are too many.</summary>
    public static IReadOnlyList<string>? Read(string typed)
    {
        var codes = typed.Split(
            [',', ' ', ';', '/'],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        var read = codes.Select(Written).OfType<string>().ToList();
        return codes.Length is 0 or > Most || read.Count < codes.Length
            ? null
            : [.. read.Distinct()];
    }

    /// <summary><c>PT-br</c> is written <c>pt-BR</c> (RFC 5646, 2.1.1).</summary>
    private static string? Written(string code)
    {
        if (!Tag().IsMatch(code))
            return null;
        var parts = code.Split('-');
        parts[0] = parts[0].ToLowerInvariant();
        for (var i = 1; i < parts.Length; i++)
            parts[i] = parts[i].Length switch
            {
                2 => parts[i].ToUpperInvariant(),
                4 => char.ToUpperInvariant(parts[i][0]) + parts[i][1..].ToLowerInvariant(),
                _ => parts[i].ToLowerInvariant(),
            };
        return Known.Contains(parts[0]) ? string.Join('-', parts) : null;
    }

    private static readonly HashSet<string> Known =
    [
        .. CultureInfo
            .GetCultures(CultureTypes.NeutralCultures)
            .Select(c => c.TwoLetterISOLanguageName),
        .. CultureInfo
            .GetCultures(CultureTypes.NeutralCultures)
            .Select(c => c.ThreeLetterISOLanguageName),
    ];

    /// <summary>Language, script, region, variant: what a post can be in.</summary>
    [GeneratedRegex(
        "^[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3})){0,2}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Tag();
}
