using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;

namespace SocialBot.Dialogs.Inbox;

/// <summary>All that the card of a case is drawn from.</summary>
/// <param name="ReplyLength">Of the reply that is waiting to leave, as its network counts; null when none is or nothing is known.</param>
public sealed record CaseFacts(CaseFile File, string Workspace, TextLength? ReplyLength)
{
    public Case Case => File.Case;

    /// <summary>All of its texts were deleted.</summary>
    public bool NothingLeft => File.Talk.All(i => i.GoneAt is not null);

    public string Name(long? memberId) =>
        memberId is { } id ? File.Names.GetValueOrDefault(id, "?") : "?";
}
