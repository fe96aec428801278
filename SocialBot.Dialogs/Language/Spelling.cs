namespace SocialBot.Dialogs.Language;

/// <summary>
/// Finds the known word one slip away from a mistyped one, by the words that both become when a letter is left out. Short words
/// are left alone: "most" is no mistyped "post".
/// </summary>
internal sealed class Spelling
{
    private const int Shortest = 5;

    /// <summary>From this length on one letter may also be another.</summary>
    private const int ShortestExchange = 7;

    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> shortened = new(StringComparer.Ordinal);

    public Spelling(IEnumerable<string> words)
    {
        foreach (var word in words.Where(w => w.Length > 0 && char.IsLetter(w[0])))
        {
            if (!known.Add(word) || word.Length < Shortest)
                continue;
            for (var i = 0; i < word.Length; i++)
                shortened.TryAdd(word.Remove(i, 1), word);
        }
    }

    public bool Knows(string word) => known.Contains(word);

    /// <summary>The word itself when it is known or nothing is near.</summary>
    public string Correct(string word)
    {
        if (word.Length < Shortest - 1 || known.Contains(word) || !char.IsLetter(word[0]))
            return word;
        // A letter was left out: aprove.
        if (shortened.TryGetValue(word, out var longer))
            return longer;
        for (var i = 0; i < word.Length; i++)
        {
            var less = word.Remove(i, 1);
            // One too many: approvee.
            if (less.Length >= Shortest - 1 && known.Contains(less))
                return less;
            // Two changed places, or one is another: apporve, scheduke.
            if (
                shortened.TryGetValue(less, out var near)
                && near.Length == word.Length
                && (IsSwap(word, near) || word.Length >= ShortestExchange)
            )
                return near;
        }
        return word;
    }

    private static bool IsSwap(string a, string b)
    {
        var first = 0;
        while (first < a.Length && a[first] == b[first])
            first++;
        return first + 1 < a.Length
            && a[first] == b[first + 1]
            && a[first + 1] == b[first]
            && a.AsSpan(first + 2).SequenceEqual(b.AsSpan(first + 2));
    }
}
