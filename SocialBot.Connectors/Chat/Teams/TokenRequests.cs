using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>How the bot asks for its own token: as its app with a secret or a certificate, or as a managed identity of Azure.</summary>
/// <remarks>
/// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow,
/// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token,
/// https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
/// </remarks>
internal sealed class TokenRequests(
    IOptions<TeamsOptions> options,
    IConfiguration configuration,
    TimeProvider clock
)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <remarks>Throws where the certificate cannot be opened now: see <see cref="AppCertificate.IsTrouble"/>.</remarks>
    public HttpRequestMessage New() =>
        options.Value.ManagedIdentityClientId is { Length: > 0 } identity
            ? AsManagedIdentity(identity)
            : AsApp();

    private HttpRequestMessage AsApp()
    {
        var settings = options.Value;
        var app = settings.AppId ?? "";
        List<KeyValuePair<string, string>> form =
        [
            new("grant_type", "client_credentials"),
            new("client_id", app),
            new("scope", settings.TokenScopeInUse),
        ];
        if (settings.AppSecret is { Length: > 0 } secret)
            form.Add(new("client_secret", secret));
        else
        {
            using var certificate = AppCertificate.Open(settings.Certificate);
            form.Add(new("client_assertion_type", AssertionType));
            form.Add(
                new(
                    "client_assertion",
                    AppCertificate.Assert(certificate, app, settings.TokenUri, clock.GetUtcNow())
                )
            );
        }
        return new HttpRequestMessage(HttpMethod.Post, settings.TokenUri)
        {
            Content = new FormUrlEncodedContent(form),
        };
    }

    private HttpRequestMessage AsManagedIdentity(string identity)
    {
        var settings = options.Value;
        var resource = settings.TokenScopeInUse.Replace("/.default", "", StringComparison.Ordinal);
        var query =
            $"resource={Uri.EscapeDataString(resource)}&client_id={Uri.EscapeDataString(identity)}";
        // App Service and Container Apps name their own endpoint; virtual machines have one address for all.
        if (
            configuration["IDENTITY_ENDPOINT"] is { Length: > 0 } endpoint
            && configuration["IDENTITY_HEADER"] is { Length: > 0 } header
        )
            return new HttpRequestMessage(
                HttpMethod.Get,
                $"{endpoint}?api-version=2019-08-01&{query}"
            )
            {
                Headers = { { "X-IDENTITY-HEADER", header } },
            };
        return new HttpRequestMessage(
            HttpMethod.Get,
            $"{settings.ManagedIdentityAddress}?api-version=2018-02-01&{query}"
        )
        {
            Headers = { { "Metadata", "true" } },
        };
    }
}
