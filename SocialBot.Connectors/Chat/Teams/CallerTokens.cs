using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
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
) : IDisposable
{
    public const string Client = "teams-keys";

    private const string Bearer = "Bearer ";

    /// <summary>A proof is good until its token ends, and never for longer: within this time a key that was withdrawn is missed.</summary>
    private static readonly TimeSpan Believed = TimeSpan.FromMinutes(5);

    private const int MostBelieved = 1000;

    /// <summary>By the token's hash: what is kept here opens nothing.</summary>
    private readonly ConcurrentDictionary<string, Proof> proved = new(StringComparer.Ordinal);

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };

    /// <summary>By the issuer whose name stands in their tokens.</summary>
    private readonly Lazy<Dictionary<string, Authority>> authorities = new(() =>
        Authorities(options.Value, address => new IssuerKeys(address, clients, clock, log))
            .ToDictionary(a => a.Issuer, StringComparer.Ordinal)
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
        if (await CheckAsync(authorization[Bearer.Length..]) is not { } good)
            return null;
        if (proved.Count >= MostBelieved)
            proved.Clear();
        var ends = new DateTimeOffset(DateTime.SpecifyKind(good.ValidTo, DateTimeKind.Utc));
        proved[hash] = new Proof(good.Caller, ends < now + Believed ? ends : now + Believed);
        return good.Caller;
    }

    public void Dispose()
    {
        if (authorities.IsValueCreated)
            foreach (var authority in authorities.Value.Values)
                authority.Keys.Dispose();
    }

    private async Task<(ProvedCaller Caller, DateTime ValidTo)?> CheckAsync(string text)
    {
        // What the token says of itself only chooses whose keys it is held against, and spares looking for them in vain.
        if (
            !Read(text, out var unproved)
            || !authorities.Value.TryGetValue(unproved.Issuer, out var authority)
            || unproved is not { Alg: SecurityAlgorithms.RsaSha256, Kid.Length: > 0 }
        )
            return Refuse("not one of ours");
        if (await authority.Keys.FindAsync(unproved.Kid) is not { } key)
            return Refuse("unknown key");
        var result = await handler.ValidateTokenAsync(text, Rules(authority, key));
        if (result is not { IsValid: true, SecurityToken: JsonWebToken token })
            return Refuse(result.Exception?.GetType().Name ?? "not valid");
        var serviceUrl = token.TryGetClaim("serviceurl", out var claim) ? claim.Value : null;
        if (authority.Tenant is not { } tenant)
            return (
                new ProvedCaller(serviceUrl, SaysService: true, EndorsementsOf(key)),
                token.ValidTo
            );
        if (!IsOurApp(token, tenant))
            return Refuse("another caller of Entra");
        return (
            new ProvedCaller(serviceUrl, SaysService: serviceUrl is not null, [TeamsDoor.Channel]),
            token.ValidTo
        );
    }

    private (ProvedCaller, DateTime)? Refuse(string why)
    {
        LogRefused(why);
        return null;
    }

    private static bool Read(string text, [NotNullWhen(true)] out JsonWebToken? token)
    {
        token = null;
        if (text.Count('.') != 2)
            return false;
        try
        {
            token = new JsonWebToken(text);
            return token.Issuer is not null;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            // Anybody can send anything: that it is no token is all there is to know.
            return false;
        }
    }

    /// <summary>
    /// Entra gives a token for the bot to every app of the tenant that asks, and to people who are signed in: only the apps that
    /// were named may bring activities, and only on their own behalf.
    /// </summary>
    private bool IsOurApp(JsonWebToken token, string tenant)
    {
        var settings = options.Value;
        IEnumerable<string> callers =
            settings.EntraCallers.Count > 0 ? settings.EntraCallers : [settings.AppId!];
        return token.TryGetClaim("azp", out var azp)
            && callers.Contains(azp.Value, StringComparer.OrdinalIgnoreCase)
            && !token.TryGetClaim("scp", out _)
            && token.TryGetClaim("tid", out var tid)
            && string.Equals(tid.Value, tenant, StringComparison.OrdinalIgnoreCase);
    }

    private static TokenValidationParameters Rules(Authority authority, JsonWebKey key) =>
        new()
        {
            IssuerSigningKey = key,
            TryAllIssuerSigningKeys = false,
            ValidIssuer = authority.Issuer,
            ValidAudiences = authority.Audiences,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ClockSkew = TimeSpan.FromMinutes(5),
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ValidateIssuerSigningKey = true,
        };

    private static IEnumerable<Authority> Authorities(
        TeamsOptions settings,
        Func<string, IssuerKeys> keysAt
    )
    {
        var app = settings.AppId!;
        yield return new Authority(
            settings.InboundIssuer,
            [app],
            Tenant: null,
            keysAt(settings.InboundMetadataAddress)
        );
        foreach (var tenant in settings.EntraTenants.Distinct(StringComparer.OrdinalIgnoreCase))
            yield return new Authority(
                settings.EntraIssuerOf(tenant),
                [app, $"api://{app}", $"api://botid-{app}"],
                tenant,
                keysAt(settings.EntraMetadataAddressOf(tenant))
            );
    }

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

    /// <param name="Tenant">Null for the Bot Framework, which says the service and the channels; Entra says neither.</param>
    private sealed record Authority(
        string Issuer,
        IReadOnlyList<string> Audiences,
        string? Tenant,
        IssuerKeys Keys
    );

    private sealed record Proof(ProvedCaller Caller, DateTimeOffset Until);

    [LoggerMessage(LogLevel.Information, "A caller's token was refused: {Why}")]
    private partial void LogRefused(string why);
}

/// <param name="ServiceUrl">Where the token says that answers go; an activity must say the same.</param>
/// <param name="SaysService">False for an issuer that binds its tokens to no service address.</param>
/// <param name="Channels">For which channels the key that signed it may speak.</param>
internal sealed record ProvedCaller(
    string? ServiceUrl,
    bool SaysService,
    IReadOnlyList<string> Channels
);
