using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SocialBot.Core.Accounts;
using SocialBot.Core.Board;
using SocialBot.Core.Chat;
using SocialBot.Core.Due;
using SocialBot.Core.Inbox;
using SocialBot.Core.Links;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Core.Sentiment;
using SocialBot.Core.Storage;

namespace SocialBot.Core;

public static class CoreRegistration
{
    /// <summary>
    /// The domain. A use case is a sealed class that works on the <see cref="SocialBotDb"/>, itself or through another one: all of
    /// them are found here, so a new one is one file. Whatever does due work is found by its interface.
    /// </summary>
    public static IServiceCollection AddCore(this IServiceCollection services)
    {
        services.AddScoped<WorkspaceScope>();
        services.AddSingleton<DueSignal>();
        services.AddSingleton<DueTable>();
        services.AddSingleton<DueWorkers>();
        services.AddSingleton<WorkDueLane>();
        services.AddSingleton<SharedCommit>();
        services.AddSingleton<WakeOnCommit>();
        services.AddSingleton<PublishMeter>();
        services.AddSingleton<InboxMeter>();
        services.AddSingleton<StreamPulse>();
        services.AddSingleton<ListenToStreams>();
        services.AddOptions<InboxOptions>();
        services.AddSingleton<OutboxMeter>();
        services.AddSingleton<NetworkCatalogue>();
        services.AddScoped<ChatCatalogue>();
        services.AddSingleton<NetworkRulebook>();
        services.AddSingleton<LinkCards>();
        services.AddSingleton<IKeepsSessions, KeepSessions>();
        services.AddSingleton<SentimentScorer>();
        services.AddSingleton<PlausibleLanguage>();
        return services.AddUseCases(typeof(CoreRegistration).Assembly);
    }

    /// <summary>Registers an assembly's use cases and workers, scoped.</summary>
    public static IServiceCollection AddUseCases(
        this IServiceCollection services,
        Assembly assembly
    )
    {
        var classes = assembly
            .GetTypes()
            .Where(t => t is { IsClass: true, IsSealed: true, IsAbstract: false, IsNested: false })
            .ToList();
        foreach (var type in classes.Where(WorksOnTheDatabase))
            services.AddScoped(type);
        foreach (var type in classes.Where(t => t.IsAssignableTo(typeof(IDoesDueWork))))
        {
            services.TryAddScoped(type);
            services.AddScoped(typeof(IDoesDueWork), s => s.GetRequiredService(type));
        }
        return services;
    }

    private static bool WorksOnTheDatabase(Type type) =>
        type.GetConstructors() is [var constructor]
        && constructor
            .GetParameters()
            .Select(p => p.ParameterType)
            .Any(p =>
                p == typeof(SocialBotDb)
                || p is { IsSealed: true, IsClass: true }
                    && p.Assembly == type.Assembly
                    && WorksOnTheDatabase(p)
            );
}
