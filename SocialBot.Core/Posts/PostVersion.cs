using SocialBot.Core.Storage;

namespace SocialBot.Core.Posts;

/// <summary>What a version of a post's card showed: the revision of every copy. An old button is judged by this.</summary>
public sealed class PostVersion : InWorkspace
{
    public long Id { get; private set; }
    public long PostId { get; init; }
    public int Version { get; init; }
    public DateTimeOffset At { get; init; }
    public long? MemberId { get; init; }

    /// <summary>The verb that made it.</summary>
    public required string Action { get; init; }

    /// <summary>Copy id to revision, living copies only.</summary>
    public required IReadOnlyDictionary<long, string> Revisions { get; init; }
}

/// <summary>The content behind a revision's hash, kept so that a change can be shown and an audit entry read.</summary>
public sealed class CopyRevision : InWorkspace
{
    public long Id { get; private set; }
    public long CopyId { get; init; }
    public required string Revision { get; init; }
    public required CopyContent Content { get; init; }
    public DateTimeOffset At { get; init; }
    public long? MemberId { get; init; }
}
