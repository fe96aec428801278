using SocialBot.Core.Storage;

namespace SocialBot.Core.Digests;

/// <summary>When an account's figures are read next, and how the last time went.</summary>
public sealed class MetricsVisit : InWorkspace
{
    public long Id { get; private set; }
    public long AccountId { get; init; }

    /// <summary>Moved ahead by whoever goes, before going: two processes never read the same account at once.</summary>
    public DateTimeOffset NextAt { get; set; }
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>Set when the network itself asked to wait: nobody's wish for fresh numbers overrules it.</summary>
    public DateTimeOffset? NotBefore { get; set; }
}
