using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using SocialBot.Connectors.Chat.Teams.Wire;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>
/// Words that must be read exactly as they were written, whoever wrote them. Teams reads Markdown, dates and mentions in a
/// TextBlock, a FactSet and the titles of choices, but never in a TextRun.
/// </summary>
internal static partial class Verbatim
{
    private static readonly SearchValues<char> Markup = SearchValues.Create("*_~`[]<>\\|\r\n\t");

    /// <summary>True for words that Markdown would show unchanged.</summary>
    public static bool MeansItself(string words) =>
        !words.AsSpan().ContainsAny(Markup)
        && !SpecialStart().IsMatch(words)
        && !SpecialInside().IsMatch(words)
        && !words.EnumerateRunes().Any(IsHidden);

    /// <summary>
    /// For titles that are Markdown on some clients and plain on others, where no escape is right on both: what would act
    /// as markup becomes its nearest look-alike.
    /// </summary>
    public static string Label(string words)
    {
        if (MeansItself(words))
            return words;
        var label = new StringBuilder(words.Length);
        foreach (var rune in words.EnumerateRunes())
            label.Append(
                rune.Value switch
                {
                    '*' => "∗",
                    '_' => "＿",
                    '~' => "∼",
                    '`' => "ˋ",
                    '[' => "［",
                    ']' => "］",
                    '<' => "‹",
                    '>' => "›",
                    '\\' => "＼",
                    '|' => "｜",
                    '{' => "｛",
                    '&' => "＆",
                    '\n' or '\r' or '\t' => " ",
                    _ when IsHidden(rune) => Named(rune),
                    _ => rune.ToString(),
                }
            );
        var flat = label.ToString().Trim();
        // A word joiner in front keeps "1." and "#" from starting a list or a heading.
        return SpecialStart().IsMatch(flat) ? $"\u2060{flat}" : flat;
    }

    /// <summary>Runs of plain text; characters that would reorder or hide what follows are named instead of obeyed.</summary>
    public static IEnumerable<TextRun> Runs(string words, TextRun style)
    {
        var plain = new StringBuilder(words.Length);
        foreach (var rune in words.EnumerateRunes())
        {
            if (!IsHidden(rune))
            {
                plain.Append(rune.ToString());
                continue;
            }
            if (plain.Length > 0)
                yield return style with
                {
                    Text = plain.ToString(),
                };
            plain.Clear();
            yield return new TextRun(Named(rune)) { Color = "attention" };
        }
        if (plain.Length > 0)
            yield return style with
            {
                Text = plain.ToString(),
            };
    }

    /// <summary>A paragraph for every line, since clients disagree about line breaks inside a run.</summary>
    public static IEnumerable<RichTextBlock> Lines(string words, TextRun style)
    {
        var first = true;
        foreach (var line in words.ReplaceLineEndings("\n").Split('\n'))
        {
            TextRun[] runs = [.. Runs(line, style)];
            yield return new RichTextBlock(
                runs.Length > 0 ? runs : [style with { Text = "\u00a0" }]
            )
            {
                Spacing = first ? null : "none",
            };
            first = false;
        }
    }

    /// <summary>At most so many UTF-16 units, never half a character.</summary>
    public static string Cut(string words, int longest)
    {
        if (words.Length <= longest)
            return words;
        var end = char.IsHighSurrogate(words[longest - 1]) ? longest - 1 : longest;
        return words[..end] + "…";
    }

    /// <summary>Direction overrides and isolates, and controls other than line ends and tabs.</summary>
    private static bool IsHidden(Rune rune) =>
        rune.Value
            is (>= 0x202a and <= 0x202e)
                or (>= 0x2066 and <= 0x2069)
                or (< 0x20 and not '\n' and not '\r' and not '\t')
                or (>= 0x7f and < 0xa0);

    private static string Named(Rune rune) => $"⟨U+{rune.Value:X4}⟩";

    [GeneratedRegex(
        @"^(\s|[-+](\s|$)|#{1,6}(\s|$)|\d+[.)](\s|$)|[-=]{3})",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant
    )]
    private static partial Regex SpecialStart();

    [GeneratedRegex(
        @"\{\{|&#?\w+;|://|www\.",
        RegexOptions.ExplicitCapture
            | RegexOptions.IgnoreCase
            | RegexOptions.CultureInvariant
            | RegexOptions.NonBacktracking
    )]
    private static partial Regex SpecialInside();
}
