namespace SocialBot.Connectors.Networks.Bluesky.Identity;

/// <summary>The forms of names in the AT Protocol: https://atproto.com/specs/handle, https://atproto.com/specs/did.</summary>
internal static class AtSyntax
{
    public static bool IsHandle(string text)
    {
        if (text.Length is 0 or > 253)
            return false;
        var labels = text.Split('.');
        return labels.Length >= 2 && labels.All(IsLabel) && char.IsAsciiLetter(labels[^1][0]);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    public static bool IsDid(string text)
    {
        if (text.Length > 2_048 || !text.StartsWith("did:", StringComparison.Ordinal))
            return false;
        var method = text.IndexOf(':', 4);
        return method > 4
            && text[4..method].All(char.IsAsciiLetterLower)
            && method + 1 < text.Length
            && text[(method + 1)..]
                .All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '%' or '-')
            && text[^1] is not (':' or '%');
    }

    /// <summary>https://atproto.com/specs/record-key</summary>
    public static bool IsRecordKey(string text) =>
        text.Length is > 0 and <= 512
        && text is not ("." or "..")
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '~' or '.' or ':' or '-');

    /// <summary>The name of a collection: https://atproto.com/specs/nsid</summary>
    public static bool IsNsid(string text)
    {
        if (text.Length is 0 or > 317)
            return false;
        var labels = text.Split('.');
        return labels.Length >= 3
            && labels[..^1].All(IsLabel)
            && char.IsAsciiLetter(labels[0][0])
            && labels[^1] is { Length: > 0 and <= 63 } name
            && char.IsAsciiLetter(name[0])
            && name.All(char.IsAsciiLetterOrDigit);
    }
}
