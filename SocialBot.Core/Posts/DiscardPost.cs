using SocialBot.Core.Approvals;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Posts;

/// <summary>Drops a post, or one copy. What is out stays out.</summary>
public sealed class DiscardPost(PostHistory history, VoidApprovals voidApprovals)
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
        var meant = post.Living.Where(c => copyId is null || c.Id == copyId).ToList();
        if (copyId is not null && meant.Count == 0)
            return new Refusal("copy.unknown", post.Id);
        var copies = meant.Where(c => c.Discard() is null).ToList();
        if (copies.Count == 0)
            return new Refusal("post.already-left", post.Id);
        await voidApprovals.RunAsync(copies, "discarded", ct);
        await history.WriteAsync(post, by.Id, "post.discard", detail: null, ct);
        return post;
    }
}
