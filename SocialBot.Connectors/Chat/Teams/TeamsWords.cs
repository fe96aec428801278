using System.Globalization;
using System.Resources;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>The few words that the connector says itself.</summary>
internal static class TeamsWords
{
    private static readonly ResourceManager Words = new(
        "SocialBot.Connectors.Chat.Teams.TeamsWords",
        typeof(TeamsWords).Assembly
    );

    /// <param name="language">BCP 47; English where null or not spoken.</param>
    public static string Say(string? language, string key, params object[] args)
    {
        var culture = CultureInfo.GetCultureInfo(
            language?.StartsWith("de", StringComparison.OrdinalIgnoreCase) is true ? "de" : "en"
        );
        var words = Words.GetString(key, culture) ?? key;
        return args.Length == 0 ? words : string.Format(culture, words, args);
    }
}
