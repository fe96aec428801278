using Microsoft.Extensions.DependencyInjection;
using SocialBot.Connectors.Web;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>Files lie at addresses that came with a message: apart from the clients that know their hosts.</summary>
internal static class TeamsFilesRegistration
{
    public static void AddTeamsFiles(this IServiceCollection services)
    {
        services.AddHttpClient(FetchFiles.Client).ReachesStrangers();
        services.AddSingleton<FetchFiles>();
        services.AddSingleton<GiveFile>();
    }
}
