using SocialBot.Core.Approvals;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Posts;

/// <summary>One idea, with a copy per account. Its status is what its copies say.</summary>
public sealed class Post : InWorkspace
{
    public long Id { get; private set; }
    public long AuthorId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Grows with every change; a card knows which version it shows.</summary>
    public int Version { get; internal set; }
    public DateTimeOffset ChangedAt { get; internal set; }
    public DateTimeOffset? SubmittedAt { get; internal set; }

    /// <summary>When the approvals must be there; null = nothing planned.</summary>
    public DateTimeOffset? NeededBy { get; internal set; }

    /// <summary>Where the idea came from, when it was not typed: the post it was duplicated from.</summary>
    public long? DuplicateOf { get; init; }

    /// <summary>Whose message it was made from, and where that stands (https), when it was made from one.</summary>
    public string? SourceBy { get; init; }
    public string? SourceLink { get; init; }

    public List<Copy> Copies { get; } = [];

    public IEnumerable<Copy> Living => Copies.Where(c => c.Status != CopyStatus.Discarded);

    /// <summary>The status of the copy that is furthest from being settled.</summary>
    public CopyStatus Status =>
        Living.Select(c => c.Status).DefaultIfEmpty(CopyStatus.Discarded).MinBy(Urgency);

    public bool WaitsForApproval => Living.Any(c => c.Status == CopyStatus.InReview);

    /// <summary>The earliest planned time of what waits for approval; null = nothing planned waits.</summary>
    public DateTimeOffset? FirstPlanned =>
        Living.Where(c => c.Status == CopyStatus.InReview).Min(c => c.PlannedAt);

    /// <summary>The planned time less the policy's margin; where that is already past, the planned time itself.</summary>
    internal void SetDeadline(ApprovalPolicy policy, DateTimeOffset now) =>
        NeededBy =
            FirstPlanned is not { } planned ? null
            : planned - policy.Margin > now ? planned - policy.Margin
            : planned;

    private static int Urgency(CopyStatus status) =>
        status switch
        {
            CopyStatus.Unconfirmed => 0,
            CopyStatus.Missed => 1,
            CopyStatus.Rejected => 2,
            CopyStatus.Draft => 3,
            CopyStatus.InReview => 4,
            CopyStatus.Sending => 5,
            CopyStatus.Leased => 6,
            CopyStatus.Due => 7,
            CopyStatus.Approved => 8,
            CopyStatus.Processing => 9,
            CopyStatus.Published => 10,
            _ => 11,
        };
}

public enum CopyStatus
{
    Draft,
    InReview,
    Approved,

    /// <summary>Its time has come, but the network asked to wait.</summary>
    Due,
    Leased,

    /// <summary>An attempt is committed and unsettled: it may be out.</summary>
    Sending,

    /// <summary>The network has it and is still working on it.</summary>
    Processing,
    Published,

    /// <summary>The network or an approver said no; editing makes it a draft again.</summary>
    Rejected,

    /// <summary>It may be out and reading back could not tell: a person decides.</summary>
    Unconfirmed,

    /// <summary>Its time passed; a person decides.</summary>
    Missed,
    Discarded,
}
