using System.ComponentModel.DataAnnotations;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>The section <c>Teams</c> of the settings.</summary>
public sealed class TeamsOptions : IValidatableObject
{
    public const string Section = "Teams";

    /// <summary>Where the public cloud and GCC serve their bots; used where <see cref="AllowedServiceHosts"/> is empty.</summary>
    public static readonly IReadOnlyList<string> PublicServiceHosts =
    [
        "smba.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
    ];

    /// <summary>
    /// The bot's application (client) id in Entra. Without one, only callers on this machine are listened to, and only in
    /// Development: that is how an emulator talks to the bot.
    /// </summary>
    public string? AppId { get; set; }

    /// <summary>The tenant that the app is registered in: there its own token comes from.</summary>
    public string? TenantId { get; set; }

    public string? AppSecret { get; set; }

    /// <summary>
    /// Hosts (<c>name</c> or <c>name:port</c>) that the bot may post to. The address to post to comes with every activity, so
    /// this list is what keeps the bot's token at home. Loopback names are for Development only.
    /// </summary>
    public IList<string> AllowedServiceHosts { get; } = [];

    /// <summary>
    /// Hosts of the files that people send to the bot and take from it: <c>name</c>, <c>name:port</c>, or <c>*.name</c> for all below
    /// it. Where empty, SharePoint's of the public and the government cloud.
    /// </summary>
    public IList<string> AllowedFileHosts { get; } = [];

    private static readonly IList<string> PublicFileHosts = ["*.sharepoint.com", "*.sharepoint.us"];

    internal bool MayFetchFrom(Uri address) =>
        (AllowedFileHosts.Count > 0 ? AllowedFileHosts : PublicFileHosts).Any(host =>
            host.StartsWith("*.", StringComparison.Ordinal)
                ? address is { IsDefaultPort: true, Scheme: "https" }
                    && address.IdnHost.EndsWith(host[1..], StringComparison.OrdinalIgnoreCase)
                : string.Equals(address.Authority, host, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Who must have issued the token of an activity.</summary>
    [Required]
    public string Issuer { get; set; } = "https://api.botframework.com";

    /// <summary>Where the keys of <see cref="Issuer"/> are described.</summary>
    [Required, Url]
    public string MetadataAddress { get; set; } =
        "https://login.botframework.com/v1/.well-known/openidconfiguration";

    /// <summary>Where the bot's own token is asked for; <c>{tenant}</c> stands for <see cref="TenantId"/>.</summary>
    [Required]
    public string TokenAddress { get; set; } =
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token";

    [Required]
    public string TokenScope { get; set; } = "https://api.botframework.com/.default";

    public bool HasApp => !string.IsNullOrWhiteSpace(AppId);

    public Uri TokenUri =>
        new(
            TokenAddress.Replace(
                "{tenant}",
                Uri.EscapeDataString(TenantId ?? ""),
                StringComparison.Ordinal
            )
        );

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (HasApp && string.IsNullOrWhiteSpace(AppSecret))
            yield return new("Teams:AppSecret is missing: Teams:AppId alone cannot sign in.");
        if (HasApp && string.IsNullOrWhiteSpace(TenantId))
            yield return new("Teams:TenantId is missing: Teams:AppId alone cannot sign in.");
        if (
            !Uri.TryCreate(
                TokenAddress.Replace("{tenant}", "t", StringComparison.Ordinal),
                UriKind.Absolute,
                out _
            )
        )
            yield return new("Teams:TokenAddress is not an absolute address.");
        foreach (var host in AllowedFileHosts)
            if (
                !ServiceHosts.IsHost(
                    host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host
                )
            )
                yield return new(
                    $"Teams:AllowedFileHosts: \"{host}\" is not a host name (no scheme or path)."
                );
        foreach (var host in AllowedServiceHosts)
            if (!ServiceHosts.IsHost(host))
                yield return new(
                    $"Teams:AllowedServiceHosts: \"{host}\" is not a host name (no scheme, path or wildcard)."
                );
    }

    /// <summary>What must hold where strangers can reach the bot.</summary>
    internal bool IsSafeOutsideDevelopment() =>
        !AllowedServiceHosts.Any(ServiceHosts.IsLoopback)
        && MetadataAddress.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        && TokenAddress.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}
