namespace SocialBot.Core.Links;

/// <summary>The first http or https address that is written out in a text.</summary>
public static class FirstLink
{
    private const int Longest = 2000;

    /// <summary>As it stands there, without what closes the sentence; null when there is none.</summary>
    public static string? In(string text)
    {
        for (
            var at = text.IndexOf("http", StringComparison.OrdinalIgnoreCase);
            at >= 0;
            at = text.IndexOf("http", at + 4, StringComparison.OrdinalIgnoreCase)
        )
        {
            if (at > 0 && char.IsLetterOrDigit(text[at - 1]))
                continue;
            var end = at;
            while (
                end < text.Length
                && !char.IsWhiteSpace(text[end])
                && text[end] is not ('<' or '>' or '"' or '»' or '”')
            )
                end++;
            var link = Closed(text[at..end]);
            if (
                link.Length <= Longest
                && Uri.TryCreate(link, UriKind.Absolute, out var address)
                && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
                && address.Host.Length > 0
            )
                return link;
        }
        return null;
    }

    /// <summary>A full stop ends the sentence, not the address; so does a bracket that was opened before it.</summary>
    private static string Closed(string link)
    {
        for (; ; )
        {
            var shorter = link.TrimEnd('.', ',', ';', ':', '!', '?', '\'', '…', '。', '、');
            if (shorter.EndsWith(')') && !shorter.Contains('(', StringComparison.Ordinal))
                shorter = shorter[..^1];
            if (shorter.Length == link.Length)
                return link;
            link = shorter;
        }
    }
}
