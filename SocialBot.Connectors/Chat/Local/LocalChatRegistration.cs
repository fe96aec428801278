using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SocialBot.Core.Chat;

namespace SocialBot.Connectors.Chat.Local;

public static class LocalChatRegistration
{
    /// <summary>The chat platform <c>local</c>; <see cref="LocalChatEndpoints.MapLocalChat"/> is its page.</summary>
    public static IServiceCollection AddLocalChat(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services
            .AddOptions<LocalChatOptions>()
            .Bind(configuration.GetSection(LocalChatOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<LocalChatFeed>();
        services.AddSingleton(provider => new LocalChatStore(
            Path.Combine(
                provider.GetRequiredService<IHostEnvironment>().ContentRootPath,
                provider.GetRequiredService<IOptions<LocalChatOptions>>().Value.Database
            ),
            provider.GetRequiredService<LocalChatFeed>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<IChatPlatform, LocalChatPlatform>();
        services.AddScoped<ChooseViewer>();
        services.AddScoped<ReadPostedForm>();
        services.AddScoped<AskBot>();
        services.AddScoped<ShowPage>();
        services.AddScoped<ShowPicture>();
        services.AddScoped<GiveFile>();
        services.AddScoped<StreamEvents>();
        services.AddScoped<SayInChat>();
        services.AddScoped<PressButton>();
        services.AddScoped<DismissAnswer>();
        services.AddScoped<MarkSeen>();
        return services;
    }
}
