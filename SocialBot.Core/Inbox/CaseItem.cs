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
    public IncomingKind Kind { get; init; }
    public required string Conversation { get; init; }
    public string? InReplyTo { get; init; }
    public required string AuthorId { get; init; }
    public required string AuthorHandle { get; init; }
    public required string AuthorName { get; init; }
    public int? Followers { get; init; }

    /// <summary>A stranger's words: shown as a quotation only, never logged.</summary>
    public required string Text { get; init; }
    public string? Permalink { get; init; }

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
