using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SocialBot.Benchmarks.Turns;

/// <summary>Who vouches for callers, and gives the bot a token of its own: metadata, keys and the token endpoint, on loopback.</summary>
internal sealed class Authority : IAsyncDisposable
{
    private const string AppId = "5b0c1d2e-0000-4000-8000-0000000000b0";
    private const string Issuer = "https://api.botframework.com";

    private readonly WebApplication app;
    private readonly RSA rsa = RSA.Create(2048);

    private Authority(WebApplication app) => this.app = app;

    /// <summary>With these the bot asks every caller for a token.</summary>
    public IReadOnlyList<string> Settings(string connectorHost) =>
        [
            $"--Teams:AppId={AppId}",
            $"--Teams:TenantId={Senders.Tenant}",
            "--Teams:AppSecret=of-the-app",
            $"--Teams:MetadataAddress={app.Urls.First()}/metadata",
            $"--Teams:TokenAddress={app.Urls.First()}/{{tenant}}/token",
            $"--Teams:AllowedServiceHosts:0={connectorHost}",
            // One tenant's limit is 50 a second; measured is what the bot can.
            "--Teams:KeepLimits=false",
        ];

    public static async Task<Authority> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel(o => o.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var server = builder.Build();
        var authority = new Authority(server);
        server.MapGet(
            "/metadata",
            () => Results.Json(new { issuer = Issuer, jwks_uri = $"{server.Urls.First()}/keys" })
        );
        server.MapGet("/keys", authority.Keys);
        server.MapPost(
            "/{tenant}/token",
            () =>
                Results.Json(
                    new
                    {
                        token_type = "Bearer",
                        expires_in = 3600,
                        access_token = "the-bots-own",
                    }
                )
        );
        await server.StartAsync();
        return authority;
    }

    public string TokenFor(string serviceUrl) =>
        new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = Issuer,
                Audience = AppId,
                Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(12),
                Claims = new Dictionary<string, object> { ["serviceurl"] = serviceUrl },
                SigningCredentials = new SigningCredentials(
                    new RsaSecurityKey(rsa) { KeyId = "one" },
                    SecurityAlgorithms.RsaSha256
                ),
            }
        );

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        rsa.Dispose();
    }

    private IResult Keys()
    {
        var parts = rsa.ExportParameters(includePrivateParameters: false);
        return Results.Json(
            new
            {
                keys = new[]
                {
                    new
                    {
                        kty = "RSA",
                        use = "sig",
                        kid = "one",
                        n = Base64UrlEncoder.Encode(parts.Modulus),
                        e = Base64UrlEncoder.Encode(parts.Exponent),
                        endorsements = new[] { "msteams" },
                    },
                },
            }
        );
    }
}
