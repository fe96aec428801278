using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc;
using SocialBot.Core.Accounts;
using SocialBot.Settings;

namespace SocialBot.Connecting;

/// <summary>
/// The page that a personal link leads to: <c>GET /connect/{token}</c> shows it, <c>POST</c> takes what was typed, and
/// <c>GET /connect/return</c> is where a network's own page leads back to.
/// </summary>
internal static class ConnectEndpoints
{
    public const string ReturnPath = "/connect/return";
    public const string StylePath = "/connect/style.css";

    private const string Policy = "connect";

    /// <summary>Of one address; a ticket has its own limit besides.</summary>
    private const int MostPerMinute = 60;

    private const int MostBytes = 64 * 1024;

    // Nothing but our own style: no script, no picture, no frame; the address holds a secret and goes nowhere.
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static IServiceCollection AddConnectPage(this IServiceCollection services)
    {
        services.AddSingleton<IConnectLinks, ConnectLinks>();
        services.AddScoped<ConnectPage>();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "connect.form";
            options.Cookie.Path = "/connect";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true; // frame-ancestors says more
        });
        return services.AddRateLimiter(options =>
        {
            options.AddPolicy(
                Policy,
                http =>
                    RateLimitPartition.GetFixedWindowLimiter(
                        http.Connection.RemoteIpAddress?.ToString() ?? "",
                        _ => new FixedWindowRateLimiterOptions
                        {
                            PermitLimit = MostPerMinute,
                            Window = TimeSpan.FromMinutes(1),
                        }
                    )
            );
            options.OnRejected = async (rejected, ct) =>
            {
                var http = rejected.HttpContext;
                Guard(http);
                await ConnectPage.TooMany(http).ExecuteAsync(http);
            };
        });
    }

    public static void MapConnectPage(this WebApplication app)
    {
        app.UseRateLimiter();
        var pages = app.MapGroup("/connect")
            .RequireRateLimiting(Policy)
            .AddEndpointFilter(
                (context, next) =>
                {
                    Guard(context.HttpContext);
                    return next(context);
                }
            );
        pages.MapGet(
            "/{token:length(43)}",
            (string token, ConnectPage page, HttpContext http) => page.ShowAsync(token, http)
        );
        // Checked in the page, which answers in words.
        pages
            .MapPost(
                "/{token:length(43)}",
                (string token, ConnectPage page, HttpContext http) => page.SendAsync(token, http)
            )
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .DisableAntiforgery();
        pages.MapGet("/return", (ConnectPage page, HttpContext http) => page.ReturnAsync(http));
        // A link that was not copied whole.
        pages.MapGet("/{*anything}", (HttpContext http) => ConnectPage.Gone(http));
        app.MapGet(StylePath, Style);
    }

    private static void Guard(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["X-Robots-Tag"] = "noindex";
        headers.CacheControl = "no-store";
    }

    private static IResult Style(HttpContext http)
    {
        http.Response.Headers.CacheControl = "public, max-age=3600";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Stream(
            typeof(ConnectEndpoints).Assembly.GetManifestResourceStream("connect.css")!,
            "text/css; charset=utf-8"
        );
    }
}

internal sealed class ConnectLinks(PublicAddress address) : IConnectLinks
{
    public Uri For(string token) => new($"{address.Base}/connect/{token}");

    public Uri Return => new(address.Base + ConnectEndpoints.ReturnPath);

    public bool OnlyHere => address.OnlyHere;
}
