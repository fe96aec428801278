using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SocialBot.Connectors.Networks.Sandbox.Server;

/// <summary>
/// The JSON API under <c>/sandbox/api</c>, with <c>Authorization: Bearer</c> of a profile. Refusals are 4xx with
/// <see cref="SandboxProblem"/>; 429 carries <c>Retry-After</c>.
/// <code>
/// POST profiles                     NewProfile → CreatedProfile   no token; only from this machine
/// POST posts                        NewPost → AcceptedItem        Idempotency-Key optional: the same key, the same post
/// POST items/{id}/replies           NewPost → AcceptedItem        answers a post, comment, mention or message; own posts: a thread
/// GET  items/{id}                   → AcceptedItem                how far an own post is
/// POST items/{id}/takedown          → AcceptedItem                twice does no harm, as with the next two
/// POST items/{id}/hide              → AcceptedItem                a visitor's comment
/// POST items/{id}/like              → AcceptedItem                what a visitor wrote
/// GET  posts?since=&amp;before=         → OwnPosts                    own posts and replies since (UTC ms), newest first
/// GET  posts/{key}                  → OwnPosts                    the one that a key made, or none
/// GET  inbox?after=                 → InboxPage                   what visitors wrote, oldest first, after the cursor
/// POST metrics                      MetricsQuestion → MetricsAnswer   up to 500 posts at once
/// </code>
/// Beside it: <c>GET /sandbox/ledger?after=</c> → <see cref="Ledger"/>, and, only where <c>Sandbox:Misbehave:Control</c> is
/// on, <c>POST /sandbox/control</c> with a list of <see cref="Misdeed"/> to be added and <c>DELETE</c> to forget them all.
/// </summary>
internal static class SandboxApi
{
    public static void MapSandboxApi(this IEndpointRouteBuilder sandbox)
    {
        var api = sandbox.MapGroup("/api");
        api.MapPost("/profiles", (Delegate)CreateProfileAsync)
            .AddEndpointFilter(OnlyThisMachine)
            .WithMetadata(new RequestSizeLimitAttribute(SandboxLimits.CallBytes));

        Map(api, "POST", "/posts", SandboxCalls.Publish, PublishAsync, SandboxLimits.PostBytes);
        Map(
            api,
            "POST",
            "/items/{id}/replies",
            SandboxCalls.Reply,
            PublishAsync,
            SandboxLimits.PostBytes
        );
        Map(
            api,
            "POST",
            "/items/{id}/takedown",
            SandboxCalls.TakeDown,
            Act((p, who, id) => p.TakeDown(who, id))
        );
        Map(
            api,
            "POST",
            "/items/{id}/hide",
            SandboxCalls.Hide,
            Act((p, who, id) => p.Hide(who, id))
        );
        Map(
            api,
            "POST",
            "/items/{id}/like",
            SandboxCalls.Like,
            Act((p, who, id) => p.Like(who, id))
        );
        Map(api, "GET", "/posts", SandboxCalls.List, ListAsync);
        Map(api, "GET", "/posts/{key}", SandboxCalls.List, ByKeyAsync);
        Map(api, "GET", "/items/{id}", SandboxCalls.List, HowFarAsync);
        Map(api, "GET", "/inbox", SandboxCalls.Inbox, InboxAsync);
        Map(api, "POST", "/metrics", SandboxCalls.Metrics, MetricsAsync);

        var options = sandbox.ServiceProvider.GetRequiredService<IOptions<SandboxOptions>>();
        if (!options.Value.Misbehave.Control)
            return;
        var control = sandbox
            .MapGroup("/control")
            .AddEndpointFilter(OnlyThisMachine)
            .WithMetadata(new RequestSizeLimitAttribute(SandboxLimits.CallBytes));
        control.MapPost("", (Delegate)MisbehaveAsync);
        control.MapDelete("", Behave);
    }

    public static IResult Problem(int status, string code, string reason) =>
        Results.Json(
            new SandboxProblem(code, reason),
            SandboxJson.Default.SandboxProblem,
            statusCode: status
        );

