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
        if (await history.FindCopyAsync(claim.SubjectId, ct) is not { } found)
            return new Departure.Stop();
        copy = found;
        if (
            copy.RemoteId is null
            || copy.TakenDownAt is not null
            || copy.TakeDownBegunAt is not null && !resuming
            || copy.NextPart is not null
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
            ? network.ReplyAsync(account, copy.RemoteId!, Compose(key), ct)
            : Task.FromResult<PublishOutcome>(
                new PublishOutcome.Rejected("no-comments", account.Network)
            );

    public Task<OutgoingPost?> ComposeAsync(string key, CancellationToken ct) =>
        Task.FromResult<OutgoingPost?>(Compose(key));

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
            case PublishOutcome.Processing when retryAt is not null:
                break; // on its way
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
                new { post = copy.PostId, copy = copy.Id },
                copy.Post.AuthorId,
                room: null,
                clock.GetUtcNow()
            );
        await history.WriteAsync(
            copy.Post,
            memberId: null,
            $"comment.{copy.Comment.ToString().ToLowerInvariant()}",
            copy.Account.Label,
            ct,
            only: copy
        );
    }

    private OutgoingPost Compose(string key) => new(key, copy.Content.FirstComment!, []);
}
