using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SocialBot.Connectors.Chat.Local;

public static class LocalChatEndpoints
{
    /// <summary>The page at <c>/</c> and what it talks to, for callers on this machine. Nothing where it is not enabled.</summary>
    public static IEndpointRouteBuilder MapLocalChat(this IEndpointRouteBuilder app)
    {
        if (!IsEnabled(app.ServiceProvider))
            return app;
        var chat = app.MapGroup("").AddEndpointFilter<OnlyFromHere>().DisableAntiforgery();
        chat.MapGet(LocalChatPaths.Page, (ShowPage show, HttpContext http) => show.RunAsync(http));
        chat.MapGet(
            LocalChatPaths.Events,
            (StreamEvents stream, HttpContext http) => stream.RunAsync(http)
        );
        chat.MapGet(
            LocalChatPaths.Picture,
            (ShowPicture show, HttpContext http) => show.RunAsync(http)
        );
        chat.MapGet(LocalChatPaths.File, (GiveFile give, HttpContext http) => give.RunAsync(http));
        chat.MapPost(LocalChatPaths.Say, (SayInChat say, HttpContext http) => say.RunAsync(http));
        chat.MapPost(
            LocalChatPaths.Press,
            (PressButton press, HttpContext http) => press.RunAsync(http)
        );
        chat.MapPost(
            LocalChatPaths.Dismiss,
            (DismissAnswer dismiss, HttpContext http) => dismiss.RunAsync(http)
        );
        chat.MapPost(LocalChatPaths.Seen, (MarkSeen mark, HttpContext http) => mark.RunAsync(http));
        chat.MapGet(LocalChatPaths.Assets + "{file}", Asset);
        return app;
    }

    private static bool IsEnabled(IServiceProvider services) =>
        services.GetRequiredService<IOptions<LocalChatOptions>>().Value.Enabled
        ?? services.GetRequiredService<IHostEnvironment>().IsDevelopment();

    private static IResult Asset(string file, HttpContext http)
    {
        if (LocalChatAssets.Find(LocalChatPaths.Assets + file) is not { } asset)
            return TypedResults.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Bytes(asset.Bytes, asset.ContentType);
    }
}
