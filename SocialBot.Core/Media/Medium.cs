using SocialBot.Core.Storage;

namespace SocialBot.Core.Media;

/// <summary>A picture as stored, once per workspace and content.</summary>
public sealed class Medium : InWorkspace
{
    public long Id { get; private set; }

    /// <summary>Unguessable: whoever has the address may fetch it.</summary>
    public required string Key { get; init; }
    public required string Sha256 { get; init; }
    public required string ContentType { get; init; }
    public required byte[] Bytes { get; init; }
    public int Width { get; init; }
    public int Height { get; init; }
    public DateTimeOffset At { get; init; }
}
