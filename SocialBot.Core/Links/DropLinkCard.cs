using SocialBot.Core.Posts;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Links;

/// <summary>Its author wants no link preview: the post goes out without, on the networks that would show one.</summary>
public sealed class DropLinkCard(PostHistory history, LinkCards cards, EditPost editPost)
{
    public async Task<Outcome<EditedPost>> RunAsync(
        Member by,
        long postId,
        long? copyId,
        int? shownVersion,
        CancellationToken ct
    )
    {
        if (await history.FindAsync(postId, ct) is not { } post)
            return new Refusal("post.unknown", postId);
        var meant = post
            .Living.Where(c =>
                c.CanChange
                && (copyId is null || c.Id == copyId)
                && cards.LinkOf(c) is not null
                && c.Content.Link?.State != LinkCardState.Dropped
            )
            .Select(c => c.Id)
            .ToList();
        return meant.Count == 0
            ? new Refusal("link.no-preview", post.Id)
            : await editPost.EachAsync(
                by,
                postId,
                meant,
                shownVersion,
                copy =>
                    copy.Content with
                    {
                        Link = new LinkCard(cards.LinkOf(copy)!, LinkCardState.Dropped),
                    },
                ct
            );
    }
}
