using Microsoft.AspNetCore.Http;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>
/// <c>POST /local/press</c>: a button of a card, with the card's fields. The bot's answer is shown to who pressed: in place of the
/// card, or as a passing answer right below it.
/// </summary>
internal sealed class PressButton(
    ReadPostedForm readPostedForm,
    LocalChatStore store,
    AskBot askBot,
    TimeProvider clock
)
{
    private const int MostBytes = 512 * 1024;

    public async Task<IResult> RunAsync(HttpContext http)
    {
        var (form, trouble) = await readPostedForm.RunAsync(http, MostBytes);
        if (form is null)
            return trouble!;
        var viewer = form.Viewer;
        var pressed = form.MessageId is { } id
            ? await store.FindAsync(viewer.Id, id, http.RequestAborted)
            : null;
        if (pressed?.Card is null || !viewer.MaySee(pressed.Conversation))
            return LocalChatAnswers.Trouble(
                http,
                StatusCodes.Status404NotFound,
                "That card is no longer here. Load the page again to see what is.",
                LocalChatPaths.As(viewer.Id)
            );
        var command = form.Fields["command"].ToString();
        if (command.Length is 0 or > CardCommand.MaxLength)
            return LocalChatAnswers.Trouble(
                http,
                StatusCodes.Status400BadRequest,
                "That button is none of ours.",
                LocalChatPaths.In(viewer.Id, pressed.Conversation)
            );

        await PressAsync(form, pressed, command);
        return LocalChatAnswers.Done(http, viewer, pressed.Conversation);
    }

    private async Task PressAsync(PostedForm form, LocalMessage pressed, string command)
    {
        var viewer = form.Viewer;
        // As they were before the bot acts: what it changes in them is newer than its answer.
        var above = pressed.Private
            ? await store.FindAsync(viewer.Id, pressed.Root, CancellationToken.None)
            : null;
        var turn = viewer.Turn(
            // The command is part of the id: a page taken back in the browser's history still holds its old one.
            $"press:{viewer.Id}:{form.Id}:{command}",
            pressed.Conversation,
            new ChatInput.Pressed(
                command,
                PressedForm.Values(form.Fields),
                LocalMessage.IdText(pressed.Id)
            ),
            clock.GetUtcNow()
        ) with
        {
            AnswersInline = true,
        };
        if (await askBot.RunAsync(turn) is { } answer)
            await ShowAsync(answer, pressed, above, viewer.Id);
    }

    /// <summary>
    /// A form that was filled in has done its work, so its answer takes its place; and where the answer is the next state of the
    /// card above, the form goes and the card above shows it.
    /// </summary>
    private async Task ShowAsync(
        InlineAnswer answer,
        LocalMessage pressed,
        LocalMessage? above,
        string person
    )
    {
        var ct = CancellationToken.None;
        if (above?.Card?.Subject is { } subject && subject == answer.Card.Subject)
        {
            await store.DismissAsync(pressed.Id, person, ct);
            await store.ShowInsteadAsync(above, person, answer.Card, ct);
        }
        else if (!pressed.Private && (answer.ReplacesPressed || IsForm(pressed.Card)))
            await store.ShowInsteadAsync(pressed, person, answer.Card, ct);
        else
            await store.AnswerBelowAsync(pressed, person, answer.Card, ct);
    }

    private static bool IsForm(Card? card) =>
        card is { Subject: null } && card.Body.Any(block => block is CardBlock.Field);
}
