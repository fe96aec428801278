using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Publishing;

/// <summary>The first comment under a published copy: a step of its own, with its own attempts.</summary>
public sealed class CommentOnCopy(
    SocialBotDb db,
    NetworkCatalogue networks,
    PostHistory history,
    RunErrand run,
    TimeProvider clock
) : IErrand, IDoesDueWork
{
    public const string WorkKind = "comment";

    private Post post = null!;
    private Copy copy = null!;

    public static string Subject(long copyId) => FormattableString.Invariant($"comment:{copyId}");

    public string Kind => WorkKind;

    public bool MayRepeat => false;

    public SoughtPost LooksLike =>
        new(copy.Content.FirstComment ?? "", MediaCount: 0, copy.RemoteId);

    public Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct) =>
        run.RunAsync(this, claim, ct);

    public async Task<Departure> PrepareAsync(DueClaim claim, bool resuming, CancellationToken ct)
    {
        var postId = await db
            .Copies.Where(c => c.Id == claim.SubjectId)
            .Select(c => (long?)c.PostId)
            .FirstOrDefaultAsync(ct);
        if (postId is null || await history.FindAsync(postId.Value, ct) is not { } found)
            return new Departure.Stop();
        post = found;
        copy = post.Copies.Single(c => c.Id == claim.SubjectId);
        if (
            copy.RemoteId is null
            || copy.TakenDownAt is not null
            || copy.Comment is not (CommentStatus.Waiting or CommentStatus.Sending)
        )
            return new Departure.Stop();
        if (!resuming)
        {
            var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, ct);
            if (workspace.Pause is not null)
                return new Departure.NotYet(clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        }
        return new Departure.Go(
            copy.Account,
            copy.Revision,
            (copy.PublishedAt ?? clock.GetUtcNow()) + TimeSpan.FromHours(24)
        );
    }

    public void Leaves(DateTimeOffset now) => copy.CommentIs(CommentStatus.Sending);

    public Task<PublishOutcome> SendAsync(
        NetworkAccount account,
        string key,
        CancellationToken ct
    ) =>
        networks.Find<IReplies>(account.Network) is { } network
            ? network.ReplyAsync(
                account,
                copy.RemoteId!,
                new OutgoingPost(key, copy.Content.FirstComment!, [], []),
                ct
            )
            : Task.FromResult<PublishOutcome>(
                new PublishOutcome.Rejected("no-comments", account.Network)
            );

    public async Task SettleAsync(
        PublishOutcome outcome,
        DateTimeOffset? retryAt,
        CancellationToken ct
    )
    {
        switch (outcome)
        {
            case PublishOutcome.Published published:
                copy.CommentIs(CommentStatus.Published, published.RemoteId);
                break;
            case PublishOutcome.Unconfirmed:
                copy.CommentIs(CommentStatus.Unconfirmed);
                break;
            default:
                copy.CommentIs(retryAt is null ? CommentStatus.Rejected : CommentStatus.Waiting);
                break;
        }
        if (copy.Comment is CommentStatus.Rejected or CommentStatus.Unconfirmed)
            db.Notify(
                "post.comment-trouble",
                new { post = post.Id, copy = copy.Id },
                post.AuthorId,
                room: null,
                clock.GetUtcNow()
            );
        await history.WriteAsync(
            post,
            memberId: null,
            $"comment.{copy.Comment.ToString().ToLowerInvariant()}",
            copy.Account.Label,
            ct,
            only: copy
        );
    }
}
