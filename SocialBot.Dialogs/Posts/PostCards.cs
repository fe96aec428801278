using SocialBot.Core.Approvals;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Links;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Posts;

/// <summary>The card of a post: per network what will go out, when, what is wrong with it, who said what, and what can be done.</summary>
public static class PostCards
{
    public static Card For(PostFacts facts, CardViewer viewer, Words words, DateTimeOffset now)
    {
        var post = facts.Post;
        var status = post.Status;
        var card = new Card
        {
            Subject = PostHistory.Subject(post.Id),
            Title = words["post.title", post.Id, status],
            Tone = facts.Threads.Any(p => p.NeedsPerson) ? Tone.Warning : ToneOf(status),
            Workspace = facts.Workspace.Name,
            Summary = words["post.summary", post.Id, status, Author(facts)],
            Body =
            [
                .. Head(facts, words),
                .. facts.SaysOneThing ? Together(facts, words) : Apart(facts, words),
                .. Changes(facts, words),
                .. Findings(facts, words),
                .. Decisions(facts, words, now),
                .. Troubles(facts, words),
            ],
            Buttons = [.. Buttons(facts, viewer, words)],
        };
        return viewer.OnlyShows
            ? OwnViews.Offer(
                card,
                new CardCommand("post.show", post.Id, 0),
                facts
                    .Circle.Everybody.OrderByDescending(m => facts.Circle.SpeaksFor(m).Count > 0)
                    .ThenByDescending(m => m.Id == post.AuthorId)
                    .ThenBy(m => m.Id),
                m => Buttons(facts, new CardViewer(viewer.Language, m, viewer.Room), words),
                words
            )
            : card;
    }

    private static Tone ToneOf(CopyStatus status) =>
        status switch
        {
            CopyStatus.Published => Tone.Good,
            CopyStatus.Unconfirmed or CopyStatus.Rejected => Tone.Bad,
            CopyStatus.Missed => Tone.Warning,
            _ => Tone.Neutral,
        };

    private static string Author(PostFacts facts) =>
        facts.Names.GetValueOrDefault(facts.Post.AuthorId, "?");

    private static IEnumerable<CardBlock> Head(PostFacts facts, Words words)
    {
        var rows = new List<Fact> { new(words["post.by"], Author(facts)) };
        if (facts.Post.SourceBy is { } source)
            rows.Add(new Fact(words["post.source"], words["post.source.by", source]));
        var times = facts.Copies.Select(c => c.Copy.Planned).Distinct().ToList();
        if (times.Count == 1 && facts.Copies.Any(c => c.Copy.PublishedAt is null))
            rows.Add(new Fact(words["post.when"], When(times[0], words)));
        if (facts.Post.WaitsForApproval && facts.Post.NeededBy is { } deadline)
            rows.Add(new Fact(words["post.needed-by"], words.Time(deadline)));
        rows.AddRange(
            facts.Copies.Select(c => new Fact(
                c.Copy.Account.Label,
                CopyLine(c, times.Count > 1, words)
            ))
        );
        var languages = facts.Copies.SelectMany(c => c.Copy.Content.Languages).Distinct().ToList();
        if (languages.Count > 0)
            rows.Add(new Fact(words["post.languages"], string.Join(", ", languages)));
        if (facts.Workspace.Pause is { } pause)
            yield return new CardBlock.Finding(
                Tone.Warning,
                words[
                    "post.paused",
                    facts.Names.GetValueOrDefault(pause.ByMemberId, "?"),
                    pause.Reason
                ]
            );
        yield return new CardBlock.Facts(rows);
    }

    /// <summary><c>412 of 3,000 characters · waiting for approval · Tue 9 June 09:00 (Berlin)</c>.</summary>
    private static string CopyLine(CopyFacts facts, bool withTime, Words words)
    {
        var copy = facts.Copy;
        var parts = new List<string>();
        if (facts.Length is { } length && copy.CanChange)
            parts.Add(
                words[
                    length.Over ? "post.length-over" : "post.length",
                    words.Number(length.Count),
                    words.Number(length.Limit),
                    words[$"unit.{length.Unit}"],
                    words.Number(length.OverBy)
                ]
            );
        if (copy.Content.Thread.Count > 0)
            parts.Add(words["post.parts", copy.Content.Thread.Count + 1]);
        parts.Add(
            copy.TakenDownAt is { } down ? words["post.taken-down", down]
            : copy is { Status: CopyStatus.Published, PublishedAt: { } at }
                ? words["post.published-at", at]
            : words[$"CopyStatus.{copy.Status}"]
        );
        if (withTime && copy.PublishedAt is null)
            parts.Add(When(copy.Planned, words));
        if (copy is { Parts.Count: > 0, TakenDownAt: null })
            parts.Add(
                copy.NextPart is { } next
                    ? words["post.part-out", next.Number - 1, copy.Parts.Count + 1]
                    : words["post.parts-out", copy.Parts.Count + 1]
            );
        if (copy.Comment != CommentStatus.None)
            parts.Add(words[$"CommentStatus.{copy.Comment}"]);
        return string.Join(" · ", parts);
    }

