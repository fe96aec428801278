using System.Globalization;
using System.Text.RegularExpressions;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>The string formats of lexicons. Source: https://atproto.com/specs/lexicon#string-formats and the pages it leads to.</summary>
internal static partial class LexiconFormats
{
    /// <summary>Null when the text has the format, else what a server calls it.</summary>
    public static string? Refuse(string format, string text) =>
        format switch
        {
            "did" when !IsDid(text) => "Invalid DID",
            "handle" when !IsHandle(text) => "Invalid handle",
            "at-identifier" when !IsAtIdentifier(text) => "Invalid DID or handle",
            "nsid" when !IsNsid(text) => "Invalid NSID",
            "tid" when !Tid().IsMatch(text) => "Invalid TID",
            "record-key" when !IsRecordKey(text) => "Invalid record key",
            "at-uri" when !IsAtUri(text) => "Invalid AT-URI",
            "datetime" when !IsDateTime(text) => "Invalid datetime",
            "language" when !IsLanguage(text) => "Invalid language",
            "uri" when text.Length > 8192 || !Uri().IsMatch(text) => "Invalid URI",
            "cid" when !IsCid(text) => "Invalid CID",
            "did"
            or "handle"
            or "at-identifier"
            or "nsid"
            or "tid"
            or "record-key"
            or "at-uri"
            or "datetime"
            or "language"
            or "uri"
            or "cid" => null,
            _ => "Unknown format",
        };

    public static bool IsDid(string text) => text.Length <= 2048 && Did().IsMatch(text);

    public static bool IsHandle(string text) => text.Length <= 253 && Handle().IsMatch(text);

    public static bool IsAtIdentifier(string text) => IsDid(text) || IsHandle(text);

    public static bool IsNsid(string text) => text.Length <= 317 && Nsid().IsMatch(text);

    public static bool IsTid(string text) => Tid().IsMatch(text);

    public static bool IsRecordKey(string text) =>
        text is not ("." or "..") && RecordKey().IsMatch(text);

    public static bool IsAtUri(string text) =>
        text.Length <= 8192
        && AtUri().Match(text) is { Success: true } parts
        && IsAtIdentifier(parts.Groups["authority"].Value)
        && (!parts.Groups["collection"].Success || IsNsid(parts.Groups["collection"].Value))
        && (!parts.Groups["rkey"].Success || IsRecordKey(parts.Groups["rkey"].Value));

    public static bool IsDateTime(string text) =>
        text.Length <= 64
        && DateTimeShape().IsMatch(text)
        && !text.EndsWith("-00:00", StringComparison.Ordinal)
        && !text.StartsWith("000", StringComparison.Ordinal)
        && DateTimeOffset.TryParse(
            // .NET reads seven digits of a second; more are allowed.
            ManyDigits().Replace(text, "$1"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out _
        );

    /// <summary>BCP 47, with no variant or extension said twice and a language of two or three small letters.</summary>
    public static bool IsLanguage(string text)
    {
        if (text.Length > 128 || LanguageTag().Match(text) is not { Success: true } tag)
            return false;
        if (tag.Groups["whole"].Success)
            return true;
        return tag.Groups["primary"].Value.All(char.IsAsciiLetterLower)
            && NothingTwice(tag.Groups["variant"])
            && NothingTwice(tag.Groups["singleton"]);
    }

    /// <summary>CID version 1, DAG-CBOR or raw, SHA-256, in base32: https://atproto.com/specs/data-model#link-and-cid-formats.</summary>
    public static bool IsCid(string text) =>
        Cid().IsMatch(text) && FromBase32(text.AsSpan(1)) is [1, 0x71 or 0x55, 0x12, 0x20, ..];

    internal static byte[] FromBase32(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        var (held, bits, at) = (0, 0, 0);
        foreach (var c in text)
        {
            held = (held << 5 | (c >= 'a' ? c - 'a' : c - '2' + 26)) & 0xFFFF;
            bits += 5;
            if (bits < 8)
                continue;
            bits -= 8;
            bytes[at++] = (byte)(held >> bits);
        }
        return bytes;
    }

    private static bool NothingTwice(Group group)
    {
        var said = group.Captures.Select(c => c.Value.ToUpperInvariant()).ToList();
        return said.Distinct(StringComparer.Ordinal).Count() == said.Count;
    }

    [GeneratedRegex(@"\Adid:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]\z")]
    private static partial Regex Did();

    [GeneratedRegex(
        @"\A([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\z"
    )]
    private static partial Regex Handle();

    [GeneratedRegex(
        @"\A[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+\.[a-zA-Z][a-zA-Z0-9]{0,62}\z"
    )]
    private static partial Regex Nsid();

    [GeneratedRegex(@"\A[234567abcdefghij][234567a-z]{12}\z")]
    private static partial Regex Tid();

    [GeneratedRegex(@"\A[a-zA-Z0-9_~.:-]{1,512}\z")]
    private static partial Regex RecordKey();

    [GeneratedRegex(
        @"\Aat://(?<authority>[^/?#\s]+)(/(?<collection>[^/?#\s]+)(/(?<rkey>[^/?#\s]+))?)?\z"
    )]
    private static partial Regex AtUri();

    [GeneratedRegex(
        @"\A[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]{1,20})?(Z|[+-][0-2][0-9]:[0-5][0-9])\z"
    )]
    private static partial Regex DateTimeShape();

    [GeneratedRegex(@"(\.[0-9]{7})[0-9]+")]
    private static partial Regex ManyDigits();

    [GeneratedRegex(
        @"\A((?<whole>en-GB-oed|i-(ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|sgn-(BE-FR|BE-NL|CH-DE)|art-lojban|cel-gaulish|no-bok|no-nyn|zh-(guoyu|hakka|min-nan|min|xiang)|[xX](-[A-Za-z0-9]{1,8})+)|(?<primary>[A-Za-z]{2,3})(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-(?<variant>[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-(?<singleton>[0-9A-WY-Za-wy-z])(-[A-Za-z0-9]{2,8})+)*(-[xX](-[A-Za-z0-9]{1,8})+)?)\z"
    )]
    private static partial Regex LanguageTag();

    [GeneratedRegex(@"\A[a-zA-Z][a-zA-Z0-9+.-]*:(//)?[^\s/][^\s]*\z")]
    private static partial Regex Uri();

    [GeneratedRegex(@"\Ab[a-z2-7]{58}\z")]
    private static partial Regex Cid();
}
