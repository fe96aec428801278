using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Audit;
using SocialBot.Core.Board;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Approvals;

/// <summary>Changes who must say yes. Posts that wait are judged by the new policy from now on.</summary>
public sealed class SetPolicy(SocialBotDb db, TimeProvider clock)
{
    /// <param name="change">The new policy, or null when what was asked for is unknown.</param>
    public async Task<Outcome<ApprovalPolicy>> RunAsync(
        Member by,
        Func<ApprovalPolicy, ApprovalPolicy?> change,
        CancellationToken ct
    )
    {
        if (!by.Has(Roles.Admin))
            return new Refusal("policy.not-allowed");
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, ct);
        if (change(workspace.Policy) is not { } policy)
            return new Refusal("policy.unknown");
        var now = clock.GetUtcNow();
        workspace.Policy = policy;
        db.Record(
            new AuditEntry
            {
                At = now,
                MemberId = by.Id,
                Action = "policy.set",
                Subject = FormattableString.Invariant($"workspace:{workspace.Id}"),
                Detail = FormattableString.Invariant(
                    $"needed {policy.Needed}, all {policy.AllOf}, author {policy.AuthorMayApprove}"
                ),
            }
        );
        foreach (
            var waiting in await db
                .Copies.Where(c => c.Status == CopyStatus.InReview)
                .Select(c => c.PostId)
                .Distinct()
                .ToListAsync(ct)
        )
            db.CardStale(PostHistory.Subject(waiting), now);
        await db.SaveChangesAsync(ct);
        return policy;
    }
}