    private static string When(PlannedTime? planned, Words words) =>
        planned is null ? words["post.as-soon"] : words.Time(planned.At, planned.Zone);

    private static IEnumerable<CardBlock> Together(PostFacts facts, Words words) =>
        facts.Copies.Count == 0
            ? []
            : Content(facts.Copies[0].Copy.Content, words)
                .Concat(
                    facts
                        .Copies.Where(c => c.Copy.Content.Link is { IsShown: true })
                        .GroupBy(c => c.Copy.Content.Link)
                        .SelectMany(g =>
                            LinkPreview(g.Key!, g.Select(c => c.Copy.Account.Label), words)
                        )
                );

    private static IEnumerable<CardBlock> Apart(PostFacts facts, Words words) =>
        facts.Copies.SelectMany(c =>
            Content(c.Copy.Content, words)
                .Prepend(new CardBlock.Heading(c.Copy.Account.Label))
                .Concat(
                    c.Copy.Content.Link is { IsShown: true } link
                        ? LinkPreview(link, [], words)
                        : []
                )
        );

    private static IEnumerable<CardBlock> Content(CopyContent content, Words words)
    {
        if (content.Text.Length > 0)
            yield return new CardBlock.Quote(content.Text);
        foreach (var (part, i) in content.Thread.Select((part, i) => (part, i)))
            yield return new CardBlock.Quote(
                part,
                words["post.part", i + 2, content.Thread.Count + 1]
            );
        foreach (var medium in content.Media)
            yield return new CardBlock.Picture(
                medium.Key,
                medium.AltText ?? words["post.no-alt"],
                medium.Width,
                medium.Height
            );
        if (!string.IsNullOrWhiteSpace(content.FirstComment))
            yield return new CardBlock.Quote(content.FirstComment, words["post.first-comment"]);
    }

    /// <summary>As the network will show it: picture, title, description.</summary>
    /// <param name="on">The accounts it is for; none = said already.</param>
    private static IEnumerable<CardBlock> LinkPreview(
        LinkCard link,
        IEnumerable<string> on,
        Words words
    )
    {
        var host = new Uri(link.Url).Host;
        if (link.Picture is { } picture)
            yield return new CardBlock.Picture(
                picture.Key,
                link.Title,
                picture.Width,
                picture.Height
            );
        yield return new CardBlock.Quote(
            link.Description.Length > 0 ? $"{link.Title}\n{link.Description}" : link.Title,
            words.And(on) is { Length: > 0 } labels
                ? words["post.link-preview-on", labels, host]
                : words["post.link-preview", host]
        );
    }

    private static IEnumerable<CardBlock> Changes(PostFacts facts, Words words)
    {
        foreach (var copy in facts.Copies.Where(c => c.Before is not null))
        {
            yield return new CardBlock.Heading(words["post.changed", copy.Copy.Account.Label]);
            yield return new CardBlock.Text(
                TextDiff.Runs(copy.Before!.Text, copy.Copy.Content.Text)
            );
            if (!copy.Before.Media.SequenceEqual(copy.Copy.Content.Media))
                yield return CardBlock.Small(words["post.changed-media"]);
            if (copy.Before.FirstComment != copy.Copy.Content.FirstComment)
                yield return CardBlock.Small(words["post.changed-comment"]);
            if (!copy.Before.Thread.SequenceEqual(copy.Copy.Content.Thread))
                yield return CardBlock.Small(words["post.changed-thread"]);
            if (copy.Before.Link != copy.Copy.Content.Link)
                yield return CardBlock.Small(words["post.changed-link"]);
            if (!copy.Before.Languages.SequenceEqual(copy.Copy.Content.Languages))
                yield return CardBlock.Small(words["post.changed-languages"]);
        }
    }

    private static IEnumerable<CardBlock> Findings(PostFacts facts, Words words) =>
        facts
            .Copies.SelectMany(c => c.Findings.Select(f => (c.Copy.Account.Label, Finding: f)))
            .Select(x => new CardBlock.Finding(
                x.Finding.Blocks ? Tone.Bad : Tone.Warning,
                Sentence(x.Label, x.Finding, words)
            ));

    private static string Sentence(string label, RuleFinding finding, Words words) =>
        words[$"no.rule.{finding.Code}", [label, .. finding.Args.Select(a => Unit(a, words))]];

