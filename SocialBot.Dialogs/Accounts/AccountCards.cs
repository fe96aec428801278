using System.Globalization;
using SocialBot.Core.Accounts;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Accounts;

internal static class AccountCards
{
    /// <summary>Where everybody who uses it sits at the computer that the program runs on.</summary>
    private const string SameComputer = "local";

    /// <summary>More would crowd the card: the others are asked for by name.</summary>
    private const int MostWithButtons = 3;

    public static Card List(
        IReadOnlyList<AccountHealth> accounts,
        Words words,
        DateTimeOffset now,
        bool mayChange
    )
    {
        var connect = new CardButton(words["accounts.connect.button"], "accounts.connect:0:0");
        if (accounts.Count == 0)
            return new Card
            {
                Title = words["accounts.none"],
                Body = mayChange ? [] : [CardBlock.Plain(words["accounts.none.ask"])],
                Buttons = mayChange ? [connect] : [],
            };
        return new Card
        {
            Title = words["accounts.title", accounts.Count],
            Tone = accounts.Any(a => a.State == AccountState.SignIn) ? Tone.Warning : Tone.Neutral,
            Body =
            [
                new CardBlock.Facts([
                    .. accounts.Select(a => new Fact(a.Account.Label, Health(a, words, now))),
                ]),
                .. accounts
                    .Where(a => a.State == AccountState.SignIn)
                    .Select(a => new CardBlock.Finding(
                        Tone.Bad,
                        words["accounts.reason", a.Account.Label, a.Account.SignInNeeded]
                    )),
            ],
            Buttons = mayChange ? [.. Buttons(accounts, words), connect] : [],
        };
    }

    public static Card Offers(IReadOnlyList<string> networks, Words words, string? unknown) =>
        new()
        {
            Title = unknown is null
                ? words["accounts.offers"]
                : words["accounts.offers.unknown", unknown],
            Body = networks.Count == 0 ? [CardBlock.Plain(words["accounts.offers.none"])] : [],
            Buttons =
            [
                .. networks.Select(n => new CardButton(
                    n,
                    new CardCommand("accounts.connect", 0, 0, n).ToString()
                )),
            ],
        };

    public static Card Link(
        ConnectLink link,
        Words words,
        ChatInput.Withheld? seen,
        string platform
    ) =>
        new()
        {
            Title =
                seen is not null ? words["accounts.secret.title"]
                : link.Account is { } account ? words["accounts.link.again", account]
                : words["accounts.link.title", link.Network],
            Tone = seen is null ? Tone.Neutral : Tone.Warning,
            Body =
            [
                .. seen is null ? [] : Seen(seen, words),
                CardBlock.Plain(words["accounts.link.body", words.Clock(link.ExpiresAt)]),
                CardBlock.Small(words["accounts.link.never-chat"]),
                .. link.OnlyHere && platform != SameComputer
                    ? new CardBlock[]
                    {
                        new CardBlock.Finding(Tone.Warning, words["accounts.link.only-here"]),
                    }
                    : [],
            ],
            Buttons =
            [
                CardButton.Link(
                    words["accounts.link.button", link.Network],
                    link.Address.AbsoluteUri
                ),
            ],
        };

    public static Card SecretSeen(ChatInput.Withheld seen, Words words) =>
        new()
        {
            Title = words["accounts.secret.title"],
            Tone = Tone.Warning,
            Body = [.. Seen(seen, words), CardBlock.Plain(words["accounts.secret.way"])],
        };

    public static Card Sure(AccountHealth health, Words words, string sure) =>
        new()
        {
            Title = words["accounts.disconnect.sure", health.Account.Label],
            Tone = Tone.Warning,
            Body =
            [
                CardBlock.Plain(
                    health.Posts.Count == 0
                        ? words["accounts.disconnect.no-posts"]
                        : words[
                            "accounts.disconnect.posts",
                            health.Posts.Count,
                            Numbers(health.Posts)
                        ]
                ),
                CardBlock.Small(words["accounts.disconnect.stays"]),
            ],
            Buttons =
            [
                new CardButton(
                    words["accounts.disconnect.button"],
                    new CardCommand("accounts.disconnect", health.Account.Id, 0, sure).ToString(),
                    ButtonStyle.Danger
                ),
                new CardButton(words["accounts.disconnect.keep"], "accounts.list:0:0"),
            ],
        };

    public static CardButton Reconnect(Account account, Words words, bool named) =>
        new(
            named
                ? words["accounts.reconnect.named", account.Label]
                : words["accounts.reconnect.button"],
            new CardCommand("accounts.reconnect", account.Id, 0).ToString(),
            ButtonStyle.Primary
        );

    /// <summary><c>Friday 12 June</c>.</summary>
    public static string Day(DateTimeOffset at, Words words) =>
        TimeZoneInfo
            .ConvertTime(at, words.Zone)
            .ToString(words.Language == "de" ? "dddd, d. MMMM" : "dddd d MMMM", words.Culture);

    private static IEnumerable<CardBlock> Seen(ChatInput.Withheld seen, Words words) =>
        [
            CardBlock.Plain(words["accounts.secret.body", seen.Network]),
            .. seen.Removed is { } removed
                ? new[]
                {
                    CardBlock.Plain(
                        words[removed ? "accounts.secret.removed" : "accounts.secret.delete"]
                    ),
                }
                : [],
        ];

    private static string Health(AccountHealth health, Words words, DateTimeOffset now)
    {
        var said = new List<string>
        {
            health.State switch
            {
                AccountState.SignIn => words["accounts.sign-in"],
                AccountState.SignsOut => words[
                    "accounts.signs-out",
                    Day(health.Account.SecretEndsAt!.Value, words)
                ],
                _ => words["accounts.well"],
            },
            health.Posts.Count == 0
                ? words["accounts.no-posts"]
                : words["accounts.posts", health.Posts.Count, Numbers(health.Posts)],
        };
        if (health.Account.InboxReadAt is { } read)
            said.Add(words["accounts.read", now - read]);
        return string.Join("; ", said);
    }

    private static IEnumerable<CardButton> Buttons(
        IReadOnlyList<AccountHealth> accounts,
        Words words
    ) =>
        [
            .. accounts
                .Where(a => a.State != AccountState.Well)
                .Take(MostWithButtons)
                .Select(a => Reconnect(a.Account, words, named: accounts.Count > 1)),
            .. accounts.Count > MostWithButtons
                ? []
                : accounts.Select(a => new CardButton(
                    accounts.Count > 1
                        ? words["accounts.disconnect.named", a.Account.Label]
                        : words["accounts.disconnect.button"],
                    new CardCommand("accounts.disconnect", a.Account.Id, 0).ToString()
                )),
        ];

    private static string Numbers(IEnumerable<long> posts)
    {
        var some = posts.Take(10).Select(p => p.ToString(CultureInfo.InvariantCulture)).ToList();
        return string.Join(", ", some) + (some.Count == 10 ? " …" : "");
    }
}
