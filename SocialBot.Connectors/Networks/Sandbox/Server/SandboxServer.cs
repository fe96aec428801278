using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SocialBot.Connectors.Networks.Sandbox.Server;

/// <summary>The make-believe network itself: the page, the JSON API, the ledger, on a database of its own.</summary>
public static class SandboxServer
{
    /// <summary>
    /// Maps everything under <c>/sandbox</c>. Maps nothing where the Sandbox is off or runs elsewhere (<c>Sandbox:BaseUrl</c>).
    /// </summary>
    public static void MapSandbox(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetService<SandboxDatabase>() is null)
            return;
        var sandbox = app.MapGroup("/sandbox").AddEndpointFilter(Guard);
        sandbox.MapSandboxApi();
        sandbox.MapSandboxSite();
    }

    internal static void AddSandboxServer(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SandboxDatabase>();
        services.AddSingleton<SandboxProfiles>();
        services.AddSingleton<SandboxPosts>();
        services.AddSingleton<SandboxReadings>();
        services.AddSingleton<SandboxVisitors>();
        services.AddSingleton<SandboxFeed>();
        services.AddSingleton<Misbehaviour>();
    }

    /// <summary>
    /// No script, no frame, nothing from elsewhere; the referrer stays inside (<c>no-referrer</c> would make browsers send
    /// <c>Origin: null</c> with our own forms).
    /// </summary>
    private static async ValueTask<object?> Guard(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var headers = context.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        try
        {
            return await next(context);
        }
        catch (BadHttpRequestException refused)
        {
            return SandboxApi.Problem(
                refused.StatusCode,
                refused.StatusCode == StatusCodes.Status413PayloadTooLarge
                    ? "too-large"
                    : "unreadable",
                "The Sandbox could not take this call: it is too large or broken."
            );
        }
    }
}
