using System.Reflection;

namespace SocialBot.Dialogs.Language;

/// <summary>
/// Words that come to the same thing in this field, in both languages: a phrase file that says "approve" then also understands
/// "sign off" and "absegnen". One line each: the concept, then its words; <c>_</c> joins two words, <c>*</c> stands for any ending.
/// </summary>
internal sealed class Concepts
{
    private static readonly Lazy<Concepts> Loaded = new(() => new Concepts());

    private readonly Dictionary<string, string> words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, string>> pairs = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<string, string> beginnings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> byBeginning;
    private readonly int shortest = int.MaxValue;

    private Concepts()
    {
        byBeginning = beginnings.GetAlternateLookup<ReadOnlySpan<char>>();
        using var stream = Assembly
            .GetExecutingAssembly()
            .GetManifestResourceStream("SocialBot.Dialogs.Language.concepts.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.Length == 0)
                continue;
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var word in parts.Skip(1))
            {
                if (word.EndsWith('*'))
                {
                    beginnings[word[..^1]] = parts[0];
                    shortest = Math.Min(shortest, word.Length - 1);
                }
                else if (word.Split('_') is [var first, var second])
                {
                    if (!pairs.TryGetValue(first, out var seconds))
                        pairs[first] = seconds = new(StringComparer.Ordinal);
                    seconds[second] = parts[0];
                }
                else
                {
                    words[word] = parts[0];
                }
            }
        }
    }

    public static Concepts Default => Loaded.Value;

    public IEnumerable<string> Words => words.Keys;

    /// <summary>Null for a word that is only itself.</summary>
    public string? Of(string word)
    {
        if (words.TryGetValue(word, out var concept))
            return concept;
        for (var length = word.Length; length >= shortest; length--)
            if (byBeginning.TryGetValue(word.AsSpan(0, length), out concept))
                return concept;
        return null;
    }

    public string? OfTwo(string first, string second) =>
        pairs.TryGetValue(first, out var seconds) ? seconds.GetValueOrDefault(second) : null;
}
