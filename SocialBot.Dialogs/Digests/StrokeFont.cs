using System.Globalization;
using System.Text;

namespace SocialBot.Dialogs.Digests;

/// <summary>
/// A small font of lines, for machines that have none: letters, digits and the signs that charts use. Each glyph is a few
/// polylines of points <c>xy</c> on a grid: the base line is y = 2, small letters reach 6, capitals 8.
/// </summary>
internal static class StrokeFont
{
    private const int BaseLine = 2;
    private const int CapitalHeight = 6;
    private const float Gap = 1.6f;
    private const float Space = 2.4f;
    private const string Box = "0208484202";

    private static readonly Dictionary<char, string> Glyphs = new()
    {
        ['A'] = "022842 1434",
        ['B'] = "02083847463505 3544433202",
        ['C'] = "4738180703123243",
        ['D'] = "02082846442202",
        ['E'] = "48080242 0535",
        ['F'] = "480802 0535",
        ['G'] = "47381807031232434525",
        ['H'] = "0208 4248 0545",
        ['I'] = "0828 1218 0222",
        ['J'] = "3833221203",
        ['K'] = "0208 480542",
        ['L'] = "080242",
        ['M'] = "0208254842",
        ['N'] = "02084248",
        ['O'] = "180703123243473818",
        ['P'] = "02083847463505",
        ['Q'] = "180703123243473818 2442",
        ['R'] = "02083847463505 2542",
        ['S'] = "473818070615354443321203",
        ['T'] = "0848 2228",
        ['U'] = "080312324348",
        ['V'] = "082248",
        ['W'] = "0812253248",
        ['X'] = "0248 0842",
        ['Y'] = "082548 2522",
        ['Z'] = "08480242",
        ['a'] = "3632 3526160503122233",
        ['b'] = "0802 0516263533221203",
        ['c'] = "3526160503122233",
        ['d'] = "3832 3526160503122233",
        ['e'] = "04343526160503122233",
        ['f'] = "28171612 0626",
        ['g'] = "3631201001 3526160503122233",
        ['h'] = "0802 0516263532",
        ['i'] = "0602 08",
        ['j'] = "161100 18",
        ['k'] = "0802 360432",
        ['l'] = "080312",
        ['m'] = "0602 05162522 25364542",
        ['n'] = "0602 0516263532",
        ['o'] = "160503122233352616",
        ['p'] = "0600 0516263533221203",
        ['q'] = "3630 3526160503122233",
        ['r'] = "0602 041626",
        ['s'] = "3616051424332202",
        ['t'] = "181322 0626",
        ['u'] = "0603122233 3632",
        ['v'] = "062246",
        ['w'] = "0612243246",
        ['x'] = "0236 0632",
        ['y'] = "0622 4610",
        ['z'] = "06360232",
        ['ß'] = "0207182837362534332212",
        ['0'] = "180703123243473818",
        ['1'] = "162822 1232",
        ['2'] = "07183847460242",
        ['3'] = "0718384746354443321203 1535",
        ['4'] = "32380444",
        ['5'] = "480805354443321203",
        ['6'] = "473818070312324344351504",
        ['7'] = "084812",
        ['8'] = "180706153546473818 1504031232434435",
        ['9'] = "031232434738180706153546",
        ['.'] = "02",
        [','] = "1201",
        [':'] = "02 05",
        [';'] = "15 1201",
        ['-'] = "0424",
        ['–'] = "0444",
        ['−'] = "0444",
        ['+'] = "0444 2226",
        ['='] = "0343 0545",
        ['('] = "18060412",
        [')'] = "08161402",
        ['/'] = "0238",
        ['%'] = "0248 0818170708 3242433332",
        ['\''] = "0806",
        ['’'] = "0806",
        ['"'] = "0806 1816",
        ['!'] = "0804 02",
        ['?'] = "07183847462524 22",
        ['·'] = "04",
        ['#'] = "1218 3238 0646 0444",
        ['×'] = "0335 0533",
        ['…'] = "02 22 42",
    };

    /// <summary>Pixels per grid unit: capitals stand as high as in a usual font of that size.</summary>
    public static float Unit(float size) => size * 0.72f / CapitalHeight;

    public static bool Has(char letter) => letter == ' ' || Glyphs.ContainsKey(letter);

    /// <summary>In grid units.</summary>
    public static float Width(string text) => Set(text).Width;

    /// <summary>The lines of a text: grid units from its left end, upwards from the base line.</summary>
    public static IReadOnlyList<IReadOnlyList<(float X, float Y)>> Lines(string text) =>
        Set(text).Lines;

    private static (float Width, List<IReadOnlyList<(float X, float Y)>> Lines) Set(string text)
    {
        var lines = new List<IReadOnlyList<(float X, float Y)>>();
        var at = 0f;
        var last = (Left: 0f, Width: 0);
        foreach (var letter in Letters(text))
        {
            if (char.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark)
            {
                // Of the accents only the dots are drawn: Ä, ö and ü are German, the rest is read without.
                if (letter == '\u0308')
                    lines.AddRange(Dots(last.Left, last.Width, lines));
                continue;
            }
            if (char.IsWhiteSpace(letter))
            {
                at += Space;
                continue;
            }
            var glyph = Glyphs.GetValueOrDefault(letter, Box).Split(' ');
            var width = glyph.Max(line => line.Where((_, i) => i % 2 == 0).Max() - '0');
            foreach (var line in glyph)
                lines.Add(Points(line, at));
            last = (at, width);
            at += width + Gap;
        }
        return (Math.Max(0, at - Gap), lines);
    }

    /// <summary>Letters of other alphabets' making are read by their base; ß and signs stay.</summary>
    private static string Letters(string text) => text.Normalize(NormalizationForm.FormD);

    private static IEnumerable<IReadOnlyList<(float X, float Y)>> Dots(
        float left,
        int width,
        List<IReadOnlyList<(float X, float Y)>> lines
    )
    {
        var top = lines.Where(l => l.Any(p => p.X >= left)).Max(l => l.Max(p => p.Y)) + 1.7f;
        yield return [(left + width * 0.25f, top)];
        yield return [(left + width * 0.75f, top)];
    }

    private static List<(float X, float Y)> Points(string line, float left)
    {
        var points = new List<(float X, float Y)>(line.Length / 2);
        for (var i = 0; i + 1 < line.Length; i += 2)
            points.Add((left + (line[i] - '0'), line[i + 1] - '0' - BaseLine));
        return points;
    }
}
