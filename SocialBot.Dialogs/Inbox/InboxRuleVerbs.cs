using System.Globalization;
using SocialBot.Core;
using SocialBot.Core.Cards;
using SocialBot.Core.Inbox;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;
using Reply = SocialBot.Dialogs.Conversation.Reply;

namespace SocialBot.Dialogs.Inbox;

/// <summary>What deserves a card of its own, an alert, or is spam, by its words.</summary>
public sealed class InboxRuleVerbs(KeepInboxRule rules) : IVerbs
{
    private const Roles Keepers = Roles.CommunityManager | Roles.Admin;

    public static IReadOnlyList<Verb> Declared { get; } =
    [
        Verb.Of<InboxRuleVerbs>("case.rules", (v, ask, ct) => v.ListAsync(ask, ct)) with
        {
            Needs = Keepers,
        },
        Keep("case.rule-alert", RuleEffect.Alert),
        Keep("case.rule-card", RuleEffect.OwnCard),
        Keep("case.rule-spam", RuleEffect.Spam),
        Verb.Of<InboxRuleVerbs>("case.rule-drop", (v, ask, ct) => v.DropAsync(ask, ct)) with
        {
            Needs = Keepers,
            Acts = true,
            Fields = [new FormField("number") { MaxLength = 20 }],
        },
    ];

    private static Verb Keep(string name, RuleEffect effect) =>
        Verb.Of<InboxRuleVerbs>(name, (v, ask, ct) => v.KeepAsync(ask, effect, ct)) with
        {
            Needs = Keepers,
            Acts = true,
            Fields = [new FormField("phrases") { MaxLength = 1000 }],
        };

    /// <summary>"negative" alone means every negative text; words apart by commas mean any of them.</summary>
    private async Task<Reply> KeepAsync(Ask ask, RuleEffect effect, CancellationToken ct)
    {
        var phrases = ask["phrases"]!
            .Split(
                [',', ';'],
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
            .ToList();
        var onlyNegative =
            phrases.RemoveAll(p => p.ToLowerInvariant() is "negative" or "negativ") > 0;
        return await rules.RunAsync(
            ask.Member,
            phrases,
            onlyNegative,
            network: null,
            effect,
            ct
        ) switch
        {
            Outcome<InboxRule>.Refused { Why: { Code: "rule.empty" or "rule.too-many" } why } =>
                new Reply.Again("phrases", ask.Words.Say(why)),
            Outcome<InboxRule>.Refused no => no.Why,
            Outcome<InboxRule>.Done done => Reply.Say(
                ask.Words["case.rule.kept", done.Value.Id, Describe(done.Value, ask.Words)]
            ),
            _ => Reply.Say(ask.Words["yes.done"]),
        };
    }

    private async Task<Reply> DropAsync(Ask ask, CancellationToken ct)
    {
        if (
            !long.TryParse(
                ask["number"]!.TrimStart('#'),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var id
            )
        )
            return new Reply.Again("number", ask.Words["case.rule-drop.number"]);
        return await rules.DropAsync(ask.Member, id, ct) switch
        {
            Outcome<InboxRule>.Refused no => no.Why,
            Outcome<InboxRule>.Done done => Reply.Say(
                ask.Words["case.rule.dropped", id, Describe(done.Value, ask.Words)]
            ),
            _ => Reply.Say(ask.Words["yes.done"]),
        };
    }

    private async Task<Reply> ListAsync(Ask ask, CancellationToken ct)
    {
        var kept = await rules.ListAsync(ct);
        return kept.Count == 0
            ? Reply.Say(ask.Words["case.rules.none"], ask.Words["case.rules.how"])
            : new Card
            {
                Title = ask.Words["case.rules.title", kept.Count],
                Body =
                [
                    new CardBlock.Facts([
                        .. kept.Select(r => new Fact(
                            string.Create(CultureInfo.InvariantCulture, $"#{r.Id}"),
                            Describe(r, ask.Words)
                        )),
                    ]),
                    CardBlock.Small(ask.Words["case.rules.how"]),
                ],
            };
    }

    private static string Describe(InboxRule rule, Words words)
    {
        var when = new List<string>();
        if (rule.Phrases.Count > 0)
            when.Add(words.And(rule.Phrases.Select(p => words["case.quoted", p])));
        if (rule.AuthorId is not null)
            when.Add(rule.Name);
        if (rule.OnlyNegative)
            when.Add(words["Mood.Negative"]);
        return words[$"RuleEffect.{rule.Effect}", string.Join(" · ", when)];
    }
}
