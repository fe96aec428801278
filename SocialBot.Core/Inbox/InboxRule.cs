using SocialBot.Core.Sentiment;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

/// <summary>What to do with incoming texts that fit. Every condition that is set must hold; a rule without any fits nothing.</summary>
public sealed class InboxRule : InWorkspace
{
    public long Id { get; private set; }

    /// <summary>As people call it, and as the card says why: <c>fire</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Any of these words or phrases, whole words, whatever their case.</summary>
    public IReadOnlyList<string> Phrases { get; init; } = [];

    /// <summary>The network's id of who wrote.</summary>
    public string? AuthorId { get; init; }
    public string? Network { get; init; }

    /// <summary>Only texts scored negative.</summary>
    public bool OnlyNegative { get; init; }
    public RuleEffect Effect { get; init; }

    /// <summary>The case whose spam mark made this rule; undoing that mark drops it.</summary>
    public long? FromCaseId { get; init; }
    public long MemberId { get; init; }
    public DateTimeOffset At { get; init; }

    /// <param name="plain">The text by <see cref="TextSketch.Plain"/>.</param>
    public bool Fits(string network, string authorId, string plain, SentimentLabel? mood)
    {
        if (Phrases.Count == 0 && AuthorId is null && Network is null && !OnlyNegative)
            return false;
        return (AuthorId is null || AuthorId == authorId)
            && (
                Network is null
                || string.Equals(Network, network, StringComparison.OrdinalIgnoreCase)
            )
            && (!OnlyNegative || mood == SentimentLabel.Negative)
            && (Phrases.Count == 0 || Phrases.Any(p => Contains(plain, TextSketch.Plain(p))));
    }

    private static bool Contains(string plain, string phrase) =>
        phrase.Length > 0
        && string.Concat(" ", plain, " ")
            .Contains(string.Concat(" ", phrase, " "), StringComparison.Ordinal);
}

public enum RuleEffect
{
    /// <summary>A card of its own in the mentions room.</summary>
    OwnCard,

    /// <summary>A card of its own, and one in the alerts room.</summary>
    Alert,
    Spam,
}
