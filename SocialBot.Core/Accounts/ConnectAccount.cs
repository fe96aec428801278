using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Audit;
using SocialBot.Core.Board;
using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Accounts;

/// <summary>
/// Connects the profile that somebody signed in to: a new account, or the one it is already, with a fresh secret. Uses the ticket up. A profile
/// that another workspace has connected is refused: two teams would answer the same people and publish past each other's approvals.
/// </summary>
public sealed class ConnectAccount(
    SocialBotDb db,
    IKeepsSecrets secrets,
    WatchInboxes watch,
    ListAccounts list,
    TimeProvider clock
)
{
    public async Task<Outcome<ConnectedAccount>> RunAsync(
        OpenedTicket opened,
        ConnectedProfile profile,
        CancellationToken ct
    )
    {
        var (ticket, now) = (opened.Ticket, clock.GetUtcNow());
        if (!opened.Workspace.Takes(ticket.Network))
            return new Refusal("account.sample", ticket.Network);
        if (opened.Account is { } meant && meant.RemoteId != profile.RemoteId)
            return new Refusal("account.other-profile", profile.Handle, meant.Handle);
        if (await IsElsewhereAsync(ticket.Network, profile.RemoteId, ct))
            return new Refusal("account.elsewhere", profile.Handle);

        await using var whole = await db.BeginAsync(ct);
        var account = await db.Accounts.FirstOrDefaultAsync(
            a => a.Network == ticket.Network && a.RemoteId == profile.RemoteId,
            ct
        );
        var again = account is not null;
        if (account is null)
        {
            account = new Account
            {
                Network = ticket.Network,
                Handle = profile.Handle,
                RemoteId = profile.RemoteId,
            };
            db.Accounts.Add(account);
        }
        account.Connect(
            profile,
            secrets.Protect(db.WorkspaceId, ticket.Network, profile.RemoteId, profile.Secret),
            opened.Member.Id,
            now
        );
        ticket.UsedAt = now;
        ticket.Profiles = null;
        await db.SaveChangesAsync(ct); // its id
        var posts = await list.PostsAsync(account.Id, ct);
        db.Record(
            new AuditEntry
            {
                At = now,
                MemberId = opened.Member.Id,
                Action = again ? "account.reconnect" : "account.connect",
                Subject = account.Subject,
                Detail = account.Label,
            }
        );
        db.LookAtHealth(account.Id, now);
        Tell(opened.Member.Id, account, again, posts.Count, now);
        await watch.RunAsync(ct);
        await whole.CommitAsync(ct);
        return new ConnectedAccount(account, again, posts);
    }

    private void Tell(long memberId, Account account, bool again, int posts, DateTimeOffset now)
    {
        var facts = new { account = account.Id, again };
        db.Notify("account.connected", facts, memberId, RoomPurpose.Alerts, now);
        // Whoever wrote them waits for this.
        if (again && posts > 0)
            db.Notify("account.connected", facts, memberId: null, RoomPurpose.Alerts, now);
    }

    private Task<bool> IsElsewhereAsync(string network, string remoteId, CancellationToken ct) =>
        db
            .Accounts.IgnoreQueryFilters()
            .AnyAsync(
                a =>
                    a.WorkspaceId != db.WorkspaceId
                    && a.Network == network
                    && a.RemoteId == remoteId
                    && a.DisconnectedAt == null,
                ct
            );
}

/// <param name="Again">It was known before.</param>
/// <param name="Posts">Numbers of the posts that wait for it.</param>
public sealed record ConnectedAccount(Account Account, bool Again, IReadOnlyList<long> Posts);
