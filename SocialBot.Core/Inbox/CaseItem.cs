using SocialBot.Core.Networks;
using SocialBot.Core.Sentiment;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

/// <summary>One text as it came in. An event is stored once per account, and so is the thing itself.</summary>
public sealed class CaseItem : InWorkspace
{
    public long Id { get; private set; }
    public long CaseId { get; private set; }
    public Case Case { get; internal init; } = null!;
    public long AccountId { get; init; }
    public required string EventId { get; init; }
    public required string RemoteId { get; init; }

    /// <summary>A post that was found can turn out to be sent to us.</summary>
    public IncomingKind Kind { get; internal set; }
    public required string Conversation { get; init; }

    /// <summary>How the remote id of a text begins that a member brought from the team's chat (<see cref="BringCase"/>).</summary>
    public const string Brought = "chat:";

    public bool IsBrought => RemoteId.StartsWith(Brought, StringComparison.Ordinal);
    public string? InReplyTo { get; init; }
    public required string AuthorId { get; init; }
    public required string AuthorHandle { get; init; }
    public required string AuthorName { get; init; }
    public int? Followers { get; init; }

    /// <summary>A stranger's words: shown as a quotation only, never logged.</summary>
    public required string Text { get; init; }
    public string? Permalink { get; init; }

    /// <summary>What it answers or quotes, oldest first; strangers' words too.</summary>
    public IReadOnlyList<ContextText> Context { get; init; } = [];

    /// <summary>The watched word that found it; null when it was sent to us.</summary>
    public string? FoundBy { get; internal set; }

    /// <summary>When it was written, by the network's clock.</summary>
    public DateTimeOffset At { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }

    public ItemRole Role { get; init; }
    public required ItemReading Reading { get; init; }
    public SentimentLabel? Mood { get; init; }

    /// <summary>See <see cref="TextSketch"/>; empty where there are no words to compare.</summary>
    public required byte[] Sketch { get; init; }

    public DateTimeOffset? LikedAt { get; internal set; }
    public DateTimeOffset? HiddenAt { get; internal set; }

    /// <summary>When we learned that its author, or the network, deleted it.</summary>
    public DateTimeOffset? GoneAt { get; internal set; }

    /// <summary>When it was last seen to be there.</summary>
    public DateTimeOffset? CheckedAt { get; internal set; }
}

public enum ItemRole
{
    /// <summary>What the case began with.</summary>
    Lead,

    /// <summary>What followed in the same conversation.</summary>
    Further,

    /// <summary>Much the same text by someone else.</summary>
    Similar,
}
