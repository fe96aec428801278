using SocialBot.Core.Chat;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Board;

/// <summary>Where a copy of a card hangs.</summary>
public sealed class BoardCard : InWorkspace
{
    public long Id { get; private set; }

    /// <summary><c>post:214</c>.</summary>
    public required string Subject { get; init; }
    public required string Platform { get; init; }
    public required string Tenant { get; init; }
    public required string Conversation { get; init; }
    public string? Thread { get; init; }
    public bool Personal { get; init; }
    public string? Reference { get; set; }
    public required string MessageId { get; init; }

    /// <summary>The member whose personal chat it hangs in; null in a room.</summary>
    public long? MemberId { get; init; }
    public long? RoomId { get; init; }

    /// <summary>Hash of what it shows now: an update that would change nothing is not sent.</summary>
    public string? ShownHash { get; set; }
    public DateTimeOffset PostedAt { get; init; }

    /// <summary>Set when the platform said that the message or its place is gone.</summary>
    public DateTimeOffset? GoneAt { get; set; }

    public ChatPlace Place => new(Platform, Tenant, Conversation, Thread, Personal, Reference);
}
