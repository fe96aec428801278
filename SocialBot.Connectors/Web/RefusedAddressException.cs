namespace SocialBot.Connectors.Web;

/// <summary>A stranger's address leads where the bot does not go. Nothing has left: for a connector this is as if there were no way there.</summary>
public sealed class RefusedAddressException(string message, Exception? inner = null)
    : HttpRequestException(HttpRequestError.ConnectionError, message, inner);
