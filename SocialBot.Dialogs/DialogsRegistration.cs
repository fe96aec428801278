using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core.Board;
using SocialBot.Core.Chat;
using SocialBot.Core.Digests;
using SocialBot.Dialogs.Conversation;
using SocialBot.Dialogs.Posts;

namespace SocialBot.Dialogs;

public static class DialogsRegistration
{
    /// <summary>The conversation, and every slice's verbs, cards, notices and subjects: found here, so a new one is one file.</summary>
    public static IServiceCollection AddDialogs(this IServiceCollection services)
    {
        var verbs = new VerbCatalogue();
        services.AddSingleton(verbs);
        services.AddSingleton<TurnMeter>();
        services.AddSingleton<AskWhen>();
        services.AddSingleton<WithholdSecrets>();
        services.AddSingleton<IAnswersChat, AnswerTurn>();
        services.AddSingleton<IShowsInChat, ShowInChat>();
        services.AddScoped<TakeTurn>();
        services.AddScoped<MeetMember>();
        services.AddScoped<Understand>();
        services.AddScoped<ReadAnswer>();
        services.AddScoped<ReadSentenceFor>();
        services.AddScoped<RunVerb>();
        services.AddScoped<DrawCards>();
        services.AddScoped<DialogStore>();
        services.AddScoped<Welcome>();
        services.AddScoped<TellApprovals>();
        foreach (var home in verbs.Homes)
            services.AddScoped(home);
        foreach (
            var type in Assembly
                .GetExecutingAssembly()
                .GetTypes()
                .Where(t => t is { IsClass: true, IsAbstract: false })
        )
        foreach (
            var role in new[]
            {
                typeof(IComposesCards),
                typeof(IComposesNotices),
                typeof(IKnowsSubjects),
                typeof(IListsWaiting),
                typeof(IFindsThings),
                typeof(IReadsSentences),
                typeof(IDrawsDigests),
            }.Where(type.IsAssignableTo)
        )
            services.AddScoped(role, type);
        return services;
    }
}
