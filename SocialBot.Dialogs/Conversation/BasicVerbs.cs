using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Storage;
using SocialBot.Dialogs.Publishing;

namespace SocialBot.Dialogs.Conversation;

/// <summary>What works anywhere: help, and steering the dialog that is open.</summary>
internal sealed class BasicVerbs(
    VerbCatalogue verbs,
    DialogStore dialogs,
    RunVerb runVerb,
    SocialBotDb db
) : IVerbs
{
    public static IReadOnlyList<Verb> Declared { get; } =
    [
        Verb.Of<BasicVerbs>("help", (v, ask, _) => Task.FromResult(v.Help(ask))),
        Verb.Of<BasicVerbs>("cancel", (v, ask, ct) => v.CancelAsync(ask, ct)) with
        {
            Steers = true,
        },
        Verb.Of<BasicVerbs>("back", (v, ask, ct) => v.BackAsync(ask, ct)) with
        {
            Steers = true,
        },
        Verb.Of<BasicVerbs>("yes", (v, ask, ct) => v.GoOnAsync(ask, confirmed: true, ct)) with
        {
            Steers = true,
            ButtonOnly = true,
        },
        Verb.Of<BasicVerbs>("continue", (v, ask, ct) => v.GoOnAsync(ask, confirmed: false, ct)) with
        {
            Steers = true,
            ButtonOnly = true,
        },
        Verb.Of<BasicVerbs>("carry", (v, ask, ct) => v.CarryAsync(ask, ct)) with
        {
            Steers = true,
            ButtonOnly = true,
        },
        Verb.Of<BasicVerbs>("which", (v, ask, ct) => v.WhichAsync(ask, ct)) with
        {
            ButtonOnly = true,
        },
    ];

    /// <summary>What this person may ask for, slice by slice, with an example of each.</summary>
    private Reply Help(Ask ask)
    {
        var words = ask.Words;
        var body = new List<CardBlock>();
        foreach (
            var home in verbs
                .All.Where(v =>
                    !v.ButtonOnly && !v.Steers && (v.Needs == default || ask.Member.Has(v.Needs))
                )
                .GroupBy(v => v.Name.Split('.')[0])
        )
        {
            var rows = home.Select(v => (Verb: v, Example: VerbCatalogue.Example(v, words)))
                .Where(x => x.Example is not null)
                .Select(x => new Fact(x.Example!, words[x.Verb.Name + ".help"]))
                .ToList();
            if (rows.Count == 0)
                continue;
            if (words.Has($"help.group.{home.Key}"))
                body.Add(new CardBlock.Heading(words[$"help.group.{home.Key}"]));
            body.Add(new CardBlock.Facts(rows));
        }
        return new Card
        {
            Title = words["help.title"],
            Body =
            [
                CardBlock.Plain(words["help.intro"]),
                .. body,
                CardBlock.Small(words["help.outro"]),
            ],
            Buttons = [.. PauseCards.Switch(ask.By)],
        };
    }

    private async Task<Reply> CancelAsync(Ask ask, CancellationToken ct) =>
        await dialogs.EndAsync(ask.By, ct)
            ? Reply.Say(ask.Words["cancel.done"])
            : Reply.Say(ask.Words["cancel.nothing"]);

    private async Task<Reply> BackAsync(Ask ask, CancellationToken ct)
    {
        if (
            (await dialogs.FindAsync(ask.By, ct)).Dialog is not { } open
            || verbs.Find(open.Verb) is not { } verb
            || verb.Fields.LastOrDefault(f => open.Answered.Contains(f.Id)) is not { } last
        )
            return Reply.Say(ask.Words["back.nothing"]);
        var earlier = open.ToAsk(ask.By, verb) with
        {
            Values = open
                .Values.Where(v => v.Key != last.Id)
                .ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal),
        };
        return await runVerb.AskForAsync(earlier, why: null, offers: null, last, ct);
    }

    /// <summary>What is open here goes on in the person's own chat, with everything that is known.</summary>
    private async Task<Reply> CarryAsync(Ask ask, CancellationToken ct)
    {
        if (
            (await dialogs.FindAsync(ask.By, ct)).Dialog is not { } open
            || verbs.Find(open.Verb) is not { } verb
        )
            return Reply.Say(ask.Words["carry.nothing"]);
        var (platform, tenant) = (ask.By.Turn.In.Platform, ask.By.Turn.In.Tenant);
        var known = await db
            .Identities.Where(i =>
                i.MemberId == ask.Member.Id && i.Platform == platform && i.Tenant == tenant
            )
            .ToListAsync(ct);
        if (known.FirstOrDefault(i => i.Personal is not null)?.Personal is not { } chat)
            return Reply.Say(ask.Words["carry.no-chat"]);
        await dialogs.EndAsync(ask.By, ct);
        var there = ask.By with
        {
            Room = null,
            Turn = ask.By.Turn with { In = chat, NoFilesHere = false, OwnView = false },
        };
        var ahead = open.ToAsk(there, verb);
        var form = await runVerb.AskForAsync(
            ahead,
            why: null,
            offers: null,
            verb.Missing(ahead) ?? verb.Fields[0],
            ct
        );
        db.SayTo(
            chat,
            form with
            {
                Workspace = ask.By.Workspace.Name,
            },
            FormattableString.Invariant($"{platform}-{ask.By.Turn.Id}-carried"),
            ask.Member.Id,
            ask.By.Now
        );
        return Reply.Say(ask.Words["carry.done"]);
    }

    private async Task<Reply> GoOnAsync(Ask ask, bool confirmed, CancellationToken ct)
    {
        if (
            (await dialogs.FindAsync(ask.By, ct)).Dialog is not { } open
            || verbs.Find(open.Verb) is not { } verb
            || confirmed && !open.Confirms
        )
            return Reply.Say(ask.Words["yes.nothing"]);
        var cards = await runVerb.RunAsync(
            open.ToAsk(ask.By, verb),
            unsure: open.Confirms && !confirmed,
            ct
        );
        return cards.Count == 0
            ? Reply.Say(ask.Words["yes.done"])
            : new Reply.Show(cards[0]) { More = [.. cards.Skip(1)] };
    }

    /// <summary>A verb was chosen, not yet what it is meant for.</summary>
    private async Task<Reply> WhichAsync(Ask ask, CancellationToken ct)
    {
        if (ask.Part is null || verbs.Find(ask.Part) is not { } verb)
            return Reply.Say(ask.Words["button.unknown"]);
        var cards = await runVerb.RunAsync(new Ask(ask.By, verb), unsure: false, ct);
        return new Reply.Show(cards[0]) { More = [.. cards.Skip(1)] };
    }
}
