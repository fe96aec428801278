namespace SocialBot.Core.Approvals;

/// <summary>Who must say yes before a post goes out.</summary>
public sealed record ApprovalPolicy
{
    /// <summary>Members asked; empty = everyone with the role Approver.</summary>
    public IReadOnlyList<long> ApproverIds { get; init; } = [];

    /// <summary>How many different people must approve; with <see cref="AllOf"/> everyone asked must.</summary>
    public int Needed { get; init; } = 1;
    public bool AllOf { get; init; }
    public bool AuthorMayApprove { get; init; }

    /// <summary>The deadline is the planned time less this margin.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Approvers are reminded this long before the deadline.</summary>
    public TimeSpan ReminderBefore { get; init; } = TimeSpan.FromHours(2);

    /// <summary>An Admin is asked this long before the deadline.</summary>
    public TimeSpan EscalationBefore { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Moving a post by at most this much, either way, keeps its approvals.</summary>
    public TimeSpan RescheduleWindow { get; init; } = TimeSpan.FromHours(24);
}
