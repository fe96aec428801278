using SocialBot.Core.Board;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Approvals;

/// <summary>Asks for changes, or rejects, with a reason: the copies go back to the author and their approvals fall.</summary>
public sealed class SendBackPost(
    SocialBotDb db,
    DecidePost decide,
    VoidApprovals voidApprovals,
    PostHistory history,
    TimeProvider clock
)
{
    public const int MaxReason = 1000;

    /// <param name="forGood">True = rejected, false = changes requested.</param>
    public async Task<Outcome<Post>> RunAsync(
        Member by,
        long postId,
        int? shownVersion,
        IReadOnlyList<long>? copyIds,
        string? reason,
        bool forGood,
        CancellationToken ct
    )
    {
        if (string.IsNullOrWhiteSpace(reason))
            return new Refusal("reason.missing");
        if (reason.Length > MaxReason)
            return new Refusal("text.too-long", reason.Length, MaxReason);
        await using var whole = await db.BeginAsync(ct);
        var opened = await decide.OpenAsync(by, postId, shownVersion, copyIds, ct);
        if (opened is not Outcome<OpenDecision>.Done { Value: var (post, copies, _, speaksFor) })
            return ((Outcome<OpenDecision>.Refused)opened).Why;

        var now = clock.GetUtcNow();
        var onBehalfOf = speaksFor.Any(m => m.Id == by.Id) ? (long?)null : speaksFor[0].Id;
        await voidApprovals.RunAsync(copies, forGood ? "rejected" : "changes-requested", ct);
        foreach (var copy in copies)
        {
            copy.SendBack(
                new Trouble(
                    forGood ? "approval.rejected" : "approval.changes-requested",
                    now,
                    reason.Trim(),
                    ByMemberId: by.Id
                ),
                forGood
            );
            db.Approvals.Add(
                new Approval
                {
                    PostId = postId,
                    CopyId = copy.Id,
                    Revision = copy.Revision,
                    Decision = forGood ? Decision.Reject : Decision.RequestChanges,
                    MemberId = by.Id,
                    OnBehalfOfId = onBehalfOf,
                    Reason = reason.Trim(),
                    At = now,
                    PlannedAt = copy.PlannedAt,
                }
            );
        }
        db.TellMember(post.AuthorId, PostHistory.Subject(postId), RoomPurpose.Approvals, now);
        await history.WriteAsync(
            post,
            by.Id,
            forGood ? "post.reject" : "post.request-changes",
            reason.Trim(),
            ct,
            onBehalfOf
        );
        await whole.CommitAsync(ct);
        return post;
    }
}
