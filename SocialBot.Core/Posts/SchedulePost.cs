using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Approvals;
using SocialBot.Core.Publishing;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Posts;

/// <summary>
/// Plans or moves a post, or one copy. Within the approved window approvals stay; outside they fall, and the approvers are asked
/// anew.
/// </summary>
public sealed class SchedulePost(
    SocialBotDb db,
    PostHistory history,
    VoidApprovals voidApprovals,
    ClearCopies clearCopies,
    AskApprovers askApprovers,
    TimeProvider clock
)
{
    /// <param name="when">Null = as soon as approved.</param>
    public async Task<Outcome<EditedPost>> RunAsync(
        Member by,
        long postId,
        long? copyId,
        PlannedTime? when,
        CancellationToken ct
    )
    {
        if (await history.FindAsync(postId, ct) is not { } post)
            return new Refusal("post.unknown", postId);
        if (PostRights.MayChange(by, post) is { } refusal)
            return refusal;
        if (when is not null && when.At <= clock.GetUtcNow())
            return new Refusal("time.past", when);
        var copies = post.Living.Where(c => copyId is null ? c.CanChange : c.Id == copyId).ToList();
        if (copies.Count == 0)
            return copyId is null
                ? new Refusal("post.already-left", post.Id)
                : new Refusal("copy.unknown", postId);

        var policy = (await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, ct)).Policy;
        var approvals = await db
            .Approvals.Where(a =>
                a.PostId == postId && a.VoidedAt == null && a.Decision == Decision.Approve
            )
            .ToListAsync(ct);
        var waited = copies.Where(c => c.Status == CopyStatus.InReview).ToList();
        var outside = new List<Copy>();
        foreach (var copy in copies)
        {
            var given = approvals
                .Where(a => a.CopyId == copy.Id && a.Revision == copy.Revision)
                .ToList();
            var keeps =
                given.Count > 0
                && given.All(a => Covers(a.PlannedAt, when?.At, policy.RescheduleWindow));
            if (copy.Reschedule(when, keeps) is { } why)
                return why;
            if (!keeps)
                outside.Add(copy);
        }
        var fallen = await voidApprovals.RunAsync(outside, "moved", ct);
        await clearCopies.RunAsync(post, ct);
        if (copies.Except(waited).Any(c => c.Status == CopyStatus.InReview))
            await askApprovers.RunAsync(post, ct);
        else
        {
            post.SetDeadline(policy, clock.GetUtcNow());
            Deadline.Wind(db, post, policy, clock.GetUtcNow());
        }
        await history.WriteAsync(
            post,
            by.Id,
            "post.schedule",
            when is null ? "as soon as approved" : $"{when.Local:yyyy-MM-dd HH:mm} {when.Zone}",
            ct
        );
        return new EditedPost(post, copies, fallen);
    }

    private static bool Covers(DateTimeOffset? approved, DateTimeOffset? now, TimeSpan window) =>
        approved is { } then && now is { } planned
            ? (planned - then).Duration() <= window
            : approved is null && now is null;
}
