using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using SocialBot.Connectors.Chat.Teams.Wire;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>
/// Who is calling, asked before a byte of the body is believed. With an app id: whoever holds a token of the Bot Framework
/// for us. Without one: this machine, in Development.
/// </summary>
internal sealed class TeamsDoor(
    IOptions<TeamsOptions> options,
    ServiceHosts hosts,
    IHostEnvironment environment
)
{
    public const string Scheme = "Teams";

    /// <summary>What the token said, kept until the activity can be held against it.</summary>
    private const string ServiceUrlClaim = "serviceurl";
    private const string Endorsements = "endorsements";

    /// <summary>Null when the caller may go on.</summary>
    public async Task<Refused?> AskWhoAsync(HttpContext http)
    {
        if (!options.Value.HasApp)
            return AskThisMachine(http);
        var token = await http.AuthenticateAsync(Scheme);
        return token.Succeeded
            ? null
            : new Refused(
                401,
                "This endpoint listens to Microsoft Teams only, with a valid token."
            );
    }

    /// <summary>Null when this caller may bring this activity.</summary>
    public async Task<Refused?> AskWhatAsync(HttpContext http, Activity activity)
    {
        if (activity.ChannelId != "msteams")
            return new Refused(403, "This endpoint listens to the channel msteams only.");
        if (!hosts.Trusts(activity.ServiceUrl, out _))
            return new Refused(403, "The host of serviceUrl is not on Teams:AllowedServiceHosts.");
        if (!options.Value.HasApp)
            return null;
        var token = await http.AuthenticateAsync(Scheme);
        if (token.Principal?.FindFirst(ServiceUrlClaim)?.Value != activity.ServiceUrl)
            return new Refused(403, "The token was issued for another serviceUrl.");
        return
            token.Properties?.GetParameter<string[]>(Endorsements)?.Contains(activity.ChannelId)
                is true
            ? null
            : new Refused(403, "The key of the token is not endorsed for this channel.");
    }

    /// <summary>Keeps what the key that signed the token is endorsed for; a key unknown to the metadata is endorsed for nothing.</summary>
    public static async Task KeepEndorsementsAsync(TokenValidatedContext context)
    {
        OpenIdConnectConfiguration? metadata = context.Options.ConfigurationManager is { } keys
            ? await keys.GetConfigurationAsync(context.HttpContext.RequestAborted)
            : null;
        var key = metadata?.JsonWebKeySet?.Keys.FirstOrDefault(k =>
            k.Kid == context.SecurityToken.SigningKey?.KeyId
        );
        context.Properties.SetParameter(
            Endorsements,
            key?.AdditionalData.TryGetValue(Endorsements, out var raw) is true
                ? JsonSerializer
                    .SerializeToElement(raw)
                    .Items()
                    .Select(e => e.Text())
                    .OfType<string>()
                    .ToArray()
                : []
        );
    }

    private Refused? AskThisMachine(HttpContext http)
    {
        if (!environment.IsDevelopment())
            return new Refused(
                401,
                "Teams is not set up: Teams:AppId is missing, and callers without a token are only heard in Development."
            );
        // A web page in this machine's browser is on loopback too: it gives itself away by the host it was loaded for.
        var isHere =
            http.Connection.RemoteIpAddress is { } from
            && IPAddress.IsLoopback(from)
            && ServiceHosts.IsLoopback(http.Request.Host.Value ?? "")
            && !http.Request.Headers.ContainsKey("X-Forwarded-For");
        return isHere
            ? null
            : new Refused(
                403,
                "Without Teams:AppId only callers on this machine are heard (http://localhost, no proxy)."
            );
    }
}

/// <param name="Words">For whoever set up the caller.</param>
internal sealed record Refused(int Status, string Words);
