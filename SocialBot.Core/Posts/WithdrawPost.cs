using SocialBot.Core.Approvals;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Posts;

/// <summary>Takes a post back from the approvers; it is a draft again and its approvals fall.</summary>
public sealed class WithdrawPost(PostHistory history, VoidApprovals voidApprovals)
{
    public async Task<Outcome<Post>> RunAsync(Member by, long postId, CancellationToken ct)
    {
        if (await history.FindAsync(postId, ct) is not { } post)
            return new Refusal("post.unknown", postId);
        if (PostRights.MayChange(by, post) is { } refusal)
            return refusal;
        var copies = post.Living.Where(c => c.Withdraw() is null).ToList();
        if (copies.Count == 0)
            return new Refusal("post.not-submitted", post.Id);
        await voidApprovals.RunAsync(copies, "withdrawn", ct);
        await history.WriteAsync(post, by.Id, "post.withdraw", detail: null, ct);
        return post;
    }
}
