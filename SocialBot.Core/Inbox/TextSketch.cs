using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace SocialBot.Core.Inbox;

/// <summary>
/// Whether two texts are much the same. A text without its links, handles, marks and case is cut into runs of four
/// characters; the 64 smallest hashes of them are the sketch (exact for short texts, a fair sample of long ones), and the
/// share of hashes that two sketches have in common estimates how much of the texts is common.
/// </summary>
public static partial class TextSketch
{
    private const int Run = 4;
    private const int Most = 64;

    /// <summary>From here on two texts are the same thing said again.</summary>
    private const double Alike = 0.7;

    /// <summary>Shorter ones ("nice one") are alike only when equal.</summary>
    private const int FewRuns = 12;

    /// <summary>Lower-case words with single spaces between; no links, handles, punctuation or emoji.</summary>
    public static string Plain(string text)
    {
        var bare = Noise()
            .Replace(Whole(text).Normalize(NormalizationForm.FormKC), " ")
            .ToLowerInvariant();
        var plain = new StringBuilder(bare.Length);
        foreach (var rune in bare.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is MarkSpacing or Mark)
                plain.Append(rune.ToString());
            else if (rune.Value is not ('\'' or '’') && plain.Length > 0 && plain[^1] != ' ')
                plain.Append(' ');
        }
        return plain.ToString().TrimEnd();
    }

    /// <summary>Up to 64 hashes, ascending, four bytes each; empty for a text without words.</summary>
    public static byte[] Of(string text)
    {
        var plain = Plain(text);
        if (plain.Length == 0)
            return [];
        var padded = $" {plain} ";
        var hashes = new SortedSet<uint>();
        for (var i = 0; i + Run <= padded.Length || i == 0; i++)
            hashes.Add(Hash(padded.AsSpan(i, Math.Min(Run, padded.Length - i))));
        var kept = hashes.Take(Most).ToArray();
        var sketch = new byte[kept.Length * sizeof(uint)];
        for (var i = 0; i < kept.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(sketch.AsSpan(i * sizeof(uint)), kept[i]);
        return sketch;
    }

    public static bool AreAlike(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (one.IsEmpty || other.IsEmpty)
            return false;
        var few = Math.Min(one.Length, other.Length) / sizeof(uint) < FewRuns;
        return few ? one.SequenceEqual(other) : InCommon(one, other) >= Alike;
    }

    /// <summary>Among the smallest hashes of both together, the share that both have.</summary>
    private static double InCommon(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        int i = 0,
            j = 0,
            seen = 0,
            both = 0;
        while (seen < Most && (i < one.Length || j < other.Length))
        {
            var left =
                i < one.Length ? BinaryPrimitives.ReadUInt32BigEndian(one[i..]) : uint.MaxValue;
            var right =
                j < other.Length ? BinaryPrimitives.ReadUInt32BigEndian(other[j..]) : uint.MaxValue;
            if (left == right && i < one.Length && j < other.Length)
                both++;
            if (left <= right && i < one.Length)
                i += sizeof(uint);
            if (right <= left && j < other.Length)
                j += sizeof(uint);
            seen++;
        }
        return seen == 0 ? 0 : (double)both / seen;
    }

    /// <summary>FNV-1a: the same in every process, as stored sketches must be.</summary>
    private static uint Hash(ReadOnlySpan<char> run)
    {
        var hash = 2166136261u;
        foreach (var c in run)
            hash = (hash ^ c) * 16777619u;
        return hash;
    }

    /// <summary>Half a surrogate pair cannot be normalised.</summary>
    private static string Whole(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private const System.Globalization.UnicodeCategory MarkSpacing = System
        .Globalization
        .UnicodeCategory
        .SpacingCombiningMark;

    private const System.Globalization.UnicodeCategory Mark = System
        .Globalization
        .UnicodeCategory
        .NonSpacingMark;

    [GeneratedRegex(
        @"https?://\S+|www\.\S+|@[\p{L}\p{N}_.@-]+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Noise();
}
