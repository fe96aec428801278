namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>Why something did not work, for people: what it means and what to do.</summary>
internal static class Reasons
{
    public const string NotConnected = "This account is not connected to Bluesky yet. Connect it.";

    public const string SignIn =
        "Bluesky has ended the sign-in: the app password was revoked, or it was too long ago. Connect the account again with an app password.";

    public const string TakenDown =
        "Bluesky has taken this account down. Connecting again does not help: its owner must appeal to Bluesky's moderation.";

    public const string Suspended =
        "Bluesky has suspended this account. Connecting again does not help until the suspension ends: its owner finds the reason in Bluesky's app.";

    public const string Deactivated =
        "This account is deactivated. Its owner can activate it in Bluesky's app (Settings, Account); then connect it again.";

    public const string NoAccount =
        "Bluesky's server no longer knows this account: it was deleted, or has moved to another server. Connect it again.";

    public const string TooMany =
        "Bluesky asks to wait: this account has done too much in a short time.";

    public const string Inactive =
        "Bluesky's server says that this account is not active, but not why. Its owner finds the reason in Bluesky's app.";

    public const string TooManySignIns =
        "Too many sign-ins for this account: Bluesky allows 30 in 5 minutes and 300 a day.";

    public const string RefusedAddress =
        "The account's server has an address that the bot does not go to: only public ones, by https. Whoever runs the bot can allow a server of their own (Web:TrustedHosts).";

    public const string TooBig =
        "A picture is larger than Bluesky's server takes. Use a smaller one.";

    public const string TooLong =
        "The text is longer than Bluesky takes: 300 characters as a reader counts them, and 3,000 bytes. Shorten it.";

    public const string NotAnswered = "Bluesky's server did not take the question as it was asked.";

    public const string Gone =
        "What this answers is no longer there: its author or Bluesky has deleted it.";

    /// <param name="said">The server's own words; may be empty.</param>
    public static string Invalid(string said) =>
        said.Length == 0
            ? "Bluesky does not take this as it is. Change the text, the pictures or the link."
            : $"Bluesky does not take this as it is. Change what it names: {Short(said)}";

    /// <summary>A stranger's server wrote it: one line of it, and not too much.</summary>
    private static string Short(string said)
    {
        var line = string.Join(
            ' ',
            said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
        if (line.Length > 200)
            return $"{line[..200].TrimEnd()}…";
        return line.EndsWith('.') ? line : $"{line}.";
    }
}
