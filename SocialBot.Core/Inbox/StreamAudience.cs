using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

/// <summary>
/// Whom a stream concerns. One connection serves all workspaces, so this alone looks at the accounts and items of all; each is then
/// given what is its own in a unit of work of its own.
/// </summary>
public sealed class StreamAudience(SocialBotDb db)
{
    private const int Batch = 500;

    /// <summary>Every connected account of the network. Of a workspace's accounts there, the first listens for its watched words.</summary>
    public async Task<IReadOnlyList<Listener>> OfAsync(string network, CancellationToken ct)
    {
        var accounts = await db
            .Accounts.IgnoreQueryFilters()
            .Where(a => a.Network == network && a.DisconnectedAt == null)
            .OrderBy(a => a.Id)
            .Select(a => new
            {
                a.Id,
                a.WorkspaceId,
                a.RemoteId,
            })
            .ToListAsync(ct);
        if (accounts.Count == 0)
            return [];
        var words = (
            await db
                .WatchedWords.IgnoreQueryFilters()
                .OrderBy(w => w.Id)
                .Select(w => new { w.WorkspaceId, w.Phrase })
                .ToListAsync(ct)
        ).ToLookup(w => w.WorkspaceId, w => w.Phrase);
        var served = new HashSet<long>();
        return
        [
            .. accounts.Select(a => new Listener(
                a.Id,
                a.WorkspaceId,
                a.RemoteId,
                served.Add(a.WorkspaceId) ? [.. words[a.WorkspaceId]] : []
            )),
        ];
    }

    /// <summary>Of what was deleted, by whomever, that which some workspace keeps.</summary>
    public async Task<IReadOnlyList<KnownItem>> KnownAsync(
        string network,
        IReadOnlyList<string> remoteIds,
        CancellationToken ct
    )
    {
        var known = new List<KnownItem>();
        foreach (var ids in remoteIds.Distinct(StringComparer.Ordinal).Chunk(Batch))
            known.AddRange(
                await db
                    .CaseItems.IgnoreQueryFilters()
                    .Where(i => ids.Contains(i.RemoteId) && i.GoneAt == null)
                    .Join(
                        db.Accounts.IgnoreQueryFilters().Where(a => a.Network == network),
                        i => i.AccountId,
                        a => a.Id,
                        (i, _) => new KnownItem(i.WorkspaceId, i.AccountId, i.RemoteId)
                    )
                    .ToListAsync(ct)
            );
        return known;
    }
}

public sealed record Listener(
    long AccountId,
    long WorkspaceId,
    string RemoteId,
    IReadOnlyList<string> Phrases
)
{
    public bool Equals(Listener? other) =>
        other is not null
        && AccountId == other.AccountId
        && WorkspaceId == other.WorkspaceId
        && RemoteId == other.RemoteId
        && Phrases.SequenceEqual(other.Phrases);

    public override int GetHashCode() => AccountId.GetHashCode();

    /// <summary>Two workspaces may have connected the same account: it is listened for once, with the words of both.</summary>
    public static IReadOnlyList<WatchedAccount> AsWatched(IEnumerable<Listener> listeners) =>
        [
            .. listeners
                .GroupBy(l => l.RemoteId)
                .Select(g => new WatchedAccount(
                    g.Key,
                    [.. g.SelectMany(l => l.Phrases).Distinct(StringComparer.OrdinalIgnoreCase)]
                )),
        ];
}

public sealed record KnownItem(long WorkspaceId, long AccountId, string RemoteId);
