using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace SocialBot.Tests.Chat.Teams;

/// <summary>The authority on loopback: the Bot Framework's metadata and keys, and Entra's token endpoint for the bot's own.</summary>
internal sealed class TokenDouble : IAsyncDisposable
{
    public const string AppId = "5b0c1d2e-0000-4000-8000-0000000000b0";
    public const string Issuer = "https://api.botframework.com";

    private readonly WebApplication _app;

    // Made once: a key takes longer to make than most tests to run.
    internal static readonly RSA Endorsed = RSA.Create(2048);
    internal static readonly RSA Unendorsed = RSA.Create(2048);
    internal static readonly RSA Forger = RSA.Create(2048);
    internal static readonly RSA Entra = RSA.Create(2048);

    /// <summary>What the bot's own authority publishes; a rotation is an entry more.</summary>
    private readonly ConcurrentDictionary<string, (RSA Rsa, object? Endorsements)> _keys = new()
    {
        ["endorsed"] = (Endorsed, new[] { "msteams", "skype" }),
        ["unendorsed"] = (Unendorsed, new[] { "webchat" }),
        ["bare"] = (Unendorsed, null),
        ["for nobody"] = (Unendorsed, Array.Empty<string>()),
        ["shouting"] = (Unendorsed, new[] { "MSTEAMS", "msteams2", "" }),
        ["no list"] = (Unendorsed, "msteams"),
    };

    private int _given;

    private TokenDouble(WebApplication app) => _app = app;

    public string Address => TeamsBot.AddressOf(_app).AbsoluteUri.TrimEnd('/');
    public int TokensGiven => _given;
    public int KeyFetches { get; private set; }
    public int EntraKeyFetches { get; private set; }
    public int KeyStatus { get; set; } = 200;
    public IFormCollection? LastForm { get; private set; }

    /// <summary>What the app is registered with beside its secret.</summary>
    public X509Certificate2? Certificate { get; set; }

    public DateTimeOffset IdentityEnds { get; set; }
    public int TokenStatus { get; set; } = 200;

    public (string, string)[] Settings(params (string, string)[] more) =>
        [
            ("Teams:AppId", AppId),
            ("Teams:TenantId", "7d1f3c52-0000-4000-8000-0000000000aa"),
            ("Teams:AppSecret", "s3cret-of-the-app"),
            ("Teams:MetadataAddress", $"{Address}/v1/.well-known/openidconfiguration"),
            ("Teams:TokenAddress", $"{Address}/{{tenant}}/oauth2/v2.0/token"),
            .. more,
        ];

    /// <summary>Entra's keys of any tenant, for <c>Teams:EntraMetadataAddress</c>.</summary>
    public string EntraMetadata => $"{Address}/entra/{{tenant}}/openid-configuration";

    public void Publish(string kid, RSA rsa) => _keys[kid] = (rsa, new[] { "msteams" });

