using Microsoft.Extensions.DependencyInjection;
using SocialBot.Connectors.Networks.Bluesky;
using SocialBot.Connectors.Networks.Facebook;
using SocialBot.Connectors.Networks.Instagram;
using SocialBot.Connectors.Networks.LinkedIn;
using SocialBot.Connectors.Networks.Mastodon;
using SocialBot.Connectors.Networks.Sandbox;
using SocialBot.Connectors.Networks.TikTok;
using SocialBot.Connectors.Networks.X;
using SocialBot.Connectors.Networks.YouTube;

namespace SocialBot.Connectors.Networks;

public static class NetworkRulesRegistration
{
    /// <summary>What each network accepts. A network needs no connector to be counted for.</summary>
    public static IServiceCollection AddNetworkRules(this IServiceCollection services) =>
        services
            .AddSingleton(FacebookRules.Rules)
            .AddSingleton(InstagramRules.Rules)
            .AddSingleton(XRules.Rules)
            .AddSingleton(LinkedInRules.Rules)
            .AddSingleton(YouTubeRules.Rules)
            .AddSingleton(TikTokRules.Rules)
            .AddSingleton(BlueskyRules.Rules)
            .AddSingleton(MastodonRules.Rules)
            .AddSingleton(SandboxRules.Rules);
}
