using SocialBot.Core.Networks;
using SocialBot.Core.Posts;

namespace SocialBot.Core.Links;

/// <summary>Which copies go out with a link preview of ours: on networks that show it, where no picture takes its place.</summary>
public sealed class LinkCards(NetworkRulebook rulebook)
{
    /// <summary>The link whose preview is to be made; null when there is nothing to do, or no longer.</summary>
    public string? Wanted(Copy copy) =>
        copy.Status == CopyStatus.Draft && copy.Content.Link is null ? LinkOf(copy) : null;

    /// <summary>The link that a preview would be for; null when there is none to show.</summary>
    public string? LinkOf(Copy copy) =>
        copy.Content.Media.Count == 0 && rulebook.For(copy.Account.Network) is { LinkCard: true }
            ? FirstLink.In(copy.Content.Text)
            : null;

    /// <summary>
    /// What people should know: <c>link.unreadable</c> and <c>link.none</c>, each with the link. A draft whose page has not been looked
    /// at yet has neither.
    /// </summary>
    public RuleFinding? Finding(Copy copy) =>
        LinkOf(copy) is not { } link
            ? null
            : copy.Content.Link?.State switch
            {
                LinkCardState.Unreadable => new RuleFinding("link.unreadable", Blocks: false, link),
                null when copy.Status != CopyStatus.Draft => new RuleFinding(
                    "link.none",
                    Blocks: false,
                    link
                ),
                _ => null,
            };
}
