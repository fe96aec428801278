using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Audit;
using SocialBot.Core.Board;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Publishing;

/// <summary>Ends the pause. What fell due meanwhile is listed as missed, to be decided one by one; nothing fires by itself.</summary>
public sealed class ResumeAll(SocialBotDb db, PostHistory history, TimeProvider clock)
{
    public async Task<Outcome<IReadOnlyList<Post>>> RunAsync(Member by, CancellationToken ct)
    {
        if (!by.Has(Roles.Approver | Roles.Admin))
            return new Refusal("pause.not-allowed");
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, ct);
        if (workspace.Pause is null)
            return new Refusal("resume.not-paused");
        var now = clock.GetUtcNow();
        await using var whole = await db.BeginAsync(ct);
        // What fell due in the last moments may not have been looked at yet: the pause still counts for it.
        var overdue = await db
            .Posts.Include(p => p.Copies)
                .ThenInclude(c => c.Account)
            .Where(p =>
                p.Copies.Any(c =>
                    (c.Status == CopyStatus.Approved || c.Status == CopyStatus.Due)
                    && c.PlannedAt <= now
                )
            )
            .ToListAsync(ct);
        foreach (var post in overdue)
        {
            foreach (var copy in post.Copies.Where(c => c.IsCleared && c.PlannedAt <= now))
                copy.Miss(new Trouble("missed.paused", now));
            await history.WriteAsync(post, memberId: null, "post.missed", "missed.paused", ct);
        }
        workspace.Pause = null;
        db.Record(
            new AuditEntry
            {
                At = now,
                MemberId = by.Id,
                Action = "workspace.resume",
                Subject = FormattableString.Invariant($"workspace:{workspace.Id}"),
            }
        );
        db.Notify(
            "workspace.resumed",
            new { who = by.Name },
            memberId: null,
            RoomPurpose.Approvals,
            now
        );
        await db.SaveChangesAsync(ct);
        await whole.CommitAsync(ct);
        return await MissedAsync(ct);
    }

    private async Task<Outcome<IReadOnlyList<Post>>> MissedAsync(CancellationToken ct) =>
        await db
            .Posts.Include(p => p.Copies)
                .ThenInclude(c => c.Account)
            .Where(p => p.Copies.Any(c => c.Status == CopyStatus.Missed))
            .OrderBy(p => p.Id)
            .ToListAsync(ct);
}
