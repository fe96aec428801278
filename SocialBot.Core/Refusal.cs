namespace SocialBot.Core;

/// <summary>
/// Something a person asked for and may not or cannot have. A value, not an exception; Dialogs turns
/// <see cref="Code"/> and <see cref="Args"/> into a sentence in the person's language.
/// </summary>
public sealed record Refusal(string Code, params object?[] Args)
{
    public override string ToString() =>
        Args.Length == 0 ? Code : $"{Code}({string.Join(", ", Args)})";
}

/// <summary>What a use case answers: done, with what came of it, or refused, with why.</summary>
public abstract record Outcome<T>
{
    private Outcome() { }

    public sealed record Done(T Value) : Outcome<T>;

    public sealed record Refused(Refusal Why) : Outcome<T>;

    public static implicit operator Outcome<T>(T value) => new Done(value);

    public static implicit operator Outcome<T>(Refusal why) => new Refused(why);
}
