using System.Runtime.InteropServices;

namespace SocialBot.Core.Sentiment;

/// <summary>
/// What the rated words of a text come to, after negation ("not good"), strength ("very", capitals), and contrast (what follows "but"
/// weighs more), as the numbers that the model weighs.
/// </summary>
internal sealed class SentimentEvidence
{
    public const int FeatureCount = 27;
    private const int NegationReach = 4;
    private const int StrengthReach = 2;
    private const float NegatedPositive = -0.75f;
    private const float NegatedNegative = -0.45f;
    private const float BeforeTurn = 0.6f;
    private const float AfterTurn = 1.25f;
    private const float EmphaticFactor = 1.25f;
    private const float PerExclamation = 0.08f; // up to three of them

    private readonly List<Hit> hits = [];
    private readonly float[] features = new float[FeatureCount];

    public ReadOnlySpan<Hit> Hits => CollectionsMarshal.AsSpan(hits);
    public ReadOnlySpan<float> Features => features;

    public void Weigh(TextTokens text, SentimentVocabulary vocabulary)
    {
        hits.Clear();
        var turn = FindHits(text, vocabulary);
        if (turn >= 0)
            WeighTurn(turn);
        SumUp(text, turn);
    }

    /// <summary>Returns the last word that turns, or -1.</summary>
    private int FindHits(TextTokens text, SentimentVocabulary vocabulary)
    {
        var tokens = text.All;
        var mayShout = text.Shouted * 2 < text.Words;
        var loudness = 1 + PerExclamation * Math.Min(text.Exclamations, 3);
        var turn = -1;
        var negatedAt = -NegationReach;
        var strengthAt = -StrengthReach;
        var strength = 1f;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].NewClause)
                (negatedAt, strengthAt) = (i - NegationReach - 1, i - StrengthReach - 1);
            if (tokens[i].Known is not { } known)
                continue;
            var last = FindPhrase(text, vocabulary, i, ref known);
            if (known.Rating.Role == WordRole.Turns && i > 0)
                turn = i;
            if (known.Rating.Rating != 0)
            {
                var isNegated = i - negatedAt <= NegationReach && i > negatedAt && negatedAt >= 0;
                var rating = known.Rating.Rating * loudness;
                if (i - strengthAt <= StrengthReach && strengthAt >= 0)
                    rating *= strength;
                if (isNegated)
                    rating *= rating > 0 ? NegatedPositive : NegatedNegative;
                if (mayShout && tokens[i].Emphatic)
                    rating *= EmphaticFactor;
                hits.Add(
                    new Hit(
                        isNegated ? negatedAt : i,
                        last,
                        rating,
                        isNegated,
                        last > i,
                        !tokens[i].IsWord
                    )
                );
            }
            if (known.Rating.Role == WordRole.Negates)
                negatedAt = last;
            if (known.Rating.Factor != 1)
                (strengthAt, strength) = (last, known.Rating.Factor);
            i = last;
        }
        return turn;
    }

    /// <summary>The longest phrase from here that the lexicon has; a phrase says what its words do not.</summary>
    private static int FindPhrase(
        TextTokens text,
        SentimentVocabulary vocabulary,
        int first,
        ref KnownWord known
    )
    {
        var count = text.All.Length;
        for (var last = Math.Min(first + known.LongestPhrase, count) - 1; last > first; last--)
            if (vocabulary.Find(text.Slice(first, last)) is { IsRated: true } phrase)
            {
                known = phrase;
                return last;
            }
        return first;
    }

    private void WeighTurn(int turn)
    {
        foreach (ref var hit in CollectionsMarshal.AsSpan(hits))
            hit = hit with { Rating = hit.Rating * (hit.Last < turn ? BeforeTurn : AfterTurn) };
    }

    private void SumUp(TextTokens text, int turn)
    {
        var (positive, negative, most, least) = (0f, 0f, 0f, 0f);
        var (positives, negatives, negatedPositive, negatedNegative) = (0, 0, 0f, 0f);
        var (phrasePositive, phraseNegative, pictures) = (0f, 0f, 0f);
        foreach (var hit in Hits)
        {
            if (hit.Rating > 0)
            {
                positive += hit.Rating;
                positives++;
                phrasePositive += hit.IsPhrase ? hit.Rating : 0;
                negatedNegative += hit.IsNegated ? hit.Rating : 0;
            }
            else
            {
                negative -= hit.Rating;
                negatives++;
                phraseNegative -= hit.IsPhrase ? hit.Rating : 0;
                negatedPositive -= hit.IsNegated ? hit.Rating : 0;
            }
            pictures += hit.IsPicture ? hit.Rating : 0;
            most = Math.Max(most, hit.Rating);
            least = Math.Min(least, hit.Rating);
        }
        var sum = positive - negative;
        var compound = sum / MathF.Sqrt(sum * sum + 15);
        var loud = Math.Min(text.Exclamations, 3) / 3f;
        var f = 0;
        features[f++] = MathF.Log(1 + positive);
        features[f++] = MathF.Log(1 + negative);
        features[f++] = compound;
        features[f++] = Math.Max(0, compound - 0.3f);
        features[f++] = Math.Max(0, -compound - 0.3f);
        features[f++] = most / 3;
        features[f++] = least / 3;
        features[f++] = hits.Count > 0 ? hits[0].Rating / 3 : 0;
        features[f++] = hits.Count > 0 ? hits[^1].Rating / 3 : 0;
        features[f++] = Math.Min(positives, 4) / 2f;
        features[f++] = Math.Min(negatives, 4) / 2f;
        features[f++] = positives > 0 && negatives > 0 ? 1 : 0;
        features[f++] = MathF.Log(1 + Math.Min(positive, negative));
        features[f++] = MathF.Log(1 + negatedPositive);
        features[f++] = MathF.Log(1 + negatedNegative);
        features[f++] = MathF.Log(1 + phrasePositive);
        features[f++] = MathF.Log(1 + phraseNegative);
        features[f++] = Math.Clamp(pictures / 3, -1.5f, 1.5f);
        features[f++] = compound < 0 ? 0 : loud;
        features[f++] = loud * Math.Max(0, compound);
        features[f++] = Math.Min(text.Questions, 2) / 2f;
        features[f++] = Math.Min(text.Questions, 1) * Math.Max(0, -compound);
        features[f++] = text.Words > 3 ? text.Shouted / (float)text.Words : 0;
        features[f++] = MathF.Log(1 + text.Words) / 3;
        features[f++] = text.Links > 0 ? 1 : 0;
        features[f++] = turn >= 0 ? 1 : 0;
        features[f] = hits.Count == 0 ? 1 : 0;
    }
}

/// <summary>A rated word or phrase in a text; from its negation on, where it has one.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Hit(
    int First,
    int Last,
    float Rating,
    bool IsNegated,
    bool IsPhrase,
    bool IsPicture
);
