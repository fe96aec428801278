namespace SocialBot.Core.Inbox;

/// <summary>How a text sounds. A text that could not be scored has none: that is not the same as neutral.</summary>
public enum Mood
{
    Negative,
    Neutral,
    Positive,
}

/// <summary>What the scorer made of a text, as an item keeps it.</summary>
/// <param name="Mood">Null = not scored.</param>
/// <param name="Score">-1 to 1.</param>
/// <param name="NegativeProbability">0 to 1.</param>
/// <param name="Because">The words that decided, weightiest first.</param>
/// <param name="NotScored">Why there is no mood.</param>
public sealed record ItemReading(
    Mood? Mood,
    double Score,
    double NegativeProbability,
    IReadOnlyList<string> Because,
    string? NotScored
)
{
    public static ItemReading NoScore(string why) => new(Mood: null, 0, 0, [], why);
}

/// <summary>Scores a text's sentiment.</summary>
public interface IScoresItems
{
    ItemReading Score(string text);
}

/// <summary>Without a scorer every text says so.</summary>
internal sealed class ScoresNothing : IScoresItems
{
    public ItemReading Score(string text) => ItemReading.NoScore("no scorer");
}
