using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core;
using SocialBot.Core.Accounts;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Accounts;

/// <summary>Connecting accounts, how they are, and disconnecting them; and what is said when a secret was typed into chat.</summary>
public sealed class AccountVerbs(
    AskToConnect ask,
    DisconnectAccount disconnect,
    ListAccounts list,
    SocialBotDb db
) : IVerbs
{
    public static IReadOnlyList<Verb> Declared { get; } =
    [
        Verb.Of<AccountVerbs>("accounts.list", (v, a, ct) => v.ListAsync(a, ct)),
        Verb.Of<AccountVerbs>("accounts.connect", (v, a, ct) => v.ConnectAsync(a, ct)) with
        {
            Needs = Roles.Admin,
            Fields =
            [
                new FormField("network", FieldKind.Choice)
                {
                    Required = false,
                    Options = NetworksAsync,
                },
            ],
        },
        Verb.Of<AccountVerbs>("accounts.reconnect", (v, a, ct) => v.ReconnectAsync(a, ct)) with
        {
            Subject = AccountSubjects.AccountKind,
            Needs = Roles.Admin,
            Fields = [new FormField("account") { Required = false }],
        },
        Verb.Of<AccountVerbs>("accounts.disconnect", (v, a, ct) => v.DisconnectAsync(a, ct)) with
        {
            Subject = AccountSubjects.AccountKind,
            Needs = Roles.Admin,
            Fields = [new FormField("account") { Required = false }],
        },
        Verb.Of<AccountVerbs>(SecretSeen, (v, a, ct) => v.SecretSeenAsync(a, ct)) with
        {
            ButtonOnly = true,
        },
    ];

    /// <summary>What a turn means whose text was withheld.</summary>
    internal const string SecretSeen = "accounts.secret";

    private const string Sure = "yes";

    private async Task<Reply> ListAsync(Ask by, CancellationToken ct) =>
        AccountCards.List(
            await list.RunAsync(ct),
            by.Words,
            by.By.Now,
            mayChange: by.Member.Has(Roles.Admin)
        );

    private async Task<Reply> ConnectAsync(Ask by, CancellationToken ct)
    {
        var offers = await ask.OffersAsync(ct);
        if ((by.Part ?? by["network"]) is not { } said)
            return AccountCards.Offers(offers, by.Words, unknown: null);
        if (Named(said, offers) is not { } network)
            return by.By.Workspace.IsSample
                ? new Refusal("account.sample", said)
                : AccountCards.Offers(offers, by.Words, said);
        return await LinkAsync(by, network, accountId: null, seen: null, ct);
    }

    private Task<Reply> ReconnectAsync(Ask by, CancellationToken ct) =>
        LinkAsync(by, network: null, by.Id, seen: null, ct);

    private async Task<Reply> DisconnectAsync(Ask by, CancellationToken ct)
    {
        if (by.Part != Sure)
        {
            var health = (await list.RunAsync(ct)).FirstOrDefault(h => h.Account.Id == by.Id);
            return health is null
                ? new Refusal("account.none-such")
                : AccountCards.Sure(health, by.Words, Sure);
        }
        return await disconnect.RunAsync(by.Member, by.Id, ct) switch
        {
            Outcome<Account>.Refused no => no.Why,
            Outcome<Account>.Done { Value: var gone } => Reply.Say(
                by.Words["accounts.disconnected", gone.Label],
                by.Words["accounts.disconnected.body"]
            ),
            _ => Reply.Say(by.Words["yes.done"]),
        };
    }

    private async Task<Reply> SecretSeenAsync(Ask by, CancellationToken ct)
    {
        if (by.By.Turn.Input is not ChatInput.Withheld seen)
            return Reply.Say(by.Words["accounts.secret.title"]);
        var offers = await ask.OffersAsync(ct);
        return by.Member.Has(Roles.Admin) && offers.Contains(seen.Network)
            ? await LinkAsync(by, seen.Network, accountId: null, seen, ct)
            : AccountCards.SecretSeen(seen, by.Words);
    }

    /// <summary>The link is for whoever asked: in a room it goes to their personal chat, and the room is told only that it did.</summary>
    private async Task<Reply> LinkAsync(
        Ask by,
        string? network,
        long? accountId,
        ChatInput.Withheld? seen,
        CancellationToken ct
    )
    {
        var turn = by.By.Turn;
        var alone = turn.In.Personal || turn.AnswersInline;
        var place = alone ? turn.In : await PersonalAsync(by, ct);
        if (place is null)
            return seen is null
                ? Reply.Say(by.Words["accounts.link.privately"])
                : AccountCards.SecretSeen(seen, by.Words);
        switch (await ask.RunAsync(by.Member, network, accountId, ct))
        {
            case Outcome<ConnectLink>.Refused no:
                return no.Why;
            case Outcome<ConnectLink>.Done { Value: var link } when alone:
                return AccountCards.Link(link, by.Words, seen, turn.In.Platform);
            case Outcome<ConnectLink>.Done { Value: var link }:
                db.SayTo(
                    place,
                    AccountCards.Link(link, by.Words, seen: null, place.Platform) with
                    {
                        Workspace = by.By.Workspace.Name,
                    },
                    $"connect-{turn.In.Platform}-{turn.Id}",
                    by.Member.Id,
                    by.By.Now
                );
                return seen is null
                    ? Reply.Say(by.Words["accounts.link.sent"])
                    : AccountCards.SecretSeen(seen, by.Words);
            default:
                return Reply.Say(by.Words["yes.done"]);
        }
    }

    /// <summary>On the platform of the turn first, else the one used last.</summary>
    private async Task<ChatPlace?> PersonalAsync(Ask by, CancellationToken ct) =>
        (
            await db
                .Identities.AsNoTracking()
                .Where(i => i.MemberId == by.Member.Id && i.PersonalConversation != null)
                .ToListAsync(ct)
        )
            .OrderByDescending(i => i.Platform == by.By.Turn.In.Platform)
            .ThenByDescending(i => i.LastSeenAt ?? DateTimeOffset.MinValue)
            .FirstOrDefault()
            ?.Personal;

    /// <summary>By its name as a word of what was said, in any case.</summary>
    private static string? Named(string said, IReadOnlyList<string> offers)
    {
        var words = said.Split((char[])[' ', ',', '.', '!'], StringSplitOptions.RemoveEmptyEntries);
        return offers.FirstOrDefault(o => words.Contains(o, StringComparer.OrdinalIgnoreCase));
    }

    private static async Task<IReadOnlyList<CardOption>> NetworksAsync(
        IServiceProvider services,
        Ask ask,
        CancellationToken ct
    ) =>
        [
            .. (await services.GetRequiredService<AskToConnect>().OffersAsync(ct)).Select(
                n => new CardOption(n, n)
            ),
        ];
}

