using SocialBot.Core.Cards;

namespace SocialBot.Dialogs.Conversation;

/// <summary>Takes a message as the answer to what the open dialog asked.</summary>
internal sealed class ReadAnswer(IServiceProvider services, ReadSentenceFor readSentence)
{
    public async Task<Meaning> RunAsync(
        Asker by,
        Dialog open,
        Verb verb,
        string text,
        string? pictures,
        CancellationToken ct
    )
    {
        var ask = open.ToAsk(by, verb);
        if (open.Confirms)
            return await readSentence.RunAsync(by, text, pictures, ct);
        if (pictures is not null)
            ask = ask with { Values = Understand.With(ask.Values, verb, pictures) };
        if (text.Length == 0)
            return new Meaning.Asked(ask, Unsure: false);

        var field = verb.Missing(ask);
        if (field is null)
            return await readSentence.RunAsync(by, text, pictures, ct);
        var value = text;
        if (field.Kind is FieldKind.Choice or FieldKind.Several && field.Options is { } options)
        {
            if (
                Match(text, await options(services, ask, ct), field.Kind == FieldKind.Several)
                is not { } chosen
            )
            {
                // No answer to what was asked: perhaps something else is wanted.
                var other = await readSentence.RunAsync(by, text, pictures, ct);
                return other is Meaning.Asked ? other : new Meaning.Asked(ask, Unsure: false);
            }
            value = chosen;
        }
        return new Meaning.Asked(
            ask with
            {
                Values = new Dictionary<string, string>(ask.Values, StringComparer.Ordinal)
                {
                    [field.Id] = value,
                },
            },
            Unsure: false
        );
    }

    /// <summary>Options by value, label or number; several apart by comma or "and". Null when one of them is none of ours.</summary>
    internal static string? Match(string text, IReadOnlyList<CardOption> options, bool several)
    {
        var wanted = several
            ? text.Split(
                [",", " and ", " und ", "&", "+"],
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
            : [text.Trim()];
        var values = new List<string>();
        foreach (var word in wanted)
        {
            var option =
                options.FirstOrDefault(o => Same(o.Value, word) || Same(o.Label, word))
                ?? (
                    int.TryParse(
                        word,
                        System.Globalization.NumberStyles.None,
                        System.Globalization.CultureInfo.InvariantCulture,
                        out var n
                    )
                    && n >= 1
                    && n <= options.Count
                        ? options[n - 1]
                        : null
                )
                ?? Only(
                    options.Where(o => o.Label.Contains(word, StringComparison.OrdinalIgnoreCase))
                );
            if (option is null)
                return null;
            values.Add(option.Value);
        }
        return values.Count == 0 ? null : string.Join(',', values.Distinct());
    }

    private static CardOption? Only(IEnumerable<CardOption> options) =>
        options.Take(2).ToList() is [var one] ? one : null;

    private static bool Same(string a, string b) =>
        string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