    public static async Task<TokenDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel(o => o.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var authority = new TokenDouble(app);
        app.MapGet(
            "/v1/.well-known/openidconfiguration",
            () =>
                Results.Json(
                    new { issuer = Issuer, jwks_uri = $"{authority.Address}/v1/.well-known/keys" }
                )
        );
        app.MapGet("/v1/.well-known/keys", authority.Keys);
        app.MapGet(
            "/entra/{tenant}/openid-configuration",
            (string tenant) =>
                Results.Json(new { jwks_uri = $"{authority.Address}/entra/{tenant}/keys" })
        );
        app.MapGet("/entra/{tenant}/keys", authority.EntraKeys);
        app.MapGet("/imds", (HttpRequest r) => authority.GiveIdentity(r, isAppService: false));
        app.MapGet("/msi", (HttpRequest r) => authority.GiveIdentity(r, isAppService: true));
        app.MapPost("/{tenant}/oauth2/v2.0/token", authority.GiveTokenAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return authority;
    }

    public string Good(string serviceUrl) => Token(serviceUrl);

    public string Token(
        string? serviceUrl,
        string issuer = Issuer,
        string audience = AppId,
        int minutes = 60,
        int notBeforeMinutes = -10,
        string signer = "endorsed",
        string? kid = null,
        string algorithm = SecurityAlgorithms.RsaSha256
    )
    {
        // Tokens are held against the real clock by the library that checks them.
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var rsa = signer switch
        {
            "unendorsed" => Unendorsed,
            "forger" => Forger,
            _ => _keys[signer].Rsa,
        };
        var key = new RsaSecurityKey(rsa)
        {
            KeyId = kid ?? (signer == "forger" ? "endorsed" : signer),
        };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = issuer,
                Audience = audience,
                NotBefore = now.AddMinutes(Math.Min(notBeforeMinutes, minutes - 1)),
                Expires = now.AddMinutes(minutes),
                Claims = serviceUrl is null
                    ? null
                    : new Dictionary<string, object> { ["serviceurl"] = serviceUrl },
                SigningCredentials = new SigningCredentials(key, algorithm),
            }
        );
    }

    /// <summary>Signed with our public key as if it were a shared secret, as in the oldest trick there is.</summary>
    public string SignedWithThePublicKey(string serviceUrl)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = Issuer,
                Audience = AppId,
                Expires = now.AddHours(1),
                Claims = new Dictionary<string, object> { ["serviceurl"] = serviceUrl },
                SigningCredentials = new SigningCredentials(
                    new SymmetricSecurityKey(Endorsed.ExportSubjectPublicKeyInfo())
                    {
                        KeyId = "endorsed",
                    },
                    SecurityAlgorithms.HmacSha256
                ),
            }
        );
    }

    private IResult Keys()
    {
        KeyFetches++;
        return KeyStatus == 200
            ? Results.Json(
                new { keys = _keys.Select(k => Key(k.Key, k.Value.Rsa, k.Value.Endorsements)) }
            )
            : Results.StatusCode(KeyStatus);
    }

    private IResult EntraKeys()
    {
        EntraKeyFetches++;
        return Results.Json(new { keys = new[] { Key("entra", Entra, null) } });
    }

    private static object Key(string kid, RSA rsa, object? endorsements)
    {
        var parts = rsa.ExportParameters(includePrivateParameters: false);
        return new
        {
            kty = "RSA",
            use = "sig",
            kid,
            n = Base64UrlEncoder.Encode(parts.Modulus),
            e = Base64UrlEncoder.Encode(parts.Exponent),
            endorsements,
        };
    }

    private async Task<IResult> GiveTokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        LastForm = form;
        var isOurs =
            form["grant_type"] == "client_credentials"
            && form["client_id"] == AppId
            && form["scope"] == "https://api.botframework.com/.default"
            && (
                form.ContainsKey("client_assertion")
                    ? !form.ContainsKey("client_secret") && await ProvesAsync(form)
                    : form["client_secret"] == "s3cret-of-the-app"
            );
        if (!isOurs || TokenStatus != 200)
            return Results.Json(
                new { error = "invalid_client" },
                statusCode: isOurs ? TokenStatus : 401
            );
        var given = Interlocked.Increment(ref _given);
        return Results.Json(
            new
            {
                token_type = "Bearer",
                expires_in = 3600,
                access_token = $"token-{given}",
            }
        );
    }

    /// <summary>As Entra checks it: signed with the certificate that its header names, for this very endpoint, not for long.</summary>
    private async Task<bool> ProvesAsync(IFormCollection form)
    {
        if (
            Certificate is null
            || form["client_assertion_type"]
                != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        )
            return false;
        using var key = Certificate.GetRSAPublicKey()!;
        var checkedToken = await new JsonWebTokenHandler().ValidateTokenAsync(
            form["client_assertion"],
            new TokenValidationParameters
            {
                IssuerSigningKey = new RsaSecurityKey(key)
                {
                    CryptoProviderFactory = new() { CacheSignatureProviders = false },
                },
                ValidAlgorithms = [SecurityAlgorithms.RsaSsaPssSha256],
                ValidIssuer = AppId,
                ValidAudience = $"{Address}/{RawToken.Tenant}/oauth2/v2.0/token",
                // The bot's clock is a test's.
                ValidateLifetime = false,
            }
        );
        return checkedToken is { IsValid: true, SecurityToken: JsonWebToken token }
            && token.Subject == AppId
            && token.GetHeaderValue<string>("x5t#S256")
                == Base64UrlEncoder.Encode(SHA256.HashData(Certificate.RawData))
            && token.ValidTo - token.ValidFrom <= TimeSpan.FromMinutes(10);
    }

    private IResult GiveIdentity(HttpRequest request, bool isAppService)
    {
        var isOurs =
            request.Query["client_id"] == AppId
            && request.Query["resource"] == "https://api.botframework.com"
            && (
                isAppService
                    ? request.Query["api-version"] == "2019-08-01"
                        && request.Headers["X-IDENTITY-HEADER"] == "h3ader-of-the-machine"
                    : request.Query["api-version"] == "2018-02-01"
                        && request.Headers["Metadata"] == "true"
            );
        if (!isOurs)
            return Results.BadRequest(new { error = "invalid_request" });
        var token = $"token-{Interlocked.Increment(ref _given)}";
        return Results.Text(
            isAppService
                ? $$"""{"access_token":"{{token}}","expires_on":"{{IdentityEnds.ToUnixTimeSeconds()}}","token_type":"Bearer"}"""
                : $$"""{"access_token":"{{token}}","expires_in":"3600","expires_on":"1","token_type":"Bearer"}""",
            "application/json"
        );
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
