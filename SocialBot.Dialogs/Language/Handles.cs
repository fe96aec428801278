using System.Text.RegularExpressions;

namespace SocialBot.Dialogs.Language;

/// <summary>What stands behind an @: accounts of the workspace by handle, people otherwise.</summary>
internal sealed partial record Handles(
    IReadOnlyList<KnownAccount> Found,
    IReadOnlyList<string> Mentions,
    string Masked
)
{
    public static Handles In(string text, IReadOnlyList<KnownAccount> accounts)
    {
        if (!text.Contains('@', StringComparison.Ordinal))
            return new Handles([], [], text);
        var found = new List<KnownAccount>();
        var mentions = new List<string>();
        var masked = text;
        foreach (Match match in Handle().Matches(text))
        {
            var handle = match.Groups[1].Value.TrimEnd('.', '-');
            var named = accounts
                .Where(a => string.Equals(a.Handle, handle, StringComparison.OrdinalIgnoreCase))
                .ToList();
            found.AddRange(named.Where(a => !found.Contains(a)));
            if (named.Count == 0)
                mentions.Add("@" + handle);
            masked = SentenceReader.Mask(masked, match.Index..(match.Index + match.Length));
        }
        return new Handles(found, mentions, masked);
    }

    /// <summary>"Bluesky @acme": where the same handle is on several networks, those that were named.</summary>
    public IReadOnlyList<KnownAccount> Of(IReadOnlyList<string> networks) =>
        Found.Where(a => networks.Contains(a.Network)).ToList() is { Count: > 0 } named
            ? named
            : Found;

    [GeneratedRegex(@"(?<![\w.@])@([\w][\w.\-]*(?:@[\w.\-]+)?)")]
    private static partial Regex Handle();
}
