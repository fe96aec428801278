using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Approvals;
using SocialBot.Core.Cards;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Posts;

/// <summary>Posts that wait for a member: to decide, to decide about after trouble, to mend.</summary>
public sealed class PostsWaiting(SocialBotDb db, WhoApproves whoApproves) : IListsWaiting
{
    public async Task<IReadOnlyList<WaitingItem>> ForAsync(
        Member member,
        Words words,
        CancellationToken ct
    )
    {
        var open = db
            .Copies.Where(c =>
                c.Status == CopyStatus.InReview
                || c.Status == CopyStatus.Missed
                || c.Status == CopyStatus.Unconfirmed
                || c.Status == CopyStatus.Rejected
            )
            .Select(c => c.PostId);
        var sentBack = db
            .Copies.Where(c => c.Status == CopyStatus.Draft && c.Trouble != null)
            .Select(c => c.PostId);
        var stuck = db
            .Parts.Where(x =>
                x.Status == PartStatus.Missed
                || x.Status == PartStatus.Rejected
                || x.Status == PartStatus.Unconfirmed
            )
            .Where(x => x.Copy.TakenDownAt == null)
            .Select(x => x.Copy.PostId);
        var posts = await db
            .Posts.AsNoTracking()
            .Where(p => open.Union(sentBack).Union(stuck).Contains(p.Id))
            .Include(p => p.Copies)
                .ThenInclude(c => c.Account)
            .Include(p => p.Copies)
                .ThenInclude(c => c.Parts)
            .AsSplitQuery()
            .OrderBy(p => p.NeededBy ?? DateTimeOffset.MaxValue)
            .ThenBy(p => p.Id)
            .Take(100)
            .ToListAsync(ct);
        if (posts.Count == 0)
            return [];
        var circle = await whoApproves.ForAsync(posts[0], ct);
        return
        [
            .. posts.Select(p => Judge(p, circle, member, words)).OfType<WaitingItem>().Take(10),
        ];
    }

    private static WaitingItem? Judge(Post post, ApprovalCircle circle, Member member, Words words)
    {
        var mine = post.AuthorId == member.Id;
        var decides = circle.Of(post).SpeaksFor(member).Count > 0;
        var what = post.Status switch
        {
            CopyStatus.Unconfirmed when mine || decides => words["waiting.unconfirmed"],
            CopyStatus.Missed when mine || decides => words["waiting.missed"],
            CopyStatus.Rejected when mine => words["waiting.rejected"],
            CopyStatus.Draft when mine => words["waiting.changes"],
            CopyStatus.InReview when decides => post.NeededBy is { } by
                ? words["waiting.approval-by", by]
                : words["waiting.approval"],
            _ when (mine || decides)
                    && post.Living.Any(c => c is { IsOut: true, NextPart.NeedsPerson: true }) =>
                words["waiting.thread"],
            _ => null,
        };
        return what is null
            ? null
            : new WaitingItem(
                what,
                words[
                    "post.glance",
                    post.Id,
                    DrawCards.Short(
                        post.Living.FirstOrDefault()?.Content.Text.ReplaceLineEndings(" ") ?? "",
                        60
                    )
                ],
                words["post.show.one", post.Id],
                new CardCommand("post.show", post.Id, post.Version).ToString()
            );
    }
}
