using SocialBot.Core;
using SocialBot.Core.Approvals;
using SocialBot.Core.Cards;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Workspaces;

/// <summary>Rooms, people and policy of a workspace, and what waits in it for whoever asks.</summary>
public sealed class WorkspaceVerbs(
    BindRoom bindRoom,
    AddMember addMember,
    SetPolicy setPolicy,
    LeaveWorkspaceChoice leaveChoice,
    IEnumerable<IListsWaiting> waiting
) : IVerbs
{
    public static IReadOnlyList<Verb> Declared { get; } =
    [
        Verb.Of<WorkspaceVerbs>("waiting", (v, ask, ct) => v.WaitingAsync(ask, ct)),
        Verb.Of<WorkspaceVerbs>("room.use", (v, ask, ct) => v.UseRoomAsync(ask, ct)) with
        {
            Needs = Roles.Admin,
            Acts = true,
            Fields = [new FormField("purpose", FieldKind.Choice) { Options = PurposesAsync }],
        },
        Verb.Of<WorkspaceVerbs>("people.add", (v, ask, ct) => v.AddPersonAsync(ask, ct)) with
        {
            Needs = Roles.Admin,
            Acts = true,
            Fields =
            [
                new FormField("person"),
                new FormField("roles", FieldKind.Several) { Options = RolesAsync },
            ],
        },
        Verb.Of<WorkspaceVerbs>("policy.set", (v, ask, ct) => v.PolicyAsync(ask, ct)) with
        {
            Needs = Roles.Admin,
            Acts = true,
            Fields = [new FormField("policy", FieldKind.Choice) { Options = PoliciesAsync }],
        },
        Verb.Of<WorkspaceVerbs>("workspace.switch", (v, ask, ct) => v.SwitchAsync(ask, ct)),
    ];

    private async Task<Reply> WaitingAsync(Ask ask, CancellationToken ct)
    {
        var items = new List<WaitingItem>();
        foreach (var slice in waiting)
            items.AddRange(await slice.ForAsync(ask.Member, ask.Words, ct));
        if (items.Count == 0)
            return Reply.Say(ask.Words["waiting.nothing"]);
        return new Card
        {
            Title = ask.Words["waiting.title", items.Count],
            Body =
            [
                new CardBlock.Facts([.. items.Take(20).Select(i => new Fact(i.Title, i.What))]),
            ],
            Buttons = [.. items.Take(6).Select(i => new CardButton(i.Button, i.Command))],
        };
    }

    private async Task<Reply> UseRoomAsync(Ask ask, CancellationToken ct)
    {
        if (PurposeOf(ask["purpose"]!) is not { } purpose)
            return new Reply.Again("purpose", ask.Words["room.unknown", ask["purpose"]]);
        return await bindRoom.RunAsync(ask.Member, ask.By.Turn.In, name: null, purpose, ct) switch
        {
            Outcome<Room>.Refused no => no.Why,
            _ => Done(ask, Card.Say(ask.Words["room.done", purpose])),
        };
    }

    /// <summary>By the form's choice, or by its name in any language: a command is understood in all of them.</summary>
    private static RoomPurpose? PurposeOf(string said) =>
        Enum.GetValues<RoomPurpose>()
            .Where(p =>
                Words
                    .Languages.Select(language => Words.Book(language)[$"RoomPurpose.{p}"])
                    .Append(p.ToString())
                    .Contains(said.TrimEnd('.', '!'), StringComparer.OrdinalIgnoreCase)
            )
            .Select(p => (RoomPurpose?)p)
            .FirstOrDefault();

    private async Task<Reply> AddPersonAsync(Ask ask, CancellationToken ct)
    {
        if (ask.By.Turn.Mentions is not [var person, ..])
            return new Reply.Again("person", ask.Words["people.mention"]);
        var roles = default(Roles);
        foreach (var word in ask["roles"]!.Split(',', StringSplitOptions.TrimEntries))
            if (RoleOf(word) is { } role)
                roles |= role;
            else
                return new Reply.Again("roles", ask.Words["people.role-unknown", word]);
        return await addMember.RunAsync(
            ask.Member,
            person.User,
            person.PlatformUserId,
            person.Name,
            roles,
            ct
        ) switch
        {
            Outcome<Member>.Refused no => no.Why,
            Outcome<Member>.Done done => Done(
                ask,
                Card.Say(ask.Words["people.done", done.Value.Name])
            ),
            _ => Reply.Say(ask.Words["yes.done"]),
        };
    }

    /// <summary>By its name, or as either language calls those who have it: <c>approver</c>, <c>community managers</c>.</summary>
    private static Roles? RoleOf(string said) =>
        Enum.GetValues<Roles>()
            .Where(r => r != default)
            .Where(r =>
                Words
                    .Languages.Select(language => Words.Book(language)[$"Roles.{r}"])
                    .Append(r.ToString())
                    .Any(name => Plain(name) == Plain(said))
            )
            .Select(r => (Roles?)r)
            .FirstOrDefault();

    /// <summary>One or many, with or without a gap: <c>Autor</c> is <c>Autoren</c>.</summary>
    private static string Plain(string name)
    {
        var letters = string.Concat(name.Where(char.IsLetter)).ToUpperInvariant().TrimEnd('S');
        return letters.EndsWith("EN", StringComparison.Ordinal) ? letters[..^2] : letters;
    }

    private async Task<Reply> PolicyAsync(Ask ask, CancellationToken ct)
    {
        ApprovalPolicy? Changed(ApprovalPolicy now) =>
            ask["policy"]!.ToLowerInvariant() switch
            {
                "one" => now with { Needed = 1, AllOf = false },
                "two" => now with { Needed = 2, AllOf = false },
                "all" => now with { AllOf = true },
                "author-yes" => now with { AuthorMayApprove = true },
                "author-no" => now with { AuthorMayApprove = false },
                _ => null,
            };
        return await setPolicy.RunAsync(ask.Member, Changed, ct) switch
        {
            Outcome<ApprovalPolicy>.Refused { Why.Code: "policy.unknown" } => new Reply.Again(
                "policy",
                ask.Words["policy.unknown", ask["policy"]]
            ),
            Outcome<ApprovalPolicy>.Refused no => no.Why,
            Outcome<ApprovalPolicy>.Done { Value: var policy } => Done(
                ask,
                Card.Say(
                    policy.AllOf
                        ? ask.Words["policy.done-all"]
                        : ask.Words["policy.done", policy.Needed],
                    ask.Words[policy.AuthorMayApprove ? "policy.author-yes" : "policy.author-no"]
                )
            ),
            _ => Reply.Say(ask.Words["yes.done"]),
        };
    }

    /// <summary>A step of the setup: the next one is a press away.</summary>
    private static Card Done(Ask ask, Card card) =>
        card with
        {
            Buttons = [SetupVerbs.Back(ask.Words)],
        };

    private async Task<Reply> SwitchAsync(Ask ask, CancellationToken ct) =>
        await leaveChoice.RunAsync(ask.By.Turn, ct)
            ? Reply.Say(ask.Words["workspace.switched"])
            : Reply.Say(ask.Words["workspace.only-one", ask.By.Workspace.Name]);

    private static Task<IReadOnlyList<CardOption>> PurposesAsync(
        IServiceProvider services,
        Ask ask,
        CancellationToken ct
    ) =>
        Task.FromResult<IReadOnlyList<CardOption>>([
            .. Enum.GetValues<RoomPurpose>()
                .Select(p => new CardOption(
                    p.ToString().ToLowerInvariant(),
                    ask.Words[$"RoomPurpose.{p}"]
                )),
        ]);

    private static Task<IReadOnlyList<CardOption>> RolesAsync(
        IServiceProvider services,
        Ask ask,
        CancellationToken ct
    ) =>
        Task.FromResult<IReadOnlyList<CardOption>>([
            .. Enum.GetValues<Roles>()
                .Where(r => r != default)
                .Select(r => new CardOption(r.ToString(), ask.Words[$"Roles.{r}"])),
        ]);

    private static Task<IReadOnlyList<CardOption>> PoliciesAsync(
        IServiceProvider services,
        Ask ask,
        CancellationToken ct
    ) =>
        Task.FromResult<IReadOnlyList<CardOption>>([
            .. new[] { "one", "two", "all", "author-yes", "author-no" }.Select(p => new CardOption(
                p,
                ask.Words[$"policy.choice.{p}"]
            )),
        ]);
}
