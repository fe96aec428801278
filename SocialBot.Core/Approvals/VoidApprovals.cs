using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Approvals;

/// <summary>Lets the approvals of these copies fall, and takes their publishing back from the due table.</summary>
public sealed class VoidApprovals(SocialBotDb db, TimeProvider clock)
{
    public async Task<IReadOnlyList<Approval>> RunAsync(
        IReadOnlyList<Copy> copies,
        string reason,
        CancellationToken ct
    )
    {
        var ids = copies.Select(c => c.Id).ToList();
        var fallen = await db
            .Approvals.Where(a =>
                ids.Contains(a.CopyId) && a.VoidedAt == null && a.Decision == Decision.Approve
            )
            .ToListAsync(ct);
        foreach (var approval in fallen)
            approval.Void(reason, clock.GetUtcNow());
        foreach (var copy in copies)
            db.Cancel(PublishCopy.WorkKind, PublishCopy.Subject(copy.Id));
        return fallen;
    }
}
