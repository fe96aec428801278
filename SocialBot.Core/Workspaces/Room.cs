using SocialBot.Core.Chat;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Workspaces;

public enum RoomPurpose
{
    Approvals,
    Mentions,
    Alerts,
    Digests,
}

/// <summary>A chat channel bound to a purpose. It fixes its workspace for whoever speaks there.</summary>
public sealed class Room : InWorkspace
{
    public long Id { get; private set; }
    public RoomPurpose Purpose { get; set; }
    public required string Platform { get; init; }
    public required string Tenant { get; init; }
    public required string Conversation { get; init; }
    public string? Name { get; set; }

    /// <summary><c>en</c>, <c>de</c>; null = the workspace's.</summary>
    public string? Language { get; set; }

    /// <summary>The connector's newest reference for posting here.</summary>
    public string? Reference { get; set; }

    /// <summary>Set when the platform said that the place is gone.</summary>
    public DateTimeOffset? GoneAt { get; set; }

    public ChatPlace Place =>
        new(Platform, Tenant, Conversation, Thread: null, Personal: false, Reference);
}

/// <summary>A one-time code by which the first Admin of a workspace makes themselves known in chat. Only its hash is kept.</summary>
public sealed class AdminCode : InWorkspace
{
    public long Id { get; private set; }
    public required string CodeHash { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
}
