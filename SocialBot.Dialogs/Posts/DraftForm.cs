using System.Globalization;
using System.Text.Json;
using SocialBot.Core.Posts;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Posts;

/// <summary>What a draft needs to be known, read from the verb's values.</summary>
/// <param name="Accounts">Ids.</param>
public sealed record DraftForm(
    IReadOnlyList<long> Accounts,
    string Text,
    string When,
    IReadOnlyList<AttachedMedia> Media
)
{
    public static DraftForm From(Ask ask) =>
        new(
            ReadIds(ask["accounts"]),
            ask["text"] ?? "",
            ask["when"] ?? "",
            ReadMedia(ask["picture"])
        );

    internal static IReadOnlyList<AttachedMedia> ReadMedia(string? json) =>
        json is null
            ? []
            : JsonSerializer.Deserialize<List<AttachedMedia>>(json, JsonSerializerOptions.Web)
                ?? [];

    private static IReadOnlyList<long> ReadIds(string? joined) =>
        [
            .. (joined ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(part =>
                    long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                        ? id
                        : -1
                ),
        ];
}
