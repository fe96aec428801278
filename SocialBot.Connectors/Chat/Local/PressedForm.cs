using Microsoft.AspNetCore.Http;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>
/// The fields of a card as a browser posts them. How a field is read stands in its name, so that a form of a card that has
/// changed meanwhile is still read as it was shown.
/// </summary>
internal static class PressedForm
{
    public const string Value = "value.";
    public const string Several = "several.";
    public const string Toggle = "toggle.";

    public static IReadOnlyDictionary<string, string> Values(IFormCollection form)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, posted) in form)
        {
            if (name.StartsWith(Value, StringComparison.Ordinal))
                values[name[Value.Length..]] = Lines(posted[^1]);
            else if (name.StartsWith(Toggle, StringComparison.Ordinal))
                values[name[Toggle.Length..]] = posted.Contains("true") ? "true" : "false";
            else if (name.StartsWith(Several, StringComparison.Ordinal))
                values[name[Several.Length..]] = string.Join(
                    ',',
                    posted.Where(v => !string.IsNullOrEmpty(v))
                );
        }
        return values;
    }

    /// <summary>Browsers post every line break as CR LF.</summary>
    public static string Lines(string? posted) =>
        (posted ?? "").Replace("\r\n", "\n", StringComparison.Ordinal);
}
