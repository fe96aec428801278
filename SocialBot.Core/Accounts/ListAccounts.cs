using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Accounts;

/// <summary>The connected accounts, how they are, and which posts depend on them.</summary>
public sealed class ListAccounts(SocialBotDb db, TimeProvider clock)
{
    private static readonly CopyStatus[] Depending =
    [
        CopyStatus.InReview,
        CopyStatus.Approved,
        CopyStatus.Due,
        CopyStatus.Missed,
    ];

    public async Task<IReadOnlyList<AccountHealth>> RunAsync(CancellationToken ct)
    {
        var accounts = await db
            .Accounts.AsNoTracking()
            .Where(a => a.DisconnectedAt == null)
            .OrderBy(a => a.Id)
            .ToListAsync(ct);
        var posts = (
            await db
                .Copies.Where(c => Depending.Contains(c.Status))
                .Select(c => new { c.AccountId, c.PostId })
                .Distinct()
                .ToListAsync(ct)
        ).ToLookup(c => c.AccountId, c => c.PostId);
        var now = clock.GetUtcNow();
        return
        [
            .. accounts.Select(a => new AccountHealth(
                a,
                a.SignInNeeded is not null ? AccountState.SignIn
                    : a.SecretEndsAt is { } ends && ends - now <= AccountWarning.First
                        ? AccountState.SignsOut
                    : AccountState.Well,
                [.. posts[a.Id].Order()]
            )),
        ];
    }

    /// <summary>Numbers of the posts that are not out yet, or missed, on this account; drafts wait for their authors.</summary>
    public Task<List<long>> PostsAsync(long accountId, CancellationToken ct) =>
        db
            .Copies.Where(c => c.AccountId == accountId && Depending.Contains(c.Status))
            .Select(c => c.PostId)
            .Distinct()
            .OrderBy(id => id)
            .ToListAsync(ct);
}

public enum AccountState
{
    Well,

    /// <summary>Within days; see <see cref="Account.SecretEndsAt"/>.</summary>
    SignsOut,

    /// <summary>Somebody must sign in; see <see cref="Account.SignInNeeded"/>.</summary>
    SignIn,
}

/// <param name="Posts">Numbers of the posts that depend on it.</param>
public sealed record AccountHealth(Account Account, AccountState State, IReadOnlyList<long> Posts);
