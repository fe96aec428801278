using SocialBot.Core;
using SocialBot.Core.Cards;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;
using SocialBot.Dialogs.Language;

namespace SocialBot.Dialogs.Workspaces;

/// <summary>Walks an Admin through a new workspace: what is there, what is missing, and the button or the sentence for each.</summary>
public sealed class SetupVerbs(CheckSetup checkSetup, ChangeWorkspace change) : IVerbs
{
    public static IReadOnlyList<Verb> Declared { get; } =
    [
        Verb.Of<SetupVerbs>(Name, (v, ask, ct) => v.SetupAsync(ask, ct)) with
        {
            Needs = Roles.Admin,
        },
        Verb.Of<SetupVerbs>("workspace.set", (v, ask, ct) => v.ChangeAsync(ask, ct)) with
        {
            Needs = Roles.Admin,
            Acts = true,
            NeedsOneField = true,
            Fields =
            [
                new FormField("name")
                {
                    Required = false,
                    MaxLength = 80,
                    Initial = (_, ask, _) => Now(ask.By.Workspace.Name),
                },
                new FormField("zone")
                {
                    Required = false,
                    Initial = (_, ask, _) => Now(ask.By.Workspace.TimeZone),
                },
                new FormField("language", FieldKind.Choice)
                {
                    Required = false,
                    Options = LanguagesAsync,
                    Initial = (_, ask, _) => Now(ask.By.Workspace.Language),
                },
            ],
        },
    ];

    internal const string Name = "setup";

    /// <summary>Back to the list, under what one of its steps answers.</summary>
    internal static CardButton Back(Words words) => new(words["setup.back"], $"{Name}:0:0");

    private async Task<Reply> SetupAsync(Ask ask, CancellationToken ct) =>
        SetupCard.Draw(await checkSetup.RunAsync(ct), ask);

    private async Task<Reply> ChangeAsync(Ask ask, CancellationToken ct)
    {
        var zone = ask["zone"] is { } place ? ZoneOf(place) ?? place : null;
        var language = ask["language"] is { } tongue ? LanguageOf(tongue) : null;
        if (ask["language"] is not null && language is null)
            return new Reply.Again("language", ask.Words["language.unknown", ask["language"]]);
        return await change.RunAsync(ask.Member, ask["name"], zone, language, ct) switch
        {
            Outcome<Workspace>.Refused { Why: { Code: "time.zone-unknown" } why } =>
                new Reply.Again("zone", ask.Words.Say(why)),
            Outcome<Workspace>.Refused
            {
                Why: { Code: "workspace.name" or "workspace.exists" } why
            } => new Reply.Again("name", ask.Words.Say(why)),
            Outcome<Workspace>.Refused no => no.Why,
            Outcome<Workspace>.Done { Value: var now } => Card.Say(
                ask.Words[
                    "workspace.set.done",
                    now.Name,
                    now.TimeZone,
                    ask.Words[$"setup.language.{now.Language}"]
                ]
            ) with
            {
                Tone = Tone.Good,
                Buttons = [Back(ask.Words)],
            },
            _ => Reply.Say(ask.Words["yes.done"]),
        };
    }

    /// <summary>By its id, or by a city of it.</summary>
    private static string? ZoneOf(string said) =>
        ZoneTable.ById(said.Replace(' ', '_'))
        ?? ZoneTable.ByPlace(said.Replace(' ', '_').ToLowerInvariant());

    private static string? LanguageOf(string said) =>
        said.ToLowerInvariant() switch
        {
            "en" or "english" or "englisch" => "en",
            "de" or "german" or "deutsch" => "de",
            _ => null,
        };

    private static Task<string?> Now(string value) => Task.FromResult<string?>(value);

    private static Task<IReadOnlyList<CardOption>> LanguagesAsync(
        IServiceProvider services,
        Ask ask,
        CancellationToken ct
    ) =>
        Task.FromResult<IReadOnlyList<CardOption>>([
            .. Words.Languages.Select(l => new CardOption(l, ask.Words[$"setup.language.{l}"])),
        ]);
}
