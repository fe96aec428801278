using SocialBot.Core.Accounts;
using SocialBot.Core.Networks;
using SocialBot.Core.Sentiment;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

/// <summary>
/// What came in and needs a person: a mention, comment or message with its near-duplicates and what followed in the same
/// conversation. Its claim is a lock with an expiry, beside its state: an escalated case can be claimed too.
/// </summary>
public sealed class Case : InWorkspace
{
    /// <summary>The number that people call it by.</summary>
    public long Id { get; private set; }
    public long AccountId { get; private set; }
    public Account Account { get; private set; } = null!;
    public IncomingKind Kind { get; private set; }
    public string Conversation { get; private set; } = "";

    /// <summary>Who wrote first.</summary>
    public string AuthorId { get; private set; } = "";
    public string AuthorHandle { get; private set; } = "";

    public CaseState State { get; private set; }

    /// <summary>Grows with every change; a card knows which version it shows.</summary>
    public int Version { get; private set; }

    /// <summary>The version that brought the newest text: a card older than this has not shown it.</summary>
    public int ItemVersion { get; private set; }

    /// <summary>Why it has a card of its own: <c>negative</c>, <c>question</c>, <c>message</c>, <c>rule:…</c>.</summary>
    public IReadOnlyList<string> Reasons { get; private set; } = [];

    /// <summary>The worst mood among its texts; null = none was scored.</summary>
    public SentimentLabel? Mood { get; private set; }

    /// <summary>When the first text was written, and when it reached us.</summary>
    public DateTimeOffset FirstAt { get; private set; }
    public DateTimeOffset ReceivedAt { get; private set; }
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>How many near-duplicates by others are folded in.</summary>
    public int Similar { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }

    public long? ClaimedById { get; private set; }
    public DateTimeOffset? ClaimedAt { get; private set; }
    public DateTimeOffset? ClaimedUntil { get; private set; }

    /// <summary>Null with a snoozed case means: until they write again.</summary>
    public DateTimeOffset? SnoozedUntil { get; private set; }
    public long? SnoozedById { get; private set; }

    /// <summary>Why it waits again, if it was away.</summary>
    public BackBecause? Back { get; private set; }

    public EscalationTarget? EscalatedTo { get; private set; }
    public long? EscalatedById { get; private set; }
    public DateTimeOffset? EscalatedAt { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }
    public long? ClosedById { get; private set; }

    /// <summary>Why they wrote, in a word of the team's: <c>product</c>, <c>delivery</c>.</summary>
    public string? Cause { get; private set; }

    /// <summary>The case whose marking made this one spam, itself or another by the same author; undoing that one brings all back.</summary>
    public long? SpamOf { get; private set; }
    public CaseState? StateBeforeSpam { get; private set; }

    /// <summary>When the team's first and last reply went out.</summary>
    public DateTimeOffset? FirstReplyAt { get; private set; }
    public DateTimeOffset? LastReplyAt { get; private set; }

    /// <summary>The last word is ours.</summary>
    public bool IsAnswered => LastReplyAt >= LastAt;

    public List<CaseItem> Items { get; } = [];

    private Case() { }

    public Case(Account account, IncomingItem first, DateTimeOffset now)
    {
        Account = account;
        AccountId = account.Id;
        Kind = first.Kind;
        Conversation = first.Conversation;
        AuthorId = first.AuthorId;
        AuthorHandle = first.AuthorHandle;
        FirstAt = LastAt = first.At;
        ReceivedAt = ChangedAt = now;
    }

    /// <summary>Someone is asked for: it counts as waiting until it is closed.</summary>
    public bool IsOpen => State is CaseState.Open or CaseState.Snoozed or CaseState.Escalated;

    /// <summary>Who holds the claim at this moment.</summary>
    public long? HeldBy(DateTimeOffset now) => ClaimedUntil > now ? ClaimedById : null;

    /// <summary>Adds a text. The lead is what the case began with.</summary>
    internal void Take(CaseItem item)
    {
        Items.Add(item);
        if (item.Role == ItemRole.Similar)
            Similar++;
        if (item.At > LastAt)
            LastAt = item.At;
        if (item.Mood is { } mood && (Mood is null || mood < Mood))
            Mood = mood;
    }

    /// <summary>What was only found turned out to be sent to us.</summary>
    internal void IsSentToUs(IncomingKind kind) => Kind = kind;

    /// <summary>It needs a person, for these reasons beside those it had.</summary>
    internal void NeedsPerson(IEnumerable<string> reasons)
    {
        Reasons = [.. Reasons.Union(reasons)];
        if (State == CaseState.Noted)
            State = CaseState.Open;
    }

    /// <summary>The conversation went on, or a snooze ended: it waits for someone again.</summary>
    internal void ComeBack(BackBecause why)
    {
        Back = why;
        State = EscalatedTo is null ? CaseState.Open : CaseState.Escalated;
        SnoozedUntil = null;
        ClosedAt = null;
        ClosedById = null;
        Cause = null;
    }

    /// <summary>Someone took it in hand, whether or not it asked for anyone.</summary>
    internal void TakeUp()
    {
        State = EscalatedTo is null ? CaseState.Open : CaseState.Escalated;
        SnoozedUntil = null;
    }

    internal void Release()
    {
        ClaimedById = null;
        ClaimedAt = null;
        ClaimedUntil = null;
    }

    internal void HoldUntil(DateTimeOffset until) => ClaimedUntil = until;

    internal void Snooze(long byId, DateTimeOffset? until)
    {
        State = CaseState.Snoozed;
        Back = null;
        SnoozedById = byId;
        SnoozedUntil = until;
        Release();
    }

    internal void Escalate(EscalationTarget to, long byId, DateTimeOffset now)
    {
        State = CaseState.Escalated;
        EscalatedTo = to;
        EscalatedById = byId;
        EscalatedAt = now;
        SnoozedUntil = null;
        Release();
    }

    internal void Close(long byId, string? cause, DateTimeOffset now)
    {
        State = CaseState.Done;
        Back = null;
        ClosedById = byId;
        ClosedAt = now;
        Cause = cause;
        EscalatedTo = null;
        SnoozedUntil = null;
        Release();
    }

    internal void IsSpam(long of)
    {
        if (State == CaseState.Spam)
            return;
        StateBeforeSpam = State;
        State = CaseState.Spam;
        SpamOf = of;
        Release();
    }

    internal void IsNoSpam()
    {
        State = StateBeforeSpam ?? CaseState.Open;
        StateBeforeSpam = null;
        SpamOf = null;
    }

    internal void WasAnswered(DateTimeOffset at)
    {
        FirstReplyAt ??= at;
        LastReplyAt = at;
    }

    /// <summary>Counts a change.</summary>
    internal void Changed(DateTimeOffset now, bool newText = false)
    {
        Version++;
        ChangedAt = now;
        if (newText)
            ItemVersion = Version;
    }
}

public enum CaseState
{
    /// <summary>Kept without asking for anyone: told in the hourly card, or older than the first reading of its account.</summary>
    Noted,
    Open,
    Snoozed,
    Escalated,
    Done,
    Spam,
}

public enum BackBecause
{
    SnoozeOver,
    TheyWrote,

    /// <summary>A member opened it again.</summary>
    Reopened,
}

public enum EscalationTarget
{
    Support,
    Pr,
    Legal,
    CrisisLead,
}
