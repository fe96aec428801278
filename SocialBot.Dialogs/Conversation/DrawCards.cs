using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Workspaces;

namespace SocialBot.Dialogs.Conversation;

/// <summary>Turns replies into cards, and draws what the conversation itself says: forms, questions, what it could not understand.</summary>
internal sealed class DrawCards(
    IServiceProvider services,
    VerbCatalogue verbs,
    ChatCatalogue platforms
)
{
    public async Task<IReadOnlyList<Card>> ReplyAsync(Asker by, Reply reply, CancellationToken ct)
    {
        switch (reply)
        {
            case Reply.Show show:
                return [show.Card, .. show.More];
            case Reply.No no:
                return [Refused(by.Words, no.Why)];
            case Reply.Subject subject:
                var composer = services
                    .GetServices<IComposesCards>()
                    .First(c => c.Kind == subject.Kind);
                return
                [
                    await composer.ComposeAsync(subject.Id, ViewerOf(by), ct)
                        ?? Card.Say(by.Words["subject.none", subject.Id]),
                    .. subject.Notes.Count == 0
                        ? []
                        : new[] { Card.Say(subject.Notes[0], [.. subject.Notes.Skip(1)]) },
                ];
            default:
                return [];
        }
    }

    private CardViewer ViewerOf(Asker by) =>
        by.Turn.In.Personal || by.Turn.OwnView || by.Turn.Elsewhere
            ? new CardViewer(by.Words.Language, by.Member, Room: null)
            : new CardViewer(by.Words.Language, Member: null, by.Room?.Purpose)
            {
                OnlyShows = platforms.Find(by.Turn.In.Platform)?.HasOwnViews == true,
            };

    public static Card Refused(Words words, Refusal why) =>
        Card.Say(words.Say(why)) with
        {
            Tone = Tone.Warning,
        };

    /// <summary>
    /// One form for everything that is not known yet; typing an answer fills in the first field. In a window it is the whole form:
    /// nothing else there says what is known.
    /// </summary>
    public async Task<Card> FormAsync(
        Ask ask,
        FormField missing,
        string? why,
        IReadOnlyList<CardOption>? offers,
        CancellationToken ct
    )
    {
        var words = ask.Words;
        var whole = ask.By.Turn.InWindow;
        var body = new List<CardBlock>();
        if (why is not null && !whole)
            body.Add(new CardBlock.Finding(Tone.Warning, why));
        foreach (var field in ask.Verb.Fields)
        {
            if (ask[field.Id] is not null && field != missing && !whole)
                continue;
            if (why is not null && whole && field == missing)
                body.Add(new CardBlock.Finding(Tone.Warning, why));
            if (await InputAsync(ask, field, field == missing ? offers : null, ct) is { } input)
                body.Add(new CardBlock.Field(input));
            else if (field == missing)
                body.Add(CardBlock.Plain(words[$"{ask.Verb.Name}.{field.Id}"]));
        }
        var elsewhere =
            ask.By.Turn.NoFilesHere
            && !whole
            && ask.Verb.Fields.Any(f => f.Kind == FieldKind.Picture && ask[f.Id] is null);
        if (elsewhere)
            body.Add(CardBlock.Small(words["carry.why"]));
        return new Card
        {
            Title = words.Has(ask.Verb.Name + ".form")
                ? words[ask.Verb.Name + ".form", ask.Subject]
                : words[ask.Verb.Name + ".help"],
            Summary = words[$"{ask.Verb.Name}.{missing.Id}"],
            Body = body,
            Buttons =
            [
                new CardButton(
                    words.Has(ask.Verb.Name + ".go")
                        ? words[ask.Verb.Name + ".go"]
                        : words["form.go"],
                    new CardCommand(
                        ask.Verb.Name,
                        ask.Subject ?? 0,
                        ask.ShownVersion ?? 0,
                        ask.Part
                    ).ToString(),
                    ButtonStyle.Primary
                ),
                .. elsewhere ? new[] { new CardButton(words["carry.help"], "carry:0:0") } : [],
                // A window is closed instead.
                .. whole ? [] : new[] { new CardButton(words["form.cancel"], "cancel:0:0") },
            ],
        };
    }

    public Card Confirm(Ask ask, string? subject)
    {
        var words = ask.Words;
        var facts = ask
            .Verb.Fields.Where(f =>
                ask[f.Id] is not null && f.Kind is not (FieldKind.Picture or FieldKind.Carried)
            )
            .Select(f => new Fact(words[$"{ask.Verb.Name}.{f.Id}"], ask[f.Id]!))
            .ToList();
        return new Card
        {
            Title = words["confirm.ask", words[ask.Verb.Name + ".help"]],
            Body =
            [
                .. subject is null ? [] : new[] { CardBlock.Plain(subject) },
                .. facts.Count == 0 ? [] : new CardBlock[] { new CardBlock.Facts(facts) },
            ],
            Buttons =
            [
                new CardButton(words["confirm.yes"], "yes:0:0", ButtonStyle.Primary),
                new CardButton(words["confirm.no"], "cancel:0:0"),
            ],
        };
    }

    public Card StillOpen(Asker by, Dialog open) =>
        new()
        {
            Title = by.Words["dialog.still-open", by.Words[open.Verb + ".help"]],
            Buttons =
            [
                new CardButton(by.Words["dialog.go-on"], "continue:0:0", ButtonStyle.Primary),
                new CardButton(by.Words["form.cancel"], "cancel:0:0"),
            ],
        };

    public Card NotAllowed(Ask ask) =>
        Card.Say(
            ask.Words["no.not-allowed", ask.Words[ask.Verb.Name + ".help"], RoleNames(ask)]
        ) with
        {
            Tone = Tone.Warning,
        };

    /// <summary>The verb is clear, what it is meant for is not.</summary>
    public Card Which(Ask ask, IReadOnlyList<SubjectGlance> offers)
    {
        var words = ask.Words;
        return new Card
        {
            Title = words[$"which.{ask.Verb.Subject}"],
            Body = offers.Count == 0 ? [CardBlock.Plain(words["which.none"])] : [],
            Buttons =
            [
                .. offers.Select(o => new CardButton(
                    Short(o.Title, 60),
                    new CardCommand(ask.Verb.Name, o.Id, o.Version).ToString()
                )),
            ],
        };
    }

    /// <summary>Not understood: the nearest three things that this person may ask for.</summary>
    public Card NotUnderstood(Asker by, IEnumerable<string> nearest)
    {
        var offers = nearest
            .Select(verbs.Find)
            .OfType<Verb>()
            // Help has a button of its own below, and with nothing open there is nothing to steer.
            .Where(v =>
                v is { ButtonOnly: false, Steers: false, Name: not "help" }
                && (v.Needs == default || by.Member.Has(v.Needs))
            )
            .Take(3)
            .ToList();
        return new Card
        {
            Title = by.Words["turn.not-understood"],
            Body =
            [
                .. offers.Select(v =>
                    CardBlock.Plain(
                        VerbCatalogue.Example(v, by.Words) is { } example
                            ? $"{by.Words[v.Name + ".help"]}: {example}"
                            : by.Words[v.Name + ".help"]
                    )
                ),
            ],
            Buttons =
            [
                .. offers.Select(v => new CardButton(
                    by.Words[v.Name + ".help"],
                    v.Subject is null ? $"{v.Name}:0:0" : $"which:0:0:{v.Name}"
                )),
                new CardButton(by.Words["help.help"], "help:0:0"),
            ],
        };
    }

    /// <summary>"I don't approve" asks for nothing to be done; it is answered with what can be done instead.</summary>
    public static Card Negated(Asker by, Verb verb) =>
        Card.Say(
            by.Words["turn.negated", by.Words[verb.Name + ".help"]],
            by.Words["turn.negated.next"]
        );

    public Card Greeting(Asker by) =>
        new()
        {
            Title = by.Words["hello.title", by.Member.Name],
            Body =
            [
                CardBlock.Plain(by.Words["hello.body", by.Workspace.Name]),
                CardBlock.Small(by.Words[$"hello.try.{FirstTry(by.Member.Roles)}"]),
            ],
            Buttons =
            [
                new CardButton(by.Words["waiting.help"], "waiting:0:0"),
                new CardButton(by.Words["help.help"], "help:0:0"),
            ],
        };

    /// <summary>What somebody with these roles may do and most likely came for.</summary>
    private static Roles FirstTry(Roles roles) =>
        roles.HasFlag(Roles.Author) ? Roles.Author
        : (roles & (Roles.CommunityManager | Roles.Admin)) != Roles.None ? Roles.CommunityManager
        : roles.HasFlag(Roles.Analyst) ? Roles.Analyst
        : Roles.None;

    internal static string Short(string text, int most) =>
        text.Length <= most ? text : text[..(most - 1)].TrimEnd() + "…";

    private async Task<CardInput?> InputAsync(
        Ask ask,
        FormField field,
        IReadOnlyList<CardOption>? offers,
        CancellationToken ct
    )
    {
        var label = ask.Words[$"{ask.Verb.Name}.{field.Id}"];
        if (offers is { Count: > 0 })
            return new CardInput.Choice(field.Id, label, offers, Required: field.Required);
        switch (field.Kind)
        {
            case FieldKind.Choice or FieldKind.Several:
                var options = field.Options is null ? [] : await field.Options(services, ask, ct);
                if (options.Count == 0 && !field.Required)
                    return null; // there is nothing to choose from
                return new CardInput.Choice(
                    field.Id,
                    label,
                    options,
                    ask[field.Id]
                        ?? (field.Initial is null ? null : await field.Initial(services, ask, ct)),
                    Several: field.Kind == FieldKind.Several,
                    Required: field.Required
                );
            case FieldKind.Carried:
                // In chat the open dialog keeps it.
                return ask.By.Turn.InWindow && ask[field.Id] is { } carried
                    ? new CardInput.Carried(field.Id, carried)
                    : null;
            case FieldKind.Picture:
                return null;
            default:
                return new CardInput.Line(
                    field.Id,
                    label,
                    ask[field.Id]
                        ?? (field.Initial is null ? null : await field.Initial(services, ask, ct)),
                    Multiline: field.Kind == FieldKind.Text,
                    field.MaxLength,
                    field.Required
                );
        }
    }

    private static string RoleNames(Ask ask) =>
        ask.Words.And(
            Enum.GetValues<Core.Workspaces.Roles>()
                .Where(r => r != default && (ask.Verb.Needs & r) != default)
                .Select(r => ask.Words[$"Roles.{r}"])
        );
}
