using SocialBot.Core.Language;

namespace SocialBot.Dialogs.Conversation;

/// <summary>A plain sentence: what it asks for by the recognizer, about what and when by the sentence reader.</summary>
internal sealed class ReadSentenceFor(
    IRecognizesIntents recognizer,
    IReadsSentences sentences,
    VerbCatalogue verbs,
    DrawCards draw
)
{
    public async Task<Meaning> RunAsync(
        Asker by,
        string text,
        string? pictures,
        CancellationToken ct
    )
    {
        var recognized = await recognizer.RecognizeAsync(text, by.Words.Language, ct);
        if (!recognized.IsSure || verbs.Find(recognized.Intent) is not { ButtonOnly: false } verb)
            return new Meaning.Cards([
                recognized.Negated && verbs.Find(recognized.Intent) is { } refused
                    ? DrawCards.Negated(by, refused)
                    : draw.NotUnderstood(by, recognized.Nearest(20)),
            ]);
        var found = await sentences.ReadAsync(by, text, ct);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in verb.Fields)
            if (found.For(field.Id) is { } value)
                values[field.Id] = value;
        return new Meaning.Asked(
            new Ask(by, verb)
            {
                Subject = verb.Subject is null ? null : found.Number,
                Values = Understand.With(values, verb, pictures),
                Why =
                    found.NotConnected.Count > 0 && verb.Fields.Any(f => f.Id == "accounts")
                        ? by.Words["accounts.not-connected", found.NotConnected]
                        : null,
            },
            Unsure: true
        );
    }
}

/// <summary>Takes the facts out of a sentence: accounts, text, time, number, reason.</summary>
internal interface IReadsSentences
{
    Task<SentenceFacts> ReadAsync(Asker by, string text, CancellationToken ct);
}

/// <summary>What a sentence said, each as text for a verb's field of the same meaning.</summary>
/// <param name="Accounts">Account ids joined by commas, as the field <c>accounts</c> takes them.</param>
/// <param name="When">The date phrase as said.</param>
/// <param name="Delegate">Who acts for the writer: a member's name where they were mentioned, else the name as written.</param>
internal sealed record SentenceFacts(
    string? Accounts,
    string? Text,
    string? When,
    long? Number,
    string? Reason,
    string? Delegate
)
{
    /// <summary>Networks that were named and on which the workspace has no account.</summary>
    public IReadOnlyList<string> NotConnected { get; init; } = [];

    /// <summary>The one network that was named; null for none or several.</summary>
    public string? Network { get; init; }

    public string? For(string field) =>
        field switch
        {
            "network" or "account" => Network,
            "accounts" => Accounts,
            "text" => Text,
            "when" or "until" => When,
            "reason" or "note" => Reason ?? Text,
            "delegate" => Delegate,
            _ => null,
        };
}
