using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Publishing;

/// <summary>Takes a published post down, where its networks allow.</summary>
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
        foreach (var copy in copies)
            db.Queue(
                new DueWork(
                    Lane.Network,
                    TakeDownCopy.WorkKind,
                    FormattableString.Invariant($"takedown:{copy.Id}"),
                    clock.GetUtcNow()
                )
            );
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

/// <summary>The call itself. Taking down twice does no harm, so a lost answer is simply asked again.</summary>
public sealed class TakeDownCopy(
    SocialBotDb db,
    NetworkCatalogue networks,
    PostHistory history,
    RunErrand run,
    TimeProvider clock
) : IErrand, IDoesDueWork
{
    public const string WorkKind = "takedown";

    private Post post = null!;
    private Copy copy = null!;

    public string Kind => WorkKind;

    public bool MayRepeat => true;

    public SoughtPost? LooksLike => null;

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
        return copy is { IsOut: true, RemoteId: not null }
            ? new Departure.Go(copy.Account, copy.Revision, claim.FirstDue + PublishCopy.TryWindow)
            : new Departure.Stop();
    }

    public void Leaves(DateTimeOffset now) { }

    public Task<PublishOutcome> SendAsync(
        NetworkAccount account,
        string key,
        CancellationToken ct
    ) =>
        networks.Find<ITakesDown>(account.Network) is { } network
            ? network.TakeDownAsync(account, copy.RemoteId!, ct)
            : Task.FromResult<PublishOutcome>(
                new PublishOutcome.Rejected("no-takedown", account.Network)
            );

    public async Task SettleAsync(
        PublishOutcome outcome,
        DateTimeOffset? retryAt,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        if (outcome is PublishOutcome.Published)
            copy.TakeDown(now);
        else if (retryAt is null)
        {
            copy.Note(
                new Trouble(
                    "network.not-taken-down",
                    now,
                    (outcome as PublishOutcome.Rejected)?.Reason
                )
            );
            db.Notify(
                "post.trouble",
                new { post = post.Id, copy = copy.Id },
                post.AuthorId,
                room: null,
                now
            );
        }
        await history.WriteAsync(
            post,
            memberId: null,
            outcome is PublishOutcome.Published ? "post.taken-down" : "post.takedown-waits",
            copy.Account.Label,
            ct,
            only: copy
        );
    }
}
