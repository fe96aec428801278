using System.Globalization;
using System.Text;

namespace SocialBot.Dialogs.Language;

/// <summary>A run of letters, a run of digits, or one other character; where it stands and how it reads.</summary>
/// <param name="Folded">In small letters, umlauts written out (ä = ae), accents dropped.</param>
/// <param name="Glued">No space before it.</param>
internal readonly record struct Word(string Folded, int Start, int Length, bool Glued)
{
    public int End => Start + Length;
    public bool IsNumber => Folded.Length > 0 && char.IsAsciiDigit(Folded[0]);

    /// <summary>The number, or -1.</summary>
    public int Number =>
        IsNumber && int.TryParse(Folded, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n
            : -1;

    public static List<Word> Split(string text)
    {
        var words = new List<Word>();
        var at = 0;
        var glued = false;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                glued = false;
                continue;
            }
            var length = LengthAt(text, at);
            // A variation selector or a lone accent folds to nothing and is no word.
            if (Fold(text.AsSpan(at, length)) is { Length: > 0 } folded)
            {
                words.Add(new Word(folded, at, length, glued));
                glued = true;
            }
            at += length;
        }
        return words;
    }

    private static int LengthAt(string text, int at)
    {
        var end = at + 1;
        if (IsLetter(text[at]))
        {
            while (end < text.Length && (IsLetter(text[end]) || IsInnerApostrophe(text, end)))
                end++;
        }
        else if (char.IsAsciiDigit(text[at]))
        {
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
        }
        else if (char.IsHighSurrogate(text[at]) && end < text.Length)
        {
            end++;
        }
        return end - at;
    }

    private static bool IsLetter(char c) =>
        char.IsLetter(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private static bool IsInnerApostrophe(string text, int at) =>
        text[at] is '\'' or '’' && at + 1 < text.Length && char.IsLetter(text[at + 1]);

    /// <summary>How words are compared: people type Übermorgen, uebermorgen and UEBERMORGEN.</summary>
    public static string Fold(ReadOnlySpan<char> raw)
    {
        if (raw.Length == 1 && char.IsAscii(raw[0]))
            return SingleCharacter(raw[0]);
        var folded = new StringBuilder(raw.Length + 2);
        foreach (var c in raw)
            Append(folded, c);
        return folded.ToString();
    }

    private static void Append(StringBuilder folded, char c)
    {
        switch (char.ToLowerInvariant(c))
        {
            case 'ä':
                folded.Append("ae");
                break;
            case 'ö':
                folded.Append("oe");
                break;
            case 'ü':
                folded.Append("ue");
                break;
            case 'ß':
                folded.Append("ss");
                break;
            case '’':
                folded.Append('\'');
                break;
            case '\u0308' when folded.Length > 0 && folded[^1] is 'a' or 'o' or 'u':
                folded.Append('e');
                break;
            case var small and (< '\u0080' or > '\u024F'):
                if (CharUnicodeInfo.GetUnicodeCategory(small) != UnicodeCategory.NonSpacingMark)
                    folded.Append(small);
                break;
            case var accented:
                foreach (var part in accented.ToString().Normalize(NormalizationForm.FormD))
                    if (CharUnicodeInfo.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark)
                        folded.Append(part);
                break;
        }
    }

    private static readonly string[] Single =
    [
        .. Enumerable.Range(0, 128).Select(c => char.ToLowerInvariant((char)c).ToString()),
    ];

    private static string SingleCharacter(char c) => Single[c];
}
