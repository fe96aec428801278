using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Approvals;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Links;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Posts;

/// <summary>Reads a post's facts and draws its card for whoever looks.</summary>
public sealed class PostComposer(
    SocialBotDb db,
    CheckPost check,
    LinkCards links,
    WhoApproves whoApproves,
    TimeProvider clock
) : IComposesCards, IKnowsSubjects
{
    public string Kind => "post";

    public async Task<Card?> ComposeAsync(long id, CardViewer viewer, CancellationToken ct)
    {
        if (await ReadAsync(id, ct) is not { } facts)
            return null;
        var words = Words.For(viewer, facts.Workspace);
        return PostCards.For(facts, viewer, words, clock.GetUtcNow());
    }

    public async Task<SubjectGlance?> GlanceAsync(long id, Words words, CancellationToken ct)
    {
        var post = await db
            .Posts.AsNoTracking()
            .Include(p => p.Copies)
                .ThenInclude(c => c.Account)
            .AsSplitQuery() // in one, SQLite would first gather the copies of all posts
            .FirstOrDefaultAsync(p => p.Id == id, ct);
        return post is null ? null : Glance(post, words);
    }

    public async Task<IReadOnlyList<SubjectGlance>> SuggestAsync(Ask ask, CancellationToken ct)
    {
        var fitting = Fitting(ask.Verb.Name);
        var parts = PartsFitting(ask.Verb.Name);
        var posts = await db
            .Posts.AsNoTracking()
            .Where(p =>
                p.Copies.Any(c =>
                    fitting.Contains(c.Status)
                    || c.TakenDownAt == null && c.Parts.Any(x => parts.Contains(x.Status))
                )
            )
            .Include(p => p.Copies)
                .ThenInclude(c => c.Account)
            .OrderByDescending(p => p.ChangedAt)
            .Take(5)
            .ToListAsync(ct);
        return [.. posts.Select(p => Glance(p, ask.Words))];
    }

    private async Task<PostFacts?> ReadAsync(long id, CancellationToken ct)
    {
        var post = await db
            .Posts.AsNoTracking()
            .Include(p => p.Copies)
                .ThenInclude(c => c.Account)
            .Include(p => p.Copies)
                .ThenInclude(c => c.Parts)
            .AsSplitQuery() // in one, SQLite would first gather the copies of all posts
            .FirstOrDefaultAsync(p => p.Id == id, ct);
        if (post is null)
            return null;
        var workspace = await db
            .Workspaces.AsNoTracking()
            .SingleAsync(w => w.Id == db.WorkspaceId, ct);
        var circle = await whoApproves.ForAsync(post, ct);
        var approvals = await db
            .Approvals.AsNoTracking()
            .Where(a => a.PostId == id)
            .OrderBy(a => a.Id)
            .ToListAsync(ct);
        var before = await BeforeAsync(post, approvals, ct);
        var copies = new List<CopyFacts>();
        foreach (var copy in post.Living)
            copies.Add(
                new CopyFacts(
                    copy,
                    check.Length(copy),
                    copy.CanChange ? await check.FindingsAsync(copy, ct) : [],
                    [
                        .. approvals.Where(a =>
                            a.CopyId == copy.Id && a.Revision == copy.Revision && a.Counts
                        ),
                    ],
                    before.GetValueOrDefault(copy.Id)
                )
                {
                    CanSplit = check.CanSplit(copy),
                    Link = links.LinkOf(copy),
                }
            );
        return new PostFacts(
            post,
            workspace,
            circle,
            copies,
            circle.Everybody.ToDictionary(m => m.Id, m => m.Name)
        );
    }

    /// <summary>For each copy the content that somebody last decided on, where it is another now.</summary>
    private async Task<Dictionary<long, CopyContent>> BeforeAsync(
        Post post,
        List<Approval> approvals,
        CancellationToken ct
    )
    {
        var decided = post
            .Living.Where(c => c.CanChange)
            .Select(c => (Copy: c, Last: approvals.LastOrDefault(a => a.CopyId == c.Id)))
            .Where(x => x.Last is not null && x.Last.Revision != x.Copy.Revision)
            .ToDictionary(x => x.Copy.Id, x => x.Last!.Revision);
        if (decided.Count == 0)
            return [];
        var revisions = await db
            .Revisions.AsNoTracking()
            .Where(r => decided.Keys.Contains(r.CopyId) && decided.Values.Contains(r.Revision))
            .ToListAsync(ct);
        return revisions
            .Where(r => decided[r.CopyId] == r.Revision)
            .ToDictionary(r => r.CopyId, r => r.Content);
    }

    private static SubjectGlance Glance(Post post, Words words) =>
        new(
            post.Id,
            post.Version,
            words[
                "post.glance",
                post.Id,
                DrawCards.Short(
                    post.Living.Select(c => c.Content.Text.ReplaceLineEndings(" ")).FirstOrDefault()
                        ?? "",
                    60
                )
            ]
        );

    private static List<PartStatus> PartsFitting(string verb) =>
        verb switch
        {
            "post.now" => [PartStatus.Missed, PartStatus.Rejected],
            "post.live" or "post.again" => [PartStatus.Unconfirmed],
            _ => [],
        };

    private static List<CopyStatus> Fitting(string verb) =>
        verb switch
        {
            "post.approve" or "post.changes" or "post.reject" => [CopyStatus.InReview],
            "post.takeback" => [CopyStatus.Approved, CopyStatus.Due],
            "post.submit" => [CopyStatus.Draft, CopyStatus.Rejected],
            "post.withdraw" => [CopyStatus.InReview, CopyStatus.Approved, CopyStatus.Due],
            "post.takedown" => [CopyStatus.Published],
            "post.now" => [CopyStatus.Missed],
            "post.live" or "post.again" => [CopyStatus.Unconfirmed],
            "post.show" or "post.history" or "post.duplicate" =>
            [
                CopyStatus.Draft,
                CopyStatus.InReview,
                CopyStatus.Approved,
                CopyStatus.Published,
            ],
            _ =>
            [
                CopyStatus.Draft,
                CopyStatus.InReview,
                CopyStatus.Approved,
                CopyStatus.Due,
                CopyStatus.Missed,
                CopyStatus.Rejected,
            ],
        };
}
