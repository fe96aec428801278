using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Publishing;

/// <summary>
/// One part of a thread, as an answer to the part before it: a step of its own, with its own attempts. The next part is queued when
/// this one is out, so that none comes twice and none out of order; what is refused, in doubt or too late holds up the rest.
/// </summary>
public sealed class PublishPart(
    SocialBotDb db,
    NetworkCatalogue networks,
    PostHistory history,
    PackPost packPost,
    RunErrand run,
    TimeProvider clock
) : IErrand, IDoesDueWork
{
    public const string WorkKind = "part";

    private Copy copy = null!;
    private CopyPart part = null!;

    public static string Subject(long partId) => FormattableString.Invariant($"part:{partId}");

    public string Kind => WorkKind;

    public bool MayRepeat => false;

    public SoughtPost LooksLike => new(part.Text, MediaCount: 0, copy.RemoteIdBefore(part));

    public Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct) =>
        run.RunAsync(this, claim, ct);

    public async Task<Departure> PrepareAsync(DueClaim claim, bool resuming, CancellationToken ct)
    {
        var copyId = await db
            .Parts.Where(p => p.Id == claim.SubjectId)
            .Select(p => p.CopyId)
            .FirstOrDefaultAsync(ct);
        if (await history.FindCopyAsync(copyId, ct) is not { } found)
            return new Departure.Stop();
        copy = found;
        part = copy.Parts.Single(p => p.Id == claim.SubjectId);
        var now = clock.GetUtcNow();
        var go = new Departure.Go(
            copy.Account,
            copy.Revision,
            part.TryUntil ?? now + PublishCopy.TryWindow
        );
        if (resuming)
            return go;
        if (
            part != copy.NextPart
            || part.Status != PartStatus.Waiting
            || !copy.IsOut
            || copy.TakeDownBegunAt is not null
            || copy.RemoteIdBefore(part) is null
        )
            return new Departure.Stop();

        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, ct);
        if (workspace.Pause is not null)
            return await MissAsync("part.paused", ct);
        var before =
            part.Number == 2
                ? copy.PublishedAt
                : copy.Parts.Single(p => p.Number == part.Number - 1).PublishedAt;
        return part.TryUntil is null && now - before > PublishCopy.Tolerance
            ? await MissAsync("part.late", ct)
            : go;
    }

    public void Leaves(DateTimeOffset now)
    {
        part.Start(now + PublishCopy.TryWindow);
        db.CardStale(PostHistory.Subject(copy.PostId), now);
    }

    public async Task<PublishOutcome> SendAsync(
        NetworkAccount account,
        string key,
        CancellationToken ct
    ) =>
        networks.Find<IReplies>(account.Network) is { } network
            ? await network.ReplyAsync(
                account,
                copy.RemoteIdBefore(part)!,
                (await ComposeAsync(key, ct))!,
                ct
            )
            : new PublishOutcome.Rejected("no-replies", account.Network);

    public async Task<OutgoingPost?> ComposeAsync(string key, CancellationToken ct) =>
        new(key, part.Text, []) { Languages = await packPost.LanguagesAsync(copy.Content, ct) };

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
                part.Publish(published.RemoteId, published.Permalink, published.At);
                db.QueueNext(copy, now);
                break;
            case PublishOutcome.Processing processing:
                part.Process(processing.RemoteId);
                break;
            case PublishOutcome.TryLater later:
                part.Wait(new Trouble("part.try-later", now, later.Reason, retryAt));
                break;
            case PublishOutcome.SignInNeeded signIn:
                part.Miss(new Trouble("part.sign-in", now, signIn.Reason));
                db.Notify(
                    "account.sign-in",
                    new { post = copy.PostId, account = copy.AccountId },
                    copy.Post.AuthorId,
                    room: null,
                    now
                );
                break;
            case PublishOutcome.Rejected rejected:
                part.Reject(
                    rejected.Code == "gave-up"
                        ? new Trouble("part.gave-up", now, rejected.Reason)
                        : new Trouble("part.rejected", now, rejected.Reason)
                );
                Tell(now);
                break;
            case PublishOutcome.Unconfirmed doubt:
                part.Doubt(new Trouble("part.unconfirmed", now, doubt.Reason));
                Tell(now);
                break;
        }
        await history.WriteAsync(
            copy.Post,
            memberId: null,
            $"part.{outcome.GetType().Name.ToLowerInvariant()}",
            Detail,
            ct,
            only: copy
        );
    }

    private async Task<Departure> MissAsync(string code, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        part.Miss(new Trouble(code, now));
        Tell(now);
        await history.WriteAsync(copy.Post, memberId: null, "part.missed", Detail, ct, only: copy);
        return new Departure.Stop();
    }

    private void Tell(DateTimeOffset now) =>
        db.Notify(
            "post.part-trouble",
            new
            {
                post = copy.PostId,
                copy = copy.Id,
                part = part.Number,
            },
            copy.Post.AuthorId,
            room: null,
            now
        );

    private string Detail => FormattableString.Invariant($"{copy.Account.Label}, {part.Number}");
}
