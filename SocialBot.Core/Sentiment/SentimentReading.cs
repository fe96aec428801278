namespace SocialBot.Core.Sentiment;

/// <summary>What the scorer makes of a text: a label with its reasons, or why there is none. Not scored is never neutral.</summary>
public abstract record SentimentReading
{
    private SentimentReading() { }

    /// <param name="Score">-1 (negative) to 1 (positive).</param>
    /// <param name="NegativeProbability">0 to 1.</param>
    /// <param name="Because">What weighed most for the label, strongest first; empty when nothing in the text did.</param>
    public sealed record Scored(
        SentimentLabel Label,
        double Score,
        double NegativeProbability,
        IReadOnlyList<DecidingWord> Because
    ) : SentimentReading;

    /// <param name="Reason"><see cref="Language"/>: not one that the scorer knows. <see cref="NoWords"/>: nothing to go by.</param>
    public sealed record NotScored(string Reason) : SentimentReading
    {
        public const string Language = "language";
        public const string NoWords = "no-words";
    }
}

public enum SentimentLabel
{
    Negative,
    Neutral,
    Positive,
}

/// <param name="Word">A word, phrase or emoji, as the text has it.</param>
/// <param name="Weight">What it adds towards positive (above 0) or negative (below 0).</param>
public sealed record DecidingWord(string Word, double Weight);
