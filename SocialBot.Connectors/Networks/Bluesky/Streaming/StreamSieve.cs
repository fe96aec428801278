using System.Buffers;
using System.Text;
using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Connectors.Networks.Bluesky.Listening;
using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Bluesky.Streaming;

/// <summary>
/// Whom a post concerns. A whole network comes by, so the bytes of a frame are first asked, at once for all accounts and phrases, whether they
/// hold any of our names at all; only then a record is taken apart.
/// </summary>
internal sealed class StreamSieve
{
    private const int ShortestProbe = 3;

    private readonly IReadOnlyList<WatchedAccount> watched;
    private readonly List<(WatchedAccount Account, string Phrase)> phrases;
    private readonly HashSet<string> dids;

    /// <summary>Null = a phrase has nothing that bytes could be asked for: every post is taken apart.</summary>
    private readonly SearchValues<string>? probes;

    public StreamSieve(IReadOnlyList<WatchedAccount> watched)
    {
        this.watched = watched;
        dids = watched.Select(w => w.RemoteId).ToHashSet(StringComparer.Ordinal);
        phrases = [.. watched.SelectMany(w => w.Phrases.Select(p => (w, Phrases.Fold(p))))];
        var words = phrases.Select(p => Probe(p.Phrase)).ToList();
        if (words.All(w => w.Length >= ShortestProbe))
            probes = SearchValues.Create(
                [.. dids.Concat(words).Distinct()],
                StringComparison.OrdinalIgnoreCase
            );
    }

    /// <summary>Whether the bytes may hold something for us: a false yes costs a moment, a no is certain.</summary>
    public bool MayConcernUs(ReadOnlySpan<byte> bytes)
    {
        if (probes is null)
            return true;
        var chars = ArrayPool<char>.Shared.Rent(bytes.Length);
        try
        {
            var text = chars.AsSpan(0, Encoding.Latin1.GetChars(bytes, chars));
            return text.ContainsAny(probes);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    /// <summary>The accounts that a post is for, each with what it is to them.</summary>
    public IEnumerable<(WatchedAccount Account, IncomingKind Kind)> Concerned(
        string author,
        HeardPost post
    )
    {
        var (parent, root, quoted) = (Owner(post.Parent), Owner(post.Root), Owner(post.Quoted));
        var folded = phrases.Count == 0 ? "" : Phrases.Fold(post.Text);
        foreach (var account in watched)
        {
            var did = account.RemoteId;
            if (did == author)
                continue;
            if (parent == did || root == did)
                yield return (account, IncomingKind.Comment);
            else if (post.Mentions.Contains(did))
                yield return (account, IncomingKind.Mention);
            else if (quoted == did)
                yield return (account, IncomingKind.Quote);
            else if (phrases.Any(p => p.Account == account && Phrases.IsIn(folded, p.Phrase)))
                yield return (account, IncomingKind.Post);
        }
    }

    private static string? Owner(string? uri) => AtUri.TryParse(uri, out var at) ? at.Did : null;

    /// <summary>The longest run of plain letters and digits, which UTF-8 and JSON write as they are.</summary>
    private static string Probe(string phrase)
    {
        var best = "";
        var from = 0;
        for (var i = 0; i <= phrase.Length; i++)
        {
            if (i < phrase.Length && char.IsAsciiLetterOrDigit(phrase[i]))
                continue;
            if (i - from > best.Length)
                best = phrase[from..i];
            from = i + 1;
        }
        return best;
    }
}
