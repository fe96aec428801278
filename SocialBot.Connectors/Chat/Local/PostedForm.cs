using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>A form posted by the page, with who says to have posted it.</summary>
/// <param name="Id">Chosen by the client, once per thing done: the same again is the same thing.</param>
internal sealed record PostedForm(LocalViewer Viewer, string Id, IFormCollection Fields)
{
    public string Conversation => Fields["in"].ToString();

    public long? MessageId => LocalMessage.ReadId(Fields["message"]);
}

/// <summary>Reads one, or says in words why not.</summary>
internal sealed partial class ReadPostedForm(ChooseViewer chooseViewer)
{
    /// <param name="mostBytes">A larger body is not read.</param>
    public async Task<(PostedForm? Form, IResult? Trouble)> RunAsync(
        HttpContext http,
        long mostBytes
    )
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = mostBytes;
        if (!http.Request.HasFormContentType)
            return (null, Trouble(http, 415, "This takes a form."));
        try
        {
            var fields = await http.Request.ReadFormAsync(http.RequestAborted);
            if (await chooseViewer.RunAsync(fields["as"], http.RequestAborted) is not { } viewer)
                return (null, Trouble(http, 404, "Nobody of that name is in the sample team."));
            string? id = fields["id"];
            return IsId(id)
                ? (new PostedForm(viewer, id, fields), null)
                : (null, Trouble(http, 400, "The id of this message is missing."));
        }
        catch (BadHttpRequestException tooLarge)
            when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (
                null,
                Trouble(http, 413, "That is too large: a picture may have 10 MB at most.")
            );
        }
        catch (Exception broken) when (broken is BadHttpRequestException or InvalidDataException)
        {
            return (null, Trouble(http, 400, "The form could not be read."));
        }
    }

    private static IResult Trouble(HttpContext http, int status, string words) =>
        LocalChatAnswers.Trouble(http, status, words, LocalChatPaths.Page);

    private static bool IsId([NotNullWhen(true)] string? id) => id is not null && Id().IsMatch(id);

    [GeneratedRegex(@"\A[A-Za-z0-9-]{8,64}\z")]
    private static partial Regex Id();
}
