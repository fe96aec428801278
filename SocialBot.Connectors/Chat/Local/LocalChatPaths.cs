namespace SocialBot.Connectors.Chat.Local;

/// <summary>The addresses of the page and of what it talks to.</summary>
internal static class LocalChatPaths
{
    public const string Page = "/";
    public const string Events = "/local/events";
    public const string Say = "/local/say";
    public const string Press = "/local/press";
    public const string Dismiss = "/local/dismiss";
    public const string Seen = "/local/seen";
    public const string Picture = "/local/picture";
    public const string File = "/local/file";
    public const string Assets = "/local/assets/";

    public static string As(string person) => $"/?as={Uri.EscapeDataString(person)}";

    public static string In(string person, string conversation) =>
        $"{As(person)}&in={Uri.EscapeDataString(conversation)}";

    public static string Typed(string person, string conversation, string text) =>
        $"{In(person, conversation)}&text={Uri.EscapeDataString(text)}";

    public static string Shown(string person, string conversation, int count) =>
        FormattableString.Invariant($"{In(person, conversation)}&show={count}");

    public static string PictureOf(long message, string person) =>
        FormattableString.Invariant(
            $"{Picture}?message={message}&as={Uri.EscapeDataString(person)}"
        );

    public static string FileOf(string command, string person) =>
        $"{File}?command={Uri.EscapeDataString(command)}&as={Uri.EscapeDataString(person)}";

    /// <summary>A stored picture of the bot's; the host serves it.</summary>
    public static string Medium(string key) => $"/media/{Uri.EscapeDataString(key)}";
}
