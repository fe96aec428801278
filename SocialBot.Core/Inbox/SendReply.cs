using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>Brings a reply to the network once its time to be undone is over.</summary>
public sealed class SendReply(
    SocialBotDb db,
    NetworkCatalogue networks,
    CaseDesk desk,
    RunErrand run,
    InboxMeter meter,
    TimeProvider clock
) : IErrand, IDoesDueWork
{
    public const string WorkKind = "reply";

    private Reply reply = null!;

    public static string Subject(long replyId) => FormattableString.Invariant($"reply:{replyId}");

    public string Kind => WorkKind;

    public bool MayRepeat => false;

    public SoughtPost LooksLike => new(reply.Text, MediaCount: 0, reply.InReplyTo);

    public Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct) =>
        run.RunAsync(this, claim, ct);

    public async Task<Departure> PrepareAsync(DueClaim claim, bool resuming, CancellationToken ct)
    {
        if (await db.Replies.FirstOrDefaultAsync(r => r.Id == claim.SubjectId, ct) is not { } found)
            return new Departure.Stop();
        reply = found;
        var account = await db.Accounts.SingleAsync(a => a.Id == reply.AccountId, ct);
        var go = new Departure.Go(account, reply.Revision, reply.LeavesAt + PublishCopy.TryWindow);
        if (resuming)
            return go;
        if (reply.State != ReplyState.Waiting)
            return new Departure.Stop();
        var now = clock.GetUtcNow();
        if (now < reply.LeavesAt)
            return new Departure.NotYet(reply.LeavesAt);
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, ct);
        if (await db.CaseItems.AnyAsync(i => i.Id == reply.ItemId && i.GoneAt != null, ct))
        {
            Refuse(new Trouble("item.gone", now));
            await desk.MarkAsync(reply.CaseId, "reply.held", "gone", ct, revision: reply.Revision);
            return new Departure.Stop();
        }
        if (workspace.Pause is null)
            return go;
        // Nothing new leaves, and nothing old fires by itself when the pause ends.
        Refuse(new Trouble("pause.on", now, workspace.Pause.Reason));
        await desk.MarkAsync(reply.CaseId, "reply.held", "paused", ct, revision: reply.Revision);
        return new Departure.Stop();
    }

    public void Leaves(DateTimeOffset now)
    {
        reply.State = ReplyState.Sending;
        db.CardStale(CaseDesk.Subject(reply.CaseId), now);
    }

    public Task<PublishOutcome> SendAsync(
        NetworkAccount account,
        string key,
        CancellationToken ct
    ) =>
        networks.Find<IReplies>(account.Network) is { } network
            ? network.ReplyAsync(account, reply.InReplyTo, Compose(key), ct)
            : Task.FromResult<PublishOutcome>(
                new PublishOutcome.Rejected("no-replies", account.Network)
            );

    public Task<OutgoingPost?> ComposeAsync(string key, CancellationToken ct) =>
        Task.FromResult<OutgoingPost?>(Compose(key));

    public async Task SettleAsync(
        PublishOutcome outcome,
        DateTimeOffset? retryAt,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? answeredAt = null;
        switch (outcome)
        {
            case PublishOutcome.Published published:
                reply.State = ReplyState.Sent;
                reply.RemoteId = published.RemoteId;
                reply.Permalink = published.Permalink;
                reply.SentAt = answeredAt = published.At;
                reply.Trouble = null;
                break;
            case PublishOutcome.Processing processing when retryAt is not null:
                reply.RemoteId = processing.RemoteId;
                break;
            case PublishOutcome.TryLater later when retryAt is not null:
                reply.State = ReplyState.Waiting;
                reply.Trouble = new Trouble("network.try-later", now, later.Reason, retryAt);
                break;
            case PublishOutcome.Rejected rejected:
                Refuse(
                    new Trouble(
                        rejected.Code == "gave-up" ? "network.gave-up" : "network.rejected",
                        now,
                        rejected.Reason
                    )
                );
                break;
            case PublishOutcome.SignInNeeded signIn:
                Refuse(new Trouble("network.sign-in", now, signIn.Reason));
                break;
            default:
                reply.State = ReplyState.Unconfirmed;
                reply.Trouble = new Trouble(
                    "network.unconfirmed",
                    now,
                    (outcome as PublishOutcome.Unconfirmed)?.Reason
                );
                Tell();
                break;
        }
        if (reply.State != ReplyState.Waiting)
            meter.Replied(await NetworkAsync(ct), outcome);
        await desk.MarkAsync(
            reply.CaseId,
            $"reply.{outcome.GetType().Name.ToLowerInvariant()}",
            detail: null,
            ct,
            answeredAt,
            reply.Revision
        );
    }

    private OutgoingPost Compose(string key) => new(key, reply.Text, []);

    private void Refuse(Trouble why)
    {
        reply.State = ReplyState.Rejected;
        reply.Trouble = why;
        Tell();
    }

    private void Tell() =>
        db.Notify(
            "case.reply-trouble",
            new { @case = reply.CaseId, reply = reply.Id },
            reply.MemberId,
            RoomPurpose.Mentions,
            clock.GetUtcNow()
        );

    private async Task<string> NetworkAsync(CancellationToken ct) =>
        (await db.Accounts.SingleAsync(a => a.Id == reply.AccountId, ct)).Network;
}
