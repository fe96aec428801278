using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Links;
using SocialBot.Core.Posts;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Posts;

/// <summary>
/// Which buttons a post's card has for whoever looks. In a room everybody sees what the room is for; pressing is judged again
/// from the rows.
/// </summary>
internal sealed class PostButtons(PostFacts facts, CardViewer viewer, Words words)
{
    private Post Post => facts.Post;

    private bool MayDecide =>
        viewer.Member is { } member
            ? facts.Circle.SpeaksFor(member).Count > 0
            : viewer is { OnlyShows: false, Room: RoomPurpose.Approvals };

    private bool MayChange =>
        viewer.Member is { } member
            ? member.Id == Post.AuthorId || member.Has(Roles.Approver | Roles.Admin)
            : viewer is { OnlyShows: false, Room: null };

    public IEnumerable<CardButton> ToDecide()
    {
        var waiting = facts.Copies.Where(c => c.Copy.Status == CopyStatus.InReview).ToList();
        if (waiting.Count > 0 && MayDecide)
        {
            yield return Button("post.approve", ButtonStyle.Primary);
            yield return Button("post.changes");
            yield return Button("post.reject", ButtonStyle.Danger);
            if (waiting.Count is > 1 and <= 4)
                foreach (var copy in waiting)
                    yield return Button(
                        "post.approve",
                        label: words["post.approve.only", copy.Copy.Account.Label],
                        part: copy.Copy.Id
                    );
        }
        if (
            MayDecide
            && facts.Copies.Any(c => c.Copy.IsCleared && c.Decisions.Count > 0)
            && (
                viewer.Member is not { } member
                || facts.Copies.Any(c => c.Decisions.Any(d => d.MemberId == member.Id))
            )
        )
            yield return Button("post.takeback");
    }

    public IEnumerable<CardButton> ToAuthor()
    {
        if (!MayChange)
            yield break;
        if (Any(CopyStatus.Draft, CopyStatus.Rejected))
        {
            // Absent while something would be refused; the finding says why.
            if (
                !facts.Copies.Any(c =>
                    c.Blocked && c.Copy.Status is CopyStatus.Draft or CopyStatus.Rejected
                )
            )
                yield return Button("post.submit", ButtonStyle.Primary);
            if (facts.Copies.Any(c => c.CanSplit))
            {
                yield return Button("post.split", ButtonStyle.Primary);
                yield return Button("post.number");
            }
            foreach (var edit in ToEdit())
                yield return edit;
            yield return Button("post.schedule");
            if (
                facts.Copies.Any(c =>
                    c.Copy.Content.Media.Any(m => string.IsNullOrWhiteSpace(m.AltText))
                )
            )
                yield return Button("post.alt");
            yield return Button("post.comment");
            foreach (var shape in ToShape())
                yield return shape;
            yield return Button("post.discard", ButtonStyle.Danger);
        }
        else if (Any(CopyStatus.InReview, CopyStatus.Approved, CopyStatus.Due))
        {
            foreach (var edit in ToEdit())
                yield return edit;
            yield return Button("post.schedule");
            yield return Button("post.withdraw");
        }
    }

    /// <summary>What undoes what was made of the words: the thread, the link preview.</summary>
    private IEnumerable<CardButton> ToShape()
    {
        if (facts.Copies.Any(c => c.Copy is { CanChange: true, Content.Thread.Count: > 0 }))
            yield return Button("post.join");
        var links = facts
            .Copies.Where(c => c is { Link: not null, Copy.Status: CopyStatus.Draft })
            .Select(c => c.Copy.Content.Link?.State)
            .ToList();
        if (links.Contains(LinkCardState.Shown))
            yield return Button("post.unlink");
        else if (links.Any(state => state is LinkCardState.Dropped or LinkCardState.Unreadable))
            yield return Button("post.link");
    }

    /// <summary>Where the copies say different things, each is edited for itself: one text for all would overwrite the others.</summary>
    private IEnumerable<CardButton> ToEdit()
    {
        var open = facts.Copies.Select(c => c.Copy).Where(c => c.CanChange).ToList();
        return facts.SaysOneThing || open.Count is < 2 or > 4
            ? [Button("post.edit")]
            : open.Select(c =>
                Button("post.edit", label: words["post.edit.only", c.Account.Label], part: c.Id)
            );
    }

    public IEnumerable<CardButton> ToTrouble()
    {
        if (!MayChange && !MayDecide)
            yield break;
        if (Any(CopyStatus.Missed))
        {
            // Without its approvals it is asked for once more, and goes out with them.
            yield return Button(
                "post.now",
                ButtonStyle.Primary,
                facts.Copies.Any(c =>
                    c.Copy is { Status: CopyStatus.Missed, Trouble.Code: "missed.not-approved" }
                )
                    ? words["post.now.ask"]
                    : null
            );
            yield return Button("post.next");
            if (!Any(CopyStatus.Draft, CopyStatus.Rejected))
            {
                yield return Button("post.schedule");
                yield return Button("post.discard", ButtonStyle.Danger);
            }
        }
        else if (facts.Threads.Any(p => p.IsStuck))
            yield return Button("post.now", ButtonStyle.Primary, words["post.now.rest"]);
        if (
            Any(CopyStatus.Unconfirmed)
            || facts.Threads.Any(p => p.Status == PartStatus.Unconfirmed)
        )
        {
            yield return Button("post.live", ButtonStyle.Primary);
            yield return Button("post.again", ButtonStyle.Danger);
        }
    }

    public IEnumerable<CardButton> ToPublished()
    {
        if (Post.SourceLink is { } source)
            yield return CardButton.Link(words["post.source.open"], source);
        foreach (var copy in facts.Copies.Select(c => c.Copy))
            if (copy is { IsOut: true, Permalink: { Length: > 0 } link })
                yield return CardButton.Link(words["post.open", copy.Account.Network], link);
        if (
            (
                viewer.Member?.Has(Roles.Approver | Roles.Admin)
                ?? viewer is { OnlyShows: false, Room: RoomPurpose.Approvals }
            ) && facts.Copies.Any(c => c.Copy is { IsOut: true, RemoteId.Length: > 0 })
        )
            yield return Button("post.takedown", ButtonStyle.Danger);
    }

    private bool Any(params CopyStatus[] statuses) =>
        facts.Copies.Any(c => statuses.Contains(c.Copy.Status));

    private CardButton Button(
        string verb,
        ButtonStyle style = ButtonStyle.Normal,
        string? label = null,
        long? part = null
    ) =>
        new(
            label ?? words[$"{verb}.button"],
            new CardCommand(
                verb,
                Post.Id,
                Post.Version,
                part?.ToString(System.Globalization.CultureInfo.InvariantCulture)
            ).ToString(),
            style
        );
}
