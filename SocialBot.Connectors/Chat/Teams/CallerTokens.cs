using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using SocialBot.Connectors.Chat.Teams.Wire;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>
/// Proves the token that comes with an activity. Asked by the endpoint itself and not as the application's authentication
/// scheme: a token of the Bot Framework is good for this one door and must mean nothing at any other.
/// </summary>
/// <remarks>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication</remarks>
internal sealed partial class CallerTokens(
    IHttpClientFactory clients,
    IOptions<TeamsOptions> options,
    TimeProvider clock,
    ILogger<CallerTokens> log
)
{
    public const string Client = "teams-keys";

    private const string Bearer = "Bearer ";

    /// <summary>A proof is good until its token ends, and never for longer: within this time a key that was withdrawn is missed.</summary>
    private static readonly TimeSpan Believed = TimeSpan.FromMinutes(5);

    private const int MostBelieved = 1000;

    /// <summary>By the token's hash: what is kept here opens nothing.</summary>
    private readonly ConcurrentDictionary<string, Proof> proved = new(StringComparer.Ordinal);

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };

    /// <summary>Keeps the keys for hours, and looks for new ones when it meets a key it does not know, at most every five minutes.</summary>
    private readonly Lazy<ConfigurationManager<OpenIdConnectConfiguration>> keys = new(() =>
        new ConfigurationManager<OpenIdConnectConfiguration>(
            options.Value.MetadataAddress,
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(clients.CreateClient(Client))
            {
                RequireHttps = options.Value.MetadataAddress.StartsWith(
                    "https://",
                    StringComparison.OrdinalIgnoreCase
                ),
            }
        )
    );

    /// <param name="authorization">The header as it came.</param>
    /// <returns>Null for a caller without a good token.</returns>
    public async Task<ProvedCaller?> ProveAsync(string? authorization)
    {
        if (
            authorization is null
            || !authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
        )
            return null;
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(authorization)));
        var now = clock.GetUtcNow();
        if (proved.TryGetValue(hash, out var proof) && now < proof.Until)
            return proof.Caller;
        var result = await handler.ValidateTokenAsync(authorization[Bearer.Length..], Rules());
        if (result is not { IsValid: true, SecurityToken: JsonWebToken token })
        {
            LogRefused(result.Exception?.GetType().Name);
            return null;
        }
        var metadata = await keys.Value.GetConfigurationAsync(CancellationToken.None);
        var key = metadata.JsonWebKeySet?.Keys.FirstOrDefault(k => k.Kid == token.Kid);
        var caller = new ProvedCaller(
            token.TryGetClaim("serviceurl", out var serviceUrl) ? serviceUrl.Value : null,
            EndorsementsOf(key)
        );
        if (proved.Count >= MostBelieved)
            proved.Clear();
        var ends = new DateTimeOffset(DateTime.SpecifyKind(token.ValidTo, DateTimeKind.Utc));
        proved[hash] = new Proof(caller, ends < now + Believed ? ends : now + Believed);
        return caller;
    }

    private TokenValidationParameters Rules() =>
        new()
        {
            ConfigurationManager = keys.Value,
            ValidIssuer = options.Value.Issuer,
            ValidAudience = options.Value.AppId,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ClockSkew = TimeSpan.FromMinutes(5),
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ValidateIssuerSigningKey = true,
        };

    /// <summary>The channels that the key speaks for; none where it does not say.</summary>
    private static IReadOnlyList<string> EndorsementsOf(JsonWebKey? key) =>
        key is not null && key.AdditionalData.TryGetValue("endorsements", out var raw)
            ?
            [
                .. JsonSerializer
                    .SerializeToElement(raw)
                    .Items()
                    .Select(e => e.Text())
                    .OfType<string>(),
            ]
            : [];

    private sealed record Proof(ProvedCaller Caller, DateTimeOffset Until);

    [LoggerMessage(LogLevel.Information, "A caller's token was refused: {Why}")]
    private partial void LogRefused(string? why);
}

/// <param name="ServiceUrl">Where the token says that answers go; an activity must say the same.</param>
/// <param name="Channels">For which channels the key that signed it may speak.</param>
internal sealed record ProvedCaller(string? ServiceUrl, IReadOnlyList<string> Channels);
