using System.Text;
using System.Text.RegularExpressions;

namespace SocialBot.Connectors.Web;

/// <summary>
/// A page's bytes as text. What the bytes say of themselves comes first (a byte order mark), then the server, then the page's own words,
/// then UTF-8 where they are that, else what old pages are in.
/// </summary>
internal static partial class PageText
{
    private const int WhereItIsSaid = 1024;

    public static string Of(byte[] bytes, string? charset)
    {
        if (bytes is [0xef, 0xbb, 0xbf, ..])
            return Encoding.UTF8.GetString(bytes.AsSpan(3));
        if (bytes is [0xff, 0xfe, ..])
            return Encoding.Unicode.GetString(bytes.AsSpan(2));
        if (bytes is [0xfe, 0xff, ..])
            return Encoding.BigEndianUnicode.GetString(bytes.AsSpan(2));
        return (Named(charset) ?? Named(SaidInside(bytes)) ?? Guessed(bytes)).GetString(bytes);
    }

    private static string? SaidInside(byte[] bytes) =>
        Charset().Match(Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, WhereItIsSaid)))
            is { Success: true } said
            ? said.Groups[1].Value
            : null;

    private static Encoding? Named(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;
        name = name.Trim('"', '\'', ' ');
        // The Encoding Standard's names: pages that say Latin-1 are in Windows-1252.
        if (
            name.Equals("iso-8859-1", StringComparison.OrdinalIgnoreCase)
            || name.Equals("us-ascii", StringComparison.OrdinalIgnoreCase)
        )
            name = "windows-1252";
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name)
                ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null; // no charset of that name
        }
        catch (NotSupportedException)
        {
            return null; // UTF-7
        }
    }

    private static Encoding Guessed(byte[] bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes)
            ? Encoding.UTF8
            : CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    [GeneratedRegex(
        @"<meta[^>]{0,200}?charset\s*=\s*[""']?([\w.:-]{2,40})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Charset();
}
