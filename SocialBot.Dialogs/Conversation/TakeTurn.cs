using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Dialogs.Conversation;

/// <summary>One turn in one transaction: seen before? who, where? what is meant? do it, keep the answer.</summary>
internal sealed class TakeTurn(
    SocialBotDb db,
    WhoSpeaks whoSpeaks,
    MeetMember meet,
    Understand understand,
    RunVerb runVerb,
    Welcome welcome,
    VerbCatalogue verbs,
    LeavePlace leave,
    SharedCommit commit,
    ChatCatalogue platforms,
    TimeProvider clock
)
{
    private readonly List<Card> unbound = [];

    public async Task<InlineAnswer?> RunAsync(ChatTurn turn, CancellationToken ct)
    {
        var answer = await commit.RunAsync(db, c => OnceAsync(turn, c), ct);
        await SayUnboundAsync(turn, ct);
        return answer;
    }

    private async Task<InlineAnswer?> OnceAsync(ChatTurn turn, CancellationToken ct)
    {
        var seen = await db
            .AnsweredTurns.Where(t =>
                t.Platform == turn.In.Platform && t.Tenant == turn.In.Tenant && t.TurnId == turn.Id
            )
            .Select(t => new { t.Answer })
            .FirstOrDefaultAsync(ct);
        if (seen is not null)
            return seen.Answer is null ? null : ReadAnswer(seen.Answer);

        var answer = await TakeAsync(turn, ct);
        db.AnsweredTurns.Add(
            new AnsweredTurn
            {
                Platform = turn.In.Platform,
                Tenant = turn.In.Tenant,
                TurnId = turn.Id,
                At = clock.GetUtcNow(),
                Answer = answer is null ? null : WriteAnswer(answer),
            }
        );
        await db.SaveChangesAsync(ct);
        return answer;
    }

    private async Task<InlineAnswer?> TakeAsync(ChatTurn turn, CancellationToken ct)
    {
        var speaker = await whoSpeaks.FindAsync(turn, ct);
        if (speaker is Speaker.Known met && !turn.Elsewhere)
            await meet.RunAsync(met, turn, ct);
        if (turn.Input is ChatInput.Parted)
        {
            if (!turn.In.Personal && HomeOf(speaker) is { } home)
                await leave.RunAsync(turn.In, home.Id, ct);
            await ForgetMeetingAsync(turn.In, ct);
        }
        if (turn.Input is ChatInput.Met && !await IsFirstMeetingAsync(turn.In, ct))
            return null;
        switch (speaker)
        {
            case Speaker.Known known:
                return turn.Input is ChatInput.Parted
                    ? null
                    : await AnswerAsync(Asker.Of(known, turn, clock.GetUtcNow()), ct);
            case Speaker.Several several:
                return Unbound(
                    turn,
                    await welcome.WhichWorkspaceAsync(turn, several.Workspaces, ct)
                );
            case Speaker.Stranger stranger:
                return Unbound(turn, await welcome.StrangerAsync(turn, stranger.Workspace, ct));
            default:
                return null;
        }
    }

    /// <summary>The workspace of the place, also where a stranger to it does something there.</summary>
    private static Workspace? HomeOf(Speaker speaker) =>
        speaker switch
        {
            Speaker.Known known => known.Workspace,
            Speaker.Stranger stranger => stranger.Workspace,
            _ => null,
        };

    /// <summary>
    /// Teams tells of one arrival twice (installationUpdate, conversationUpdate), in any order and again later: one greeting
    /// answers them all, until the bot is sent away.
    /// </summary>
    private async Task<bool> IsFirstMeetingAsync(ChatPlace place, CancellationToken ct)
    {
        if (await MeetingAt(place).AnyAsync(ct))
            return false;
        db.AnsweredTurns.Add(
            new AnsweredTurn
            {
                Platform = place.Platform,
                Tenant = place.Tenant,
                TurnId = MeetingId(place),
                At = clock.GetUtcNow(),
            }
        );
        return true;
    }

    private Task<int> ForgetMeetingAsync(ChatPlace place, CancellationToken ct) =>
        MeetingAt(place).ExecuteDeleteAsync(ct);

    private IQueryable<AnsweredTurn> MeetingAt(ChatPlace place)
    {
        var id = MeetingId(place);
        return db.AnsweredTurns.Where(t =>
            t.Platform == place.Platform && t.Tenant == place.Tenant && t.TurnId == id
        );
    }

    private static string MeetingId(ChatPlace place) => $"meeting@{place.Conversation}";

    private async Task<InlineAnswer?> AnswerAsync(Asker by, CancellationToken ct)
    {
        var meant = await understand.RunAsync(by, ct);
        var cards = meant switch
        {
            Meaning.Cards said => said.Shown,
            Meaning.Asked asked => await runVerb.RunAsync(asked.Ask, asked.Unsure, ct),
            _ => [],
        };
        if (by.Turn.Input is ChatInput.Said { NotFetched: { Count: > 0 } lost } sent)
        {
            var note = Card.Say(by.Words["files.not-fetched", lost]) with { Tone = Tone.Warning };
            cards = sent.Text.Length == 0 && sent.Files.Count == 0 ? [note] : [.. cards, note];
        }
        if (cards.Count == 0)
            return null;

        var pressed = (meant as Meaning.Asked)?.Ask is { Pressed: true } ask
            ? SubjectOf(ask)
            : null;
        if (by.Turn.InWindow)
            return await AnswerWindowAsync(by, cards, pressed, ct);
        if (by.Turn.AnswersInline)
        {
            Say(by, cards.Skip(1), first: 1);
            var first = by.Turn.OwnView ? OwnViews.Of(cards[0], by, verbs) : cards[0];
            return new InlineAnswer(first, pressed is not null && first.Subject == pressed);
        }
        // The pressed card itself is redrawn by the board; saying it again would only double it.
        Say(by, cards.Where(c => pressed is null || c.Subject != pressed), first: 0);
        return null;
    }

    /// <summary>What is not right yet, or not to be, stays in the window; anything else closes it and is said.</summary>
    private async Task<InlineAnswer?> AnswerWindowAsync(
        Asker by,
        IReadOnlyList<Card> cards,
        string? pressed,
        CancellationToken ct
    )
    {
        if (
            cards[0].Body.Any(block => block is CardBlock.Field)
            || cards[0] is { Subject: null, Tone: Tone.Warning or Tone.Bad }
        )
            return new InlineAnswer(cards[0], ReplacesPressed: false);
        if (by.Turn.Elsewhere)
            return await TellOwnChatAsync(by, cards, ct);
        Say(by, cards.Where(c => pressed is null || c.Subject != pressed), first: 0);
        return null;
    }

    private async Task<InlineAnswer> TellOwnChatAsync(
        Asker by,
        IReadOnlyList<Card> cards,
        CancellationToken ct
    )
    {
        var own = (
            await db
                .Identities.Where(i =>
                    i.MemberId == by.Member.Id
                    && i.Platform == by.Turn.In.Platform
                    && i.Tenant == by.Turn.In.Tenant
                )
                .ToListAsync(ct)
        ).FirstOrDefault(i => i.Personal is not null);
        if (own?.Personal is { } chat)
            Say(by with { Turn = by.Turn with { In = chat } }, cards, first: 0);
        return new InlineAnswer(
            Card.Say(
                by.Words[own is null ? "elsewhere.no-chat" : "elsewhere.done", cards[0].Title]
            ),
            ReplacesPressed: false
        );
    }

    private void Say(Asker by, IEnumerable<Card> cards, int first)
    {
        foreach (var card in cards)
            db.SayTo(
                by.Turn.In,
                card with
                {
                    Workspace = by.Workspace.Name,
                },
                FormattableString.Invariant($"{by.Turn.In.Platform}-{by.Turn.Id}-{first++}"),
                by.Turn.In.Personal ? by.Member.Id : null,
                by.Now
            );
    }

    private static string? SubjectOf(Ask ask) =>
        ask is { Verb.Subject: { } kind, Subject: { } id }
            ? FormattableString.Invariant($"{kind}:{id}")
            : null;

    /// <summary>Where no workspace is known yet there is no outbox to write to: said right after the commit.</summary>
    private InlineAnswer? Unbound(ChatTurn turn, Card? card)
    {
        if (card is null)
            return null;
        if (turn.AnswersInline)
            return new InlineAnswer(card, ReplacesPressed: false);
        unbound.Add(card);
        return null;
    }

    private async Task SayUnboundAsync(ChatTurn turn, CancellationToken ct)
    {
        if (unbound.Count > 0 && platforms.Find(turn.In.Platform) is { } platform)
            foreach (var card in unbound)
                await platform.PostAsync(turn.In, card, $"{turn.In.Platform}-{turn.Id}", ct);
    }

    private static string WriteAnswer(InlineAnswer answer) =>
        JsonSerializer.Serialize(
            new KeptAnswer(CardJson.Write(answer.Card), answer.ReplacesPressed)
        );

    private static InlineAnswer ReadAnswer(string json)
    {
        var kept = JsonSerializer.Deserialize<KeptAnswer>(json)!;
        return new InlineAnswer(CardJson.Read(kept.Card), kept.Replaces);
    }

    private sealed record KeptAnswer(string Card, bool Replaces);
}
