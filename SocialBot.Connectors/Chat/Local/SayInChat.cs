using Microsoft.AspNetCore.Http;
using SocialBot.Core.Chat;
using SocialBot.Core.Media;

namespace SocialBot.Connectors.Chat.Local;

/// <summary><c>POST /local/say</c>: what a person typed, perhaps with a picture, becomes a message for everybody and a turn for the bot.</summary>
internal sealed class SayInChat(
    ReadPostedForm readPostedForm,
    LocalChatStore store,
    AskBot askBot,
    TimeProvider clock
)
{
    public const int LongestText = 20_000;

    // Read well past what is allowed: a browser that is cut off while it still sends never sees why.
    private const int MostBytes = 4 * StorePicture.MaxBytes;

    public async Task<IResult> RunAsync(HttpContext http)
    {
        var (form, trouble) = await readPostedForm.RunAsync(http, MostBytes);
        if (form is null)
            return trouble!;
        var viewer = form.Viewer;
        if (!viewer.MaySee(form.Conversation))
            return Refuse(http, viewer, 404, $"{viewer.Person.Name} has no such conversation.");

        var text = PressedForm.Lines(form.Fields["text"]).Trim();
        if (text.Length > LongestText)
            return Refuse(http, viewer, 400, "That is longer than a message can be.");
        var posted = form.Fields.Files["picture"] is { Length: > 0 } file ? file : null;
        if (posted is { Length: > StorePicture.MaxBytes })
            return Refuse(http, viewer, 413, "A picture may have 10 MB at most.");
        var picture = posted is null ? null : await ReadAsync(posted, http.RequestAborted);
        if (posted is not null && picture is null)
            return Refuse(http, viewer, 415, "A picture has to be a PNG, JPEG, GIF or WebP file.");
        if (text.Length == 0 && picture is null)
            return Refuse(
                http,
                viewer,
                400,
                "There was nothing to send yet. Write something first."
            );

        await SayAsync(form, text, picture, http.RequestAborted);
        return LocalChatAnswers.Done(http, viewer, form.Conversation);
    }

    private async Task SayAsync(
        PostedForm form,
        string text,
        NewPicture? picture,
        CancellationToken ct
    )
    {
        var viewer = form.Viewer;
        var turnId = $"say:{viewer.Id}:{form.Id}";
        var said = new NewMessage(turnId, form.Conversation)
        {
            Author = viewer.Id,
            Text = text,
            Picture = picture,
        };
        await store.AddAsync(said, ct);

        var spoken = TypedText.WithoutBot(text);
        ChatFile[] files = picture is null
            ? []
            : [new ChatFile(picture.Name, picture.ContentType, picture.Bytes)];
        var turn = viewer.Turn(
            turnId,
            form.Conversation,
            new ChatInput.Said(spoken, files),
            clock.GetUtcNow()
        ) with
        {
            Mentions = TypedText.Mentions(spoken, viewer.Roster.People),
        };
        if (await askBot.RunAsync(turn) is { } answer)
            await store.AddAsync(
                new NewMessage($"answer:{turnId}", form.Conversation)
                {
                    Card = answer.Card,
                    OnlyFor = viewer.Id,
                },
                CancellationToken.None
            );
    }

    /// <summary>What it is, is read from its bytes; null where it is no picture.</summary>
    private static async Task<NewPicture?> ReadAsync(IFormFile posted, CancellationToken ct)
    {
        using var copy = new MemoryStream((int)posted.Length);
        await posted.CopyToAsync(copy, ct);
        var bytes = copy.ToArray();
        return PictureHeader.Read(bytes) is { } header
            ? new NewPicture(NameOf(posted), header.ContentType, header.Width, header.Height, bytes)
            : null;
    }

    private static string NameOf(IFormFile posted)
    {
        var name = Path.GetFileName(posted.FileName.Replace('\\', '/'));
        return name.Length is 0 or > 200 ? "picture" : name;
    }

    private static IResult Refuse(HttpContext http, LocalViewer viewer, int status, string words) =>
        LocalChatAnswers.Trouble(http, status, words, LocalChatPaths.As(viewer.Id));
}
