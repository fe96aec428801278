using SocialBot.Core.Cards;

namespace SocialBot.Dialogs.Posts;

/// <summary>What changed between two texts, word by word: removed struck, added bold.</summary>
public static class TextDiff
{
    /// <summary>Longer texts are shown as removed whole and added whole: nobody reads a word-by-word mosaic of pages.</summary>
    private const int MostWords = 1500;

    public static IReadOnlyList<TextRun> Runs(string before, string after)
    {
        var (a, b) = (Split(before), Split(after));
        if (a.Count > MostWords || b.Count > MostWords)
            return
            [
                new TextRun(before, RunStyle.Struck),
                new TextRun("\n"),
                new TextRun(after, RunStyle.Bold),
            ];
        var runs = new List<TextRun>();
        foreach (var (word, style) in Walk(a, b))
            if (runs.Count > 0 && runs[^1].Style == style)
                runs[^1] = new TextRun(runs[^1].Words + word, style);
            else
                runs.Add(new TextRun(word, style));
        return runs;
    }

    /// <summary>The longest common subsequence, walked from the start.</summary>
    private static IEnumerable<(string Word, RunStyle Style)> Walk(List<string> a, List<string> b)
    {
        var common = new ushort[a.Count + 1, b.Count + 1];
        for (var i = a.Count - 1; i >= 0; i--)
        for (var j = b.Count - 1; j >= 0; j--)
            common[i, j] =
                a[i] == b[j]
                    ? (ushort)(common[i + 1, j + 1] + 1)
                    : Math.Max(common[i + 1, j], common[i, j + 1]);
        var (x, y) = (0, 0);
        while (x < a.Count || y < b.Count)
        {
            if (x < a.Count && y < b.Count && a[x] == b[y])
            {
                yield return (a[x], RunStyle.Normal);
                (x, y) = (x + 1, y + 1);
            }
            else if (y == b.Count || x < a.Count && common[x + 1, y] >= common[x, y + 1])
                yield return (a[x++], RunStyle.Struck);
            else
                yield return (b[y++], RunStyle.Bold);
        }
    }

    /// <summary>Words with the white space that follows them.</summary>
    private static List<string> Split(string text)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 1; i <= text.Length; i++)
            if (i == text.Length || char.IsWhiteSpace(text[i - 1]) && !char.IsWhiteSpace(text[i]))
            {
                words.Add(text[start..i]);
                start = i;
            }
        return words;
    }
}