    public static IResult TooMany(HttpContext http, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds)
            .ToString(CultureInfo.InvariantCulture);
        return Problem(429, "too-many", "Too many calls: wait before the next one.");
    }

    private static void Map(
        RouteGroupBuilder api,
        string method,
        string pattern,
        SandboxCalls call,
        Func<HttpContext, Profile, Task<IResult>> handle,
        long mostBytes = SandboxLimits.CallBytes
    ) =>
        api.MapMethods(
                pattern,
                [method],
                Task<IResult> (HttpContext http) =>
                    handle(http, (Profile)http.Items[typeof(Profile)]!)
            )
            .WithMetadata(new RequestSizeLimitAttribute(mostBytes))
            .AddEndpointFilter(KnownProfile)
            .AddEndpointFilterFactory(
                (_, next) =>
                    context =>
                        ActivatorUtilities
                            .CreateInstance<Misbehave>(context.HttpContext.RequestServices, call)
                            .InvokeAsync(context, next)
            );

    private static async ValueTask<object?> KnownProfile(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        var header = http.Request.Headers.Authorization.ToString();
        if (
            !header.StartsWith("Bearer ", StringComparison.Ordinal)
            || Service<SandboxProfiles>(http).ByToken(header["Bearer ".Length..]) is not { } profile
        )
            return Problem(
                401,
                "token-unknown",
                "The Sandbox does not know this token: connect again."
            );
        http.Items[typeof(Profile)] = profile;
        return await next(context);
    }

    /// <summary>
    /// Only a program on this machine, called by a name of this machine (no rebound host name), not through a proxy and not
    /// from a web page.
    /// </summary>
    private static async ValueTask<object?> OnlyThisMachine(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        var here =
            http.Connection.RemoteIpAddress is { } from
            && System.Net.IPAddress.IsLoopback(from)
            && http.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]"
            && !http.Request.Headers.ContainsKey("X-Forwarded-For")
            && !http.Request.Headers.ContainsKey("Forwarded")
            && http.Request.Headers.Origin.Count == 0;
        return here
            ? await next(context)
            : Problem(403, "not-here", "Only a program on the Sandbox's own machine may do this.");
    }

    private static async Task<IResult> CreateProfileAsync(HttpContext http)
    {
        var asked = await ReadAsync(http, SandboxJson.Default.NewProfile);
        if (asked is null || !SandboxProfiles.IsHandle(asked.Handle))
            return Problem(
                422,
                "handle",
                "A handle is 1 to 40 lower-case letters, digits, dots, dashes or underscores."
            );
        var name = string.IsNullOrWhiteSpace(asked.Name) ? asked.Handle! : asked.Name.Trim();
        if (name.Length > SandboxLimits.VisitorName)
            return Problem(422, "name", "A name has at most 40 characters.");
        return Results.Json(
            Service<SandboxProfiles>(http).Create(asked.Handle!, name),
            SandboxJson.Default.CreatedProfile
        );
    }

    private static async Task<IResult> PublishAsync(HttpContext http, Profile profile)
    {
        if (await ReadAsync(http, SandboxJson.Default.NewPost) is not { } post)
            return Unreadable;
        var key = http.Request.Headers["Idempotency-Key"].FirstOrDefault();
        return Answer(
            http,
            Service<SandboxPosts>(http)
                .Accept(
                    profile,
                    post,
                    http.GetRouteValue("id") as string,
                    string.IsNullOrEmpty(key) ? null : key,
                    Struck.Of(http).ShowAfter
                )
        );
    }

    private static Func<HttpContext, Profile, Task<IResult>> Act(
        Func<SandboxPosts, Profile, string, Taken> act
    ) =>
        (http, profile) =>
            Task.FromResult(
                Answer(
                    http,
                    act(Service<SandboxPosts>(http), profile, (string)http.GetRouteValue("id")!)
                )
            );

    private static Task<IResult> ListAsync(HttpContext http, Profile profile) =>
        Task.FromResult(
            Results.Json(
                Service<SandboxPosts>(http)
                    .List(
                        profile,
                        Number(http, "since") ?? 0,
                        Number(http, "before"),
                        Permalink(http)
                    ),
                SandboxJson.Default.OwnPosts
            )
        );

    private static Task<IResult> ByKeyAsync(HttpContext http, Profile profile) =>
        Task.FromResult(
            Results.Json(
                Service<SandboxPosts>(http)
                    .List(
                        profile,
                        since: 0,
                        before: null,
                        Permalink(http),
                        (string)http.GetRouteValue("key")!
                    ),
                SandboxJson.Default.OwnPosts
            )
        );

    private static Task<IResult> HowFarAsync(HttpContext http, Profile profile) =>
        Task.FromResult(
            Service<SandboxPosts>(http)
                .HowFar(profile, (string)http.GetRouteValue("id")!, Permalink(http))
                is { } item
                ? Results.Json(item, SandboxJson.Default.AcceptedItem)
                : Problem(404, "gone", "This post is not there (any more).")
        );

    private static Task<IResult> InboxAsync(HttpContext http, Profile profile) =>
        Task.FromResult(
            Results.Json(
                Service<SandboxReadings>(http)
                    .Inbox(profile, Number(http, "after") ?? 0, Permalink(http)),
                SandboxJson.Default.InboxPage
            )
        );

    private static async Task<IResult> MetricsAsync(HttpContext http, Profile profile)
    {
        if (await ReadAsync(http, SandboxJson.Default.MetricsQuestion) is not { Ids: { } ids })
            return Unreadable;
        return ids.Count > SandboxLimits.MetricsIds
            ? Problem(422, "too-many-ids", $"At most {SandboxLimits.MetricsIds} posts at once.")
            : Results.Json(
                Service<SandboxReadings>(http).Metrics(profile, ids),
                SandboxJson.Default.MetricsAnswer
            );
    }

    private static async Task<IResult> MisbehaveAsync(HttpContext http)
    {
        if (await ReadAsync(http, SandboxJson.Default.ListMisdeed) is not { } deeds)
            return Unreadable;
        Service<Misbehaviour>(http).Add(deeds);
        return Results.NoContent();
    }

    private static IResult Behave(HttpContext http)
    {
        Service<Misbehaviour>(http).Forget();
        return Results.NoContent();
    }

    private static IResult Answer(HttpContext http, Taken taken) =>
        taken switch
        {
            Taken.Accepted accepted => Results.Json(
                new AcceptedItem(
                    accepted.Id,
                    accepted.At,
                    Permalink(http)(accepted.Id),
                    Struck.Of(http).ProcessFor?.TotalMilliseconds
                ),
                SandboxJson.Default.AcceptedItem,
                statusCode: Struck.Of(http).ProcessFor is null ? 201 : 202
            ),
            Taken.Refused { Why: var why } => Problem(422, why.Code, why.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static IResult Unreadable =>
        Problem(400, "unreadable", "The Sandbox could not read this call.");

    /// <summary>Null when it is not the JSON that was asked for.</summary>
    private static async Task<T?> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> shape)
        where T : class
    {
        if (!http.Request.HasJsonContentType())
            return null;
        try
        {
            // Without the caller's token: what was taken in before a delay counts, whether or not the caller is still there.
            return await JsonSerializer.DeserializeAsync(
                http.Request.Body,
                shape,
                CancellationToken.None
            );
        }
        catch (JsonException)
        {
            return null; // the caller answers 400
        }
    }

    private static Func<string, string> Permalink(HttpContext http)
    {
        var root =
            Service<IOptions<SandboxOptions>>(http).Value.PublicUrl?.AbsoluteUri.TrimEnd('/')
            ?? $"{http.Request.Scheme}://{http.Request.Host}";
        return id => $"{root}/sandbox/items/{id}";
    }

    private static long? Number(HttpContext http, string name) =>
        long.TryParse(
            http.Request.Query[name],
            NumberStyles.Integer,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;

    private static T Service<T>(HttpContext http)
        where T : notnull => http.RequestServices.GetRequiredService<T>();
}
