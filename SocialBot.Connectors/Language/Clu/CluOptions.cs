using System.ComponentModel.DataAnnotations;

namespace SocialBot.Connectors.Language.Clu;

/// <summary>The section <c>Language:Clu</c>.</summary>
public sealed class CluOptions
{
    public const string Section = "Language:Clu";

    /// <summary>Scheme and host: <c>https://acme.cognitiveservices.azure.com</c>.</summary>
    [Required(ErrorMessage = "Language:Clu:Endpoint is missing.")]
    public string Endpoint { get; set; } = "";

    /// <summary>A secret: environment variable or secret store, not the settings file.</summary>
    [Required(ErrorMessage = "Language:Clu:Key is missing.")]
    public string Key { get; set; } = "";

    [Required(ErrorMessage = "Language:Clu:Project is missing.")]
    public string Project { get; set; } = "";

    [Required(ErrorMessage = "Language:Clu:Deployment is missing.")]
    public string Deployment { get; set; } = "";

    [Required(ErrorMessage = "Language:Clu:ApiVersion is missing.")]
    public string ApiVersion { get; set; } = "2023-04-01";
}
