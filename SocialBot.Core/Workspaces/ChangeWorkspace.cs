using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Audit;
using SocialBot.Core.Board;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Workspaces;

/// <summary>A workspace's name, zone and language. What is planned keeps its moment; its wall time is told in the new zone.</summary>
public sealed class ChangeWorkspace(SocialBotDb db, TimeProvider clock)
{
    private static readonly CopyStatus[] Ahead =
    [
        CopyStatus.InReview,
        CopyStatus.Approved,
        CopyStatus.Due,
    ];

    /// <param name="name">1 to 80 characters; null = as it is, like the others.</param>
    /// <param name="timeZone">IANA id.</param>
    /// <param name="language"><c>en</c> or <c>de</c>.</param>
    public async Task<Outcome<Workspace>> RunAsync(
        Member by,
        string? name,
        string? timeZone,
        string? language,
        CancellationToken ct
    )
    {
        if (!by.Has(Roles.Admin))
            return new Refusal("workspace.not-allowed");
        if (name is not null && (string.IsNullOrWhiteSpace(name) || name.Trim().Length > 80))
            return new Refusal("workspace.name");
        if (timeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out _))
            return new Refusal("time.zone-unknown", timeZone);
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, ct);
        var called = name?.Trim() ?? workspace.Name;
        if (await db.Workspaces.AnyAsync(w => w.Id != workspace.Id && w.Name == called, ct))
            return new Refusal("workspace.exists", called);
        var now = clock.GetUtcNow();
        (workspace.Name, workspace.TimeZone, workspace.Language) = (
            called,
            timeZone ?? workspace.TimeZone,
            language ?? workspace.Language
        );
        db.Record(
            new AuditEntry
            {
                At = now,
                MemberId = by.Id,
                Action = "workspace.set",
                Subject = FormattableString.Invariant($"workspace:{workspace.Id}"),
                Detail = $"{workspace.Name}, {workspace.TimeZone}, {workspace.Language}",
            }
        );
        foreach (
            var post in await db
                .Copies.Where(c => Ahead.Contains(c.Status))
                .Select(c => c.PostId)
                .Distinct()
                .ToListAsync(ct)
        )
            db.CardStale(PostHistory.Subject(post), now);
        await db.SaveChangesAsync(ct);
        return workspace;
    }
}