    /// <summary>A unit's key becomes its word.</summary>
    internal static object? Unit(object? arg, Words words) =>
        arg is string key && words.Has($"unit.{key}") ? words[$"unit.{key}"] : arg;

    private static IEnumerable<CardBlock> Decisions(
        PostFacts facts,
        Words words,
        DateTimeOffset now
    )
    {
        var rows = facts
            .Copies.SelectMany(c => c.Decisions.Select(d => (Copy: c.Copy, Decision: d)))
            .GroupBy(x =>
                (x.Decision.MemberId, x.Decision.OnBehalfOfId, x.Decision.Decision, x.Decision.At)
            )
            .Select(g =>
            {
                var first = g.First().Decision;
                var who = first.OnBehalfOfId is { } absent
                    ? words["post.decided-for", Name(facts, first.MemberId), Name(facts, absent)]
                    : Name(facts, first.MemberId);
                return new Fact(
                    words[$"Decision.{first.Decision}"],
                    g.Count() == facts.Copies.Count
                        ? words["post.decided", who, words.Clock(first.At)]
                        : words[
                            "post.decided-some",
                            who,
                            words.Clock(first.At),
                            words.And(g.Select(x => x.Copy.Account.Label))
                        ]
                );
            })
            .ToList();
        if (rows.Count > 0)
            yield return new CardBlock.Facts(rows);
        if (!facts.Post.WaitsForApproval)
            yield break;
        var given = facts
            .Copies.Where(c => c.Copy.Status == CopyStatus.InReview)
            .Select(c =>
                c.Decisions.Where(d => d.Decision == Decision.Approve)
                    .Select(d => d.For)
                    .Distinct()
                    .Count()
            )
            .DefaultIfEmpty(0)
            .Min();
        var asked = facts.Circle.Able.Select(m => m.Name).ToList();
        yield return asked.Count == 0
            ? new CardBlock.Finding(Tone.Bad, words["post.nobody-to-approve"])
            : CardBlock.Plain(
                words[
                    facts.Circle.Policy.AllOf ? "post.waits-all" : "post.waits",
                    given,
                    facts.Circle.Needed,
                    asked
                ]
            );
        foreach (var absent in facts.Circle.Asked.Where(m => m.IsAway(now)))
            yield return CardBlock.Small(
                words[
                    "post.approver-away",
                    absent.Name,
                    absent.Away!.Until,
                    absent.Away.DelegateId is { } d ? Name(facts, d) : words["post.nobody"]
                ]
            );
    }

    private static IEnumerable<CardBlock> Troubles(PostFacts facts, Words words)
    {
        foreach (var copy in facts.Copies.Select(c => c.Copy))
            if (copy.Trouble is { } trouble)
                foreach (
                    var block in Said(
                        facts,
                        copy,
                        trouble,
                        copy.Status is CopyStatus.Due ? Tone.Neutral
                            : copy.Status is CopyStatus.Missed or CopyStatus.Draft ? Tone.Warning
                            : Tone.Bad,
                        part: 1,
                        words
                    )
                )
                    yield return block;
        foreach (var part in facts.Threads)
            if (part.Trouble is { } trouble)
                foreach (
                    var block in Said(
                        facts,
                        part.Copy,
                        trouble,
                        part.Status is PartStatus.Waiting ? Tone.Neutral
                            : part.Status is PartStatus.Missed ? Tone.Warning
                            : Tone.Bad,
                        part.Number,
                        words
                    )
                )
                    yield return block;
    }

    private static IEnumerable<CardBlock> Said(
        PostFacts facts,
        Copy copy,
        Trouble trouble,
        Tone tone,
        int part,
        Words words
    )
    {
        yield return new CardBlock.Finding(
            tone,
            words[
                $"trouble.{trouble.Code}",
                copy.Account.Label,
                trouble.Until ?? trouble.At,
                trouble.ByMemberId is { } by ? Name(facts, by) : "",
                part,
                copy.Parts.Count + 1
            ]
        );
        if (!string.IsNullOrWhiteSpace(trouble.Said))
            yield return new CardBlock.Quote(
                trouble.Said,
                trouble.ByMemberId is { } who ? Name(facts, who) : copy.Account.Network
            );
    }

    private static string Name(PostFacts facts, long memberId) =>
        facts.Names.GetValueOrDefault(memberId, "?");

    private static IEnumerable<CardButton> Buttons(PostFacts facts, CardViewer viewer, Words words)
    {
        var may = new PostButtons(facts, viewer, words);
        return [.. may.ToDecide(), .. may.ToAuthor(), .. may.ToTrouble(), .. may.ToPublished()];
    }
}
