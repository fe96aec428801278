namespace SocialBot.Core.Sentiment;

/// <summary>
/// How a short text feels, decided on this machine in microseconds, with the words that decided. Rated words (<c>lexicon.txt</c>) are
/// weighed by what was learned from labelled texts (<c>model.txt</c>). English only: other languages are not scored.
/// </summary>
public sealed class SentimentScorer
{
    /// <summary>A missed complaint costs more than a look at a harmless comment, so less than half is enough.</summary>
    private const float EnoughForNegative = 0.38f;
    private const float EnoughForPositive = 0.45f;

    /// <summary>Where no rated word speaks against anything ("How much is the blue one?"), learned words alone must be surer.</summary>
    private const float EnoughWithoutRatedWord = 0.6f;
    private const int MostReasons = 5;
    private const double LeastReason = 0.15;

    /// <summary>Brings a rating (-4 to 4) to the scale of what is learned.</summary>
    private const float RatingScale = 0.5f;

    [ThreadStatic]
    private static Reader? reader;

    private readonly SentimentModel model;
    private readonly SentimentVocabulary vocabulary;

    /// <summary>With the model that is part of this build.</summary>
    public SentimentScorer()
        : this(SentimentLexicon.Load(), SentimentModel.Load()) { }

    internal SentimentScorer(Dictionary<string, WordRating> ratings, SentimentModel model)
    {
        this.model = model;
        vocabulary = new SentimentVocabulary(ratings, model.Words);
    }

    /// <summary>Takes any text; beyond its first thousand words nothing more is read. Safe from many threads at once.</summary>
    public SentimentReading Score(string text)
    {
        var (tokens, evidence) = reader ??= new Reader(new TextTokens(), new SentimentEvidence());
        tokens.Read(text, vocabulary);
        evidence.Weigh(tokens, vocabulary);
        if (tokens.All.IsEmpty && tokens.OtherLetters == 0)
            return new SentimentReading.NotScored(SentimentReading.NotScored.NoWords);
        if (!KnownLanguage.Is(tokens, somethingDecides: evidence.Hits.Length > 0))
            return new SentimentReading.NotScored(
                tokens.Words + tokens.OtherLetters > 0
                    ? SentimentReading.NotScored.Language
                    : SentimentReading.NotScored.NoWords
            );

        var (negative, positive) = Weigh(tokens, evidence);
        var label =
            negative >= Enough(evidence) && negative >= positive ? SentimentLabel.Negative
            : positive >= EnoughForPositive ? SentimentLabel.Positive
            : SentimentLabel.Neutral;
        return new SentimentReading.Scored(
            label,
            Math.Round(positive - negative, 3),
            Math.Round(negative, 3),
            Reasons(tokens, evidence, label)
        );
    }

    private static float Enough(SentimentEvidence evidence)
    {
        foreach (var hit in evidence.Hits)
            if (hit.Rating < 0)
                return EnoughForNegative;
        return EnoughWithoutRatedWord;
    }

    internal static (float Negative, float Positive) Softmax(float negative, float positive)
    {
        var top = Math.Max(0, Math.Max(negative, positive));
        var (n, p) = (MathF.Exp(negative - top), MathF.Exp(positive - top));
        var sum = n + p + MathF.Exp(-top);
        return (n / sum, p / sum);
    }

    private (float Negative, float Positive) Weigh(TextTokens tokens, SentimentEvidence evidence)
    {
        var (negative, positive) = (model.Bias.Negative, model.Bias.Positive);
        var features = evidence.Features;
        for (var i = 0; i < features.Length; i++)
        {
            negative += model.Evidence[i].Negative * features[i];
            positive += model.Evidence[i].Positive * features[i];
        }
        foreach (var token in tokens.All)
        {
            var learned = token.Learned;
            negative += learned.Negative;
            positive += learned.Positive;
        }
        return Softmax(negative, positive);
    }

    /// <summary>What weighed most for the label; for a neutral text whatever weighed at all.</summary>
    private static List<DecidingWord> Reasons(
        TextTokens tokens,
        SentimentEvidence evidence,
        SentimentLabel label
    )
    {
        var reasons = new List<DecidingWord>();
        var next = 0; // words before this are spoken for
        foreach (var hit in evidence.Hits)
        {
            AddLearned(tokens, next, hit.First, label, reasons);
            var weight = hit.Rating * RatingScale;
            for (var i = hit.First; i <= hit.Last; i++)
                weight += tokens.All[i].Learned.Leaning;
            AddReason(tokens, Math.Max(hit.First, next), hit.Last, weight, label, reasons);
            next = hit.Last + 1;
        }
        AddLearned(tokens, next, tokens.All.Length, label, reasons);
        reasons.Sort((a, b) => Math.Abs(b.Weight).CompareTo(Math.Abs(a.Weight)));
        if (reasons.Count > MostReasons)
            reasons.RemoveRange(MostReasons, reasons.Count - MostReasons);
        return reasons;
    }

    private static void AddLearned(
        TextTokens tokens,
        int first,
        int end,
        SentimentLabel label,
        List<DecidingWord> reasons
    )
    {
        for (var i = first; i < end; i++)
            AddReason(tokens, i, i, tokens.All[i].Learned.Leaning, label, reasons);
    }

    private static void AddReason(
        TextTokens tokens,
        int first,
        int last,
        float weight,
        SentimentLabel label,
        List<DecidingWord> reasons
    )
    {
        var speaksForLabel = label switch
        {
            SentimentLabel.Negative => weight < 0,
            SentimentLabel.Positive => weight > 0,
            _ => true,
        };
        if (speaksForLabel && Math.Abs(weight) >= LeastReason)
            reasons.Add(new DecidingWord(tokens.Original(first, last), Math.Round(weight, 2)));
    }

    private sealed record Reader(TextTokens Tokens, SentimentEvidence Evidence);
}
