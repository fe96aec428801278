using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Publishing;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>Likes or hides the newest text of a case, where the network can. The call itself is an errand of its own.</summary>
public sealed class ModerateItem(
    SocialBotDb db,
    CaseDesk desk,
    NetworkCatalogue networks,
    TimeProvider clock
)
{
    public Task<Outcome<Case>> LikeAsync(Member by, long caseId, CancellationToken ct) =>
        RunAsync(by, caseId, SendLike.WorkKind, reason: null, ct);

    /// <param name="reason">Kept in the audit trail.</param>
    public Task<Outcome<Case>> HideAsync(
        Member by,
        long caseId,
        string? reason,
        CancellationToken ct
    ) => RunAsync(by, caseId, SendHide.WorkKind, reason, ct);

    private async Task<Outcome<Case>> RunAsync(
        Member by,
        long caseId,
        string what,
        string? reason,
        CancellationToken ct
    )
    {
        var opened = await desk.OpenAsync(by, caseId, shownVersion: null, ct, evenIfClosed: true);
        if (opened is not Outcome<Case>.Done { Value: var found })
            return opened;
        var network = found.Account.Network;
        var offered =
            what == SendLike.WorkKind
                ? networks.Find<ILikes>(network) is not null
                : networks.Find<IHides>(network) is not null;
        if (!offered)
            return new Refusal($"{what}.not-offered", found.Account.Network);
        var item = await db
            .CaseItems.Where(i => i.CaseId == caseId && i.Role != ItemRole.Similar)
            .OrderBy(i => i.GoneAt != null)
            .ThenByDescending(i => i.At)
            .ThenByDescending(i => i.Id)
            .FirstAsync(ct);
        if (item.GoneAt is not null)
            return new Refusal("item.gone", caseId);
        if (what == SendHide.WorkKind && item.Kind != IncomingKind.Comment)
            return new Refusal("hide.only-comments", caseId);
        if ((what == SendLike.WorkKind ? item.LikedAt : item.HiddenAt) is not null)
            return new Refusal($"{what}.already", caseId);
        db.Queue(
            new DueWork(
                Lane.Network,
                what,
                FormattableString.Invariant($"{what}:{item.Id}"),
                clock.GetUtcNow(),
                by.Id.ToString(CultureInfo.InvariantCulture)
            )
        );
        await desk.WriteAsync(found, by.Id, $"case.{what}", reason, ct);
        return found;
    }
}

/// <summary>One harmless call about one text: a lost answer is simply asked again.</summary>
public abstract class ModerationErrand(
    SocialBotDb db,
    NetworkCatalogue networks,
    CaseDesk desk,
    RunErrand run,
    TimeProvider clock
) : IErrand, IDoesDueWork
{
    private CaseItem item = null!;
    private long? askedById;

    public abstract string Kind { get; }

    public bool MayRepeat => true;

    public SoughtPost? LooksLike => null;

    public Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct) =>
        run.RunAsync(this, claim, ct);

    public async Task<Departure> PrepareAsync(DueClaim claim, bool resuming, CancellationToken ct)
    {
        if (
            await db.CaseItems.FirstOrDefaultAsync(i => i.Id == claim.SubjectId, ct)
                is not { } found
            || IsDone(found)
        )
            return new Departure.Stop();
        item = found;
        askedById = long.TryParse(claim.Payload, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;
        return new Departure.Go(
            await db.Accounts.SingleAsync(a => a.Id == item.AccountId, ct),
            item.RemoteId,
            claim.DueAt + PublishCopy.TryWindow
        );
    }

    public void Leaves(DateTimeOffset now) { }

    public Task<PublishOutcome> SendAsync(
        NetworkAccount account,
        string key,
        CancellationToken ct
    ) =>
        CallAsync(networks, account, item.RemoteId, ct)
        ?? Task.FromResult<PublishOutcome>(
            new PublishOutcome.Rejected("no-moderation", account.Network)
        );

    public Task<OutgoingPost?> ComposeAsync(string key, CancellationToken ct) =>
        Task.FromResult<OutgoingPost?>(null);

    public async Task SettleAsync(
        PublishOutcome outcome,
        DateTimeOffset? retryAt,
        CancellationToken ct
    )
    {
        if (outcome is PublishOutcome.Published)
            SetDone(item, clock.GetUtcNow());
        else if (retryAt is null)
            db.Notify(
                "case.moderation-trouble",
                new
                {
                    @case = item.CaseId,
                    what = Kind,
                    said = (outcome as PublishOutcome.Rejected)?.Reason,
                },
                askedById,
                RoomPurpose.Mentions,
                clock.GetUtcNow()
            );
        await desk.MarkAsync(
            item.CaseId,
            $"{Kind}.{outcome.GetType().Name.ToLowerInvariant()}",
            detail: null,
            ct
        );
    }

    protected abstract bool IsDone(CaseItem item);

    protected abstract void SetDone(CaseItem item, DateTimeOffset at);

    /// <summary>Null when the network cannot.</summary>
    protected abstract Task<PublishOutcome>? CallAsync(
        NetworkCatalogue networks,
        NetworkAccount account,
        string remoteId,
        CancellationToken ct
    );
}

public sealed class SendLike(
    SocialBotDb db,
    NetworkCatalogue networks,
    CaseDesk desk,
    RunErrand run,
    TimeProvider clock
) : ModerationErrand(db, networks, desk, run, clock)
{
    public const string WorkKind = "like";

    public override string Kind => WorkKind;

    protected override bool IsDone(CaseItem item) => item.LikedAt is not null;

    protected override void SetDone(CaseItem item, DateTimeOffset at) => item.LikedAt = at;

    protected override Task<PublishOutcome>? CallAsync(
        NetworkCatalogue networks,
        NetworkAccount account,
        string remoteId,
        CancellationToken ct
    ) => networks.Find<ILikes>(account.Network)?.LikeAsync(account, remoteId, ct);
}

public sealed class SendHide(
    SocialBotDb db,
    NetworkCatalogue networks,
    CaseDesk desk,
    RunErrand run,
    TimeProvider clock
) : ModerationErrand(db, networks, desk, run, clock)
{
    public const string WorkKind = "hide";

    public override string Kind => WorkKind;

    protected override bool IsDone(CaseItem item) => item.HiddenAt is not null;

    protected override void SetDone(CaseItem item, DateTimeOffset at) => item.HiddenAt = at;

    protected override Task<PublishOutcome>? CallAsync(
        NetworkCatalogue networks,
        NetworkAccount account,
        string remoteId,
        CancellationToken ct
    ) => networks.Find<IHides>(account.Network)?.HideAsync(account, remoteId, ct);
}
