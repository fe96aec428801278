using System.Text;

namespace SocialBot.Connectors.Networks.Bluesky;

internal static class WellFormed
{
    /// <summary>Half a surrogate pair, which no wire can carry, becomes U+FFFD: before anything is counted in bytes.</summary>
    public static string Text(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return text;
        var built = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            built.Append(rune);
        return built.ToString();
    }
}
