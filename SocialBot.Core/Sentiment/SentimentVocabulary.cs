using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace SocialBot.Core.Sentiment;

/// <summary>All words and phrases that the scorer knows: how they are rated by us, and what was learned about them.</summary>
internal sealed class SentimentVocabulary
{
    private readonly FrozenDictionary<string, KnownWord> words;
    private readonly FrozenDictionary<string, KnownWord>.AlternateLookup<ReadOnlySpan<char>> bySpan;

    public SentimentVocabulary(
        IReadOnlyDictionary<string, WordRating> ratings,
        IReadOnlyDictionary<string, LearnedWeight> learned
    )
    {
        var all = new Dictionary<string, KnownWord>(StringComparer.Ordinal);
        foreach (var (word, rating) in ratings)
            all[word] = new KnownWord(
                rating,
                default,
                LongestPhrase: 1,
                IsRated: true,
                IsForeign: false
            );
        foreach (var (word, weight) in learned)
            all[word] = all.TryGetValue(word, out var known)
                ? known with
                {
                    Learned = weight,
                }
                : KnownWord.Unrated with
                {
                    Learned = weight,
                };
        foreach (var phrase in ratings.Keys.Where(k => k.Contains(' ')))
        {
            var first = phrase[..phrase.IndexOf(' ', StringComparison.Ordinal)];
            var length = phrase.Count(c => c == ' ') + 1;
            var known = all.GetValueOrDefault(first, KnownWord.Unrated);
            all[first] = known with { LongestPhrase = Math.Max(known.LongestPhrase, length) };
        }
        foreach (var word in KnownLanguage.ForeignWords())
            all[word] = all.GetValueOrDefault(word, KnownWord.Unrated) with { IsForeign = true };
        words = all.ToFrozenDictionary(StringComparer.Ordinal);
        bySpan = words.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Null when nothing is known about it.</summary>
    public KnownWord? Find(ReadOnlySpan<char> word) =>
        bySpan.TryGetValue(word, out var known) ? known : null;

    public bool Rates(ReadOnlySpan<char> word) =>
        bySpan.TryGetValue(word, out var known) && known.IsRated;
}

/// <param name="LongestPhrase">Words of the longest rated phrase that starts with this one; 1 = none does.</param>
/// <param name="IsForeign">A common short word of a language that the scorer does not know.</param>
internal sealed record KnownWord(
    WordRating Rating,
    LearnedWeight Learned,
    int LongestPhrase,
    bool IsRated,
    bool IsForeign
)
{
    public static readonly KnownWord Unrated = new(
        new WordRating(0, 1, WordRole.None),
        default,
        LongestPhrase: 1,
        IsRated: false,
        IsForeign: false
    );
}

/// <summary>What one occurrence adds to the evidence for each label (neutral is the measure: 0).</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LearnedWeight(float Negative, float Positive)
{
    /// <summary>Towards positive, less what it adds towards negative.</summary>
    public float Leaning => Positive - Negative;

    public static LearnedWeight operator +(LearnedWeight a, LearnedWeight b) =>
        new(a.Negative + b.Negative, a.Positive + b.Positive);
}
