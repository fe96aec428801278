using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Due;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Approvals;

/// <summary>Clears every copy whose present revision has all its approvals, and puts it in the due table for its time.</summary>
public sealed class ClearCopies(SocialBotDb db, WhoApproves whoApproves, TimeProvider clock)
{
    public async Task<IReadOnlyList<Copy>> RunAsync(Post post, CancellationToken ct)
    {
        var circle = await whoApproves.ForAsync(post, ct);
        var approvals = await db
            .Approvals.Where(a => a.PostId == post.Id && a.VoidedAt == null)
            .ToListAsync(ct);
        var cleared = new List<Copy>();
        foreach (
            var copy in post.Living.Where(c =>
                c.Status is CopyStatus.InReview or CopyStatus.Approved
            )
        )
        {
            if (
                !circle.IsEnough(
                    approvals.Where(a => a.CopyId == copy.Id && a.Revision == copy.Revision)
                )
            )
                continue;
            copy.Clear();
            db.Queue(
                new DueWork(
                    Lane.Network,
                    PublishCopy.WorkKind,
                    PublishCopy.Subject(copy.Id),
                    copy.PlannedAt ?? clock.GetUtcNow()
                )
            );
            cleared.Add(copy);
        }
        return cleared;
    }
}
