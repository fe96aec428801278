using Microsoft.AspNetCore.Http;

namespace SocialBot.Connectors.Chat.Local;

/// <summary><c>POST /local/dismiss</c>: a passing answer was read and may go. Gone already is as good.</summary>
internal sealed class DismissAnswer(ReadPostedForm readPostedForm, LocalChatStore store)
{
    private const int MostBytes = 64 * 1024;

    public async Task<IResult> RunAsync(HttpContext http)
    {
        var (form, trouble) = await readPostedForm.RunAsync(http, MostBytes);
        if (form is null)
            return trouble!;
        if (form.MessageId is { } id)
            await store.DismissAsync(id, form.Viewer.Id, http.RequestAborted);
        return LocalChatAnswers.Done(
            http,
            form.Viewer,
            form.Viewer.MaySee(form.Conversation) ? form.Conversation : form.Viewer.Personal
        );
    }
}
