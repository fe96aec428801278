using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Audit;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Accounts;

/// <summary>
/// Forgets an account's secret and stops what was due for it. What was planned for it is missed, in words; what is out stays out and in the
/// history.
/// </summary>
public sealed class DisconnectAccount(
    SocialBotDb db,
    NetworkCatalogue networks,
    PostHistory history,
    TimeProvider clock
)
{
    public async Task<Outcome<Account>> RunAsync(Member by, long accountId, CancellationToken ct)
    {
        if (!by.Has(Roles.Admin))
            return new Refusal("account.not-allowed");
        var account = await db.Accounts.FirstOrDefaultAsync(
            a => a.Id == accountId && a.DisconnectedAt == null,
            ct
        );
        if (account is null)
            return new Refusal("account.none-such");

        await using var whole = await db.BeginAsync(ct);
        var now = clock.GetUtcNow();
        // The session ends at the network too, where that is offered; until then the sealed secret lies only in that errand.
        if (
            account.ProtectedSecret is { } secret
            && networks.Find<ISignsOut>(account.Network) is not null
        )
            db.Queue(
                new DueWork(Lane.Network, SignOutSession.WorkKind, account.Subject, now, secret)
            );
        account.Disconnect(now);
        db.Cancel(ReadInbox.WorkKind, ReadInbox.Subject(account.Id));
        db.Cancel(WarnOfSignOut.WorkKind, account.Subject);
        db.Record(
            new AuditEntry
            {
                At = now,
                MemberId = by.Id,
                Action = "account.disconnect",
                Subject = account.Subject,
                Detail = account.Label,
            }
        );
        await db.SaveChangesAsync(ct);
        await MissPlannedAsync(account, by, now, ct);
        await whole.CommitAsync(ct);
        return account;
    }

    private async Task MissPlannedAsync(
        Account account,
        Member by,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var planned = await db
            .Copies.Where(c =>
                c.AccountId == account.Id
                && (c.Status == CopyStatus.Approved || c.Status == CopyStatus.Due)
            )
            .Select(c => new { c.Id, c.PostId })
            .ToListAsync(ct);
        foreach (var each in planned)
        {
            var post = (await history.FindAsync(each.PostId, ct))!;
            var copy = post.Copies.Single(c => c.Id == each.Id);
            copy.Miss(new Trouble("account.disconnected", now, ByMemberId: by.Id));
            db.Cancel(PublishCopy.WorkKind, PublishCopy.Subject(copy.Id));
            if (post.AuthorId != by.Id)
                db.Notify("post.missed", new { post = post.Id }, post.AuthorId, room: null, now);
            await history.WriteAsync(
                post,
                by.Id,
                "post.missed",
                "account.disconnected",
                ct,
                only: copy
            );
        }
    }
}
