using System.Numerics;
using System.Runtime.InteropServices;

namespace SocialBot.Dialogs.Language;

/// <summary>
/// A softmax regression over hashed features of a text: its words, their concepts, pairs of neighbours and pieces of words.
/// Trained by gradient descent in one fixed order, so that the same phrases always give the same model.
/// </summary>
internal sealed class IntentModel
{
    private static float E(string n, float d) =>
        Environment.GetEnvironmentVariable(n) is { } v
            ? float.Parse(v, System.Globalization.CultureInfo.InvariantCulture)
            : d;

    private static int Rounds => (int)E("R", 24);
    private static float FirstStep => E("LR", 6f);
    private static float Drop => E("DROP", 0f);
    private static float Decay => E("DECAY", 0.35f);

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

    public static IntentModel Train(IReadOnlyList<Phrase> phrases)
    {
        var names = phrases
            .Select(p => p.Intent)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToArray();
        var texts = phrases.Select(p => Terms.In(p.Text)).ToList();
        var model = new IntentModel(names, TextFeatures.Learn(texts));
        var examples = texts
            .Select(
                (t, i) =>
                    new Example(
                        model.features.Of(t, learning: true),
                        Array.BinarySearch(names, phrases[i].Intent, StringComparer.Ordinal)
                    )
            )
            .ToArray();
        model.Descend(examples);
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

    /// <summary>How much a word speaks for an intent, against the average of all.</summary>
    public float Evidence(List<string> terms, int at, int intent)
    {
        var sum = 0f;
        foreach (var feature in features.OfWord(terms, at))
        {
            var row = weights.AsSpan(feature.Index * stride, intents.Length);
            sum += feature.Value * (row[intent] - Average(row));
        }
        return sum;
    }

    private static float Average(ReadOnlySpan<float> row)
    {
        var sum = 0f;
        foreach (var weight in row)
            sum += weight;
        return sum / row.Length;
    }

    private void Descend(Example[] examples)
    {
        // Rare intents count as much as frequent ones, nearly.
        var counts = new int[intents.Length];
        foreach (var example in examples)
            counts[example.Intent]++;
        var mean = (float)examples.Length / intents.Length;
        var importance = counts.Select(c => MathF.Pow(mean / c, E("POW", 0.5f))).ToArray();

        var random = new Random(17);
        var chances = new float[stride];
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(examples);
            var step = FirstStep / (1 + round * Decay);
            foreach (var (all, intent) in examples)
            {
                var found = Drop > 0 ? all.Where(_ => random.NextSingle() >= Drop).ToArray() : all;
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

    private void Score(Feature[] found, Span<float> scores)
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
