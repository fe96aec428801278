using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Approvals;

/// <summary>
/// What approve, request changes and reject have in common: the right person, the content that was shown, still open.
/// Late, twice or without the right, it answers why and changes nothing.
/// </summary>
public sealed class DecidePost(
    SocialBotDb db,
    PostHistory history,
    CheckPost check,
    WhoApproves whoApproves
)
{
    internal async Task<Outcome<OpenDecision>> OpenAsync(
        Member by,
        long postId,
        int? shownVersion,
        IReadOnlyList<long>? copyIds,
        CancellationToken ct
    )
    {
        if (await history.FindAsync(postId, ct) is not { } post)
            return new Refusal("post.unknown", postId);
        var circle = await whoApproves.ForAsync(post, ct);
        var speaksFor = circle.SpeaksFor(by);
        if (speaksFor.Count == 0)
            return by.Id == post.AuthorId && by.Has(Roles.Approver)
                ? new Refusal("approve.own-post", postId)
                : new Refusal("approve.not-an-approver", circle.Asked.Select(m => m.Name).ToList());

        if (copyIds?.Any(id => post.Living.All(c => c.Id != id)) == true)
            return new Refusal("copy.unknown", postId);
        var copies = post
            .Living.Where(c =>
                copyIds is null ? c.Status == CopyStatus.InReview : copyIds.Contains(c.Id)
            )
            .ToList();
        // An old card asks about other words than those that stand there now: that is said first, whatever became of them.
        if (
            shownVersion is { } shown
            && !await check.SameContentAsync(
                post,
                copies.Count > 0 ? copies : post.Living,
                shown,
                ct
            )
        )
            return new Refusal("post.changed", postId, post.ChangedAt);
        if (copies.Count == 0 || copies.Any(c => c.Status != CopyStatus.InReview))
            return await AlreadyDecidedAsync(post, ct);
        return new OpenDecision(post, copies, circle, speaksFor);
    }

    private async Task<Refusal> AlreadyDecidedAsync(Post post, CancellationToken ct)
    {
        if (post.Living.Any(c => c.Status == CopyStatus.Missed))
            return new Refusal("approve.missed", post.Id);
        var last = await db
            .Approvals.Where(a => a.PostId == post.Id && a.VoidedAt == null)
            .OrderByDescending(a => a.Id)
            .FirstOrDefaultAsync(ct);
        if (last is null)
            return new Refusal("approve.not-submitted", post.Id);
        var name = await db
            .Members.Where(m => m.Id == last.MemberId)
            .Select(m => m.Name)
            .SingleAsync(ct);
        return new Refusal("approve.already-decided", post.Id, name, last.At, last.Decision);
    }
}

internal sealed record OpenDecision(
    Post Post,
    IReadOnlyList<Copy> Copies,
    ApprovalCircle Circle,
    IReadOnlyList<Member> SpeaksFor
);
