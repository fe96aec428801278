using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Hosting;
using SocialBot.Connectors.Chat.Teams.Wire;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>Takes one request of Teams: who is it, what is it, have it answered.</summary>
internal sealed class ReceiveActivity(
    TeamsDoor door,
    IAnswersChat chat,
    IShowsInChat shows,
    IPictureLinks pictures,
    FetchFiles fetchFiles,
    LateAnswers late,
    GiveFile giveFile,
    IHostApplicationLifetime lifetime,
    TimeProvider clock
)
{
    /// <summary>Teams sends a few kilobytes; a message of a person cannot be larger than this.</summary>
    public const int BodyLimit = 256 * 1024;

    private const int DialogTitle = 100;

    /// <summary>A list of finds is one answer: each has its part of the room.</summary>
    private const int FindLimit = 16 * 1024;

    public async Task<IResult> RunAsync(HttpContext http)
    {
        var admission = await door.AskAsync(http);
        if (admission is Admission.Refused stranger)
            return Refuse(http, stranger.Why);
        if (!http.Request.HasJsonContentType())
            return Refuse(http, new HttpRefusal(415, "Send the activity as application/json."));
        if (await ReadBodyAsync(http.Request) is not { } body)
            return Refuse(
                http,
                new HttpRefusal(413, $"An activity may have at most {BodyLimit} bytes.")
            );
        if (Parse(body) is not { } activity)
            return Refuse(http, new HttpRefusal(400, "The body is not an activity in JSON."));
        if (door.Ask((Admission.Caller)admission, activity) is { } refusal)
            return Refuse(http, refusal);

        return ReadActivity.Read(activity, body, clock.GetUtcNow()) switch
        {
            Incoming.Turn { Taken: var turn } => await AnswerAsync(turn, activity),
            Incoming.Open { Taken: var turn } => Dialog(
                await shows.OpenAsync(turn, http.RequestAborted) is { } form
                    ? Window(form)
                    : new TaskMessage(TeamsWords.Say(turn.Locale, "not-here"))
            ),
            Incoming.Look { Taken: var turn } => await ShowAsync(turn, http.RequestAborted),
            Incoming.Take { By: var turn, Upload: var upload } => await GiveAsync(turn, upload),
            Incoming.Search { By: var turn, For: var search } => Found(
                await shows.SearchAsync(turn, search, http.RequestAborted),
                turn
            ),
            Incoming.Unfurl { By: var turn, Address: var address } => Found(
                await shows.UnfurlAsync(turn, address, http.RequestAborted) is { } find
                    ? [find]
                    : [],
                turn
            ),
            Incoming.OtherInvoke invoke => Polite(invoke.Name, activity.Locale),
            Incoming.Unreadable unreadable => Refuse(http, new HttpRefusal(400, unreadable.Why)),
            _ => TypedResults.Ok(),
        };
    }

    /// <summary>With what the message, or the message that a form was opened on, only names.</summary>
    private async Task<ChatTurn> WithFilesAsync(ChatTurn turn, Activity activity)
    {
        var stopping = lifetime.ApplicationStopping;
        switch (turn.Input)
        {
            case ChatInput.Said said:
                var sent = await fetchFiles.RunAsync(FileLink.Read(activity.Attachments), stopping);
                return turn with
                {
                    Input = said with
                    {
                        Files = [.. said.Files, .. sent.Files],
                        NotFetched = sent.Lost,
                    },
                };
            case ChatInput.Pressed pressed
                when pressed.Values.TryGetValue(MessagePayload.Pictures, out var addresses):
                var shown = await fetchFiles.RunAsync(
                    [
                        .. addresses
                            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                            .Select(a => new FileLink("", a, PreSigned: false)),
                    ],
                    stopping
                );
                return turn with { Input = pressed with { Files = shown.Files } };
            default:
                return turn;
        }
    }

    /// <summary>What a person did is carried out even when their client hung up meanwhile.</summary>
    private async Task<IResult> AnswerAsync(ChatTurn turn, Activity activity)
    {
        var work = WorkAsync(turn, activity);
        if (!turn.AnswersInline)
        {
            await late.WatchAsync(turn, work);
            return TypedResults.Ok();
        }
        if (!await late.IsInTimeAsync(turn, work))
            return Words(turn, TeamsWords.Say(turn.Locale, "working"));
        var answer = await work;
        if (turn.InWindow)
            return Dialog(answer is null ? null : Window(answer.Card));
        return answer switch
        {
            null => Bare(
                new MessageAnswer(TeamsWords.Say(turn.Locale, "done")),
                TeamsJson.Wire.MessageAnswer
            ),
            { ReplacesPressed: false, Card: var card } when PassingWords.Of(card) is { } words =>
                Bare(new MessageAnswer(words), TeamsJson.Wire.MessageAnswer),
            { Card: var card } => Bare(
                new CardAnswer(AdaptiveCards.Render(card, pictures, shows.HasForm)),
                TeamsJson.Wire.CardAnswer
            ),
        };
    }

    private async Task<InlineAnswer?> WorkAsync(ChatTurn turn, Activity activity) =>
        await chat.AnswerAsync(await WithFilesAsync(turn, activity), lifetime.ApplicationStopping);

    private async Task<IResult> GiveAsync(ChatTurn turn, FileUpload upload)
    {
        await giveFile.RunAsync(turn, upload, lifetime.ApplicationStopping);
        return Bare(new EmptyAnswer(), TeamsJson.Wire.EmptyAnswer);
    }

    private static IResult Words(ChatTurn turn, string words) =>
        turn.InWindow
            ? Dialog(new TaskMessage(words))
            : Bare(new MessageAnswer(words), TeamsJson.Wire.MessageAnswer);

    private static JsonHttpResult<TaskAnswer> Dialog(TaskResult? next) =>
        Bare(new TaskAnswer(next), TeamsJson.Wire.TaskAnswer);

    /// <summary>A form as the dialog's content; anything else as the words it says.</summary>
    private TaskResult Window(Card card) =>
        card.Body.Any(block => block is CardBlock.Field)
            ? new TaskContinue(
                new TaskInfo(
                    Verbatim.Cut(card.Title, DialogTitle),
                    new CardAttachment(
                        AdaptiveCards.RenderDialog(card, pictures, ReadActivity.NewForm())
                    )
                )
            )
            : new TaskMessage(PassingWords.Of(card with { Buttons = [] }) ?? card.Title);

    private JsonHttpResult<ExtensionAnswer> Found(IReadOnlyList<ChatFind>? finds, ChatTurn turn) =>
        Bare(
            new ExtensionAnswer(
                finds is null
                    ? new ExtensionWords(TeamsWords.Say(turn.Locale, "not-known"))
                    : new ExtensionFinds([
                        .. finds.Select(f => new FoundAttachment(
                            AdaptiveCards.Render(f.Card, pictures, limit: FindLimit),
                            new PreviewAttachment(
                                new ThumbnailCard(Verbatim.Label(f.Title), Verbatim.Label(f.Line))
                            )
                        )),
                    ])
            ),
            TeamsJson.Wire.ExtensionAnswer
        );

    private async Task<IResult> ShowAsync(ChatTurn turn, CancellationToken ct) =>
        await shows.ViewAsync(turn, ct) is { } card
            ? Bare(
                new CardAnswer(AdaptiveCards.Render(card, pictures, shows.HasForm)),
                TeamsJson.Wire.CardAnswer
            )
            : Bare(
                new MessageAnswer(TeamsWords.Say(turn.Locale, "nothing-to-see")),
                TeamsJson.Wire.MessageAnswer
            );

    /// <summary>
    /// Invokes that we do not serve get the answer of their kind that changes nothing; an error would be shown to the person
    /// as a broken app.
    /// </summary>
    private static IResult Polite(string name, string? locale)
    {
        var words = TeamsWords.Say(locale, "not-here");
        return name switch
        {
            "adaptiveCard/action" => Bare(new MessageAnswer(words), TeamsJson.Wire.MessageAnswer),
            "composeExtension/fetchTask"
            or "composeExtension/submitAction"
            or "task/fetch"
            or "task/submit" => Bare(
                new TaskAnswer(new TaskMessage(words)),
                TeamsJson.Wire.TaskAnswer
            ),
            _ when name.StartsWith("composeExtension/", StringComparison.Ordinal) => Bare(
                new ExtensionAnswer(new ExtensionFinds([])),
                TeamsJson.Wire.ExtensionAnswer
            ),
            _ => Bare(new EmptyAnswer(), TeamsJson.Wire.EmptyAnswer),
        };
    }

    private static JsonHttpResult<T> Bare<T>(T answer, JsonTypeInfo<T> type) =>
        TypedResults.Json(answer, type);

    private static ContentHttpResult Refuse(HttpContext http, HttpRefusal refusal)
    {
        if (refusal.Status == 401)
            http.Response.Headers.WWWAuthenticate = "Bearer";
        return TypedResults.Text(refusal.Words, "text/plain", statusCode: refusal.Status);
    }

    /// <summary>Null when it is larger than <see cref="BodyLimit"/>.</summary>
    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength > BodyLimit)
            return null;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > BodyLimit)
                return null;
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static Activity? Parse(byte[] body)
    {
        if (!Utf8.IsValid(body))
            return null;
        try
        {
            return JsonSerializer.Deserialize(body, TeamsJson.Wire.Activity);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
