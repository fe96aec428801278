using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

/// <summary>
/// Sets every connected account of the workspace to be polled from now on, where its network can be. For the start of the
/// program and for a new or signed-in account; calling it again only polls at once.
/// </summary>
public sealed class WatchInboxes(
    SocialBotDb db,
    NetworkCatalogue networks,
    IOptions<InboxOptions> options,
    TimeProvider clock
)
{
    /// <returns>How many accounts are watched.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var accounts = await db
            .Accounts.Where(a => a.DisconnectedAt == null)
            .Select(a => new { a.Id, a.Network })
            .ToListAsync(ct);
        accounts.RemoveAll(a => networks.Find<IReadsMentions>(a.Network) is null);
        await SearchWords.QueueAsync(db, networks, clock.GetUtcNow(), ct);
        foreach (var account in accounts)
        {
            db.Queue(
                new DueWork(
                    Lane.Network,
                    ReadInbox.WorkKind,
                    ReadInbox.Subject(account.Id),
                    clock.GetUtcNow()
                )
            );
            if (networks.Find<IChecksItems>(account.Network) is not null)
                db.Queue(
                    new DueWork(
                        Lane.Network,
                        CheckItems.WorkKind,
                        ReadInbox.Subject(account.Id),
                        clock.GetUtcNow() + options.Value.CheckEvery
                    )
                );
        }
        await db.SaveChangesAsync(ct);
        return accounts.Count;
    }
}
