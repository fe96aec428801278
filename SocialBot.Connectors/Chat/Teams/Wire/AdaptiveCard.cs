using System.Text.Json.Serialization;

namespace SocialBot.Connectors.Chat.Teams.Wire;

// The part of Adaptive Cards 1.5 that we draw with, in its own words: https://adaptivecards.io/explorer/

internal sealed record AdaptiveCard
{
    public string Type => "AdaptiveCard";

    [JsonPropertyName("$schema")]
    public string Schema => "http://adaptivecards.io/schemas/adaptive-card.json";
    public string Version => "1.5";
    public string? Lang { get; init; }
    public string? FallbackText { get; init; }
    public CardRefresh? Refresh { get; init; }
    public required IReadOnlyList<CardElement> Body { get; init; }
    public IReadOnlyList<CardAction>? Actions { get; init; }
}

/// <summary>
/// These people's clients ask for a card of their own when they show this one
/// (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/user-specific-views).
/// </summary>
internal sealed record CardRefresh(CardAction Action, IReadOnlyList<string> UserIds);

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TextBlock), "TextBlock")]
[JsonDerivedType(typeof(RichTextBlock), "RichTextBlock")]
[JsonDerivedType(typeof(FactSet), "FactSet")]
[JsonDerivedType(typeof(Image), "Image")]
[JsonDerivedType(typeof(Container), "Container")]
[JsonDerivedType(typeof(ActionSet), "ActionSet")]
[JsonDerivedType(typeof(TextInput), "Input.Text")]
[JsonDerivedType(typeof(ChoiceInput), "Input.ChoiceSet")]
[JsonDerivedType(typeof(ToggleInput), "Input.Toggle")]
internal abstract record CardElement
{
    public bool? IsVisible { get; init; }
    public bool? Separator { get; init; }
    public string? Spacing { get; init; }
}

/// <summary>Its text is Markdown: only words that <see cref="Verbatim.MeansItself"/> go in.</summary>
internal sealed record TextBlock(string Text) : CardElement
{
    public string? Style { get; init; }
    public string? Size { get; init; }
    public string? Weight { get; init; }
    public bool? IsSubtle { get; init; }
    public bool Wrap => true;
}

/// <summary>Its runs are plain text by definition: the home of everything that somebody else wrote.</summary>
internal sealed record RichTextBlock(IReadOnlyList<TextRun> Inlines) : CardElement;

internal sealed record TextRun(string Text)
{
    public string Type => "TextRun";
    public string? Size { get; init; }
    public string? Weight { get; init; }
    public string? Color { get; init; }
    public bool? IsSubtle { get; init; }
    public bool? Italic { get; init; }
    public bool? Strikethrough { get; init; }
    public CardAction? SelectAction { get; init; }
}

internal sealed record FactSet(IReadOnlyList<FactRow> Facts) : CardElement;

internal sealed record FactRow(string Title, string Value);

internal sealed record Image(string Url, string? AltText) : CardElement
{
    public string? Size { get; init; }
}

internal sealed record Container(IReadOnlyList<CardElement> Items) : CardElement
{
    public string? Style { get; init; }
    public bool? Bleed { get; init; }
}

internal sealed record ActionSet(IReadOnlyList<CardAction> Actions) : CardElement;

internal sealed record TextInput(string Id, string Label) : CardElement
{
    public string? Value { get; init; }
    public string? Placeholder { get; init; }
    public bool? IsMultiline { get; init; }
    public int? MaxLength { get; init; }
    public bool? IsRequired { get; init; }
    public string? ErrorMessage { get; init; }
}

internal sealed record ChoiceInput(string Id, string Label, IReadOnlyList<Choice> Choices)
    : CardElement
{
    public string? Value { get; init; }
    public string? Style { get; init; }
    public bool? IsMultiSelect { get; init; }
    public bool? IsRequired { get; init; }
    public string? ErrorMessage { get; init; }
    public bool Wrap => true;
}

internal sealed record Choice(string Title, string Value);

internal sealed record ToggleInput(string Id, string Title, string Value) : CardElement
{
    public string ValueOn => "true";
    public string ValueOff => "false";
    public bool Wrap => true;
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ExecuteAction), "Action.Execute")]
[JsonDerivedType(typeof(SubmitAction), "Action.Submit")]
[JsonDerivedType(typeof(OpenUrlAction), "Action.OpenUrl")]
internal abstract record CardAction
{
    public string? Title { get; init; }
    public string? Style { get; init; }
}

/// <param name="Fallback">For clients that do not know the action; none for what clients send by themselves.</param>
internal sealed record ExecuteAction(string Verb, PressData Data, CardAction? Fallback = null)
    : CardAction;

internal sealed record SubmitAction(PressData Data) : CardAction;

internal sealed record OpenUrlAction(string Url) : CardAction;

/// <param name="Type"><c>task/fetch</c>: the client opens a dialog and asks for its form.</param>
internal sealed record TeamsData(string Type);

/// <summary>What comes back with the form's fields when a button is pressed.</summary>
internal sealed record PressData([property: JsonPropertyName(PressData.Key)] string Command)
{
    /// <summary>No field of a form may have this id, or <see cref="FormKey"/>.</summary>
    public const string Key = "socialbot";

    public const string FormKey = "socialbotForm";

    /// <summary>Which rendering of a form it was: the same one is taken once, however often a client sends it.</summary>
    [JsonPropertyName(FormKey)]
    public string? Form { get; init; }

    public TeamsData? Msteams { get; init; }
}
