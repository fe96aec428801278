namespace SocialBot.Core.Networks;

/// <summary>
/// A network is what it can do: it implements the role interfaces it supports and callers ask
/// <c>networks.Find&lt;IReplies&gt;("LinkedIn")</c>. No role, no button.
/// </summary>
public interface INetwork
{
    /// <summary>The key everywhere: <c>Sandbox</c>, <c>Bluesky</c>, … Ordinal, never an enum.</summary>
    string Name { get; }
}

/// <summary>An account as a connector needs it.</summary>
/// <param name="RemoteId">The network's own id of the profile.</param>
/// <param name="Handle">As people write it, without <c>@</c>.</param>
/// <param name="Settings">The connector's own JSON (server address, ids); never secrets.</param>
/// <param name="Secret">The decrypted token or session, or null. Never logged.</param>
public sealed record NetworkAccount(
    long Id,
    long WorkspaceId,
    string Network,
    string RemoteId,
    string Handle,
    string? Settings,
    string? Secret
)
{
    public override string ToString() => $"{Network}/{Handle}";
}
