using System.Globalization;

namespace SocialBot.Core.Cards;

/// <summary>
/// What a button says when pressed: <c>post.approve:214:3</c> is verb, subject number and card version, at most
/// <see cref="MaxLength"/> characters, no data. An optional fourth part picks one of several (<c>post.approve:214:3:17</c>, one copy).
/// </summary>
public sealed record CardCommand(string Verb, long Subject, int Version, string? Part = null)
{
    public const int MaxLength = 100;

    public override string ToString() =>
        Part is null
            ? string.Create(CultureInfo.InvariantCulture, $"{Verb}:{Subject}:{Version}")
            : string.Create(CultureInfo.InvariantCulture, $"{Verb}:{Subject}:{Version}:{Part}");

    /// <summary>Null for anything that is not a command of ours.</summary>
    public static CardCommand? Read(string? text)
    {
        if (text is null or { Length: 0 or > MaxLength })
            return null;
        var parts = text.Split(':', 4);
        if (parts.Length < 3 || !IsVerb(parts[0]))
            return null;
        if (
            !long.TryParse(
                parts[1],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var subject
            )
            || !int.TryParse(
                parts[2],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var version
            )
        )
            return null;
        return new CardCommand(parts[0], subject, version, parts.Length == 4 ? parts[3] : null);
    }

    private static bool IsVerb(string word) =>
        word.Length > 0 && word.All(c => c is '.' or '-' or (>= 'a' and <= 'z'));
}
