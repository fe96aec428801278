using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Microsoft.Security.AntiSSRF;

namespace SocialBot.Connectors.Web;

/// <summary>
/// The one way to an address that a stranger named. The address is checked where the connection is made, after the name was looked up,
/// so that no spelling and no changing name gets past it. It follows no redirect, keeps no cookies, knows no proxy.
/// </summary>
/// <param name="httpPorts">The ports on which it also speaks plain http; none = only https, on 443.</param>
internal sealed class StrangersHandler(IOptions<WebOptions> options, params int[] httpPorts)
    : HttpMessageHandler
{
    /// <summary>
    /// What the library's own list leaves to the reader: ways of writing an IPv4 address as IPv6 that a gateway may turn back
    /// (6to4, RFC 3056; IPv4-compatible, RFC 4291; IPv4-translated, RFC 2765), and what no public server has.
    /// </summary>
    private static readonly string[] AlsoDenied =
    [
        "0.0.0.0/8",
        "::/96",
        "::ffff:0:0:0/96",
        "2002::/16",
        "5f00::/16",
        "fc00::/7",
    ];

    private readonly HttpMessageInvoker strangers = new(Checked(httpPorts.Length > 0));
    private readonly HttpMessageInvoker trusted = new(Unchecked());

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var address = request.RequestUri;
        if (address is not { IsAbsoluteUri: true } || address.UserInfo.Length > 0)
            throw new RefusedAddressException("The address is not one that the bot goes to.");
        if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            throw new RefusedAddressException("The address is neither http nor https.");
        if (options.Value.Trusts(address))
            return await trusted.SendAsync(request, cancellationToken);
        if (!IsPublicPort(address))
            throw new RefusedAddressException("The address has a port that the bot does not use.");
        try
        {
            return await strangers.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (Refusal(e) is { } refusal)
        {
            throw new RefusedAddressException("The address is not a public one.", refusal);
        }
        // The library's look-up and connect throw it bare; callers know by the code that nothing has left.
        catch (SocketException e)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, e.Message, e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            strangers.Dispose();
            trusted.Dispose();
        }
        base.Dispose(disposing);
    }

    private bool IsPublicPort(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps
            ? address.Port == 443
            : httpPorts.Contains(address.Port);

    /// <summary>The library's no, or the look-up's: of 0.0.0.0 and of a name that can be none.</summary>
    private static Exception? Refusal(Exception e) =>
        e is AntiSSRFException or ArgumentException ? e
        : e.InnerException is AntiSSRFException ? e.InnerException
        : null;

    private static AntiSSRFHandler Checked(bool plainHttp)
    {
        var policy = new AntiSSRFPolicy(PolicyConfigOptions.ExternalOnlyLatest)
        {
            AllowPlainTextHttp = plainHttp,
        };
        policy.AddDeniedAddresses(AlsoDenied);
        var handler = policy.GetHandler();
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.ConnectTimeout = TimeSpan.FromSeconds(5);
        handler.MaxResponseHeadersLength = 32; // KiB
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
        return handler;
    }

    private static SocketsHttpHandler Unchecked() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            MaxResponseHeadersLength = 32,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
}
