using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;
using SocialBot.Core.Sentiment;
using SocialBot.Dialogs.Conversation;
using CaseReply = SocialBot.Core.Inbox.Reply;

namespace SocialBot.Dialogs.Inbox;

/// <summary>The card of a case: who wrote what, how it sounds and why, who has it, what was answered, and what can be done.</summary>
public static class CaseCards
{
    /// <summary>Texts of a long conversation that are shown, the newest.</summary>
    private const int MostTexts = 5;
    private const int MostBefore = 3;
    private const int MostReplies = 3;
    private const int MostNotes = 5;

    public static Card For(CaseFacts facts, CardViewer viewer, Words words, DateTimeOffset now)
    {
        var @case = facts.Case;
        var title = words[
            "case.title",
            @case.Id,
            @case.Account.Network,
            @case.AuthorHandle,
            Standing(@case, now, words)
        ];
        var card = new Card
        {
            Subject = CaseDesk.Subject(@case.Id),
            Title = DrawCards.Short(title, 150),
            Tone = ToneOf(@case),
            Workspace = facts.Workspace,
            Body =
            [
                Who(facts, words),
                .. Under(facts, words),
                .. Talk(facts, words),
                .. Standings(facts, words, now),
                .. Replies(facts, words, now),
                .. Notes(facts, viewer, words),
            ],
            Buttons = [.. new CaseButtons(facts, viewer, words, now).All()],
        };
        if (!viewer.OnlyShows)
            return card;
        var holder = @case.HeldBy(now);
        return OwnViews.Offer(
            card,
            new CardCommand("case.show", @case.Id, 0),
            facts.Team.OrderByDescending(m => m.Id == holder).ThenBy(m => m.Id),
            m =>
                new CaseButtons(
                    facts,
                    new CardViewer(viewer.Language, m, viewer.Room),
                    words,
                    now
                ).All(),
            words
        );
    }

    private static Tone ToneOf(Case @case) =>
        @case.State switch
        {
            CaseState.Done => Tone.Good,
            CaseState.Escalated => Tone.Warning,
            CaseState.Open when @case.Mood == SentimentLabel.Negative && !@case.IsAnswered =>
                Tone.Bad,
            _ => Tone.Neutral,
        };

    internal static string Standing(Case @case, DateTimeOffset now, Words words) =>
        @case is { State: CaseState.Open, IsAnswered: true } ? words["case.answered"]
        : @case.IsOpen && @case.HeldBy(now) is not null ? words["case.claimed"]
        : words[$"CaseState.{@case.State}"];

    private static CardBlock.Facts Who(CaseFacts facts, Words words)
    {
        var (@case, first) = (facts.Case, facts.File.Talk[0]);
        var person = new List<string> { $"{first.AuthorName} @{first.AuthorHandle}" };
        if (first.Followers is { } followers)
            person.Add(words["case.followers", followers.ToString("N0", words.Culture)]);
        if (facts.File.Contact > 1)
            person.Add(words["case.contact", facts.File.Contact]);
        var rows = new List<Fact>
        {
            new(words["case.from"], string.Join(" · ", person)),
            new(
                words[$"IncomingKind.{@case.Kind}"],
                $"{@case.Account.Label} · {words.Time(@case.FirstAt)}"
            ),
            new(words["case.mood"], Sound(facts.File.Talk, words)),
        };
        if (facts.File.Talk.FirstOrDefault(i => i.FoundBy is not null)?.FoundBy is { } word)
            rows.Add(new Fact(words["case.found-by"], words["case.found-by.word", word]));
        if (@case.Reasons.Count > 0)
            rows.Add(
                new Fact(words["case.why"], words.And(Reasons(@case).Select(r => Reason(r, words))))
            );
        return new CardBlock.Facts(rows);
    }

