using SocialBot.Core.Approvals;
using SocialBot.Core.Posts;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Links;

/// <summary>Has the link's page looked at once more: after the preview was dropped, or when the page could not be read.</summary>
public sealed class AskLinkCard(PostHistory history, LinkCards cards, VoidApprovals voidApprovals)
{
    public async Task<Outcome<Post>> RunAsync(
        Member by,
        long postId,
        long? copyId,
        CancellationToken ct
    )
    {
        if (await history.FindAsync(postId, ct) is not { } post)
            return new Refusal("post.unknown", postId);
        if (PostRights.MayChange(by, post) is { } refusal)
            return refusal;
        var meant = post
            .Living.Where(c =>
                c.CanChange && (copyId is null || c.Id == copyId) && cards.LinkOf(c) is not null
            )
            .ToList();
        if (meant.Count == 0)
            return new Refusal("link.not-there", post.Id);
        foreach (var copy in meant)
            if (copy.Edit(copy.Content with { Link = null }) is { } why)
                return why;
        await voidApprovals.RunAsync(meant, "edited", ct);
        await history.WriteAsync(post, by.Id, "post.link", detail: null, ct);
        return post;
    }
}
