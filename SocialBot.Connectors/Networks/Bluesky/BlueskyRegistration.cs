using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Connectors.Networks.Bluesky.Listening;
using SocialBot.Connectors.Networks.Bluesky.Streaming;
using SocialBot.Connectors.Web;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Bluesky;

public static class BlueskyRegistration
{
    /// <summary>
    /// Bluesky as a network of the bot. Needs who keeps sessions (<see cref="IKeepsSessions"/>). Adds nothing but the checked settings
    /// when <c>Bluesky:Enabled</c> is off.
    /// </summary>
    public static IServiceCollection AddBluesky(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services
            .AddOptions<BlueskyOptions>()
            .Configure(options => Bind(configuration, options))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        var section = configuration.GetSection(BlueskyOptions.Section);
        if (!section.GetValue(nameof(BlueskyOptions.Enabled), defaultValue: true))
            return services;

        if (services.All(s => s.ServiceType != typeof(FetchAddress)))
            services.AddWeb(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RateBudget>();
        services.AddSingleton<LoginBudget>();
        services.AddBlueskyClient<XrpcClient>();
        services.AddBlueskyClient<WellKnownDid>();
        services.AddSingleton<IdentityLookup>();
        services.AddSingleton<PostFacets>();
        services.AddSingleton(s => new AccountSessions(
            s.GetRequiredService<XrpcClient>(),
            s.GetRequiredService<IKeepsSessions>,
            s.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<INetwork, ConnectBluesky>();
        services.AddSingleton<INetwork, PublishToBluesky>();
        services.AddSingleton<INetwork, ReadBackFromBluesky>();
        services.AddSingleton<INetwork, ActOnBluesky>();
        services.AddSingleton<INetwork, MeasureOnBluesky>();
        services.AddSingleton<PostItems>();
        services.AddSingleton<INetwork, ReadBlueskyMentions>();
        services.AddSingleton<INetwork, SearchBluesky>();
        services.AddSingleton<INetwork, CheckOnBluesky>();
        services.AddSingleton<StreamAuthors>();
        services.AddSingleton<StreamMeter>();
        services.AddSingleton<INetwork, StreamBluesky>();
        return services;
    }

    /// <summary>Whose server it is that a handle or an identity leads to, nobody knows before: it is always a stranger's.</summary>
    private static void AddBlueskyClient<TClient>(this IServiceCollection services)
        where TClient : class =>
        services
            .AddHttpClient<TClient>(http =>
            {
                http.Timeout = Timeout.InfiniteTimeSpan; // the client's own, on the program's clock
                http.MaxResponseContentBufferSize = 4 * 1024 * 1024;
                http.DefaultRequestHeaders.UserAgent.ParseAdd("SocialBot");
            })
            .ReachesStrangers();

    /// <summary>A key that does not exist or cannot be read is refused as any bad setting: by name, with all others.</summary>
    private static void Bind(IConfiguration configuration, BlueskyOptions options)
    {
        try
        {
            configuration
                .GetSection(BlueskyOptions.Section)
                .Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException unreadable)
        {
            throw new OptionsValidationException(
                BlueskyOptions.Section,
                typeof(BlueskyOptions),
                // Now the one, now the other names the key.
                [
                    $"{BlueskyOptions.Section}: {unreadable.Message} {unreadable.InnerException?.Message}",
                ]
            );
        }
    }
}
