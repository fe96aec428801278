using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Approvals;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Publishing;

/// <summary>
/// A missed post goes out now after all, if its approvals allow; moving it is <see cref="SchedulePost"/>, dropping it
/// <see cref="DiscardPost"/>. So does the rest of a thread that stopped on its way.
/// </summary>
public sealed class DecideMissed(
    SocialBotDb db,
    PostHistory history,
    ClearCopies clearCopies,
    AskApprovers askApprovers,
    TimeProvider clock
)
{
    public async Task<Outcome<MissedPost>> SendNowAsync(
        Member by,
        long postId,
        CancellationToken ct
    )
    {
        if (await history.FindAsync(postId, ct) is not { } post)
            return new Refusal("post.unknown", postId);
        if (!by.Has(Roles.Approver | Roles.Admin) && by.Id != post.AuthorId)
            return new Refusal("post.not-yours", postId);
        if ((await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, ct)).Pause is { } pause)
            return new Refusal("pause.on", pause.Since, pause.Reason);
        var missed = post.Living.Where(c => c.Status == CopyStatus.Missed).ToList();
        var stuck = post
            .Living.Where(c => c.IsOut && c.TakeDownBegunAt is null)
            .Select(c => c.NextPart)
            .OfType<CopyPart>()
            .Where(p => p.IsStuck)
            .ToList();
        if (missed.Count == 0 && stuck.Count == 0)
            return new Refusal("missed.none", postId);
        var now = clock.GetUtcNow();
        foreach (var part in stuck)
        {
            part.SendAgain(now + PublishCopy.TryWindow);
            db.QueuePart(part, now);
        }
        foreach (var copy in missed)
            copy.Reschedule(planned: null, keepsApproval: false);
        var cleared = await clearCopies.RunAsync(post, ct);
        if (missed.Any(c => c.Status == CopyStatus.InReview))
            await askApprovers.RunAsync(post, ct);
        await history.WriteAsync(post, by.Id, "post.send-missed", detail: null, ct);
        return new MissedPost(post, [.. cleared.Where(missed.Contains)]);
    }
}

public sealed record MissedPost(Post Post, IReadOnlyList<Copy> Cleared);
