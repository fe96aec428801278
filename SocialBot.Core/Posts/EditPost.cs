using SocialBot.Core.Approvals;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Posts;

/// <summary>
/// Changes the content of one copy or of all. Exactly the approvals of the copies it touched fall; a copy whose content
/// stays the same keeps its own.
/// </summary>
public sealed class EditPost(PostHistory history, VoidApprovals voidApprovals)
{
    /// <param name="copyId">Null = every copy that can still change.</param>
    /// <param name="shownVersion">The version that the editor saw; an edit of an older one is refused, nothing is overwritten.</param>
    public Task<Outcome<EditedPost>> RunAsync(
        Member by,
        long postId,
        long? copyId,
        int? shownVersion,
        Func<CopyContent, CopyContent> change,
        CancellationToken ct
    ) =>
        EachAsync(
            by,
            postId,
            copyId is { } one ? [one] : null,
            shownVersion,
            copy => change(copy.Content),
            ct
        );

    /// <summary>The same where each copy gets a content of its own.</summary>
    internal async Task<Outcome<EditedPost>> EachAsync(
        Member by,
        long postId,
        IReadOnlyCollection<long>? copyIds,
        int? shownVersion,
        Func<Copy, CopyContent> change,
        CancellationToken ct
    )
    {
        if (await history.FindAsync(postId, ct) is not { } post)
            return new Refusal("post.unknown", postId);
        if (PostRights.MayChange(by, post) is { } refusal)
            return refusal;
        if (shownVersion is { } shown && shown != post.Version)
            return new Refusal("post.changed", post.Id, post.ChangedAt);

        var copies = post
            .Living.Where(c => copyIds is null ? c.CanChange : copyIds.Contains(c.Id))
            .ToList();
        if (copies.Count == 0)
            return copyIds is null
                ? new Refusal("post.already-left", post.Id)
                : new Refusal("copy.unknown", postId);

        var touched = new List<Copy>();
        foreach (var copy in copies)
        {
            var content = change(copy);
            if (content.RevisionFor(copy.AccountId) == copy.Revision)
                continue;
            if (copy.Edit(content) is { } why)
                return why;
            touched.Add(copy);
        }
        if (touched.Count == 0)
            return new Refusal("edit.nothing-changed", post.Id);

        var fallen = await voidApprovals.RunAsync(touched, "edited", ct);
        await history.WriteAsync(
            post,
            by.Id,
            "post.edit",
            string.Join(", ", touched.Select(c => c.Account.Label)),
            ct,
            only: touched.Count == 1 ? touched[0] : null
        );
        return new EditedPost(post, touched, fallen);
    }
}

/// <param name="Fallen">The approvals that no longer count.</param>
public sealed record EditedPost(
    Post Post,
    IReadOnlyList<Copy> Touched,
    IReadOnlyList<Approval> Fallen
);
