using Microsoft.AspNetCore.Http;

namespace SocialBot.Connectors.Chat.Local;

/// <summary><c>POST /local/seen</c>: the tab stands in front of its person, who has read up to a message.</summary>
internal sealed class MarkSeen(ReadPostedForm readPostedForm, LocalChatStore store)
{
    private const int MostBytes = 64 * 1024;

    public async Task<IResult> RunAsync(HttpContext http)
    {
        var (form, trouble) = await readPostedForm.RunAsync(http, MostBytes);
        if (form is null)
            return trouble!;
        var conversation = form.Conversation;
        if (form.MessageId is { } upTo && form.Viewer.MaySee(conversation))
            await store.SeeAsync(form.Viewer.Id, conversation, upTo, http.RequestAborted);
        return TypedResults.NoContent();
    }
}
