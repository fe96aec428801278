using SocialBot.Core.Approvals;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Posts;

/// <summary>Hands a post in for approval. A copy that its network would refuse is not submitted, with the reason.</summary>
public sealed class SubmitPost(
    PostHistory history,
    CheckPost check,
    ClearCopies clearCopies,
    AskApprovers askApprovers,
    TimeProvider clock
)
{
    public async Task<Outcome<Post>> RunAsync(
        Member by,
        long postId,
        int? shownVersion,
        CancellationToken ct
    )
    {
        if (await history.FindAsync(postId, ct) is not { } post)
            return new Refusal("post.unknown", postId);
        if (PostRights.MayChange(by, post) is { } refusal)
            return refusal;
        var drafts = post
            .Living.Where(c => c.Status is CopyStatus.Draft or CopyStatus.Rejected)
            .ToList();
        if (drafts.Count == 0)
            return new Refusal("post.nothing-to-submit", post.Id);
        if (shownVersion is { } shown && !await check.SameContentAsync(post, drafts, shown, ct))
            return new Refusal("post.changed", post.Id, post.ChangedAt);

        // All are looked at before the first is changed: a refusal leaves nothing half done behind.
        foreach (var copy in drafts)
        {
            if (check.Blocking(copy) is { } wrong)
                return wrong;
            if (copy.PlannedAt is { } planned && planned <= clock.GetUtcNow())
                return new Refusal("time.past", copy.Planned);
        }
        foreach (var copy in drafts)
            copy.Submit();
        post.SubmittedAt = clock.GetUtcNow();
        // What the network refused or gave up keeps its approvals while its words stay the same: it goes out again at once.
        await clearCopies.RunAsync(post, ct);
        if (post.WaitsForApproval)
            await askApprovers.RunAsync(post, ct);
        await history.WriteAsync(post, by.Id, "post.submit", detail: null, ct);
        return post;
    }
}
