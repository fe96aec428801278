using Microsoft.AspNetCore.Http;

namespace SocialBot.Connectors.Chat.Local;

/// <summary><c>GET /local/picture</c>: a picture that somebody sent, for whoever may see its message.</summary>
internal sealed class ShowPicture(ChooseViewer chooseViewer, LocalChatStore store)
{
    public async Task<IResult> RunAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        var query = http.Request.Query;
        if (
            await chooseViewer.RunAsync(query["as"], ct) is not { } viewer
            || LocalMessage.ReadId(query["message"]) is not { } id
            || await store.FindAsync(viewer.Id, id, ct) is not { } message
            || !viewer.MaySee(message.Conversation)
            || await store.PictureAsync(id, ct) is not var (contentType, bytes)
        )
            return TypedResults.NotFound();
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.Bytes(bytes, contentType);
    }
}
