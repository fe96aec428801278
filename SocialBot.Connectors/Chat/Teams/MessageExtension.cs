namespace SocialBot.Connectors.Chat.Teams;

/// <summary>
/// The commands of the message extension: what the manifest offers under these ids, and what of the bot's each one is.
/// </summary>
internal static class MessageExtension
{
    /// <summary>Searches from the compose box, by the shelf that they look on; the first one where a client names none.</summary>
    public static readonly IReadOnlyDictionary<string, string> Searches = new Dictionary<
        string,
        string
    >(StringComparer.Ordinal)
    {
        ["searchPosts"] = "posts",
        ["searchSavedReplies"] = "saved-replies",
    };

    /// <summary>Actions on anybody's message, by the command whose form they open.</summary>
    public static readonly IReadOnlyDictionary<string, string> Actions = new Dictionary<
        string,
        string
    >(StringComparer.Ordinal)
    {
        ["makeItAPost"] = "post.draft:0:0",
        ["sendToTriage"] = "case.bring:0:0",
    };

    /// <summary>As many as Teams shows at once.</summary>
    public const int MostFinds = 25;
}
