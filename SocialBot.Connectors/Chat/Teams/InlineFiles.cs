using System.Text.Json;
using SocialBot.Connectors.Chat.Teams.Wire;
using SocialBot.Core.Chat;
using SocialBot.Core.Media;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>
/// Pictures that came inside the message itself (<c>data:</c> addresses). What is elsewhere would have to be fetched from an
/// address that somebody else chose: that is work for a fetcher that refuses private addresses, and is not done here.
/// </summary>
internal static class InlineFiles
{
    private const string Base64 = ";base64,";

    public static IReadOnlyList<ChatFile> Read(JsonElement attachments) =>
        [.. attachments.Items().Select(Picture).OfType<ChatFile>()];

    private static ChatFile? Picture(JsonElement attachment)
    {
        if (
            attachment.Get("contentUrl").Text() is not { } url
            || !url.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            || url.IndexOf(Base64, StringComparison.OrdinalIgnoreCase) is not (>= 0 and var mark)
        )
            return null;
        var encoded = url.AsSpan(mark + Base64.Length);
        var bytes = new byte[encoded.Length / 4 * 3 + 3];
        if (!Convert.TryFromBase64Chars(encoded, bytes, out var written))
            return null;
        Array.Resize(ref bytes, written);
        return PictureHeader.Read(bytes) is { } header
            ? new ChatFile(
                MentionedText.Clean(attachment.Get("name").Text() ?? "picture"),
                header.ContentType,
                bytes
            )
            : null;
    }
}
