using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Audit;

/// <summary>Who did what to which revision when. Each entry carries the hash of the one before it in its workspace.</summary>
public sealed class AuditEntry : InWorkspace
{
    public long Id { get; private set; }

    /// <summary>1, 2, 3, … within the workspace, without a gap.</summary>
    public long Number { get; internal set; }
    public DateTimeOffset At { get; init; }

    /// <summary>Null = the bot itself, by the clock.</summary>
    public long? MemberId { get; init; }
    public long? OnBehalfOfId { get; init; }

    /// <summary>A verb: <c>post.approve</c>.</summary>
    public required string Action { get; init; }

    /// <summary><c>post:214</c>.</summary>
    public required string Subject { get; init; }
    public string? Revision { get; init; }
    public string? Detail { get; init; }
    public string Before { get; internal set; } = "";
    public string Hash { get; internal set; } = "";

    internal string HashOver(string before)
    {
        var said = string.Join(
            '\u001f',
            before,
            WorkspaceId.ToString(CultureInfo.InvariantCulture),
            Number.ToString(CultureInfo.InvariantCulture),
            UtcMicros.ToMicros(At).ToString(CultureInfo.InvariantCulture),
            MemberId?.ToString(CultureInfo.InvariantCulture),
            OnBehalfOfId?.ToString(CultureInfo.InvariantCulture),
            Action,
            Subject,
            Revision,
            Detail
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)));
    }
}
