using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using SocialBot.Connectors.Chat.Teams.Wire;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>
/// Somebody's message that an action was called on, as fields of the form that opens: its words without markup, who wrote it, where it
/// stands. Nothing in it is believed beyond being text.
/// </summary>
/// <remarks>https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module#payload-activity-properties-when-invoked-from-a-message</remarks>
internal static partial class MessagePayload
{
    /// <summary>The field with the addresses of its pictures, apart by spaces.</summary>
    public const string Pictures = "images";

    private const int MostText = 20_000;
    private const int MostName = 200;

    public static Dictionary<string, string> Read(JsonElement message)
    {
        Dictionary<string, string> values = [];
        var body = message.Get("body");
        var content = body.Get("content").Text() ?? "";
        Put(
            "text",
            body.Get("contentType").Text() == "text" ? content : WithoutMarkup(content),
            MostText
        );
        var from = message.Get("from");
        Put(
            "by",
            from.Get("user").Get("displayName").Text()
                ?? from.Get("application").Get("displayName").Text()
                ?? "",
            MostName
        );
        Put("link", message.Get("linkToMessage").Text() ?? "", 2000);
        Put("message", message.Get("id").Text() ?? "", 500);
        Put(
            Pictures,
            string.Join(
                ' ',
                FileLink
                    .Read(message.Get("attachments"))
                    .Where(l => !l.PreSigned)
                    .Select(l => l.Address)
                    .Concat(
                        Picture()
                            .Matches(content)
                            .Select(m => WebUtility.HtmlDecode(m.Groups[1].Value))
                    )
                    .Where(a => a.Length < 500 && !a.Contains(' ', StringComparison.Ordinal))
                    .Distinct()
                    .Take(4)
            ),
            2000
        );
        return values;

        void Put(string field, string value, int most)
        {
            if (Verbatim.Cut(MentionedText.Clean(value).Trim(), most) is { Length: > 0 } kept)
                values[field] = kept;
        }
    }

    private static string WithoutMarkup(string html) =>
        WebUtility.HtmlDecode(
            Tag()
                .Replace(
                    LineEnd().Replace(html.Replace("\n", "", StringComparison.Ordinal), "\n"),
                    ""
                )
        );

    [GeneratedRegex("<br */?>|</(p|div|li|h[1-6]|tr|blockquote)>", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex LineEnd();

    [GeneratedRegex("<img[^>]*? src=\"([^\"]+)\"", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Picture();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();
}
