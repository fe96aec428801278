using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Audit;
using SocialBot.Core.Board;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Publishing;

/// <summary>Nothing new leaves. What is on its way or already left is listed honestly.</summary>
public sealed class PauseAll(SocialBotDb db, TimeProvider clock)
{
    public async Task<Outcome<PausedWork>> RunAsync(Member by, string? reason, CancellationToken ct)
    {
        if (!by.Has(Roles.Approver | Roles.Admin))
            return new Refusal("pause.not-allowed");
        if (string.IsNullOrWhiteSpace(reason))
            return new Refusal("reason.missing");
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, ct);
        var now = clock.GetUtcNow();
        if (workspace.Pause is { } since)
            return new Refusal(
                "pause.already",
                since.Since,
                await NameAsync(since.ByMemberId, ct),
                since.Reason
            );
        workspace.Pause = new Pause(now, by.Id, reason.Trim());
        db.Record(
            new AuditEntry
            {
                At = now,
                MemberId = by.Id,
                Action = "workspace.pause",
                Subject = FormattableString.Invariant($"workspace:{workspace.Id}"),
                Detail = reason.Trim(),
            }
        );
        foreach (
            var waiting in await db
                .Copies.Where(c => c.Status == CopyStatus.Approved || c.Status == CopyStatus.Due)
                .Select(c => c.PostId)
                .Distinct()
                .ToListAsync(ct)
        )
            db.CardStale(PostHistory.Subject(waiting), now);
        db.Notify(
            "workspace.paused",
            new { who = by.Name, reason = reason.Trim() },
            memberId: null,
            RoomPurpose.Approvals,
            now
        );
        await db.SaveChangesAsync(ct);
        return await ListAsync(now, ct);
    }

    private async Task<PausedWork> ListAsync(DateTimeOffset now, CancellationToken ct)
    {
        var hourAgo = now - TimeSpan.FromHours(1);
        var soon = now + TimeSpan.FromHours(24);
        var copies = await db
            .Copies.AsNoTracking()
            .Include(c => c.Account)
            .Where(c =>
                c.Status == CopyStatus.Sending
                || c.Status == CopyStatus.Processing
                || c.Status == CopyStatus.Published && c.PublishedAt >= hourAgo
                || (c.Status == CopyStatus.Approved || c.Status == CopyStatus.Due)
                    && (c.PlannedAt == null || c.PlannedAt < soon)
            )
            .OrderBy(c => c.PlannedAt)
            .ToListAsync(ct);
        return new PausedWork(
            [.. copies.Where(c => c.Status is CopyStatus.Sending or CopyStatus.Processing)],
            [.. copies.Where(c => c.Status == CopyStatus.Published)],
            [.. copies.Where(c => c.IsCleared)]
        );
    }

    private Task<string> NameAsync(long memberId, CancellationToken ct) =>
        db.Members.Where(m => m.Id == memberId).Select(m => m.Name).SingleAsync(ct);
}

/// <param name="Leaving">On its way when the pause came: may be out.</param>
/// <param name="JustOut">Published in the hour before.</param>
/// <param name="Held">What would have gone out in the next 24 hours.</param>
public sealed record PausedWork(
    IReadOnlyList<Copy> Leaving,
    IReadOnlyList<Copy> JustOut,
    IReadOnlyList<Copy> Held
);
