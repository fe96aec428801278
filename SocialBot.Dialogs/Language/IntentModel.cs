using System.Numerics;
using System.Runtime.InteropServices;

namespace SocialBot.Dialogs.Language;

/// <summary>
/// A softmax regression over hashed features of a text: its words, their concepts, pairs of neighbours and pieces of words.
/// Trained by gradient descent in one fixed order, so that the same phrases always give the same model.
/// </summary>
internal sealed class IntentModel
{
    private const int Rounds = 16;
    private const float FirstStep = 6f;

    private readonly string[] intents;

    /// <summary>Floats per feature: one per intent, filled up to whole vectors.</summary>
    private readonly int stride;
    private readonly TextFeatures features;
    private readonly float[] weights;

    private IntentModel(string[] intents, TextFeatures features)
    {
        this.intents = intents;
        this.features = features;
        stride =
            (intents.Length + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        weights = new float[(features.Count + 1) * stride];
    }

    public IReadOnlyList<string> Intents => intents;

    public TextFeatures Features => features;

    /// <param name="texts">The terms of every phrase, in the same order.</param>
    /// <param name="known">A model whose opinion is a feature of every text.</param>
    public static IntentModel Train(
        IReadOnlyList<Phrase> phrases,
        List<List<string>> texts,
        IntentModel? known
    )
    {
        var names = phrases
            .Select(p => p.Intent)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToArray();
        var model = new IntentModel(names, TextFeatures.Learn(texts, known));
        model.Descend([
            .. phrases.Select(
                (p, i) =>
                    new Example(
                        model.features.Of(texts[i], learning: true),
                        Array.BinarySearch(names, p.Intent, StringComparer.Ordinal)
                    )
            ),
        ]);
        return model;
    }

    /// <summary>The chance of every intent, in the order of <see cref="Intents"/>.</summary>
    public float[] Chances(List<string> terms)
    {
        var chances = new float[stride];
        Score(features.Of(terms), chances);
        Softmax(chances);
        return chances;
    }

    /// <summary>How much more a word speaks for an intent than for all on average, and than for the next.</summary>
    public (float OverAll, float OverNext) Evidence(List<string> terms, int at, int intent)
    {
        var sums = new float[stride];
        foreach (var feature in features.OfWord(terms, at))
            Add(sums, weights.AsSpan(feature.Index * stride, stride), feature.Value);
        var real = sums.Take(intents.Length).ToList();
        var next = real.Where((_, other) => other != intent).Max();
        return (sums[intent] - real.Average(), sums[intent] - next);
    }

    private void Descend(Example[] examples)
    {
        // Rare intents count as much as frequent ones, nearly.
        var counts = new int[intents.Length];
        foreach (var example in examples)
            counts[example.Intent]++;
        var mean = (float)examples.Length / intents.Length;
        var importance = counts.Select(c => MathF.Pow(mean / c, 0.8f)).ToArray();

        var random = new Random(17);
        var dice = 0x9E3779B97F4A7C15;
        var chances = new float[stride];
        var kept = new Feature[examples.Max(e => e.Found.Length)];
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(examples);
            var step = FirstStep / (1 + round * 0.35f);
            foreach (var (all, intent) in examples)
            {
                var found = kept.AsSpan(0, Keep(all, kept, ref dice));
                Array.Clear(chances);
                Score(found, chances);
                Softmax(chances);
                chances[intent] -= 1;
                var pace = -step * importance[intent];
                for (var i = 0; i < chances.Length; i++)
                    chances[i] *= pace;
                foreach (var feature in found)
                    Add(weights.AsSpan(feature.Index * stride, stride), chances, feature.Value);
            }
        }
    }

    /// <summary>
    /// Leaves out about every third feature, another one each time, so that no phrase comes to hang on a single word. The dice are
    /// an xorshift: cheap, and the same in every run.
    /// </summary>
    private static int Keep(Feature[] all, Feature[] kept, ref ulong dice)
    {
        var count = 0;
        var bits = 0UL;
        for (var i = 0; i < all.Length; i++)
        {
            if (i % 16 == 0)
            {
                dice ^= dice << 13;
                dice ^= dice >> 7;
                dice ^= dice << 17;
                bits = dice;
            }
            if ((bits & 15) >= 5)
                kept[count++] = all[i];
            bits >>= 4;
        }
        return count;
    }

    private void Score(ReadOnlySpan<Feature> found, Span<float> scores)
    {
        foreach (var feature in found)
            Add(scores, weights.AsSpan(feature.Index * stride, stride), feature.Value);
    }

    private static void Add(Span<float> to, ReadOnlySpan<float> what, float times)
    {
        var sums = MemoryMarshal.Cast<float, Vector<float>>(to);
        var parts = MemoryMarshal.Cast<float, Vector<float>>(what);
        for (var i = 0; i < sums.Length; i++)
            sums[i] += parts[i] * times;
    }

    private void Softmax(Span<float> scores)
    {
        var real = scores[..intents.Length];
        var top = float.MinValue;
        foreach (var score in real)
            top = MathF.Max(top, score);
        var sum = 0f;
        foreach (ref var score in real)
            sum += score = MathF.Exp(score - top);
        foreach (ref var score in real)
            score /= sum;
        scores[intents.Length..].Clear();
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Example(Feature[] Found, int Intent);
}

/// <param name="Index">The row of the feature's weights.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Feature(int Index, float Value);