    /// <summary>The worst of the texts, with the words that decided it.</summary>
    private static string Sound(IReadOnlyList<CaseItem> talk, Words words)
    {
        var scored = talk.Where(i => i.Mood is not null).ToList();
        if (scored.Count == 0)
            return words[$"case.not-scored.{talk[0].Reading.NotScored}"];
        var reading = scored.MinBy(i => i.Reading.Score)!.Reading;
        var mood =
            reading.Mood == SentimentLabel.Negative
                ? words[
                    "case.negative",
                    reading.NegativeProbability.ToString("0.00", words.Culture)
                ]
                : words[$"Mood.{reading.Mood}"];
        // Nothing decided for neutral: a word there would only puzzle.
        return reading.Mood == SentimentLabel.Neutral || reading.Because.Count == 0
            ? mood
            : words[
                "case.because",
                mood,
                words.And(reading.Because.Take(4).Select(w => words["case.quoted", w]))
            ];
    }

    /// <summary>The rule for every negative text says nothing that "it sounds negative" does not say.</summary>
    private static IEnumerable<string> Reasons(Case @case) =>
        @case.Reasons.Contains(JudgeItem.Negative)
            ? @case.Reasons.Where(r => r != JudgeItem.RulePrefix + JudgeItem.Negative)
            : @case.Reasons;

    private static string Reason(string reason, Words words) =>
        reason.StartsWith(JudgeItem.RulePrefix, StringComparison.Ordinal)
            ? words["case.why.rule", reason[JudgeItem.RulePrefix.Length..]]
            : words[$"case.why.{reason}"];

    private static IEnumerable<CardBlock> Under(CaseFacts facts, Words words)
    {
        if (facts.File.Under is not { } post)
            yield break;
        yield return new CardBlock.Quote(
            DrawCards.Short(post.Text, 200),
            words["case.under", post.PostId]
        );
    }

    private static IEnumerable<CardBlock> Talk(CaseFacts facts, Words words)
    {
        var talk = facts.File.Talk;
        if (talk.Count > MostTexts)
            yield return CardBlock.Small(words["case.earlier", talk.Count - MostTexts]);
        var shown = talk.Select(i => i.RemoteId)
            .Concat(facts.File.Replies.Select(r => r.RemoteId).OfType<string>())
            .Append(facts.File.Under?.RemoteId ?? "")
            .ToHashSet(StringComparer.Ordinal);
        foreach (var item in talk.TakeLast(MostTexts))
        {
            var by = $"@{item.AuthorHandle}, {words.Local(item.At)}";
            if (item.HiddenAt is not null)
                by = words["case.hidden", by];
            if (item.LikedAt is not null)
                by = words["case.liked", by];
            if (item.GoneAt is not null)
                by = words["case.gone", by];
            foreach (var before in Before(item, shown))
                yield return new CardBlock.Quote(
                    DrawCards.Short(before.Text, 300),
                    words["case.in-answer-to", before.AuthorHandle, words.Local(before.At)]
                );
            yield return new CardBlock.Quote(DrawCards.Short(item.Text, 1500), by);
        }
        if (facts.Case.Similar > 0)
            yield return CardBlock.Plain(words["case.similar", facts.Case.Similar]);
    }

    /// <summary>What it answers, as far as the card does not show it already.</summary>
    private static IEnumerable<ContextText> Before(CaseItem item, HashSet<string> shown) =>
        item.Context.Where(c => c.Text.Length > 0 && shown.Add(c.RemoteId)).TakeLast(MostBefore);

