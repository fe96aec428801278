using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

/// <summary>A word or phrase that the workspace listens for in what everybody writes.</summary>
public sealed class WatchedWord : InWorkspace
{
    public const int Shortest = 2;
    public const int Longest = 100;

    /// <summary>Each is a search of its own every few minutes.</summary>
    public const int Most = 50;

    public long Id { get; private set; }

    /// <summary>As it was typed, without quotation marks.</summary>
    public required string Phrase { get; init; }

    /// <summary>By <see cref="Phrases.Fold"/>; unique in the workspace.</summary>
    public required string Folded { get; init; }
    public long MemberId { get; init; }

    /// <summary>What was written long before it is kept without a card.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>How far the search of a network for the watched words has come. One account per network and workspace searches.</summary>
public sealed class WordSearch : InWorkspace
{
    public long Id { get; private set; }
    public required string Network { get; init; }
    public string? Cursor { get; set; }

    /// <summary>When the last search ended; null until the first has.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>Searches in a row that found nothing, or were not answered: the next comes later.</summary>
    public int Idle { get; set; }
}

/// <summary>Whether a text holds a phrase: whatever the case, as whole words where the script puts spaces between words.</summary>
public static partial class Phrases
{
    /// <summary>Compatible forms made one, lower case, single spaces.</summary>
    public static string Fold(string text) =>
        Spaces()
            .Replace(Whole(text).Normalize(NormalizationForm.FormKC), " ")
            .Trim()
            .ToLowerInvariant();

    /// <param name="folded">The text, by <see cref="Fold"/>.</param>
    /// <param name="phrase">By <see cref="Fold"/> too.</param>
    public static bool IsIn(string folded, string phrase)
    {
        if (phrase.Length == 0)
            return false;
        for (
            var at = folded.IndexOf(phrase, StringComparison.Ordinal);
            at >= 0;
            at = folded.IndexOf(phrase, at + 1, StringComparison.Ordinal)
        )
        {
            var end = at + phrase.Length;
            if (
                (at == 0 || !Joins(folded[at - 1], phrase[0]))
                && (end == folded.Length || !Joins(phrase[^1], folded[end]))
            )
                return true;
        }
        return false;
    }

    /// <summary>Two neighbours within one word. Scripts without spaces (Chinese, Japanese, Thai) have no such borders.</summary>
    private static bool Joins(char one, char next) => IsWordy(one) && IsWordy(next);

    private static bool IsWordy(char c) =>
        char.IsLetterOrDigit(c) && char.GetUnicodeCategory(c) != UnicodeCategory.OtherLetter;

    /// <summary>Half of a surrogate pair cannot be normalized.</summary>
    private static string Whole(string text) =>
        string.Create(
            text.Length,
            text,
            static (to, from) =>
            {
                for (var i = 0; i < from.Length; i++)
                    if (
                        char.IsHighSurrogate(from[i])
                        && i + 1 < from.Length
                        && char.IsLowSurrogate(from[i + 1])
                    )
                        (to[i], to[i + 1]) = (from[i], from[++i]);
                    else
                        to[i] = char.IsSurrogate(from[i]) ? '\uFFFD' : from[i];
            }
        );

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Spaces();
}
