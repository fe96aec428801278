using System.Globalization;
using System.Runtime.InteropServices;

namespace SocialBot.Core.Sentiment;

/// <summary>What a word or phrase does to a text by our own judgement. See <c>lexicon.txt</c>.</summary>
/// <param name="Rating">-4 to 4; 0 = says nothing by itself.</param>
/// <param name="Factor">How it strengthens (above 1) or weakens the next rated word; 1 = not at all.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WordRating(float Rating, float Factor, WordRole Role);

internal enum WordRole : byte
{
    None,
    Negates,

    /// <summary>What comes after it weighs more than what came before.</summary>
    Turns,
}

/// <summary>Reads <c>lexicon.txt</c>: one line per rating and kind of word, the forms of verbs and adjectives made here.</summary>
internal static class SentimentLexicon
{
    private const float NegationIsMild = 1;

    public static Dictionary<string, WordRating> Load()
    {
        var words = new Dictionary<string, WordRating>(StringComparer.Ordinal);
        foreach (var line in SentimentResource.Lines("lexicon.txt"))
        {
            if (line.Length == 0 || line[0] == ';')
                continue;
            var (head, items) = (
                line[..line.IndexOf(": ", StringComparison.Ordinal)],
                line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..].Split(", ")
            );
            foreach (var item in items)
                Add(words, head.Split(' '), item);
        }
        return words;
    }

    private static void Add(Dictionary<string, WordRating> words, string[] head, string item)
    {
        switch (head)
        {
            case ["negate"]:
                Merge(words, item, r => r with { Role = WordRole.Negates });
                break;
            case ["but"]:
                Merge(words, item, r => r with { Role = WordRole.Turns });
                break;
            case ["raise" or "lower", var factor]:
                Merge(words, item, r => r with { Factor = Number(factor) });
                break;
            case [var rating, var kind]:
                foreach (var form in Forms(item, kind))
                    words.TryAdd(
                        form,
                        new WordRating(Number(rating), NegationIsMild, WordRole.None)
                    );
                break;
            default:
                throw new InvalidDataException($"lexicon.txt: what is '{string.Join(' ', head)}'?");
        }
    }

    private static void Merge(
        Dictionary<string, WordRating> words,
        string item,
        Func<WordRating, WordRating> change
    ) => words[item] = change(words.GetValueOrDefault(item, new WordRating(0, 1, WordRole.None)));

    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Forms(string item, string kind) =>
        kind switch
        {
            "v" when !item.Contains(' ') => [item, S(item), With(item, "ed"), With(item, "ing")],
            "a" when !item.Contains(' ') => [item, Ly(item)],
            "n" => [item, S(item)],
            _ => [item],
        };

    private static string S(string word) =>
        EndsInY(word) ? word[..^1] + "ies"
        : word[^1] is 's' or 'x' or 'z'
        || word.EndsWith("ch", StringComparison.Ordinal)
        || word.EndsWith("sh", StringComparison.Ordinal)
            ? word + "es"
        : word + "s";

    private static string With(string verb, string ending) =>
        verb[^1] == 'e' ? verb[..^1] + ending
        : EndsInY(verb) && ending == "ed" ? verb[..^1] + "ied"
        : DoublesLast(verb) ? verb + verb[^1] + ending
        : verb + ending;

    private static string Ly(string adjective) =>
        adjective.EndsWith("le", StringComparison.Ordinal) ? adjective[..^1] + "y"
        : EndsInY(adjective) ? adjective[..^1] + "ily"
        : adjective.EndsWith("ic", StringComparison.Ordinal) ? adjective + "ally"
        : adjective + "ly";

    private static bool EndsInY(string word) =>
        word.Length > 2 && word[^1] == 'y' && !IsVowel(word[^2]);

    /// <summary>"rob" but not "break" or "bother": one syllable, one vowel, one consonant.</summary>
    private static bool DoublesLast(string verb) =>
        verb.Length is 3 or 4
        && !IsVowel(verb[^1])
        && verb[^1] is not ('w' or 'x' or 'y')
        && IsVowel(verb[^2])
        && !IsVowel(verb[^3]);

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';
}

internal static class SentimentResource
{
    public static IEnumerable<string> Lines(string name)
    {
        using var stream =
            typeof(SentimentResource).Assembly.GetManifestResourceStream(
                "SocialBot.Core.Sentiment." + name
            ) ?? throw new InvalidOperationException($"{name} is not part of this build.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
