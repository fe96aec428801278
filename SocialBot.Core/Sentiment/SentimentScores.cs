namespace SocialBot.Core.Sentiment;

/// <summary>How often a scorer is right on labelled texts. A text that it does not score counts as a miss of its label.</summary>
public sealed class SentimentScores
{
    private const int NotScored = 3;
    private readonly int[,] counts = new int[3, 4];

    public int Texts { get; private set; }

    public double Accuracy => (double)Labels.Sum(l => counts[(int)l, (int)l]) / Texts;

    public double MacroF1 => Labels.Average(F1);

    private static IEnumerable<SentimentLabel> Labels => Enum.GetValues<SentimentLabel>();

    public void Add(SentimentLabel label, SentimentReading reading)
    {
        counts[(int)label, reading is SentimentReading.Scored s ? (int)s.Label : NotScored]++;
        Texts++;
    }

    public double Precision(SentimentLabel label) =>
        Share(counts[(int)label, (int)label], Labels.Sum(l => counts[(int)l, (int)label]));

    public double Recall(SentimentLabel label) =>
        Share(
            counts[(int)label, (int)label],
            Enumerable.Range(0, 4).Sum(g => counts[(int)label, g])
        );

    public override string ToString() =>
        FormattableString.Invariant(
            $"{Texts} texts, accuracy {Accuracy:0.000}, macro-F1 {MacroF1:0.000}, negatives: precision {Precision(SentimentLabel.Negative):0.000}, recall {Recall(SentimentLabel.Negative):0.000}"
        );

    /// <summary>
    /// Every text scored once, by a scorer that was trained on all the others' folds: every n-th text is one fold. The
    /// <paramref name="alsoTrainOn"/> texts are in no fold.
    /// </summary>
    public static SentimentScores CrossValidate(
        IReadOnlyList<LabelledText> texts,
        IReadOnlyList<LabelledText> alsoTrainOn,
        int folds = 5
    )
    {
        var scores = new SentimentScores();
        var trainer = new SentimentTrainer();
        for (var fold = 0; fold < folds; fold++)
        {
            var scorer = trainer.Train([
                .. texts.Where((_, i) => i % folds != fold),
                .. alsoTrainOn,
            ]);
            foreach (var text in texts.Where((_, i) => i % folds == fold))
                scores.Add(text.Label, scorer.Score(text.Text));
        }
        return scores;
    }

    private double F1(SentimentLabel label)
    {
        var (precision, recall) = (Precision(label), Recall(label));
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
