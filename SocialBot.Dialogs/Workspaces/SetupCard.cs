using SocialBot.Core.Accounts;
using SocialBot.Core.Cards;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Workspaces;

/// <summary>The steps of a workspace's setup in the order they are done.</summary>
internal static class SetupCard
{
    private const int MostNames = 10;

    public static Card Draw(Setup setup, Ask ask)
    {
        var words = ask.Words;
        return new Card
        {
            Title =
                setup.Left == 0
                    ? words["setup.done", setup.Workspace.Name]
                    : words["setup.title", setup.Workspace.Name, setup.Left],
            Tone = setup.Left == 0 ? Tone.Good : Tone.Neutral,
            Body =
            [
                .. Basics(setup, words),
                .. Rooms(setup, words),
                .. Policy(setup, words),
                .. People(setup, words),
                .. Accounts(setup, words),
            ],
            Buttons = [.. Buttons(setup, ask)],
        };
    }

    private static IEnumerable<CardBlock> Basics(Setup setup, Words words) =>
        [
            Step(words, "setup.workspace", done: true),
            new CardBlock.Facts([
                new Fact(words["setup.name"], setup.Workspace.Name),
                new Fact(words["setup.zone"], setup.Workspace.TimeZone),
                new Fact(
                    words["setup.language"],
                    words[$"setup.language.{setup.Workspace.Language}"]
                ),
            ]),
        ];

    private static IEnumerable<CardBlock> Rooms(Setup setup, Words words)
    {
        var purposes = Enum.GetValues<RoomPurpose>();
        yield return Step(words, "setup.rooms", setup.RoomsDone);
        yield return new CardBlock.Facts([
            .. purposes.Select(p => new Fact(
                words[$"RoomPurpose.{p}"],
                setup.RoomFor(p) switch
                {
                    null => words["setup.room.missing"],
                    { GoneAt: not null } => words["setup.room.gone"],
                    { Name: { } name } => name,
                    { Platform: var platform } => words["setup.room.bound", platform],
                }
            )),
        ]);
        if (setup.RoomsDone)
            yield break;
        var first = purposes.First(p => setup.RoomFor(p) is not { GoneAt: null });
        yield return CardBlock.Plain(
            words["setup.rooms.how", Typed(words, "room.use", words[$"RoomPurpose.{first}"])]
        );
    }

    private static IEnumerable<CardBlock> Policy(Setup setup, Words words)
    {
        var policy = setup.Workspace.Policy;
        yield return Step(words, "setup.policy", setup.PolicyDone);
        yield return CardBlock.Plain(
            (policy.AllOf ? words["setup.policy.all"] : words["setup.policy.some", policy.Needed])
                + " "
                + words[policy.AuthorMayApprove ? "policy.author-yes" : "policy.author-no"]
        );
        if (!setup.PolicyDone)
            yield return new CardBlock.Finding(Tone.Warning, words["setup.policy.too-few"]);
    }

    private static IEnumerable<CardBlock> People(Setup setup, Words words)
    {
        yield return Step(words, "setup.people", setup.PeopleDone);
        yield return new CardBlock.Facts([
            .. Enum.GetValues<Roles>()
                .Where(r => r != default)
                .Select(r => new Fact(
                    words[$"Roles.{r}"],
                    setup.WhoIs(r).Select(m => m.Name).ToList() is { Count: > 0 } names
                        ? Names(names, words)
                        : words["setup.nobody"]
                )),
        ]);
        yield return CardBlock.Plain(words["setup.people.how", words["setup.people.example"]]);
    }

    private static IEnumerable<CardBlock> Accounts(Setup setup, Words words)
    {
        yield return Step(words, "setup.accounts", setup.AccountsDone);
        if (setup.Accounts.Count == 0)
            yield return CardBlock.Plain(words["accounts.none"]);
        else
            yield return new CardBlock.Facts([
                .. setup.Accounts.Select(a => new Fact(
                    a.Account.Label,
                    words[a.State == AccountState.SignIn ? "accounts.sign-in" : "accounts.well"]
                )),
            ]);
        yield return CardBlock.Small(
            words["setup.accounts.how", words["accounts.connect.typed"].Split('|')[^1]]
        );
    }

    private static IEnumerable<CardButton> Buttons(Setup setup, Ask ask)
    {
        var words = ask.Words;
        yield return Button(words["setup.workspace"], "workspace.set", done: true);
        if (!ask.By.Turn.In.Personal)
            yield return Button(words["setup.rooms.here"], "room.use", setup.RoomsDone);
        yield return Button(words["policy.set.help"], "policy.set", setup.PolicyDone);
        yield return Button(
            words["accounts.connect.button"],
            "accounts.connect",
            setup.AccountsDone
        );
        yield return SetupVerbs.Back(words);
    }

    private static CardButton Button(string label, string verb, bool done) =>
        new(label, $"{verb}:0:0", done ? ButtonStyle.Normal : ButtonStyle.Primary);

    private static CardBlock.Heading Step(Words words, string step, bool done) =>
        new(words[done ? "setup.step.done" : "setup.step.left", words[step]]);

    private static string Names(List<string> names, Words words) =>
        names.Count <= MostNames
            ? words.And(names)
            : words[
                "setup.names.more",
                string.Join(", ", names.Take(MostNames)),
                names.Count - MostNames
            ];

    /// <summary>How it is typed in the reader's language: the first pattern, filled in.</summary>
    internal static string Typed(Words words, string verb, string value)
    {
        var pattern = words[verb + ".typed"].Split('|')[0];
        return pattern[..pattern.IndexOf('{', StringComparison.Ordinal)] + value;
    }
}
