using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Language;
using SocialBot.Core.Media;
using SocialBot.Core.Posts;
using SocialBot.Dialogs.Accounts;

namespace SocialBot.Dialogs.Conversation;

/// <summary>What a turn means: a button, a typed command, an answer to what was asked, else a sentence.</summary>
internal sealed class Understand(
    VerbCatalogue verbs,
    DialogStore dialogs,
    ReadSentenceFor readSentence,
    ReadAnswer readAnswer,
    StorePicture storePicture,
    DrawCards draw
)
{
    private const int LongestText = 20_000;

    public async Task<Meaning> RunAsync(Asker by, CancellationToken ct)
    {
        switch (by.Turn.Input)
        {
            case ChatInput.Pressed pressed:
                return await PressedAsync(by, pressed, ct);
            case ChatInput.Said said:
                return await SaidAsync(by, said, ct);
            case ChatInput.Withheld:
                return new Meaning.Asked(
                    new Ask(by, verbs.Find(AccountVerbs.SecretSeen)!),
                    Unsure: false
                );
            case ChatInput.Met:
                return new Meaning.Cards([draw.Greeting(by)]);
            default:
                return new Meaning.Nothing();
        }
    }

    private async Task<Meaning> PressedAsync(
        Asker by,
        ChatInput.Pressed pressed,
        CancellationToken ct
    )
    {
        if (
            CardCommand.Read(pressed.Command) is not { } command
            || verbs.Find(command.Verb) is not { } verb
        )
            return new Meaning.Cards([Card.Say(by.Words["button.unknown"])]);
        var stored = await dialogs.FindAsync(by, ct);
        var open =
            stored.Dialog is { } d && d.Verb == verb.Name && d.Subject == SubjectOf(verb, command)
                ? d
                : null;
        var values = new Dictionary<string, string>(
            open?.Values ?? new Dictionary<string, string>(),
            StringComparer.Ordinal
        );
        foreach (var field in verb.Fields)
            if (pressed.Values.TryGetValue(field.Id, out var value) && value.Length <= LongestText)
                values[field.Id] = value;
        var (pictures, refused) = await KeepPicturesAsync(pressed.Files, ct);
        if (refused is not null)
            return new Meaning.Cards([DrawCards.Refused(by.Words, refused)]);
        return new Meaning.Asked(
            new Ask(by, verb)
            {
                Subject = SubjectOf(verb, command),
                ShownVersion =
                    open?.ShownVersion ?? (verb.Subject is null ? null : command.Version),
                Part = command.Part ?? open?.Part,
                Values = With(values, verb, pictures),
                Pressed = true,
            },
            Unsure: false
        );
    }

    private async Task<Meaning> SaidAsync(Asker by, ChatInput.Said said, CancellationToken ct)
    {
        var text = said.Text.Trim();
        if (text.Length > LongestText)
            return new Meaning.Cards([
                Card.Say(by.Words["text.too-long", text.Length, LongestText]),
            ]);
        var (pictures, refused) = await KeepPicturesAsync(said.Files, ct);
        if (refused is not null)
            return new Meaning.Cards([
                Card.Say(by.Words.Say(refused)) with
                {
                    Tone = Tone.Warning,
                },
            ]);

        var stored = await dialogs.FindAsync(by, ct);
        if (stored.Unreadable)
        {
            await dialogs.EndAsync(by, ct);
            return new Meaning.Cards([Card.Say(by.Words["dialog.unreadable"])]);
        }
        if (verbs.ReadTyped(text, by.Words.Language) is { } typed)
            return new Meaning.Asked(
                new Ask(by, typed.Verb)
                {
                    Subject = typed.Subject,
                    Values = With(typed.Values, typed.Verb, pictures),
                },
                Unsure: false
            );
        if (stored.Dialog is { } open && verbs.Find(open.Verb) is { } verb)
            return await readAnswer.RunAsync(by, open, verb, text, pictures, ct);
        if (text.Length == 0 && pictures is null)
            return new Meaning.Cards([draw.Greeting(by)]);
        return await readSentence.RunAsync(by, text, pictures, ct);
    }

    private async Task<(string? Json, Core.Refusal? Refused)> KeepPicturesAsync(
        IReadOnlyList<ChatFile> files,
        CancellationToken ct
    )
    {
        if (files.Count == 0)
            return (null, null);
        var kept = new List<AttachedMedia>();
        foreach (var file in files.Take(20))
        {
            switch (await storePicture.RunAsync(file.Bytes, altText: null, ct))
            {
                case Core.Outcome<AttachedMedia>.Done { Value: var medium }:
                    kept.Add(medium);
                    break;
                case Core.Outcome<AttachedMedia>.Refused { Why: var why }:
                    return (null, why);
            }
        }
        return (JsonSerializer.Serialize(kept, JsonSerializerOptions.Web), null);
    }

    internal static IReadOnlyDictionary<string, string> With(
        IReadOnlyDictionary<string, string> values,
        Verb verb,
        string? pictures
    ) =>
        pictures is not null
        && verb.Fields.FirstOrDefault(f => f.Kind == FieldKind.Picture) is { } field
            ? new Dictionary<string, string>(values, StringComparer.Ordinal)
            {
                [field.Id] = pictures,
            }
            : values;

    private static long? SubjectOf(Verb verb, CardCommand command) =>
        verb.Subject is null ? null : command.Subject;
}

/// <summary>What a turn was taken to mean.</summary>
internal abstract record Meaning
{
    private Meaning() { }

    /// <param name="Unsure">Understood from a sentence: ask before acting.</param>
    public sealed record Asked(Ask Ask, bool Unsure) : Meaning;

    /// <summary>Nothing to do; only to say.</summary>
    public sealed record Cards(IReadOnlyList<Card> Shown) : Meaning;

    public sealed record Nothing : Meaning;
}
