using System.ComponentModel.DataAnnotations;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>The section <c>Teams</c> of the settings.</summary>
public sealed class TeamsOptions : IValidatableObject
{
    public const string Section = "Teams";

    /// <summary>Chooses the documented issuer, addresses and hosts, each of which can be set on its own.</summary>
    public TeamsCloud Cloud { get; set; }

    /// <summary>
    /// The bot's application (client) id in Entra. Without one, only callers on this machine are listened to, and only in
    /// Development: that is how an emulator talks to the bot.
    /// </summary>
    public string? AppId { get; set; }

    /// <summary>The tenant that the app is registered in: there its own token comes from.</summary>
    public string? TenantId { get; set; }

    /// <summary>One of the three ways in which the bot signs in as its app.</summary>
    public string? AppSecret { get; set; }

    /// <summary>The second way: a certificate.</summary>
    public TeamsCertificateOptions Certificate { get; } = new();

    /// <summary>The third way: the client id of the user-assigned managed identity that the bot was registered with.</summary>
    public string? ManagedIdentityClientId { get; set; }

    /// <summary>Where a managed identity's token is had, unless <c>IDENTITY_ENDPOINT</c> and <c>IDENTITY_HEADER</c> say otherwise.</summary>
    [Required, Url]
    public string ManagedIdentityAddress { get; set; } =
        "http://169.254.169.254/metadata/identity/oauth2/token";

    /// <summary>
    /// Hosts (<c>name</c> or <c>name:port</c>) that the bot may post to. The address to post to comes with every activity, so
    /// this list is what keeps the bot's token at home. Where empty, the cloud's. Loopback names are for Development only.
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

    /// <summary>Who must have issued the token of an activity; the cloud's where unset.</summary>
    public string? Issuer { get; set; }

    /// <summary>Where the keys of <see cref="Issuer"/> are described; the cloud's where unset.</summary>
    public string? MetadataAddress { get; set; }

    /// <summary>Where the bot's own token is asked for, <c>{tenant}</c> standing for <see cref="TenantId"/>; the cloud's where unset.</summary>
    public string? TokenAddress { get; set; }

    /// <summary>For what the bot's own token is asked; the cloud's where unset.</summary>
    public string? TokenScope { get; set; }

    /// <summary>Tenants whose Entra may vouch for a caller too, as newer clients of Teams have it do; none where empty.</summary>
    public IList<string> EntraTenants { get; } = [];

    /// <summary>Ids of the apps that bring activities with a token of Entra; where empty, only the bot's own.</summary>
    public IList<string> EntraCallers { get; } = [];

    /// <summary>Where the keys of an Entra tenant are described, with <c>{tenant}</c> in it; the cloud's where unset.</summary>
    public string? EntraMetadataAddress { get; set; }

    internal string InboundIssuer => Issuer ?? Addresses.Issuer;
    internal string InboundMetadataAddress => MetadataAddress ?? Addresses.MetadataAddress;
    internal string TokenScopeInUse => TokenScope ?? Addresses.TokenScope;

    internal IEnumerable<string> ServiceHostsInUse =>
        AllowedServiceHosts.Count > 0 ? AllowedServiceHosts : Addresses.ServiceHosts;

    private CloudAddresses Addresses => CloudAddresses.Of(Cloud);
    private string TokenAddressInUse => TokenAddress ?? Addresses.TokenAddress;
    private string EntraMetadataInUse =>
        EntraMetadataAddress ?? $"{Addresses.EntraIssuer}/.well-known/openid-configuration";

    internal string EntraIssuerOf(string tenant) => For(tenant, Addresses.EntraIssuer);

    internal string EntraMetadataAddressOf(string tenant) => For(tenant, EntraMetadataInUse);

    /// <summary>
    /// Teams' limits per conversation and tenant are kept before each call. Off only against a connector of one's own that has none.
    /// </summary>
    public bool KeepLimits { get; set; } = true;

    public bool HasApp => !string.IsNullOrWhiteSpace(AppId);

    public Uri TokenUri => new(For(TenantId ?? "", TokenAddressInUse));

    private static string For(string tenant, string address) =>
        address.Replace("{tenant}", Uri.EscapeDataString(tenant), StringComparison.Ordinal);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (HasApp && SignInTrouble() is { } trouble)
            yield return new(trouble);
        foreach (
            var (key, address) in new[]
            {
                (nameof(MetadataAddress), InboundMetadataAddress),
                (nameof(TokenAddress), For("t", TokenAddressInUse)),
                (nameof(EntraMetadataAddress), For("t", EntraMetadataInUse)),
            }
        )
            if (!IsWeb(address))
                yield return new($"Teams:{key} is not an absolute address (https://…).");
        foreach (
            var (key, text) in new[]
            {
                (nameof(Issuer), InboundIssuer),
                (nameof(TokenScope), TokenScopeInUse),
            }
        )
            if (string.IsNullOrWhiteSpace(text))
                yield return new($"Teams:{key} is empty: leave it out for the cloud's own.");
        foreach (var tenant in EntraTenants)
            if (!Guid.TryParseExact(tenant, "D", out _))
                yield return new($"Teams:EntraTenants: \"{tenant}\" is not the id of a tenant.");
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

    /// <summary>Null where there is exactly one way for the bot to sign in, and it can be gone.</summary>
    private string? SignInTrouble()
    {
        (string Key, string? Value)[] ways =
        [
            ("Teams:AppSecret", AppSecret),
            ("Teams:Certificate:Path", Certificate.Path),
            ("Teams:Certificate:Thumbprint", Certificate.Thumbprint),
            ("Teams:ManagedIdentityClientId", ManagedIdentityClientId),
        ];
        var set = ways.Where(w => !string.IsNullOrWhiteSpace(w.Value)).Select(w => w.Key).ToList();
        if (set.Count == 0)
            return $"Teams:AppId alone cannot sign in: set one of {string.Join(", ", ways.Select(w => w.Key))}.";
        if (set.Count > 1)
            return $"The bot signs in one way, and {string.Join(" and ", set)} are set: keep one of them.";
        if (set[0] == "Teams:ManagedIdentityClientId")
            return null;
        if (string.IsNullOrWhiteSpace(TenantId))
            return "Teams:TenantId is missing: Teams:AppId alone cannot sign in.";
        return set[0] != "Teams:AppSecret" && AppCertificate.Trouble(Certificate) is { } trouble
            ? $"The certificate of {set[0]} cannot be used: {trouble}."
            : null;
    }

    /// <summary>What must hold where strangers can reach the bot.</summary>
    internal bool IsSafeOutsideDevelopment() =>
        !AllowedServiceHosts.Any(ServiceHosts.IsLoopback)
        && new[] { InboundMetadataAddress, TokenAddressInUse, EntraMetadataInUse }.All(a =>
            a.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        );

    private static bool IsWeb(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
