using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SocialBot.Core.Links;

namespace SocialBot.Connectors.Web;

public static class WebRegistration
{
    /// <summary>The ways to addresses that strangers name. Needed by every connector that <see cref="ReachesStrangers"/>.</summary>
    public static IServiceCollection AddWeb(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services
            .AddOptions<WebOptions>()
            .Bind(configuration.GetSection(WebOptions.Section))
            .Validate(
                o => o.TrustedHosts.All(WebOptions.IsHostAndPort),
                "Web:TrustedHosts must be entries of the form host:port."
            )
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services
            .AddHttpClient<FetchAddress>(http => http.Timeout = Timeout.InfiniteTimeSpan) // its own, on the program's clock
            .ReachesStrangers(httpPorts: 80);
        services.AddTransient<IReadsPages, ReadPage>();
        return services;
    }

    /// <summary>
    /// For a connector whose host is named by a stranger (the server in a person's profile): only https on port 443 and public
    /// addresses, but for <see cref="WebOptions.TrustedHosts"/>; a refused one throws <see cref="RefusedAddressException"/> before
    /// anything has left. No redirects, no cookies, no proxy, no line in the log per call. Size and time are the connector's.
    /// </summary>
    public static IHttpClientBuilder ReachesStrangers(this IHttpClientBuilder client) =>
        client.ReachesStrangers(httpPorts: []);

    private static IHttpClientBuilder ReachesStrangers(
        this IHttpClientBuilder client,
        params int[] httpPorts
    ) =>
        client
            .ConfigurePrimaryHttpMessageHandler(services => new StrangersHandler(
                services.GetRequiredService<IOptions<WebOptions>>(),
                httpPorts
            ))
            // Connections are renewed by the handler itself, so that a client may live as long as the process.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
}
