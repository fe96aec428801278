using SocialBot.Core.Storage;

namespace SocialBot.Core.Approvals;

public enum Decision
{
    Approve,
    RequestChanges,
    Reject,
}

/// <summary>A member's decision on one revision of one copy.</summary>
public sealed class Approval : InWorkspace
{
    public long Id { get; private set; }
    public long PostId { get; init; }
    public long CopyId { get; init; }
    public required string Revision { get; init; }
    public Decision Decision { get; init; }
    public long MemberId { get; init; }

    /// <summary>The absent approver for whom the member decided.</summary>
    public long? OnBehalfOfId { get; init; }
    public string? Reason { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>The planned time that was approved; null = as soon as approved.</summary>
    public DateTimeOffset? PlannedAt { get; init; }
    public DateTimeOffset? VoidedAt { get; private set; }

    /// <summary>Why it no longer counts: <c>edited</c>, <c>moved</c>, <c>withdrawn</c>, <c>taken-back</c>.</summary>
    public string? VoidReason { get; private set; }

    public bool Counts => VoidedAt is null;

    /// <summary>Whose yes it is: the absent one's where a delegate decided.</summary>
    public long For => OnBehalfOfId ?? MemberId;

    public void Void(string reason, DateTimeOffset now)
    {
        if (VoidedAt is not null)
            return;
        VoidedAt = now;
        VoidReason = reason;
    }
}
