using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Approvals;

/// <summary>A yes to the shown revisions of all copies or some. With enough of them the copies are cleared to go out.</summary>
public sealed class ApprovePost(
    SocialBotDb db,
    DecidePost decide,
    ClearCopies clearCopies,
    PostHistory history,
    TimeProvider clock
)
{
    /// <param name="shownVersion">The version on the pressed card; null for a typed command, which means the present content.</param>
    /// <param name="copyIds">Null = all that wait.</param>
    public async Task<Outcome<ApprovedPost>> RunAsync(
        Member by,
        long postId,
        int? shownVersion,
        IReadOnlyList<long>? copyIds,
        CancellationToken ct
    )
    {
        // From the first look to the commit: of two approvers at once the second sees what the first did.
        await using var whole = await db.BeginAsync(ct);
        var opened = await decide.OpenAsync(by, postId, shownVersion, copyIds, ct);
        if (
            opened
            is not Outcome<OpenDecision>.Done { Value: var (post, copies, circle, speaksFor) }
        )
            return ((Outcome<OpenDecision>.Refused)opened).Why;

        var now = clock.GetUtcNow();
        if (copies.FirstOrDefault(c => c.PlannedAt <= now) is { } late)
            return new Refusal("approve.too-late", postId, late.Planned);
        var given = await db
            .Approvals.Where(a => a.PostId == postId && a.VoidedAt == null)
            .ToListAsync(ct);
        var added = 0;
        foreach (var copy in copies)
        foreach (var principal in speaksFor)
        {
            if (
                given.Any(a =>
                    a.CopyId == copy.Id
                    && a.Revision == copy.Revision
                    && a.For == principal.Id
                    && a.Decision == Decision.Approve
                )
            )
                continue;
            db.Approvals.Add(
                new Approval
                {
                    PostId = postId,
                    CopyId = copy.Id,
                    Revision = copy.Revision,
                    Decision = Decision.Approve,
                    MemberId = by.Id,
                    OnBehalfOfId = principal.Id == by.Id ? null : principal.Id,
                    At = now,
                    PlannedAt = copy.PlannedAt,
                }
            );
            added++;
        }
        if (added == 0)
            return new Refusal("approve.you-already-did", postId, circle.Needed);

        await db.SaveChangesAsync(ct);
        var cleared = await clearCopies.RunAsync(post, ct);
        await history.WriteAsync(
            post,
            by.Id,
            "post.approve",
            string.Join(", ", copies.Select(c => c.Account.Label)),
            ct,
            onBehalfOfId: speaksFor.FirstOrDefault(m => m.Id != by.Id)?.Id,
            only: copies.Count == 1 ? copies[0] : null
        );
        await whole.CommitAsync(ct);
        return new ApprovedPost(post, copies, cleared);
    }
}

/// <param name="Cleared">The copies that now have all the approvals they need.</param>
public sealed record ApprovedPost(
    Post Post,
    IReadOnlyList<Copy> Copies,
    IReadOnlyList<Copy> Cleared
);
