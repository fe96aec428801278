using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Approvals;

/// <summary>An approver changes their mind: works until sending begins.</summary>
public sealed class TakeBackApproval(
    SocialBotDb db,
    PostHistory history,
    WhoApproves whoApproves,
    TimeProvider clock
)
{
    public async Task<Outcome<Post>> RunAsync(Member by, long postId, CancellationToken ct)
    {
        await using var whole = await db.BeginAsync(ct);
        if (await history.FindAsync(postId, ct) is not { } post)
            return new Refusal("post.unknown", postId);
        var mine = await db
            .Approvals.Where(a =>
                a.PostId == postId
                && a.MemberId == by.Id
                && a.VoidedAt == null
                && a.Decision == Decision.Approve
            )
            .ToListAsync(ct);
        if (mine.Count == 0)
            return new Refusal("approve.none-of-yours", postId);
        var open = mine.Where(a => post.Living.Any(c => c.Id == a.CopyId && c.CanChange)).ToList();
        if (open.Count == 0)
            return new Refusal("post.already-left", postId);

        foreach (var approval in open)
            approval.Void("taken-back", clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        var circle = await whoApproves.ForAsync(post, ct);
        var left = await db
            .Approvals.Where(a => a.PostId == postId && a.VoidedAt == null)
            .ToListAsync(ct);
        foreach (var copy in post.Living.Where(c => c.IsCleared))
        {
            if (
                circle.IsEnough(left.Where(a => a.CopyId == copy.Id && a.Revision == copy.Revision))
            )
                continue;
            copy.Unclear();
            db.Cancel(PublishCopy.WorkKind, PublishCopy.Subject(copy.Id));
        }
        post.SetDeadline(circle.Policy, clock.GetUtcNow());
        Deadline.Wind(db, post, circle.Policy, clock.GetUtcNow());
        await history.WriteAsync(post, by.Id, "post.take-back", detail: null, ct);
        await whole.CommitAsync(ct);
        return post;
    }
}
