using Microsoft.AspNetCore.Http;
using SocialBot.Core.Chat;

namespace SocialBot.Connectors.Chat.Local;

/// <summary><c>GET /local/file</c>: a file that a card offers, made anew for whoever asks.</summary>
internal sealed class GiveFile(ChooseViewer chooseViewer, IShowsInChat shows, TimeProvider clock)
{
    public async Task<IResult> RunAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        var query = http.Request.Query;
        if (await chooseViewer.RunAsync(query["as"], ct) is not { } viewer)
            return TypedResults.NotFound();
        var turn = viewer.Turn(
            "file",
            viewer.Personal,
            new ChatInput.Pressed(
                query["command"].ToString(),
                new Dictionary<string, string>(),
                MessageId: null
            ),
            clock.GetUtcNow()
        );
        return await shows.FileAsync(turn, ct) is { } file
            ? TypedResults.File(file.Bytes, file.ContentType, file.Name)
            : TypedResults.NotFound();
    }
}
