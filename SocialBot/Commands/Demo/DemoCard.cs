using System.Globalization;

namespace SocialBot.Commands.Demo;

/// <summary>A card as one person sees it on the page.</summary>
internal sealed record DemoCard
{
    public required string Viewer { get; init; }
    public required string Conversation { get; init; }
    public required long Message { get; init; }

    /// <summary>The message it stands below, when it is an answer that only the viewer sees; else its own.</summary>
    public required long Root { get; init; }
    public bool Private { get; init; }
    public string? Subject { get; init; }
    public required string Title { get; init; }
    public IReadOnlyList<string> Lines { get; init; } = [];
    public IReadOnlyList<DemoButton> Buttons { get; init; } = [];

    /// <summary>Names of the form's fields as they are posted.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    public string Text => string.Join('\n', Lines.Prepend(Title));

    public string? Room =>
        Conversation.StartsWith("personal:", StringComparison.Ordinal) ? null : Conversation;

    public bool Has(string label) => Buttons.Any(b => b.Label == label);

    public string Command(string label) =>
        Buttons.FirstOrDefault(b => b.Label == label)?.Command
        ?? throw new StoryBrokeException(
            $"\"{Title}\" has no button \"{label}\" for {Viewer}, only: {string.Join(", ", Buttons.Select(b => b.Label))}."
        );

    public string Link(string label) =>
        Buttons.FirstOrDefault(b => b.Label == label)?.Url
        ?? throw new StoryBrokeException($"\"{Title}\" has no link \"{label}\" for {Viewer}.");

    /// <summary>What the browser posts when a button is pressed.</summary>
    public IEnumerable<(string Name, string Value)> Press(
        string command,
        IEnumerable<(string Field, string Value)> values
    ) =>
        [
            ("as", Viewer),
            ("in", Conversation),
            ("message", Message.ToString(CultureInfo.InvariantCulture)),
            ("id", $"{Guid.NewGuid():N}"),
            ("command", command),
            .. values.Select(v => (Posted(v.Field), v.Value)),
        ];

    private string Posted(string field) =>
        Fields.FirstOrDefault(f => f[(f.IndexOf('.', StringComparison.Ordinal) + 1)..] == field)
        ?? throw new StoryBrokeException($"\"{Title}\" has no field \"{field}\" for {Viewer}.");
}

/// <summary>A button that does something, or a link.</summary>
internal sealed record DemoButton(string Label, string? Command, string? Url);
