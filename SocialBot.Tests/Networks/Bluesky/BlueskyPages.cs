using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Connectors.Networks.Bluesky;
using SocialBot.Core.Networks;

namespace SocialBot.Tests.Networks.Bluesky;

internal static class BlueskyPages
{
    /// <summary>As the program has it, with nothing set.</summary>
    public static IConnects Connecting() =>
        new ServiceCollection()
            .AddBluesky(new ConfigurationBuilder().Build())
            .BuildServiceProvider()
            .GetServices<INetwork>()
            .OfType<IConnects>()
            .Single();
}
