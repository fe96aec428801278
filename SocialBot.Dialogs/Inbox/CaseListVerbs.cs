using System.Globalization;
using SocialBot.Core;
using SocialBot.Core.Cards;
using SocialBot.Core.Inbox;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;
using Reply = SocialBot.Dialogs.Conversation.Reply;

namespace SocialBot.Dialogs.Inbox;

/// <summary>What is in the inbox, what one holds oneself, and the next one please.</summary>
public sealed class CaseListVerbs(ListCases list, NextCase next) : IVerbs
{
    private const Roles Staff = Roles.CommunityManager | Roles.Approver | Roles.Admin;

    public static IReadOnlyList<Verb> Declared { get; } =
    [
        Verb.Of<CaseListVerbs>(
            "case.list",
            (v, ask, ct) => v.ListAsync(ask, CaseFilter.Open, ct)
        ) with
        {
            Needs = Staff,
        },
        Verb.Of<CaseListVerbs>(
            "case.mine",
            (v, ask, ct) => v.ListAsync(ask, CaseFilter.Mine, ct)
        ) with
        {
            Needs = Staff,
        },
        Verb.Of<CaseListVerbs>("case.next", (v, ask, ct) => v.NextAsync(ask, ct)) with
        {
            Needs = Staff,
        },
    ];

    private async Task<Reply> ListAsync(Ask ask, CaseFilter filter, CancellationToken ct)
    {
        var words = ask.Words;
        var cases = await list.RunAsync(ask.Member, filter, ct);
        if (cases.Count == 0)
            return Reply.Say(
                words[filter == CaseFilter.Mine ? "case.mine.none" : "case.list.none"]
            );
        return new Card
        {
            Title = words[
                filter == CaseFilter.Mine ? "case.mine.title" : "case.list.title",
                cases.Count
            ],
            Body = [new CardBlock.Facts([.. cases.Select(c => Row(c, ask))])],
            Buttons =
            [
                .. cases
                    .Take(5)
                    .Select(c => new CardButton(
                        words["case.show.one", c.Id],
                        new CardCommand("case.show", c.Id, c.Version).ToString()
                    )),
                new CardButton(words["case.next.button"], "case.next:0:0"),
            ],
        };
    }

    private static Fact Row(Case @case, Ask ask)
    {
        var words = ask.Words;
        return new Fact(
            string.Create(CultureInfo.InvariantCulture, $"#{@case.Id} @{@case.AuthorHandle}"),
            string.Join(
                " · ",
                @case.Mood is { } mood ? words[$"Mood.{mood}"] : words["case.not-scored"],
                CaseCards.Standing(@case, ask.By.Now, words),
                words.Local(@case.FirstAt),
                DrawCards.Short(@case.Items[0].Text.ReplaceLineEndings(" "), 80)
            )
        );
    }

    /// <summary>What was held back gets its card in the room it was held back from.</summary>
    private async Task<Reply> NextAsync(Ask ask, CancellationToken ct)
    {
        var room =
            ask.By.Room?.Purpose == RoomPurpose.Alerts ? RoomPurpose.Alerts : RoomPurpose.Mentions;
        return await next.RunAsync(ask.Member, room, ct) switch
        {
            Outcome<Case>.Done { Value: var found } => new Reply.Subject("case", found.Id),
            Outcome<Case>.Refused no => no.Why,
            _ => Reply.Say(ask.Words["yes.done"]),
        };
    }
}