/// <summary>Accounts by what people call them.</summary>
public sealed class AccountSubjects(SocialBotDb db) : IKnowsSubjects
{
    internal const string AccountKind = "account";

    public string Kind => AccountKind;

    public async Task<SubjectGlance?> GlanceAsync(long id, Words words, CancellationToken ct) =>
        await db
            .Accounts.AsNoTracking()
            .FirstOrDefaultAsync(a => a.Id == id && a.DisconnectedAt == null, ct)
            is { } account
            ? new SubjectGlance(account.Id, 0, account.Label)
            : null;

    /// <summary>Those of the network or the handle that was said; all, where neither was.</summary>
    public async Task<IReadOnlyList<SubjectGlance>> SuggestAsync(Ask ask, CancellationToken ct)
    {
        var accounts = await db
            .Accounts.AsNoTracking()
            .Where(a => a.DisconnectedAt == null)
            .OrderBy(a => a.Id)
            .ToListAsync(ct);
        var said = (ask["account"] ?? "").Trim();
        var named = accounts
            .Where(a =>
                said.Equals(a.Label, StringComparison.OrdinalIgnoreCase)
                || said.TrimStart('@').Equals(a.Handle, StringComparison.OrdinalIgnoreCase)
            )
            .ToList();
        var meant = accounts
            .Where(a =>
                said.Contains(a.Network, StringComparison.OrdinalIgnoreCase)
                || said.Contains(a.Handle, StringComparison.OrdinalIgnoreCase)
                || said == a.Id.ToString(CultureInfo.InvariantCulture)
            )
            .ToList();
        return [.. (
                named.Count > 0 ? named
                : meant.Count > 0 ? meant
                : accounts
            ).Take(5).Select(a => new SubjectGlance(a.Id, 0, a.Label))];
    }
}
