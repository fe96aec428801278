using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Inbox;

/// <summary>
/// Which buttons a case has for whoever looks: in a personal chat what that member may do, in a room what someone there may.
/// Pressing is judged again from the rows.
/// </summary>
internal sealed class CaseButtons(
    CaseFacts facts,
    CardViewer viewer,
    Words words,
    DateTimeOffset now
)
{
    private Case Case => facts.Case;

    /// <summary>The newest text that is still there; null when its author took back all there was.</summary>
    private CaseItem? Newest => facts.File.Talk.LastOrDefault(i => i.GoneAt is null);

    private bool MayHandle =>
        viewer.Member is { } member
            ? CaseDesk.MayHandle(member, Case) is null
            : viewer is { OnlyShows: false, Room: not null };

    /// <summary>In a room the claimer is among the readers; alone only the claimer replies.</summary>
    private bool MayReply =>
        Case.HeldBy(now) is { } holder && (viewer.Member is null || viewer.Member.Id == holder);

    public IEnumerable<CardButton> All() =>
        MayHandle ? [.. ToReply(), .. ToTakeUp(), .. ToPutAway(), .. Aside(), .. Open()] : Open();

    private IEnumerable<CardButton> ToReply()
    {
        switch (facts.File.Replies.Count == 0 ? null : facts.File.Replies[^1])
        {
            case { State: ReplyState.Waiting }:
                yield return Button("case.undo", ButtonStyle.Primary);
                yield break;
            case { State: ReplyState.Unconfirmed }:
                yield return Button("case.live", ButtonStyle.Primary);
                yield return Button("case.again", ButtonStyle.Danger);
                yield break;
            case { State: ReplyState.Sending }:
                yield break;
        }
        if (Case.IsOpen && facts.File.CanReply && MayReply && Newest is not null)
            yield return Button("case.reply", Unless(Case.IsAnswered));
    }

    private IEnumerable<CardButton> ToTakeUp()
    {
        if (Case.State is CaseState.Done)
            yield return Button("case.reopen");
        else if (Case.State is CaseState.Spam)
            yield return Button("case.nospam");
        else if (Case.HeldBy(now) is null)
            yield return Button("case.claim", ButtonStyle.Primary);
        else if (MayReply || viewer.Member?.Has(Roles.Admin) == true)
            yield return Button("case.release");
    }

    private IEnumerable<CardButton> ToPutAway()
    {
        var mine = Case.HeldBy(now) is null || MayReply;
        if (Case.State is CaseState.Done or CaseState.Spam || !mine)
            yield break;
        yield return Button("case.snooze");
        yield return Button("case.escalate");
        yield return Button("case.spam", ButtonStyle.Danger);
        if (facts.NothingLeft)
            yield return Button("case.gone", ButtonStyle.Primary);
        else
            yield return Button("case.done", Unless(!Case.IsAnswered));
    }

    private IEnumerable<CardButton> Aside()
    {
        if (Case.State is CaseState.Spam)
            yield break;
        yield return Button("case.note");
        if (facts.File.CanLike && Newest is { LikedAt: null })
            yield return Button("case.like");
        if (facts.File.CanHide && Newest is { HiddenAt: null, Kind: IncomingKind.Comment })
            yield return Button("case.hide");
    }

    private IEnumerable<CardButton> Open()
    {
        if (Newest?.Permalink is { Length: > 0 } link)
            yield return CardButton.Link(words["post.open", Case.Account.Network], link);
        if (
            facts.File.Replies.LastOrDefault(r => r.State == ReplyState.Sent)?.Permalink is
            { Length: > 0 } ours
        )
            yield return CardButton.Link(words["reply.open"], ours);
    }

    /// <summary>What comes next: before our answer it is Reply, after it Done.</summary>
    private static ButtonStyle Unless(bool plain) =>
        plain ? ButtonStyle.Normal : ButtonStyle.Primary;

    private CardButton Button(string verb, ButtonStyle style = ButtonStyle.Normal) =>
        new(
            words[$"{verb}.button"],
            new CardCommand(verb, Case.Id, Case.Version).ToString(),
            style
        );
}
