using SocialBot.Core.Sentiment;

namespace SocialBot.Core.Posts;

/// <summary>
/// Whether a text may well be in the workspace's language, for networks that want to be told when its author did not say. In doubt it is
/// not: a wrong language hides a post from those who could read it, none hides it from nobody.
/// </summary>
public sealed class PlausibleLanguage(SentimentScorer scorer)
{
    private const int EnoughWords = 2;

    private static readonly HashSet<string> German = [.. KnownLanguage.WordsOf("de")];

    /// <returns>The language as a list, or none.</returns>
    public IReadOnlyList<string> Of(string text, string workspaceLanguage) =>
        workspaceLanguage switch
        {
            "en" when IsEnglish(text) => ["en"],
            "de" when IsGerman(text) => ["de"],
            _ => [],
        };

    private bool IsEnglish(string text) =>
        Words(text).Any() && scorer.Score(text) is SentimentReading.Scored;

    private bool IsGerman(string text) =>
        !IsEnglish(text)
        && Words(text).Where(German.Contains).Distinct().Take(EnoughWords).Count() == EnoughWords;

    private static IEnumerable<string> Words(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
            if (i < text.Length && char.IsLetter(text[i]))
                start = start < 0 ? i : start;
            else if (start >= 0)
            {
                yield return text[start..i].ToLowerInvariant();
                start = -1;
            }
    }
}
