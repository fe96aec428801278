using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using SocialBot.Connectors.Language.Clu;
using SocialBot.Connectors.Language.Luis;
using SocialBot.Core.Language;
using SocialBot.Dialogs.Language;

namespace SocialBot.Settings;

/// <summary>Section <c>Language</c>.</summary>
public sealed class LanguageOptions
{
    /// <summary>Who recognizes what a sentence asks for.</summary>
    [AllowedValues(
        "Local",
        "Luis",
        "Clu",
        ErrorMessage = "Language:Provider must be Local, Luis or Clu."
    )]
    public string Provider { get; set; } = LanguageProvider.Local;

    /// <summary>A file of the team's own phrases (JSON lines <c>{"text","intent"}</c>), learned beside the bot's own.</summary>
    public string? Phrases { get; set; }
}

internal static class LanguageRegistration
{
    /// <summary>The local recognizer, trained once at start; a service in front of it where the settings name one.</summary>
    public static IServiceCollection AddLanguage(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services
            .AddOptions<LanguageOptions>()
            .Bind(configuration.GetSection("Language"))
            .ValidateDataAnnotations()
            .Validate(
                o => string.IsNullOrEmpty(o.Phrases) || File.Exists(o.Phrases),
                "Language:Phrases names a file that is not there."
            )
            .ValidateOnStart();
        services.AddSingleton(provider =>
            LocalRecognizer.Train(
                PhraseFile.DefaultWith(
                    provider.GetRequiredService<IOptions<LanguageOptions>>().Value.Phrases
                )
            )
        );
        services.AddSingleton<IRecognizesIntents>(provider =>
            provider.GetRequiredService<LocalRecognizer>()
        );
        services.AddKeyedSingleton<IRecognizesIntents>(
            LanguageProvider.Local,
            (provider, _) => provider.GetRequiredService<LocalRecognizer>()
        );
        services.AddLuis(configuration);
        services.AddClu(configuration);
        return services;
    }
}
