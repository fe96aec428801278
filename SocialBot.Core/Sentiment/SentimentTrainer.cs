namespace SocialBot.Core.Sentiment;

/// <summary>A text as people rated it.</summary>
/// <param name="Mean">-4 (extremely negative) to 4 (extremely positive).</param>
/// <param name="Weight">How much it counts among the others.</param>
public sealed record LabelledText(string Text, double Mean, double Weight = 1)
{
    /// <summary>From here on a text is not neutral.</summary>
    public const double Threshold = 0.5;

    public SentimentLabel Label =>
        Mean >= Threshold ? SentimentLabel.Positive
        : Mean <= -Threshold ? SentimentLabel.Negative
        : SentimentLabel.Neutral;
}

/// <summary>
/// Learns a <see cref="SentimentModel"/>: a softmax over three labels by AdaGrad with a pull to zero (L2). The same texts give the same
/// model. People's means are taken as how sure a label is, so a text at the border teaches little.
/// </summary>
public sealed class SentimentTrainer
{
    private const int Rounds = 8;
    private const float Step = 0.12f;
    private const double Sureness = 3.0;
    private const float EvidencePull = 0.0002f;
    private const float WordPull = 0.3f;

    /// <summary>Texts that a word or pair must be in to be learned about.</summary>
    private const int Fewest = 2;

    /// <summary>What weighs less than this changes no label; without it the model is a third as long.</summary>
    private const float Negligible = 0.03f;

    private readonly Dictionary<string, WordRating> ratings = SentimentLexicon.Load();

    public SentimentScorer Train(IReadOnlyList<LabelledText> texts) =>
        new(ratings, TrainModel(texts));

    /// <summary>The lines of <c>model.txt</c>.</summary>
    public IEnumerable<string> TrainLines(IReadOnlyList<LabelledText> texts) =>
        TrainModel(texts).Write();

    private SentimentModel TrainModel(IReadOnlyList<LabelledText> texts)
    {
        var vocabulary = new SentimentVocabulary(ratings, new Dictionary<string, LearnedWeight>());
        var keys = FrequentKeys(texts, vocabulary);
        var examples = texts.Select(t => ExampleOf(t, vocabulary, keys)).ToArray();
        var weights = new Weights(SentimentEvidence.FeatureCount + 1 + keys.Count);
        var order = Enumerable.Range(0, examples.Length).ToArray();
        var random = new Random(20260609);
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(order);
            foreach (var at in order)
                Learn(weights, examples[at]);
        }
        return ToModel(weights, keys);
    }

    private Dictionary<string, int> FrequentKeys(
        IReadOnlyList<LabelledText> texts,
        SentimentVocabulary vocabulary
    )
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var tokens = new TextTokens();
        foreach (var text in texts)
        {
            tokens.Read(text.Text, vocabulary);
            foreach (var key in Keys(tokens).Distinct(StringComparer.Ordinal))
                counts[key] = counts.GetValueOrDefault(key) + 1;
        }
        return counts
            .Where(c => c.Value >= Fewest)
            .OrderBy(c => c.Key, StringComparer.Ordinal)
            .Select((c, index) => (c.Key, Index: index + SentimentEvidence.FeatureCount + 1))
            .ToDictionary(c => c.Key, c => c.Index, StringComparer.Ordinal);
    }

    private static Example ExampleOf(
        LabelledText text,
        SentimentVocabulary vocabulary,
        Dictionary<string, int> keys
    )
    {
        var tokens = new TextTokens();
        var evidence = new SentimentEvidence();
        tokens.Read(text.Text, vocabulary);
        evidence.Weigh(tokens, vocabulary);
        var words = Keys(tokens).Where(keys.ContainsKey).Select(k => keys[k]).Distinct().ToArray();
        var negative = 1 / (1 + Math.Exp(Sureness * (text.Mean + LabelledText.Threshold)));
        var positive = 1 / (1 + Math.Exp(Sureness * (LabelledText.Threshold - text.Mean)));
        return new Example(
            [.. evidence.Features],
            words,
            (float)negative,
            (float)positive,
            (float)text.Weight
        );
    }

    /// <summary>The words and pairs of a text, as the scorer looks them up.</summary>
    private static IEnumerable<string> Keys(TextTokens tokens)
    {
        for (var i = 0; i < tokens.All.Length; i++)
        {
            yield return tokens.Slice(i, i).ToString();
            if (i > 0 && !tokens.All[i].NewClause)
                yield return tokens.Slice(i - 1, i).ToString();
        }
    }

    private void Learn(Weights weights, Example example)
    {
        var (negative, positive) = weights.Probabilities(example);
        var towardsNegative = (negative - example.Negative) * example.Weight;
        var towardsPositive = (positive - example.Positive) * example.Weight;
        weights.Move(0, 1, towardsNegative, towardsPositive, Step, pull: 0);
        for (var i = 0; i < example.Evidence.Length; i++)
            if (example.Evidence[i] != 0)
                weights.Move(
                    i + 1,
                    example.Evidence[i],
                    towardsNegative,
                    towardsPositive,
                    Step,
                    EvidencePull
                );
        foreach (var word in example.Words)
            weights.Move(word, 1, towardsNegative, towardsPositive, Step, WordPull);
    }

    private static SentimentModel ToModel(Weights weights, Dictionary<string, int> keys)
    {
        var model = new SentimentModel { Bias = weights.At(0) };
        for (var i = 0; i < SentimentEvidence.FeatureCount; i++)
            model.Evidence[i] = weights.At(i + 1);
        foreach (var (key, index) in keys)
        {
            var weight = weights.At(index);
            // A single word stays in any case: that it is known tells the language.
            if (
                !key.Contains(' ')
                || MathF.Abs(weight.Negative) + MathF.Abs(weight.Positive) >= Negligible
            )
                model.Words[key] = weight;
        }
        return model;
    }

    private sealed record Example(
        float[] Evidence,
        int[] Words,
        float Negative,
        float Positive,
        float Weight
    );

    private sealed class Weights(int count)
    {
        private readonly float[] negative = new float[count];
        private readonly float[] positive = new float[count];
        private readonly float[] negativeSquares = new float[count];
        private readonly float[] positiveSquares = new float[count];

        public LearnedWeight At(int index) => new(negative[index], positive[index]);

        public (float Negative, float Positive) Probabilities(Example example)
        {
            var (n, p) = (negative[0], positive[0]);
            for (var i = 0; i < example.Evidence.Length; i++)
            {
                n += negative[i + 1] * example.Evidence[i];
                p += positive[i + 1] * example.Evidence[i];
            }
            foreach (var word in example.Words)
            {
                n += negative[word];
                p += positive[word];
            }
            return SentimentScorer.Softmax(n, p);
        }

        public void Move(
            int index,
            float value,
            float toNegative,
            float toPositive,
            float step,
            float pull
        )
        {
            Move(ref negative[index], ref negativeSquares[index], toNegative * value, step, pull);
            Move(ref positive[index], ref positiveSquares[index], toPositive * value, step, pull);
        }

        private static void Move(
            ref float weight,
            ref float squares,
            float gradient,
            float step,
            float pull
        )
        {
            gradient += pull * weight;
            squares += gradient * gradient;
            weight -= step * gradient / (MathF.Sqrt(squares) + 1e-3f);
        }
    }
}
