using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SocialBot.Core.Chat;

namespace SocialBot.Connectors.Chat.Teams;

public static class TeamsRegistration
{
    /// <summary>Teams as a chat platform: settings in the section <c>Teams</c>, refused at start when they do not hold together.</summary>
    public static IServiceCollection AddTeams(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment
    )
    {
        services
            .AddOptions<TeamsOptions>()
            .Bind(configuration.GetSection(TeamsOptions.Section))
            .ValidateDataAnnotations()
            .Validate(
                options => environment.IsDevelopment() || options.IsSafeOutsideDevelopment(),
                "Teams: loopback hosts and plain http are for Development only."
            )
            .ValidateOnStart();

        services
            .AddHttpClient(
                TeamsPlatform.Client,
                client =>
                {
                    client.Timeout = Timeout.InfiniteTimeSpan;
                    client.MaxResponseContentBufferSize = 1024 * 1024;
                }
            )
            .ConfigurePrimaryHttpMessageHandler(() => OwnHandler());
        // A managed identity's address is this machine's own: no proxy can reach it, and none may see its answer.
        var useProxy = string.IsNullOrEmpty(
            configuration[$"{TeamsOptions.Section}:{nameof(TeamsOptions.ManagedIdentityClientId)}"]
        );
        services
            .AddHttpClient(TeamsTokens.Client, http => http.Timeout = TimeSpan.FromSeconds(10))
            .ConfigurePrimaryHttpMessageHandler(() => OwnHandler(useProxy));
        services
            .AddHttpClient(CallerTokens.Client, http => http.Timeout = TimeSpan.FromSeconds(10))
            .ConfigurePrimaryHttpMessageHandler(() => OwnHandler());

        services.AddTeamsFiles();
        services.AddSingleton<ServiceHosts>();
        services.AddSingleton<CallerTokens>();
        services.AddSingleton<TeamsDoor>();
        services.AddSingleton<TokenRequests>();
        services.AddSingleton<TeamsTokens>();
        services.AddSingleton<SendBudget>();
        services.AddSingleton<TeamsPlatform>();
        services.AddSingleton<IChatPlatform>(s => s.GetRequiredService<TeamsPlatform>());
        services.AddSingleton<LateAnswers>();
        services.AddHostedService(s => s.GetRequiredService<LateAnswers>());
        services.AddScoped<ReceiveActivity>();
        return services;
    }

    /// <summary><c>POST /api/messages</c>; its first caller asks with HEAD whether anybody is there.</summary>
    public static IEndpointRouteBuilder MapTeams(this IEndpointRouteBuilder endpoints)
    {
        endpoints
            .MapPost(
                "/api/messages",
                ([FromServices] ReceiveActivity receive, HttpContext http) => receive.RunAsync(http)
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
        endpoints
            .MapMethods("/api/messages", [HttpMethods.Head], () => Results.Ok())
            .AllowAnonymous();
        return endpoints;
    }

    /// <summary>A redirect would carry the bot's token to an address that nobody checked.</summary>
    private static SocketsHttpHandler OwnHandler(bool useProxy = true) =>
        new()
        {
            UseProxy = useProxy,
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
}
