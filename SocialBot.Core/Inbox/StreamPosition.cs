namespace SocialBot.Core.Inbox;

/// <summary>How far a network's stream was kept, for all workspaces at once: listening goes on from here after a restart.</summary>
public sealed class StreamPosition
{
    public required string Network { get; init; }
    public required string Cursor { get; set; }
    public DateTimeOffset At { get; set; }
}
