using System.ComponentModel.DataAnnotations;

namespace SocialBot.Connectors.Language.Luis;

/// <summary>The section <c>Language:Luis</c>.</summary>
public sealed class LuisOptions
{
    public const string Section = "Language:Luis";

    /// <summary>Scheme and host: <c>https://westus.api.cognitive.microsoft.com</c>.</summary>
    [Required(ErrorMessage = "Language:Luis:Endpoint is missing.")]
    public string Endpoint { get; set; } = "";

    [Required(ErrorMessage = "Language:Luis:AppId is missing.")]
    [RegularExpression(
        "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
        ErrorMessage = "Language:Luis:AppId must be a GUID."
    )]
    public string AppId { get; set; } = "";

    /// <summary>The prediction key. A secret: environment variable or secret store, not the settings file.</summary>
    [Required(ErrorMessage = "Language:Luis:Key is missing.")]
    public string Key { get; set; } = "";

    [AllowedValues(
        "production",
        "staging",
        ErrorMessage = "Language:Luis:Slot must be production or staging."
    )]
    public string Slot { get; set; } = "production";
}
