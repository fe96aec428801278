using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SocialBot.Connectors.Chat.Teams.Wire;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>
/// Who is calling, asked before a byte of the body is believed. With an app id: whoever holds a token of the Bot Framework
/// for us. Without one: this machine, in Development.
/// </summary>
internal sealed class TeamsDoor(
    IOptions<TeamsOptions> options,
    CallerTokens tokens,
    ServiceHosts hosts,
    IHostEnvironment environment
)
{
    public const string Channel = "msteams";

    public async Task<Admission> AskAsync(HttpContext http)
    {
        if (!options.Value.HasApp)
            return AskThisMachine(http) is { } elsewhere
                ? new Admission.Refused(elsewhere)
                : new Admission.Caller(Proved: null);
        return await tokens.ProveAsync(http.Request.Headers.Authorization) is { } proved
            ? new Admission.Caller(proved)
            : new Admission.Refused(
                new HttpRefusal(
                    401,
                    "This endpoint listens to Microsoft Teams only, with a valid token."
                )
            );
    }

    /// <summary>Null when this caller may bring this activity.</summary>
    public HttpRefusal? Ask(Admission.Caller caller, Activity activity)
    {
        if (activity.ChannelId != Channel)
            return new HttpRefusal(403, "This endpoint listens to the channel msteams only.");
        if (!hosts.Trusts(activity.ServiceUrl, out _))
            return new HttpRefusal(
                403,
                "The host of serviceUrl is not on Teams:AllowedServiceHosts."
            );
        if (caller.Proved is not { } proved)
            return null;
        if (proved.SaysService && proved.ServiceUrl != activity.ServiceUrl)
            return new HttpRefusal(403, "The token was issued for another serviceUrl.");
        return proved.Channels.Contains(activity.ChannelId)
            ? null
            : new HttpRefusal(403, "The key of the token is not endorsed for this channel.");
    }

    private HttpRefusal? AskThisMachine(HttpContext http)
    {
        if (!environment.IsDevelopment())
            return new HttpRefusal(
                401,
                "Teams is not set up: Teams:AppId is missing, and callers without a token are only heard in Development."
            );
        // A web page in this machine's browser is on loopback too: it gives itself away by the host it was loaded from.
        var isHere =
            http.Connection.RemoteIpAddress is { } from
            && IPAddress.IsLoopback(from)
            && ServiceHosts.IsLoopback(http.Request.Host.Value ?? "")
            && !http.Request.Headers.ContainsKey("X-Forwarded-For");
        return isHere
            ? null
            : new HttpRefusal(
                403,
                "Without Teams:AppId only callers on this machine are heard (http://localhost, no proxy)."
            );
    }
}

internal abstract record Admission
{
    private Admission() { }

    /// <param name="Proved">Null for a caller on this machine, in Development without an app.</param>
    internal sealed record Caller(ProvedCaller? Proved) : Admission;

    internal sealed record Refused(HttpRefusal Why) : Admission;
}

/// <param name="Words">For whoever set up the caller, never for a person in chat.</param>
internal sealed record HttpRefusal(int Status, string Words);
