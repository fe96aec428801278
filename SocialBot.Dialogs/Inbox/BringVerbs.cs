using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core;
using SocialBot.Core.Cards;
using SocialBot.Core.Inbox;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Dialogs.Conversation;
using Reply = SocialBot.Dialogs.Conversation.Reply;

namespace SocialBot.Dialogs.Inbox;

/// <summary>A message of the team's chat goes to the inbox. Everybody in the team may see that something needs an answer.</summary>
public sealed class BringVerbs(BringCase bring) : IVerbs
{
    public static IReadOnlyList<Verb> Declared { get; } =
    [
        Verb.Of<BringVerbs>("case.bring", (v, ask, ct) => v.BringAsync(ask, ct)) with
        {
            ButtonOnly = true,
            Acts = true,
            Fields =
            [
                new FormField("account", FieldKind.Choice)
                {
                    Options = AccountsAsync,
                    Initial = OnlyAccountAsync,
                },
                new FormField("text", FieldKind.Text) { MaxLength = BringCase.MostText },
                new FormField("by", FieldKind.Carried) { Required = false },
                new FormField("link", FieldKind.Carried) { Required = false },
                new FormField("message", FieldKind.Carried) { Required = false },
            ],
        },
    ];

    private async Task<Reply> BringAsync(Ask ask, CancellationToken ct) =>
        await bring.RunAsync(
            ask.Member,
            long.TryParse(
                ask["account"],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var account
            )
                ? account
                : 0,
            ask["message"] ?? ask.By.Turn.Id,
            PostSource.From(ask["by"] ?? ask.Member.Name, ask["link"])!,
            ask["text"]!,
            ct
        ) switch
        {
            Outcome<long>.Refused { Why: { Code: "account.unknown" } why } => new Reply.Again(
                "account",
                ask.Words.Say(why)
            ),
            Outcome<long>.Refused no => no.Why,
            Outcome<long>.Done done => new Reply.Subject("case", done.Value),
            _ => Reply.Say(ask.Words["yes.done"]),
        };

    private static async Task<IReadOnlyList<CardOption>> AccountsAsync(
        IServiceProvider services,
        Ask ask,
        CancellationToken ct
    ) =>
        [
            .. (
                await services
                    .GetRequiredService<SocialBotDb>()
                    .Accounts.AsNoTracking()
                    .Where(a => a.DisconnectedAt == null)
                    .OrderBy(a => a.Id)
                    .ToListAsync(ct)
            ).Select(a => new CardOption(a.Id.ToString(CultureInfo.InvariantCulture), a.Label)),
        ];

    private static async Task<string?> OnlyAccountAsync(
        IServiceProvider services,
        Ask ask,
        CancellationToken ct
    ) => await AccountsAsync(services, ask, ct) is [var only] ? only.Value : null;
}
