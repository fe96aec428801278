using System.Security.Cryptography;
using System.Text;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

/// <summary>What the team answers on a case. Its attempts stand under <c>reply:{Id}</c>.</summary>
public sealed class Reply : InWorkspace
{
    public long Id { get; private set; }
    public long CaseId { get; init; }
    public long AccountId { get; init; }

    /// <summary>The text it answers.</summary>
    public long ItemId { get; init; }

    /// <summary>That text's id on the network.</summary>
    public required string InReplyTo { get; init; }
    public required string Text { get; init; }
    public long MemberId { get; init; }
    public DateTimeOffset WrittenAt { get; init; }

    /// <summary>Until then Undo stops it for certain.</summary>
    public DateTimeOffset LeavesAt { get; internal set; }
    public ReplyState State { get; internal set; }
    public Trouble? Trouble { get; internal set; }
    public string? RemoteId { get; internal set; }
    public string? Permalink { get; internal set; }
    public DateTimeOffset? SentAt { get; internal set; }

    /// <summary>Not settled: a second reply on the same case would answer twice.</summary>
    public bool IsOnItsWay =>
        State is ReplyState.Waiting or ReplyState.Sending or ReplyState.Unconfirmed;

    /// <summary>Names what is sent: SHA-256, in lower-case hex, over account, what it answers and the text.</summary>
    public string Revision =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    FormattableString.Invariant($"{AccountId}\u001f{InReplyTo}\u001f{Text}")
                )
            )
        );
}

public enum ReplyState
{
    /// <summary>Has not left; Undo stops it. Also while the network asked to wait.</summary>
    Waiting,

    /// <summary>An attempt is committed and unsettled: it may be out.</summary>
    Sending,
    Sent,
    Undone,

    /// <summary>Certainly not out, and not tried again by itself.</summary>
    Rejected,

    /// <summary>It may be out and reading back could not tell: a person decides.</summary>
    Unconfirmed,
}
