using SocialBot.Core.Sentiment;

namespace SocialBot.Core.Inbox;

/// <summary>What the scorer made of a text, as an item keeps it. Not scored is not the same as neutral.</summary>
/// <param name="Mood">Null = not scored.</param>
/// <param name="Score">-1 to 1.</param>
/// <param name="NegativeProbability">0 to 1.</param>
/// <param name="Because">The words that decided, weightiest first.</param>
/// <param name="NotScored">Why there is no mood: <c>language</c>, <c>no-words</c>.</param>
public sealed record ItemReading(
    SentimentLabel? Mood,
    double Score,
    double NegativeProbability,
    IReadOnlyList<string> Because,
    string? NotScored
)
{
    public static ItemReading Of(SentimentReading reading) =>
        reading is SentimentReading.Scored scored
            ? new(
                scored.Label,
                scored.Score,
                scored.NegativeProbability,
                [.. scored.Because.Select(w => w.Word)],
                NotScored: null
            )
            : new(Mood: null, 0, 0, [], (reading as SentimentReading.NotScored)?.Reason);
}
