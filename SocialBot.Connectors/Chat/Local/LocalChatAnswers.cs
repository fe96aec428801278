using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>What a post is answered with: the script gets a status and words, a plain form gets a page.</summary>
internal static class LocalChatAnswers
{
    /// <summary>The script sees what came of it in the stream; a plain form goes back to the conversation.</summary>
    public static IResult Done(HttpContext http, LocalViewer viewer, string conversation)
    {
        if (IsScript(http))
            return TypedResults.NoContent();
        http.Response.Headers.Location = LocalChatPaths.In(viewer.Id, conversation);
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    public static IResult Trouble(HttpContext http, int status, string words, string back) =>
        IsScript(http)
            ? TypedResults.Json(new LocalChatTrouble(words), statusCode: status)
            : TypedResults.Content(
                LayoutHtml.Notice("That did not work", words, back).ToString(),
                "text/html; charset=utf-8",
                statusCode: status
            );

    private static bool IsScript(HttpContext http) =>
        http
            .Request.Headers[HeaderNames.Accept]
            .ToString()
            .Contains("application/json", StringComparison.OrdinalIgnoreCase);
}

internal sealed record LocalChatTrouble(string Problem);