    private static IEnumerable<CardBlock> Standings(
        CaseFacts facts,
        Words words,
        DateTimeOffset now
    )
    {
        var @case = facts.Case;
        if (@case is { IsOpen: true, Back: { } back })
            yield return new CardBlock.Finding(
                Tone.Warning,
                words[$"BackBecause.{back}", facts.Name(@case.SnoozedById)]
            );
        if (@case.EscalatedTo is { } to)
            yield return new CardBlock.Finding(
                Tone.Warning,
                words[
                    "case.with",
                    to,
                    facts.Name(@case.EscalatedById),
                    words.Clock(@case.EscalatedAt ?? now)
                ]
            );
        if (@case.HeldBy(now) is { } holder)
            yield return CardBlock.Plain(
                words[
                    "case.claimed-by",
                    facts.Name(holder),
                    words.Clock(@case.ClaimedAt ?? now),
                    words.Clock(@case.ClaimedUntil ?? now)
                ]
            );
        if (facts.NothingLeft && @case.IsOpen)
            yield return new CardBlock.Finding(Tone.Warning, words["case.nothing-left"]);
        switch (@case.State)
        {
            case CaseState.Snoozed:
                yield return CardBlock.Plain(
                    @case.SnoozedUntil is { } until
                        ? words["case.snoozed-until", facts.Name(@case.SnoozedById), until]
                        : words["case.snoozed-they-write", facts.Name(@case.SnoozedById)]
                );
                break;
            case CaseState.Done:
                yield return CardBlock.Plain(
                    words[
                        "case.done-by",
                        facts.Name(@case.ClosedById),
                        words.Local(@case.ClosedAt ?? now),
                        @case.Cause is { } cause ? Cause(cause, words) : words["case.no-cause"]
                    ]
                );
                break;
            case CaseState.Spam:
                yield return CardBlock.Plain(
                    words[@case.SpamOf == @case.Id ? "case.is-spam" : "case.is-spam-author"]
                );
                break;
        }
    }

    internal static string Cause(string cause, Words words) =>
        words.Has($"cause.{cause}") ? words[$"cause.{cause}"] : cause;

    private static IEnumerable<CardBlock> Replies(CaseFacts facts, Words words, DateTimeOffset now)
    {
        foreach (
            var reply in facts
                .File.Replies.Where(r => r.State != ReplyState.Undone)
                .TakeLast(MostReplies)
        )
        {
            var who = facts.Name(reply.MemberId);
            yield return new CardBlock.Quote(
                reply.Text,
                words["reply.by", who, reply.State, words.Clock(reply.SentAt ?? reply.WrittenAt)]
            );
            if (reply.State == ReplyState.Waiting && reply.Trouble is null)
                yield return CardBlock.Small(Leaves(facts, reply, words));
            if (reply.Trouble is { } trouble)
            {
                yield return new CardBlock.Finding(
                    reply.State == ReplyState.Waiting ? Tone.Neutral : Tone.Bad,
                    words[$"reply.trouble.{trouble.Code}", trouble.Until ?? trouble.At]
                );
                if (!string.IsNullOrWhiteSpace(trouble.Said))
                    yield return new CardBlock.Quote(trouble.Said, facts.Case.Account.Network);
            }
        }
    }

    private static string Leaves(CaseFacts facts, CaseReply reply, Words words)
    {
        var at = TimeZoneInfo
            .ConvertTime(reply.LeavesAt, words.Zone)
            .ToString("HH:mm:ss", words.Culture);
        return facts.ReplyLength is { } length
            ? words[
                "reply.leaves-counted",
                at,
                length.Count,
                length.Limit,
                words[$"unit.{length.Unit}"]
            ]
            : words["reply.leaves", at];
    }

    /// <summary>For the team alone: a chat that is bound to nothing may hold others too.</summary>
    private static IEnumerable<CardBlock> Notes(CaseFacts facts, CardViewer viewer, Words words)
    {
        if (facts.File.Notes.Count == 0 || viewer is { Member: null, Room: null })
            yield break;
        yield return new CardBlock.Heading(words["case.notes"]);
        if (facts.File.Notes.Count > MostNotes)
            yield return CardBlock.Small(
                words["case.earlier-notes", facts.File.Notes.Count - MostNotes]
            );
        foreach (var note in facts.File.Notes.TakeLast(MostNotes))
            yield return new CardBlock.Quote(
                note.Text,
                $"{facts.Name(note.MemberId)}, {words.Local(note.At)}"
            );
    }
}
