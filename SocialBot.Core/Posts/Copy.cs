using SocialBot.Core.Accounts;
using SocialBot.Core.Links;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Posts;

/// <summary>A post's version for one account. Its verbs are the only way to change it; each answers why not, or null.</summary>
public sealed class Copy : InWorkspace
{
    public long Id { get; private set; }
    public long PostId { get; private set; }
    public Post Post { get; private set; } = null!;
    public long AccountId { get; private set; }
    public Account Account { get; private set; } = null!;
    public CopyContent Content { get; private set; } = new();
    public string Revision { get; private set; } = "";
    public CopyStatus Status { get; private set; }

    /// <summary>Null = as soon as approved.</summary>
    public DateTimeOffset? PlannedAt { get; private set; }
    public string? PlannedZone { get; private set; }

    /// <summary>Why it was rejected, missed or waits, in a code of ours and the network's or a person's words.</summary>
    public Trouble? Trouble { get; private set; }
    public string? RemoteId { get; private set; }
    public string? Permalink { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }
    public DateTimeOffset? TakenDownAt { get; private set; }
    public CommentStatus Comment { get; private set; }
    public string? CommentRemoteId { get; private set; }

    /// <summary>Retries stop here; set at the first try.</summary>
    public DateTimeOffset? TryUntil { get; private set; }

    /// <summary>Nothing more of it leaves from here on; null again when the network would not take it down.</summary>
    public DateTimeOffset? TakeDownBegunAt { get; private set; }

    /// <summary>The thread's follow-up parts; empty until the first post is out.</summary>
    public List<CopyPart> Parts { get; } = [];

    private Copy() { }

    public Copy(Post post, Account account, CopyContent content, PlannedTime? planned)
    {
        Post = post;
        Account = account;
        AccountId = account.Id;
        Replace(content);
        Plan(planned);
    }

    public PlannedTime? Planned =>
        PlannedAt is { } at && PlannedZone is { } zone ? new PlannedTime(at, zone) : null;

    /// <summary>Nothing has left, and nothing is leaving.</summary>
    public bool CanChange =>
        Status
            is CopyStatus.Draft
                or CopyStatus.InReview
                or CopyStatus.Approved
                or CopyStatus.Due
                or CopyStatus.Rejected
                or CopyStatus.Missed;

    public bool IsOut =>
        Status is CopyStatus.Published or CopyStatus.Processing && TakenDownAt is null;

    /// <summary>The part of the thread that is on its way, or that all later ones wait for; null = all are out, or there are none.</summary>
    public CopyPart? NextPart =>
        Parts.Where(p => p.Status != PartStatus.Published).MinBy(p => p.Number);

    /// <summary>Remote id of what a part is put under; null when that is not out, or only a person knows that it is.</summary>
    public string? RemoteIdBefore(CopyPart part) =>
        part.Number == 2 ? RemoteId : Parts.Single(p => p.Number == part.Number - 1).RemoteId;

    /// <summary>Waits for its time with all approvals.</summary>
    public bool IsCleared => Status is CopyStatus.Approved or CopyStatus.Due or CopyStatus.Leased;

    public Refusal? Edit(CopyContent content)
    {
        if (!CanChange)
            return new Refusal("copy.already-left", Account.Label, Status);
        Replace(content);
        Status = CopyStatus.Draft;
        Trouble = null;
        TryUntil = null;
        return null;
    }

    /// <summary>A draft gets the preview of its link. False = it is no draft any more: nothing that others look at changes by itself.</summary>
    public bool Preview(LinkCard card)
    {
        if (Status != CopyStatus.Draft)
            return false;
        Replace(Content with { Link = card });
        return true;
    }

    public Refusal? Reschedule(PlannedTime? planned, bool keepsApproval)
    {
        if (!CanChange)
            return new Refusal("copy.already-left", Account.Label, Status);
        Plan(planned);
        Trouble = null;
        TryUntil = null;
        if (Status is CopyStatus.Approved or CopyStatus.Due or CopyStatus.Missed)
            Status = keepsApproval ? CopyStatus.Approved : CopyStatus.InReview;
        return null;
    }

