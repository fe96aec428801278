using SocialBot.Core.Storage;

namespace SocialBot.Core.Publishing;

/// <summary>
/// One try to bring something to a network. Committed before any byte leaves, settled after. Where the network keeps one post per
/// key, the next try of the same thing is the same attempt, opened again: its key must stay what it was.
/// </summary>
public sealed class Attempt : InWorkspace
{
    public long Id { get; private set; }

    /// <summary>What is sent: <c>copy:17</c>, <c>part:4</c>, <c>comment:17</c>, <c>reply:5</c>, <c>takedown:17</c>.</summary>
    public required string Subject { get; init; }
    public long AccountId { get; init; }

    /// <summary>26 characters, time-ordered, unique: the idempotency key where the network takes one.</summary>
    public required string Key { get; init; }

    /// <summary>What was sent, named by hash.</summary>
    public required string Revision { get; init; }
    public DateTimeOffset IntentAt { get; init; }
    public AttemptOutcome Outcome { get; set; }
    public string? RemoteId { get; set; }
    public string? Detail { get; set; }
    public DateTimeOffset? SettledAt { get; set; }

    /// <summary>
    /// From here on nothing of it can still be leaving: its answer was lost, or a new owner found it open. The settle window
    /// counts from it; null while it is on its way.
    /// </summary>
    public DateTimeOffset? StillSince { get; set; }

    /// <summary>How often reading back, or asking how far the network is, was tried.</summary>
    public int Looks { get; set; }

    /// <summary>How often it left, or was about to.</summary>
    public int Tries { get; private set; } = 1;

    public bool IsOpen => SettledAt is null;

    /// <summary>It leaves once more under its key. <see cref="IntentAt"/> stays: an earlier call may have made the post.</summary>
    public void Reopen()
    {
        Tries++;
        Outcome = AttemptOutcome.Unknown;
        RemoteId = null;
        SettledAt = null;
        StillSince = null;
        Looks = 0;
    }
}

public enum AttemptOutcome
{
    /// <summary>Committed; whether it left is not known yet.</summary>
    Unknown,
    Published,
    Processing,
    Rejected,
    SignInNeeded,
    TryLater,

    /// <summary>It may be out: never sent again by itself.</summary>
    Unconfirmed,
}
