namespace SocialBot.Core.Cards;

/// <summary>
/// The one description of what to show, free of any platform. Dialogs compose it, connectors render it
/// (Adaptive Card, Discord components, HTML). All texts are plain: a renderer escapes everything it is given.
/// </summary>
public sealed record Card
{
    /// <summary>What the card is about, <c>post:214</c>; null for a passing answer that is never updated.</summary>
    public string? Subject { get; init; }

    /// <summary>One line, at most 150 characters.</summary>
    public required string Title { get; init; }

    public Tone Tone { get; init; }

    /// <summary>The workspace's name: every card says whose it is.</summary>
    public string? Workspace { get; init; }

    public IReadOnlyList<CardBlock> Body { get; init; } = [];

    public IReadOnlyList<CardButton> Buttons { get; init; } = [];

    /// <summary>What a notification or a screen reader says first; the title where null.</summary>
    public string? Summary { get; init; }

    /// <summary>The language its words are in (<c>en</c>, <c>de</c>): a renderer adds its own few words in it and says it to screen readers.</summary>
    public string? Language { get; init; }

    /// <summary>A file that goes with the card; made anew for whoever takes it.</summary>
    public OfferedFile? File { get; init; }

    /// <summary>People to notify when the card is posted (not when it is edited).</summary>
    public IReadOnlyList<CardMention> Notify { get; init; } = [];

    /// <summary>The command that answers this card as whoever sends it may see it; null where it is the same for all.</summary>
    public string? View { get; init; }

    /// <summary>Who would see other buttons than this card has, those first who are waited for.</summary>
    public IReadOnlyList<OwnView> Viewers { get; init; } = [];

    /// <summary>A sentence or two without buttons.</summary>
    public static Card Say(string title, params string[] paragraphs) =>
        new() { Title = title, Body = [.. paragraphs.Select(CardBlock.Plain)] };
}

public enum Tone
{
    Neutral,
    Good,
    Warning,
    Bad,
}

/// <summary>A person to notify: the platform's own user id and the name to show.</summary>
public sealed record CardMention(string UserId, string Name);

/// <param name="Words">What is in it, in a sentence.</param>
/// <param name="Bytes">How large it is now.</param>
/// <param name="Command">What makes it (<see cref="CardCommand"/>).</param>
public sealed record OfferedFile(string Name, string Words, int Bytes, string Command);

/// <param name="UserId">The platform's own user id; filled in where the card is delivered.</param>
public sealed record OwnView(long MemberId, string? UserId = null);

/// <summary>One part of a card's body.</summary>
public abstract record CardBlock
{
    private CardBlock() { }

    /// <summary>A paragraph of styled runs.</summary>
    public sealed record Text(IReadOnlyList<TextRun> Runs, bool Subtle = false) : CardBlock;

    public sealed record Heading(string Words) : CardBlock;

    /// <summary>Words that are going out or that a stranger wrote: shown verbatim, marked as a quotation, never as markup.</summary>
    public sealed record Quote(string Words, string? By = null) : CardBlock;

    /// <summary>Label and value, a row each.</summary>
    public sealed record Facts(IReadOnlyList<Fact> Rows) : CardBlock;

    /// <summary>A picture by the address key of a stored medium (see <c>IMediaLinks</c>), with its alt text.</summary>
    public sealed record Picture(string MediaKey, string AltText, int Width = 0, int Height = 0)
        : CardBlock;

    /// <summary>Something to know before acting: over length, no alt text, same time as another post.</summary>
    public sealed record Finding(Tone Tone, string Words) : CardBlock;

    public sealed record Divider : CardBlock;

    /// <summary>A field to fill in; its value comes back under <see cref="CardInput.Id"/> with whatever button is pressed.</summary>
    public sealed record Field(CardInput Input) : CardBlock;

    public static CardBlock Plain(string words) => new Text([new TextRun(words)]);

    public static CardBlock Small(string words) => new Text([new TextRun(words)], Subtle: true);
}

public sealed record Fact(string Label, string Value);

/// <summary>A stretch of text in one style. <see cref="Url"/> makes it a link (http or https only).</summary>
public sealed record TextRun(string Words, RunStyle Style = RunStyle.Normal, string? Url = null);

[Flags]
public enum RunStyle
{
    Normal = 0,
    Bold = 1,
    Struck = 2,
    Italic = 4,
}

/// <summary>A field of a form.</summary>
/// <param name="Id">Name of the value that comes back.</param>
public abstract record CardInput(string Id, string Label, bool Required)
{
    /// <param name="MaxLength">In UTF-16 units; 0 = the platform's own limit.</param>
    public sealed record Line(
        string Id,
        string Label,
        string? Value = null,
        bool Multiline = false,
        int MaxLength = 0,
        bool Required = false,
        string? Placeholder = null
    ) : CardInput(Id, Label, Required);

    /// <summary>One or several of a few; several come back joined by commas.</summary>
    public sealed record Choice(
        string Id,
        string Label,
        IReadOnlyList<CardOption> Options,
        string? Value = null,
        bool Several = false,
        bool Required = false
    ) : CardInput(Id, Label, Required);

    /// <summary>A value that nobody sees and that comes back as it is.</summary>
    public sealed record Carried(string Id, string Value)
        : CardInput(Id, Label: "", Required: false);

    /// <summary>Yes or no; comes back as <c>true</c> or <c>false</c>.</summary>
    public sealed record Toggle(string Id, string Label, bool Value = false)
        : CardInput(Id, Label, Required: false);
}

public sealed record CardOption(string Value, string Label);

/// <summary>A button is a command (<see cref="CardCommand"/>) or a link, never both.</summary>
public sealed record CardButton(
    string Label,
    string? Command,
    ButtonStyle Style = ButtonStyle.Normal,
    string? Url = null
)
{
    public static CardButton Link(string label, string url) => new(label, Command: null, Url: url);
}

public enum ButtonStyle
{
    Normal,
    Primary,
    Danger,
}
