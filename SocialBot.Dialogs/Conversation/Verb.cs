using SocialBot.Core.Workspaces;

namespace SocialBot.Dialogs.Conversation;

/// <summary>
/// One thing a person can ask for. The same verb is a button (<c>post.approve:214:3</c>), a typed command (the
/// <c>post.approve.typed</c> patterns of the word files) and what the recognizer makes of a sentence (its intent has this name).
/// </summary>
/// <param name="Name">Lower-case words joined by dots: <c>post.approve</c>.</param>
/// <param name="Home">The class that does it.</param>
public sealed record Verb(
    string Name,
    Type Home,
    Func<object, Ask, CancellationToken, Task<Reply>> RunAsync
)
{
    /// <summary>What it is done to: <c>post</c>, <c>case</c>; null when it is about nothing in particular.</summary>
    public string? Subject { get; init; }

    /// <summary>Any of these roles; none = everybody.</summary>
    public Roles Needs { get; init; }

    /// <summary>Changes something: when understood from a sentence, the bot asks before doing it.</summary>
    public bool Acts { get; init; }

    /// <summary>What must be known before it can be done; the first thing missing is asked for.</summary>
    public IReadOnlyList<FormField> Fields { get; init; } = [];

    /// <summary>Not all of the optional fields are needed, but one of them is: without any the form is shown.</summary>
    public bool NeedsOneField { get; init; }

    /// <summary>The field to ask for next; null when everything needed is known.</summary>
    public FormField? Missing(Ask ask) =>
        Fields.FirstOrDefault(f => f.Required && ask[f.Id] is null)
        ?? (NeedsOneField && Fields.All(f => ask[f.Id] is null) ? Fields[0] : null);

    /// <summary>Only a button knows it: not offered by help or to the recognizer.</summary>
    public bool ButtonOnly { get; init; }

    /// <summary>Works on the open dialog itself (cancel, back, yes).</summary>
    public bool Steers { get; init; }

    /// <summary>Declares a verb of <typeparamref name="THome"/>.</summary>
    public static Verb Of<THome>(string name, Func<THome, Ask, CancellationToken, Task<Reply>> run)
        where THome : IVerbs =>
        new(name, typeof(THome), (home, ask, ct) => run((THome)home, ask, ct));
}

/// <summary>A slice's verbs. Implemented by sealed classes whose constructor takes the use cases; found by <c>AddDialogs</c>.</summary>
public interface IVerbs
{
    /// <summary>Every verb of the class, in the order help shows them.</summary>
    static abstract IReadOnlyList<Verb> Declared { get; }
}

/// <summary>
/// One thing a verb must know. Its label is the word <c>{verb}.{id}</c>; the value arrives from a typed command, a form, or an
/// answer in chat, always as text.
/// </summary>
public sealed record FormField(string Id, FieldKind Kind = FieldKind.Line)
{
    public bool Required { get; init; } = true;

    /// <summary>In UTF-16 units; 0 = the platform's own limit.</summary>
    public int MaxLength { get; init; }

    /// <summary>What a <see cref="FieldKind.Choice"/> or <see cref="FieldKind.Several"/> offers.</summary>
    public Func<
        IServiceProvider,
        Ask,
        CancellationToken,
        Task<IReadOnlyList<Core.Cards.CardOption>>
    >? Options { get; init; }

    /// <summary>What the form shows before anything is typed (the text that is edited).</summary>
    public Func<IServiceProvider, Ask, CancellationToken, Task<string?>>? Initial { get; init; }
}

public enum FieldKind
{
    Line,

    /// <summary>Several lines.</summary>
    Text,
    Choice,

    /// <summary>Several of a few, joined by commas.</summary>
    Several,

    /// <summary>What the platform sent along with the form (where a message stands): shown to nobody, asked of nobody.</summary>
    Carried,

    /// <summary>Pictures sent in the chat; kept under this id as the JSON of <c>AttachedMedia</c>.</summary>
    Picture,
}
