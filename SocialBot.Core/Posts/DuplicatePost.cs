using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Posts;

/// <summary>A new draft with the same copies, unplanned and without approvals.</summary>
public sealed class DuplicatePost(SocialBotDb db, PostHistory history, TimeProvider clock)
{
    public async Task<Outcome<Post>> RunAsync(Member by, long postId, CancellationToken ct)
    {
        if (!by.Has(Roles.Author | Roles.Approver | Roles.Admin))
            return new Refusal("not-an-author");
        if (await history.FindAsync(postId, ct) is not { } original)
            return new Refusal("post.unknown", postId);
        var worth = original.Living.Any() ? original.Living : original.Copies;
        var copies = worth.Where(c => c.Account.DisconnectedAt is null).ToList();
        if (copies.Count == 0)
            return new Refusal("account.unknown");

        var post = new Post
        {
            AuthorId = by.Id,
            CreatedAt = clock.GetUtcNow(),
            DuplicateOf = original.Id,
        };
        foreach (var copy in copies)
            post.Copies.Add(new Copy(post, copy.Account, copy.Content, planned: null));
        db.Posts.Add(post);
        await history.WriteAsync(
            post,
            by.Id,
            "post.duplicate",
            FormattableString.Invariant($"of {original.Id}"),
            ct
        );
        return post;
    }
}
