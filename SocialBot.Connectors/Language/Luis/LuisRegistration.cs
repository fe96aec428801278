using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core.Language;

namespace SocialBot.Connectors.Language.Luis;

public static class LuisRegistration
{
    /// <summary>
    /// LUIS in front of the local recognizer where <c>Language:Provider</c> is <c>Luis</c>; otherwise nothing. Needs a recognizer
    /// under the key <see cref="LanguageProvider.Local"/>.
    /// </summary>
    public static IServiceCollection AddLuis(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        if (configuration["Language:Provider"] != LanguageProvider.Luis)
            return services;
        services
            .AddOptions<LuisOptions>()
            .Bind(configuration.GetSection(LuisOptions.Section))
            .ValidateDataAnnotations()
            .Validate(
                o => o.Endpoint.Length == 0 || RemoteLanguageClient.IsSafe(o.Endpoint),
                "Language:Luis:Endpoint must be an https address."
            )
            .ValidateOnStart();
        services.AddRemoteRecognizer<LuisRecognizer>(LanguageProvider.Luis);
        return services;
    }
}
