using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core.Language;

namespace SocialBot.Connectors.Language.Clu;

public static class CluRegistration
{
    /// <summary>
    /// CLU in front of the local recognizer where <c>Language:Provider</c> is <c>Clu</c>; otherwise nothing. Needs a recognizer
    /// under the key <see cref="LanguageProvider.Local"/>.
    /// </summary>
    public static IServiceCollection AddClu(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        if (configuration["Language:Provider"] != LanguageProvider.Clu)
            return services;
        services
            .AddOptions<CluOptions>()
            .Bind(configuration.GetSection(CluOptions.Section))
            .ValidateDataAnnotations()
            .Validate(
                o => o.Endpoint.Length == 0 || RemoteLanguageClient.IsSafe(o.Endpoint),
                "Language:Clu:Endpoint must be an https address."
            )
            .ValidateOnStart();
        services.AddRemoteRecognizer<CluRecognizer>(LanguageProvider.Clu);
        return services;
    }
}
