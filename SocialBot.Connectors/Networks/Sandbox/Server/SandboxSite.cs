using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace SocialBot.Connectors.Networks.Sandbox.Server;

/// <summary>The page at <c>/sandbox</c> and what its forms do. A form is answered with a redirect, so that reloading repeats nothing.</summary>
internal static class SandboxSite
{
    private const string VisitorCookie = "sandbox-visitor";

    public static void MapSandboxSite(this IEndpointRouteBuilder sandbox)
    {
        sandbox.MapGet("/", Feed);
        sandbox.MapGet("/items/{id}", One);
        sandbox.MapGet("/pictures/{sha}", PictureOf);
        sandbox.MapGet("/ledger", ShowLedger);
        sandbox.MapGet("/sandbox.css", () => Asset("sandbox.css", "text/css"));
        sandbox.MapGet("/sandbox.svg", () => Asset("sandbox.svg", "image/svg+xml"));

        var forms = sandbox
            .MapGroup("")
            .AddEndpointFilter(OwnFormsOnly)
            .WithMetadata(new RequestSizeLimitAttribute(SandboxLimits.CallBytes));
        On(forms, "/me", (_, _, _, _) => Said.Done);
        On(forms, "/items/{id}/comments", (them, who, id, text) => them.Comment(who, id, text));
        On(forms, "/items/{id}/like", (them, who, id, _) => them.Mark(who, id, "like"));
        On(forms, "/items/{id}/share", (them, who, id, _) => them.Mark(who, id, "share"));
        On(forms, "/profiles/{id}/mentions", (them, who, id, text) => them.Mention(who, id, text));
        On(forms, "/profiles/{id}/messages", (them, who, id, text) => them.Message(who, id, text));
        On(forms, "/profiles/{id}/follow", (them, who, id, _) => them.Follow(who, id));
    }

    private static void On(
        RouteGroupBuilder forms,
        string pattern,
        Func<SandboxVisitors, Visitor, string, string, Said> act
    ) => forms.MapPost(pattern, Task<IResult> (HttpContext http) => OnFormAsync(http, act));

    private static IResult Feed(HttpContext http)
    {
        var visitor = VisitorOf(http);
        var profile = http.Request.Query["profile"].ToString() is { Length: > 0 } named
            ? named
            : null;
        if (profile is not null && !SandboxProfiles.IsHandle(profile))
            profile = null;
        var before = long.TryParse(
            http.Request.Query["before"],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var seq
        )
            ? seq
            : (long?)null;
        var feed = Service<SandboxFeed>(http).Read(visitor, profile, before);
        return Page(SandboxPage.Feed(feed, visitor, profile));
    }

    private static IResult One(HttpContext http)
    {
        var visitor = VisitorOf(http);
        return Service<SandboxFeed>(http).ReadConversation(visitor, Id(http)) is { } conversation
            ? Page(SandboxPage.One(conversation, visitor))
            : Page(
                SandboxPage.Notice(
                    "This is not here (any more), or it is a private message: choose the name of the person who wrote it.",
                    visitor
                ),
                404
            );
    }

    private static IResult PictureOf(HttpContext http)
    {
        if (
            Service<SandboxFeed>(http).ReadPicture((string)http.GetRouteValue("sha")!) is not { } it
        )
            return Results.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(it.Bytes, it.ContentType);
    }

    /// <summary>A page for browsers, JSON for programs.</summary>
    private static IResult ShowLedger(HttpContext http)
    {
        var after = long.TryParse(
            http.Request.Query["after"],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : 0;
        var ledger = Service<SandboxReadings>(http).Ledger(after);
        return http
            .Request.Headers.Accept.ToString()
            .Contains("text/html", StringComparison.Ordinal)
            ? Page(SandboxPage.Ledger(ledger, VisitorOf(http)))
            : Results.Json(ledger, SandboxJson.Default.Ledger);
    }

    private static async Task<IResult> OnFormAsync(
        HttpContext http,
        Func<SandboxVisitors, Visitor, string, string, Said> act
    )
    {
        if (!http.Request.HasFormContentType)
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var visitors = Service<SandboxVisitors>(http);
        var visitor = form["name"].ToString() is { Length: > 0 } name
            ? visitors.Come(name)
            : VisitorOf(http);
        if (visitor is null)
            return Page(
                SandboxPage.Notice("Choose a name first: any, with at most 40 letters.", null),
                400
            );
        Remember(http, visitor);
        return act(visitors, visitor, Id(http), form["text"].ToString()) switch
        {
            Said.Done => Back(http),
            Said.Empty => Page(SandboxPage.Notice("There was no text in it.", visitor), 400),
            Said.TooLong => Page(
                SandboxPage.Notice("That was longer than 2,000 characters.", visitor),
                400
            ),
            Said.TooMuch => Page(
                SandboxPage.Notice(
                    "Too much is being written just now: try again in a minute.",
                    visitor
                ),
                429
            ),
            _ => Page(
                SandboxPage.Notice("What this was about is not here any more.", visitor),
                404
            ),
        };
    }

    /// <summary>To where the form stood: the feed, or the page of one post.</summary>
    private static IResult Back(HttpContext http)
    {
        var from = Uri.TryCreate(http.Request.Headers.Referer, UriKind.Absolute, out var referer)
            ? referer
            : null;
        var place =
            from is not null
            && from.Authority == http.Request.Host.Value
            && from.AbsolutePath.StartsWith("/sandbox", StringComparison.Ordinal)
                ? from.PathAndQuery
                : "/sandbox";
        http.Response.Headers.Location = Id(http) is { Length: > 0 } id
            ? $"{place}#{Uri.EscapeDataString(id)}"
            : place;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>
    /// A form on somebody else's page is refused. Browsers say where a form stood; a program that says nothing is no browser
    /// and carries nobody's cookie.
    /// </summary>
    private static async ValueTask<object?> OwnFormsOnly(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var request = context.HttpContext.Request;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        var own =
            site is "" or "same-origin"
            && (
                origin.Length == 0
                || Uri.TryCreate(origin, UriKind.Absolute, out var from)
                    && from.Authority == request.Host.Value
            );
        return own ? await next(context) : Results.StatusCode(StatusCodes.Status403Forbidden);
    }

    private static Visitor? VisitorOf(HttpContext http) =>
        http.Request.Cookies[VisitorCookie] is { Length: > 0 and <= 100 } handle
            ? Service<SandboxVisitors>(http).Find(handle)
            : null;

    private static void Remember(HttpContext http, Visitor visitor) =>
        http.Response.Cookies.Append(
            VisitorCookie,
            visitor.Handle,
            new CookieOptions
            {
                Path = "/sandbox",
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                MaxAge = TimeSpan.FromDays(30),
                IsEssential = true,
            }
        );

    private static IResult Page(Html page, int status = StatusCodes.Status200OK) =>
        Results.Text(page.Markup, "text/html; charset=utf-8", Encoding.UTF8, status);

    private static IResult Asset(string name, string contentType) =>
        Results.Stream(
            typeof(SandboxSite).Assembly.GetManifestResourceStream(typeof(SandboxSite), name)!,
            contentType
        );

    private static string Id(HttpContext http) => http.GetRouteValue("id") as string ?? "";

    private static T Service<T>(HttpContext http)
        where T : notnull => http.RequestServices.GetRequiredService<T>();
}