    public Refusal? Submit()
    {
        if (Status is not (CopyStatus.Draft or CopyStatus.Rejected or CopyStatus.Missed))
            return new Refusal("copy.not-a-draft", Account.Label, Status);
        Status = CopyStatus.InReview;
        Trouble = null;
        TryUntil = null;
        return null;
    }

    public Refusal? Withdraw()
    {
        if (
            Status
            is not (
                CopyStatus.InReview
                or CopyStatus.Approved
                or CopyStatus.Due
                or CopyStatus.Missed
            )
        )
            return new Refusal("copy.not-submitted", Account.Label, Status);
        Status = CopyStatus.Draft;
        Trouble = null;
        return null;
    }

    public Refusal? Discard()
    {
        if (!CanChange)
            return new Refusal("copy.already-left", Account.Label, Status);
        Status = CopyStatus.Discarded;
        return null;
    }

    public void Clear() => Status = CopyStatus.Approved;

    public void Unclear() => Status = CopyStatus.InReview;

    public void SendBack(Trouble why, bool forGood)
    {
        Status = forGood ? CopyStatus.Rejected : CopyStatus.Draft;
        Trouble = why;
    }

    public void Miss(Trouble why)
    {
        Status = CopyStatus.Missed;
        Trouble = why;
    }

    public void Start(DateTimeOffset tryUntil)
    {
        Status = CopyStatus.Sending;
        TryUntil ??= tryUntil;
    }

    public void Wait(Trouble why)
    {
        Status = CopyStatus.Due;
        Trouble = why;
    }

    public void Reject(Trouble why)
    {
        Status = CopyStatus.Rejected;
        Trouble = why;
    }

    public void Process(string remoteId)
    {
        Status = CopyStatus.Processing;
        RemoteId = remoteId;
        Trouble = null;
    }

    /// <param name="remoteId">Null when only a person knows that it is out: then there is nothing to comment under or take down.</param>
    public void Publish(string? remoteId, string? permalink, DateTimeOffset at)
    {
        Status = CopyStatus.Published;
        RemoteId = remoteId;
        Permalink = permalink;
        PublishedAt = at;
        Trouble = null;
        if (Parts.Count == 0)
            Parts.AddRange(Content.Thread.Select((text, i) => new CopyPart(this, i + 2, text)));
        if (
            remoteId is not null
            && !string.IsNullOrWhiteSpace(Content.FirstComment)
            && Comment == CommentStatus.None
        )
            Comment = CommentStatus.Waiting;
    }

    public void Doubt(Trouble why)
    {
        Status = CopyStatus.Unconfirmed;
        Trouble = why;
    }

    /// <summary>A person looked: it is not out. Its planned time has passed, and that is no reason to miss it now.</summary>
    public void SendAgain(DateTimeOffset tryUntil)
    {
        Status = CopyStatus.Approved;
        Trouble = null;
        TryUntil = tryUntil;
    }

    public void BeginTakeDown(DateTimeOffset at) => TakeDownBegunAt = at;

    public void TakeDown(DateTimeOffset at) => TakenDownAt = at;

    public void KeepUp(Trouble why)
    {
        TakeDownBegunAt = null;
        Trouble = why;
    }

    public void CommentIs(CommentStatus status, string? remoteId = null)
    {
        Comment = status;
        CommentRemoteId = remoteId ?? CommentRemoteId;
    }

    private void Replace(CopyContent content)
    {
        Content = content = content.Settled();
        Revision = content.RevisionFor(AccountId);
    }

    private void Plan(PlannedTime? planned)
    {
        PlannedAt = planned?.At;
        PlannedZone = planned?.Zone;
    }
}

public enum CommentStatus
{
    None,
    Waiting,
    Sending,
    Published,
    Rejected,
    Unconfirmed,
    TakenDown,
}

/// <param name="Code">Ours, for words in the reader's language.</param>
/// <param name="Said">The network's or a person's own words, shown as a quotation.</param>
/// <param name="Until">When it will be tried again.</param>
public sealed record Trouble(
    string Code,
    DateTimeOffset At,
    string? Said = null,
    DateTimeOffset? Until = null,
    long? ByMemberId = null
);
