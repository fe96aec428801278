using System.Globalization;
using SocialBot.Core.Networks;

namespace SocialBot.Core.Posts;

/// <summary>
/// Parts a text that is too long for one post. Nothing but white space at the borders is lost; a part ends with a paragraph or a
/// sentence where one ends in its second half, else with a word, else (no spaces) with a character.
/// </summary>
public static class ThreadParts
{
    private const int MostDigits = 3;

    /// <param name="measure">How long a part is for the network, by its place from 0.</param>
    /// <param name="numbered">Each part ends with <c>1/3</c>, which counts as its text.</param>
    /// <returns>One part where it fits as it is; null when something that must not be broken is longer than a part.</returns>
    public static IReadOnlyList<string>? Split(
        string text,
        Func<int, string, TextLength> measure,
        bool numbered
    )
    {
        if (!measure(0, text).Over)
            return [text];
        var borders = ThreadBorders.Find(text);
        if (!numbered)
            return Parts(text, borders, measure, (_, part) => part);
        for (var digits = 1; digits <= MostDigits; digits++)
        {
            // Only the number of digits matters for the length.
            var most = (int)Math.Pow(10, digits) - 1;
            var parts = Parts(text, borders, measure, (i, part) => Numbered(part, i, most));
            if (parts is null)
                return null;
            if (parts.Count <= most)
                return [.. parts.Select((part, i) => Numbered(part, i, parts.Count))];
        }
        return null;
    }

    /// <summary>A part without its number.</summary>
    public static string Unnumbered(string part, int index, int count) =>
        part.EndsWith(Number(index, count), StringComparison.Ordinal)
            ? part[..^Number(index, count).Length]
            : part;

    private static string Numbered(string part, int index, int count) =>
        part + Number(index, count);

    private static string Number(int index, int count) =>
        string.Create(CultureInfo.InvariantCulture, $" {index + 1}/{count}");

    private static List<string>? Parts(
        string text,
        List<ThreadBorders.Border> borders,
        Func<int, string, TextLength> measure,
        Func<int, string, string> asSent
    )
    {
        var parts = new List<string>();
        var (start, from) = (0, 0);
        while (from < borders.Count && start < text.Length)
        {
            bool Fits(int border) =>
                !measure(parts.Count, asSent(parts.Count, text[start..borders[border].End])).Over;
            if (Furthest(from, borders.Count - 1, Fits) is not { } furthest)
                return null;
            var end = Best(borders, from, furthest, start);
            if (borders[end].End > start)
                parts.Add(text[start..borders[end].End]);
            start = borders[end].Next;
            from = end + 1;
        }
        return parts;
    }

    /// <summary>The last border up to which the text fits. Doubling first: a part is short, what remains may be long.</summary>
    private static int? Furthest(int first, int last, Func<int, bool> fits)
    {
        if (!fits(first))
            return null;
        var (low, step) = (first, 1);
        while (low + step <= last && fits(low + step))
        {
            low += step;
            step *= 2;
        }
        var high = Math.Min(last, low + step);
        if (low < high && fits(high))
            return high;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (fits(middle))
                low = middle;
            else
                high = middle;
        }
        return low;
    }

    private static int Best(List<ThreadBorders.Border> borders, int from, int furthest, int start)
    {
        if (furthest == borders.Count - 1)
            return furthest;
        var half = start + (borders[furthest].End - start) / 2;
        var best = furthest;
        for (var i = furthest; i >= from && borders[i].End >= half; i--)
            if (borders[i].Strength > borders[best].Strength)
                best = i;
        // A word is not broken as long as one ends at all.
        for (
            var i = best;
            borders[best].Strength == ThreadBorders.Strength.Anywhere && i >= from;
            i--
        )
            if (borders[i].Strength > ThreadBorders.Strength.Anywhere && borders[i].End > start)
                best = i;
        return best;
    }
}
