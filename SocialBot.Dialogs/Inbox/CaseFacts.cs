using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;
using SocialBot.Core.Workspaces;

namespace SocialBot.Dialogs.Inbox;

/// <summary>All that the card of a case is drawn from.</summary>
/// <param name="ReplyLength">Of the reply that is waiting to leave, as its network counts; null when none is or nothing is known.</param>
public sealed record CaseFacts(CaseFile File, string Workspace, TextLength? ReplyLength)
{
    /// <summary>Who could see another card than a room does; read where that is asked.</summary>
    public IReadOnlyList<Member> Team { get; init; } = [];

    public Case Case => File.Case;

    /// <summary>All of its texts were deleted.</summary>
    public bool NothingLeft => File.Talk.All(i => i.GoneAt is not null);

    public string Name(long? memberId) =>
        memberId is { } id ? File.Names.GetValueOrDefault(id, "?") : "?";
}
