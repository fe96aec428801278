using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Publishing;

/// <summary>Takes a published post down with its thread and first comment, where its networks allow.</summary>
public sealed class TakeDownPost(
    SocialBotDb db,
    NetworkCatalogue networks,
    PostHistory history,
    TimeProvider clock
)
{
    public async Task<Outcome<Post>> RunAsync(
        Member by,
        long postId,
        long? copyId,
        CancellationToken ct
    )
    {
        if (!by.Has(Roles.Approver | Roles.Admin))
            return new Refusal("takedown.not-allowed");
        if (await history.FindAsync(postId, ct) is not { } post)
            return new Refusal("post.unknown", postId);
        var copies = post
            .Copies.Where(c =>
                c.IsOut && c.RemoteId is not null && (copyId is null || c.Id == copyId)
            )
            .ToList();
        if (copies.Count == 0)
            return new Refusal("takedown.not-out", postId);
        if (
            copies.FirstOrDefault(c => networks.Find<ITakesDown>(c.Account.Network) is null) is
            { } cannot
        )
            return new Refusal("takedown.not-offered", cannot.Account.Network);
        var now = clock.GetUtcNow();
        foreach (var copy in copies)
        {
            copy.BeginTakeDown(now);
            db.Queue(TakeDownCopy.Work(copy.Id, now));
        }
        await history.WriteAsync(
            post,
            by.Id,
            "post.takedown",
            string.Join(", ", copies.Select(c => c.Account.Label)),
            ct
        );
        return post;
    }
}

/// <summary>
/// The calls themselves, one each time it runs: the first comment, the thread from its last part, the post. Taking down twice does no
/// harm, so a lost answer is simply asked again.
/// </summary>
public sealed class TakeDownCopy(
    SocialBotDb db,
    NetworkCatalogue networks,
    PostHistory history,
    RunErrand run,
    TimeProvider clock
) : IErrand, IDoesDueWork
{
    public const string WorkKind = "takedown";

    /// <summary>So long what is still on its way is waited for, so that it does not outlive its thread.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private Copy copy = null!;
    private CopyPart? part;

    /// <summary>Null = the post itself is next.</summary>
    private string? remoteIdOfComment;

    public static DueWork Work(long copyId, DateTimeOffset at) =>
        new(Lane.Network, WorkKind, FormattableString.Invariant($"takedown:{copyId}"), at);

    public string Kind => WorkKind;

    public bool MayRepeat => true;

    public SoughtPost? LooksLike => null;

    public Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct) =>
        run.RunAsync(this, claim, ct);

    public async Task<Departure> PrepareAsync(DueClaim claim, bool resuming, CancellationToken ct)
    {
        if (await history.FindCopyAsync(claim.SubjectId, ct) is not { } found)
            return new Departure.Stop();
        copy = found;
        if (copy is not { IsOut: true, RemoteId: not null })
            return new Departure.Stop();
        var isLeaving =
            copy.Comment == CommentStatus.Sending
            || copy.Parts.Any(p => p.Status is PartStatus.Sending or PartStatus.Processing);
        var now = clock.GetUtcNow();
        if (isLeaving && !resuming && now - claim.FirstDue < Patience)
            return new Departure.NotYet(now + TimeSpan.FromSeconds(5));
        remoteIdOfComment = copy.Comment == CommentStatus.Published ? copy.CommentRemoteId : null;
        part = copy
            .Parts.Where(p =>
                p is { Status: PartStatus.Published, RemoteId: not null, TakenDownAt: null }
            )
            .MaxBy(p => p.Number);
        return new Departure.Go(
            copy.Account,
            copy.Revision,
            claim.FirstDue + PublishCopy.TryWindow
        );
    }

    public void Leaves(DateTimeOffset now) { }

    public Task<PublishOutcome> SendAsync(
        NetworkAccount account,
        string key,
        CancellationToken ct
    ) =>
        networks.Find<ITakesDown>(account.Network) is { } network
            ? network.TakeDownAsync(
                account,
                remoteIdOfComment ?? part?.RemoteId ?? copy.RemoteId!,
                ct
            )
            : Task.FromResult<PublishOutcome>(
                new PublishOutcome.Rejected("no-takedown", account.Network)
            );

    public Task<OutgoingPost?> ComposeAsync(string key, CancellationToken ct) =>
        Task.FromResult<OutgoingPost?>(null);

    public async Task SettleAsync(
        PublishOutcome outcome,
        DateTimeOffset? retryAt,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        if (outcome is PublishOutcome.Published)
            Fall(now);
        else if (retryAt is null)
        {
            copy.KeepUp(
                new Trouble(
                    "network.not-taken-down",
                    now,
                    (outcome as PublishOutcome.Rejected)?.Reason
                )
            );
            db.Notify(
                "post.trouble",
                new { post = copy.PostId, copy = copy.Id },
                copy.Post.AuthorId,
                room: null,
                now
            );
        }
        await history.WriteAsync(
            copy.Post,
            memberId: null,
            outcome is not PublishOutcome.Published ? "post.takedown-waits"
                : copy.TakenDownAt is not null ? "post.taken-down"
                : "part.taken-down",
            copy.Account.Label,
            ct,
            only: copy
        );
    }

    private void Fall(DateTimeOffset now)
    {
        if (remoteIdOfComment is not null)
            copy.CommentIs(CommentStatus.TakenDown);
        else if (part is not null)
            part.TakeDown(now);
        else
        {
            copy.TakeDown(now);
            return;
        }
        db.Queue(Work(copy.Id, now));
    }
}
