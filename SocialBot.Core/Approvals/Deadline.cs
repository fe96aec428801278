using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Approvals;

/// <summary>The clocks of one submitted post: remind the approvers, ask an Admin, and at the deadline park it as missed.</summary>
internal static class Deadline
{
    public const string Remind = "approval.remind";
    public const string Escalate = "approval.escalate";
    public const string Expire = "approval.expire";

    /// <summary>Sets the three clocks to the post's deadline, anew after every move; a time already past is left out, except the last.</summary>
    public static void Wind(SocialBotDb db, Post post, ApprovalPolicy policy, DateTimeOffset now)
    {
        var subject = PostHistory.Subject(post.Id);
        foreach (var clock in (string[])[Remind, Escalate, Expire])
            db.Cancel(clock, subject);
        if (post.NeededBy is not { } deadline)
            return;
        if (deadline - policy.ReminderBefore > now)
            db.Queue(new DueWork(Lane.Clock, Remind, subject, deadline - policy.ReminderBefore));
        if (deadline - policy.EscalationBefore > now)
            db.Queue(
                new DueWork(Lane.Clock, Escalate, subject, deadline - policy.EscalationBefore)
            );
        db.Queue(new DueWork(Lane.Clock, Expire, subject, post.FirstPlanned ?? deadline));
    }
}

/// <summary>Reminds those who can decide and have not.</summary>
internal sealed class RemindApprovers(
    SocialBotDb db,
    PostHistory history,
    WhoApproves whoApproves,
    TimeProvider clock
) : IDoesDueWork
{
    public string Kind => Deadline.Remind;

    public async Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
    {
        if (await history.FindAsync(claim.SubjectId, ct) is not { } post || !post.WaitsForApproval)
            return DueResult.Finished;
        var circle = await whoApproves.ForAsync(post, ct);
        var given = await db
            .Approvals.Where(a =>
                a.PostId == post.Id && a.VoidedAt == null && a.Decision == Decision.Approve
            )
            .ToListAsync(ct);
        var waiting = post.Living.Where(c => c.Status == CopyStatus.InReview).ToList();
        foreach (
            var member in circle.Able.Where(m =>
                !waiting.All(c =>
                    given.Any(a =>
                        a.CopyId == c.Id && a.Revision == c.Revision && a.MemberId == m.Id
                    )
                )
            )
        )
            db.Notify(
                "approval.reminder",
                new { post = post.Id, by = post.NeededBy },
                member.Id,
                room: null,
                clock.GetUtcNow()
            );
        await db.SaveChangesAsync(ct);
        return DueResult.Finished;
    }
}

/// <summary>Asks the Admins when nobody has decided.</summary>
internal sealed class EscalateApproval(SocialBotDb db, PostHistory history, TimeProvider clock)
    : IDoesDueWork
{
    public string Kind => Deadline.Escalate;

    public async Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
    {
        if (await history.FindAsync(claim.SubjectId, ct) is not { } post || !post.WaitsForApproval)
            return DueResult.Finished;
        var admins = await db
            .Members.Where(m => (m.Roles & Roles.Admin) != Roles.None)
            .Select(m => m.Id)
            .ToListAsync(ct);
        foreach (var admin in admins)
            db.Notify(
                "approval.escalation",
                new { post = post.Id, by = post.NeededBy },
                admin,
                room: null,
                clock.GetUtcNow()
            );
        await db.SaveChangesAsync(ct);
        return DueResult.Finished;
    }
}

/// <summary>The planned time came without the approvals: missed, never sent by itself.</summary>
internal sealed class ExpireApproval(SocialBotDb db, PostHistory history, TimeProvider clock)
    : IDoesDueWork
{
    public string Kind => Deadline.Expire;

    public async Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await history.FindAsync(claim.SubjectId, ct) is not { } post)
            return DueResult.Finished;
        var late = post
            .Living.Where(c => c.Status == CopyStatus.InReview && c.PlannedAt <= now)
            .ToList();
        foreach (var copy in late)
            copy.Miss(new Trouble("missed.not-approved", now));
        if (late.Count > 0)
        {
            db.Notify("post.missed", new { post = post.Id }, post.AuthorId, room: null, now);
            await history.WriteAsync(
                post,
                memberId: null,
                "post.missed",
                "missed.not-approved",
                ct
            );
        }
        return
            post
                .Living.Where(c => c.Status == CopyStatus.InReview && c.PlannedAt > now)
                .Min(c => c.PlannedAt)
                is { } next
            ? new DueResult.Again(next)
            : DueResult.Finished;
    }
}
