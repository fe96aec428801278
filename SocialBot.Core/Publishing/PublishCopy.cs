using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Approvals;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Publishing;

/// <summary>Publishes a cleared copy at its time.</summary>
public sealed class PublishCopy(
    SocialBotDb db,
    NetworkCatalogue networks,
    PostHistory history,
    WhoApproves whoApproves,
    PackPost packPost,
    RunErrand run,
    TimeProvider clock
) : IErrand, IDoesDueWork
{
    public const string WorkKind = "publish";

    /// <summary>Later than this after its time a post is missed, never sent by itself.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(15);

    /// <summary>Retries go on for this long after the first try.</summary>
    public static readonly TimeSpan TryWindow = TimeSpan.FromHours(2);

    private Post post = null!;
    private Copy copy = null!;
    private PackedPost? packed;

    public static string Subject(long copyId) => FormattableString.Invariant($"copy:{copyId}");

    public string Kind => WorkKind;

    public bool MayRepeat => false;

    public SoughtPost LooksLike =>
        new(copy.Content.Text, copy.Content.Media.Count, InReplyTo: null);

    public Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct) =>
        run.RunAsync(this, claim, ct);

    public async Task<Departure> PrepareAsync(DueClaim claim, bool resuming, CancellationToken ct)
    {
        if (await history.FindCopyAsync(claim.SubjectId, ct) is not { } found)
            return new Departure.Stop();
        copy = found;
        post = copy.Post;
        var now = clock.GetUtcNow();
        if (resuming)
            return new Departure.Go(copy.Account, copy.Revision, copy.TryUntil ?? now + TryWindow);
        if (!copy.IsCleared)
            return new Departure.Stop();
        if (copy.PlannedAt > now)
            return new Departure.NotYet(copy.PlannedAt.Value);

        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, ct);
        if (workspace.Pause is not null)
            return await MissAsync("missed.paused", ct);
        if (copy.Account.DisconnectedAt is not null)
            return await MissAsync("account.disconnected", ct);
        if (copy.TryUntil is null && copy.PlannedAt is { } planned && now - planned > Tolerance)
            return await MissAsync("missed.late", ct);
        if (!await IsStillApprovedAsync(ct))
            return await MissAsync("missed.not-approved", ct);
        packed = await packPost.RunAsync(copy, ct);
        if (packed is null)
            return await MissAsync("missed.picture", ct);
        return new Departure.Go(copy.Account, copy.Revision, copy.TryUntil ?? now + TryWindow);
    }

    public void Leaves(DateTimeOffset now)
    {
        copy.Start(now + TryWindow);
        db.CardStale(PostHistory.Subject(post.Id), now);
    }

    public async Task<PublishOutcome> SendAsync(
        NetworkAccount account,
        string key,
        CancellationToken ct
    ) =>
        networks.Find<IPublishes>(account.Network) is { } network
            ? await network.PublishAsync(account, (await ComposeAsync(key, ct))!, ct)
            : new PublishOutcome.Rejected("no-publishing", account.Network);

    public async Task<OutgoingPost?> ComposeAsync(string key, CancellationToken ct) =>
        (packed ??= await packPost.RunAsync(copy, ct))?.As(key, copy.Content.Text);

    public async Task SettleAsync(
        PublishOutcome outcome,
        DateTimeOffset? retryAt,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        switch (outcome)
        {
            case PublishOutcome.Published published:
                copy.Publish(published.RemoteId, published.Permalink, published.At);
                db.Notify(
                    "post.published",
                    new { post = post.Id, copy = copy.Id },
                    post.AuthorId,
                    room: null,
                    now
                );
                break;
            case PublishOutcome.Processing processing:
                copy.Process(processing.RemoteId);
                break;
            case PublishOutcome.TryLater later:
                copy.Wait(new Trouble("network.try-later", now, later.Reason, retryAt));
                break;
            case PublishOutcome.Rejected rejected:
                copy.Reject(
                    new Trouble(
                        rejected.Code == "gave-up" ? "network.gave-up" : "network.rejected",
                        now,
                        rejected.Reason
                    )
                );
                db.Notify(
                    "post.trouble",
                    new { post = post.Id, copy = copy.Id },
                    post.AuthorId,
                    room: null,
                    now
                );
                break;
            case PublishOutcome.SignInNeeded signIn:
                copy.Miss(new Trouble("network.sign-in", now, signIn.Reason));
                db.Notify(
                    "account.sign-in",
                    new { post = post.Id, account = copy.AccountId },
                    post.AuthorId,
                    room: null,
                    now
                );
                break;
            case PublishOutcome.Unconfirmed doubt:
                copy.Doubt(new Trouble("network.unconfirmed", now, doubt.Reason));
                db.Notify(
                    "post.trouble",
                    new { post = post.Id, copy = copy.Id },
                    post.AuthorId,
                    room: null,
                    now
                );
                break;
        }
        await history.WriteAsync(
            post,
            memberId: null,
            $"post.{outcome.GetType().Name.ToLowerInvariant()}",
            copy.Account.Label,
            ct,
            only: copy
        );
        if (outcome is PublishOutcome.Published)
            db.QueueNext(copy, now);
    }

    private async Task<Departure> MissAsync(string code, CancellationToken ct)
    {
        copy.Miss(new Trouble(code, clock.GetUtcNow()));
        db.Notify(
            "post.missed",
            new { post = post.Id },
            post.AuthorId,
            room: null,
            clock.GetUtcNow()
        );
        await history.WriteAsync(post, memberId: null, "post.missed", code, ct, only: copy);
        return new Departure.Stop();
    }

    /// <summary>The last look before anything leaves: these very bytes, approved by enough people who still may.</summary>
    private async Task<bool> IsStillApprovedAsync(CancellationToken ct)
    {
        var approvals = await db
            .Approvals.Where(a => a.CopyId == copy.Id && a.VoidedAt == null)
            .ToListAsync(ct);
        var circle = await whoApproves.ForAsync(post, ct);
        return copy.Content.RevisionFor(copy.AccountId) == copy.Revision
            && circle.IsEnough(approvals.Where(a => a.Revision == copy.Revision));
    }
}
