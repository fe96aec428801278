using SocialBot.Core.Approvals;

namespace SocialBot.Core.Workspaces;

/// <summary>One brand or client.</summary>
public sealed class Workspace
{
    private const string SampleNetwork = "Sandbox";

    public long Id { get; private set; }
    public required string Name { get; set; }

    /// <summary>IANA id; a bare time in this workspace is meant in it.</summary>
    public required string TimeZone { get; set; }

    /// <summary><c>en</c> or <c>de</c>: rooms without a language of their own speak it.</summary>
    public string Language { get; set; } = "en";

    public ApprovalPolicy Policy { get; set; } = new();
    public DigestPlan Digest { get; set; } = new();
    public Pause? Pause { get; set; }

    /// <summary>The sample workspace: local identities exist only here, and its accounts can only be Sandbox.</summary>
    public bool IsSample { get; init; }

    /// <summary>Whoever runs the program lets real accounts into the sample workspace all the same, to try a network out.</summary>
    public bool SampleTakesReal { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether accounts of the network may be connected here. Nobody proves who they are in the sample workspace.</summary>
    public bool Takes(string network) =>
        !IsSample
        || SampleTakesReal
        || network.Equals(SampleNetwork, StringComparison.OrdinalIgnoreCase);

    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
}

/// <summary>Nothing new leaves until resumed.</summary>
public sealed record Pause(DateTimeOffset Since, long ByMemberId, string Reason);

/// <summary>When the daily digest is told, in the workspace's zone.</summary>
public sealed record DigestPlan
{
    public TimeOnly At { get; init; } = new(8, 0);
    public IReadOnlyList<DayOfWeek> Days { get; init; } =
    [
        DayOfWeek.Monday,
        DayOfWeek.Tuesday,
        DayOfWeek.Wednesday,
        DayOfWeek.Thursday,
        DayOfWeek.Friday,
    ];
    public bool Muted { get; init; }

    /// <summary>When it was last unmuted: what came before is not made up for.</summary>
    public DateTimeOffset? Since { get; init; }
}
