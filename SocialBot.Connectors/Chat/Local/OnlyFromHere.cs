using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>
/// The page lets anybody be anybody, so it answers to this machine only: the caller's address, the name it was called by (a
/// stranger's name that resolves to 127.0.0.1 is DNS rebinding) and, where something is posted, the page it comes from.
/// </summary>
internal sealed class OnlyFromHere : IEndpointFilter
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        if (WhyNot(http) is { } words)
            return TypedResults.Text(words, statusCode: StatusCodes.Status403Forbidden);

        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        // Not "no-referrer": browsers would then post our own forms with the origin "null".
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        return await next(context);
    }

    private static string? WhyNot(HttpContext http)
    {
        var request = http.Request;
        if (
            http.Connection.RemoteIpAddress is not { } caller
            || !IPAddress.IsLoopback(caller)
            || CameThroughProxy(request.Headers)
        )
            return "The local chat answers only to the machine it runs on, without a proxy in between. "
                + "From elsewhere, use SocialBot in Teams or Discord, or open a tunnel of your own (ssh -L 3978:localhost:3978).";
        if (!IsLoopbackName(request.Host.Host))
            return "The local chat answers only to the names localhost, 127.0.0.1 and [::1].";
        if (!HttpMethods.IsGet(request.Method) && !ComesFromOurPage(request))
            return "The local chat takes posts only from its own page.";
        return null;
    }

    private static bool CameThroughProxy(IHeaderDictionary headers) =>
        headers.ContainsKey("Forwarded")
        || headers.ContainsKey("X-Forwarded-For")
        || headers.ContainsKey("X-Forwarded-Host");

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address);

    /// <summary>
    /// Browsers say where a post comes from, and a page cannot change what they say. A caller that says nothing is no browser:
    /// it acts with its own hands, not with somebody else's.
    /// </summary>
    private static bool ComesFromOurPage(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"];
        if (site is not null)
            return site == "same-origin";
        string? origin = request.Headers[HeaderNames.Origin];
        return origin is null
            || origin.Equals(
                $"{request.Scheme}://{request.Host}",
                StringComparison.OrdinalIgnoreCase
            );
    }
}
