using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core.Media;

namespace SocialBot.Connectors.Pictures;

public static class PicturesRegistration
{
    public static IServiceCollection AddPictures(this IServiceCollection services) =>
        services.AddSingleton<IFitsPictures, FitPictures>();
}
