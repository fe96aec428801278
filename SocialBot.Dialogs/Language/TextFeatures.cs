namespace SocialBot.Dialogs.Language;

/// <summary>
/// From the terms of a text to its features. A feature is known by a 32-bit hash; those that the phrases never showed carry no
/// weight and are left out, but how many words are new is a feature itself: a text full of new words is rarely a request.
/// </summary>
internal sealed class TextFeatures
{
    private const float WordWeight = 1f;
    private const float ConceptWeight = 2f;
    private const float PairWeight = 0.7f;
    private const float ConceptPairWeight = 0.7f;
    private const float PieceWeight = 0.45f;
    private const float KnownWeight = 3f;
    private const float NewWordWeight = 0.8f;

    private readonly IntentModel? known;
    private readonly Concepts concepts = Concepts.Default;
    private readonly Dictionary<uint, int> indices = [];
    private readonly HashSet<string> rare;
    private readonly Spelling spelling;

    /// <summary>What the words of the phrases mean, so that only new words are looked up by their beginnings.</summary>
    private readonly Dictionary<string, string?> meanings;

    private TextFeatures(List<List<string>> texts, IntentModel? known)
    {
        this.known = known;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in texts)
        foreach (var term in text.Distinct(StringComparer.Ordinal))
            counts[term] = counts.GetValueOrDefault(term) + 1;
        rare = counts.Where(c => c.Value == 1).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        spelling = new Spelling(counts.Keys.Concat(concepts.Words));
        meanings = counts.Keys.ToDictionary(w => w, concepts.Of, StringComparer.Ordinal);

        var seen = new Dictionary<uint, int>();
        var found = new List<(uint Hash, float Value)>();
        foreach (var text in texts)
        {
            found.Clear();
            Collect(text, learning: true, found);
            foreach (var (hash, _) in found)
                seen[hash] = seen.GetValueOrDefault(hash) + 1;
        }
        foreach (var term in counts.Keys)
        {
            indices.TryAdd(Hash('w', term), indices.Count);
            if (MeaningOf(term) is { } concept)
                indices.TryAdd(Hash('c', concept), indices.Count);
        }
        // A piece or pair that occurs once says nothing that its words do not.
        foreach (var (hash, count) in seen)
            if (count > 1)
                indices.TryAdd(hash, indices.Count);
    }

    public int Count => indices.Count;

    public static TextFeatures Learn(List<List<string>> texts, IntentModel? known) =>
        new(texts, known);

    /// <param name="learning">The text is one of the phrases: a word that only this one has counts as new.</param>
    public Feature[] Of(List<string> terms, bool learning = false)
    {
        var hashed = new List<(uint Hash, float Value)>(terms.Count * 16);
        Collect(terms, learning, hashed);
        var features = new List<Feature>(hashed.Count);
        var square = 0f;
        foreach (var (hash, value) in hashed)
        {
            if (!indices.TryGetValue(hash, out var index))
                continue;
            features.Add(new Feature(index, value));
            square += value * value;
        }
        var length = MathF.Sqrt(square);
        var result = new Feature[features.Count];
        for (var i = 0; i < result.Length; i++)
            result[i] = features[i] with { Value = features[i].Value / length };
        return result;
    }

    /// <summary>The features of one word alone.</summary>
    public IEnumerable<Feature> OfWord(List<string> terms, int at)
    {
        var hashed = new List<(uint Hash, float Value)>();
        var word = spelling.Correct(terms[at]);
        hashed.Add((Hash('w', word), WordWeight));
        if (MeaningOf(word) is { } concept)
            hashed.Add((Hash('c', concept), ConceptWeight));
        Pieces(word, hashed);
        foreach (var (hash, value) in hashed)
            if (indices.TryGetValue(hash, out var index))
                yield return new Feature(index, value);
    }

    private void Collect(List<string> terms, bool learning, List<(uint, float)> found)
    {
        var (lastWord, lastConcept) = ("^", "^");
        var (fresh, count) = (0, 0);
        for (var at = 0; at < terms.Count; at++)
        {
            var term = terms[at];
            if (term == Terms.ClauseEnd)
                continue;
            count++;
            var word = spelling.Correct(term);
            var concept = MeaningOf(word);
            if (learning ? rare.Contains(term) && concept is null : concept is null && IsNew(word))
                fresh++;
            found.Add((Hash('w', word), WordWeight));
            if (concept is not null)
                found.Add((Hash('c', concept), ConceptWeight));
            if (at + 1 < terms.Count && concepts.OfTwo(word, terms[at + 1]) is { } both)
                found.Add((Hash('c', both), ConceptWeight));
            found.Add((Hash('p', lastWord, word), PairWeight));
            var meaning = concept ?? word;
            if (concept is not null || lastConcept != lastWord)
                found.Add((Hash('q', lastConcept, meaning), ConceptPairWeight));
            Pieces(word, found);
            (lastWord, lastConcept) = (word, meaning);
        }
        found.Add((Hash('p', lastWord, "$"), PairWeight));
        Opinion(terms, found);
        if (fresh > 0)
            found.Add(
                (
                    Hash(
                        'n',
                        fresh switch
                        {
                            1 => "1",
                            2 => "2",
                            3 => "3",
                            _ => "4",
                        }
                    ),
                    NewWordWeight
                )
            );
        if (fresh * 2 >= count)
            found.Add((Hash('n', "half"), NewWordWeight));
        found.Add(
            (
                Hash(
                    'l',
                    count switch
                    {
                        <= 1 => "1",
                        <= 3 => "3",
                        <= 6 => "6",
                        <= 12 => "12",
                        _ => "more",
                    }
                ),
                0.3f
            )
        );
    }

    /// <summary>What another model makes of the text.</summary>
    private void Opinion(List<string> terms, List<(uint, float)> found)
    {
        if (known is null)
            return;
        var chances = known.Chances(terms);
        for (var i = 0; i < known.Intents.Count; i++)
            if (chances[i] > 0.05f)
                found.Add((Hash('k', known.Intents[i]), KnownWeight * chances[i]));
    }

    private string? MeaningOf(string word) =>
        meanings.TryGetValue(word, out var meaning) ? meaning : concepts.Of(word);

    private bool IsNew(string word) => char.IsLetter(word[0]) && !spelling.Knows(word);

    /// <summary>Runs of four characters, with the word's edges: what two forms of a word have in common.</summary>
    private static void Pieces(string word, List<(uint, float)> found)
    {
        if (word.Length < 3 || !char.IsLetter(word[0]))
            return;
        Span<char> edged = stackalloc char[Math.Min(word.Length, 30) + 2];
        edged[0] = '_';
        word.AsSpan(0, edged.Length - 2).CopyTo(edged[1..]);
        edged[^1] = '_';
        var weight = PieceWeight * MathF.Min(1, 4f / (edged.Length - 3));
        for (var at = 0; at + 4 <= edged.Length; at++)
            found.Add((Hash('g', edged.Slice(at, 4)), weight));
    }

    private static uint Hash(char kind, ReadOnlySpan<char> text) => Mix(2166136261 ^ kind, text);

    private static uint Hash(char kind, string first, string second) =>
        Mix(Mix(2166136261 ^ kind, first) * 31 + 7, second);

    /// <summary>FNV-1a: the same in every process, unlike the runtime's own string hash.</summary>
    private static uint Mix(uint hash, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            hash = (hash ^ c) * 16777619;
        return hash;
    }
}
