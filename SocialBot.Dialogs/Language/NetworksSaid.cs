namespace SocialBot.Dialogs.Language;

/// <summary>The networks a sentence names.</summary>
internal sealed record NetworksSaid(
    IReadOnlyList<string> Named,
    IReadOnlyList<string> Excluded,
    bool All
)
{
    /// <summary>By the network's name in small letters: what people call it.</summary>
    private static readonly Dictionary<string, string> CommonNames = new(StringComparer.Ordinal)
    {
        ["fb"] = "facebook",
        ["facebook"] = "facebook",
        ["ig"] = "instagram",
        ["insta"] = "instagram",
        ["instagram"] = "instagram",
        ["x"] = "x",
        ["twitter"] = "x",
        ["tweet"] = "x",
        ["tweets"] = "x",
        ["linkedin"] = "linkedin",
        ["linked in"] = "linkedin",
        ["linkedn"] = "linkedin",
        ["yt"] = "youtube",
        ["youtube"] = "youtube",
        ["you tube"] = "youtube",
        ["tiktok"] = "tiktok",
        ["tik tok"] = "tiktok",
        ["bluesky"] = "bluesky",
        ["blue sky"] = "bluesky",
        ["bsky"] = "bluesky",
        ["mastodon"] = "mastodon",
        ["masto"] = "mastodon",
        ["toot"] = "mastodon",
        ["fediverse"] = "mastodon",
    };

    private static readonly HashSet<string> Without = new(StringComparer.Ordinal)
    {
        "except",
        "without",
        "excluding",
        "not",
        "minus",
        "ohne",
        "ausser",
        "nicht",
        "keine",
        "kein",
    };

    private static readonly HashSet<string> Every = new(StringComparer.Ordinal)
    {
        "all",
        "every",
        "each",
        "alle",
        "allen",
        "saemtliche",
        "saemtlichen",
        "jedes",
        "jedem",
    };

    private static readonly HashSet<string> Places = new(StringComparer.Ordinal)
    {
        "account",
        "accounts",
        "channel",
        "channels",
        "network",
        "networks",
        "platform",
        "platforms",
        "profiles",
        "socials",
        "konten",
        "kanaele",
        "kanaelen",
        "netzwerke",
        "netzwerken",
        "plattformen",
        "profile",
        "profilen",
    };

    public static NetworksSaid In(List<Word> words, IReadOnlyList<string> networks)
    {
        var named = new List<string>();
        var excluded = new List<string>();
        var all = false;
        for (var at = 0; at < words.Count; at++)
        {
            all |= IsEverywhere(words, at);
            if (NetworkAt(words, at, networks) is not var (network, length))
                continue;
            var list = IsExcluded(words, at, networks) ? excluded : named;
            if (!list.Contains(network))
                list.Add(network);
            at += length - 1;
        }
        return new NetworksSaid(
            [.. named.Where(n => !excluded.Contains(n))],
            excluded,
            all && named.Count == 0
        );
    }

    private static (string Network, int Length)? NetworkAt(
        List<Word> words,
        int at,
        IReadOnlyList<string> networks
    )
    {
        if (
            at + 1 < words.Count
            && Find($"{words[at].Folded} {words[at + 1].Folded}", networks) is { } two
        )
            return (two, 2);
        // "3x", "2 x 4" is no network.
        if (
            words[at].Folded == "x"
            && (words[at].Glued && at > 0 || at + 1 < words.Count && words[at + 1].IsNumber)
        )
            return null;
        return Find(words[at].Folded, networks) is { } one ? (one, 1) : null;
    }

    private static string? Find(string said, IReadOnlyList<string> networks)
    {
        var name = CommonNames.GetValueOrDefault(said, said);
        foreach (var network in networks)
            if (string.Equals(network, name, StringComparison.OrdinalIgnoreCase))
                return network;
        return null;
    }

    /// <summary>"not on X", "except Facebook and Instagram": looks back over little words and other networks.</summary>
    private static bool IsExcluded(List<Word> words, int at, IReadOnlyList<string> networks)
    {
        for (var back = at - 1; back >= 0 && back >= at - 6; back--)
        {
            var word = words[back].Folded;
            if (Without.Contains(word))
                return true;
            var passes =
                word
                    is "on"
                        or "auf"
                        or "bei"
                        or "in"
                        or "for"
                        or "the"
                        or "and"
                        or "und"
                        or "or"
                        or "oder"
                        or ","
                        or "&"
                || Find(word, networks) is not null;
            if (!passes)
                return false;
        }
        return false;
    }

    private static bool IsEverywhere(List<Word> words, int at)
    {
        if (words[at].Folded is "everywhere" or "ueberall" or "xpost" or "crosspost")
            return true;
        if (!Every.Contains(words[at].Folded))
            return false;
        // "all our accounts", "all of the channels", "auf allen unseren Kanälen"
        for (var next = at + 1; next < words.Count && next <= at + 3; next++)
            if (Places.Contains(words[next].Folded))
                return true;
        return false;
    }
}
