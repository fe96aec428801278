using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Accounts;

/// <summary>Makes a personal link to the page where an account is connected, or signed in to again.</summary>
public sealed class AskToConnect(
    SocialBotDb db,
    NetworkCatalogue networks,
    IConnectLinks links,
    TimeProvider clock
)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <param name="network">Its name in any case; null = that of the account.</param>
    /// <param name="accountId">The account to sign in to again.</param>
    public async Task<Outcome<ConnectLink>> RunAsync(
        Member by,
        string? network,
        long? accountId,
        CancellationToken ct
    )
    {
        if (!by.Has(Roles.Admin))
            return new Refusal("account.not-allowed");
        var account = accountId is null
            ? null
            : await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == accountId, ct);
        if (accountId is not null && account is null)
            return new Refusal("account.none-such");
        if (networks.Find<IConnects>(account?.Network ?? network ?? "") is not { } found)
            return new Refusal("account.network-unknown", account?.Network ?? network);
        var workspace = await db
            .Workspaces.AsNoTracking()
            .SingleAsync(w => w.Id == db.WorkspaceId, ct);
        if (!workspace.Takes(found.Name))
            return new Refusal("account.sample", found.Name);

        var now = clock.GetUtcNow();
        await db.ConnectTickets.Where(t => t.ExpiresAt < now - Kept).ExecuteDeleteAsync(ct);
        var token = ConnectTicket.NewToken();
        db.ConnectTickets.Add(
            new ConnectTicket
            {
                TokenHash = ConnectTicket.Hash(token),
                MemberId = by.Id,
                Network = found.Name,
                AccountId = account?.Id,
                ExpiresAt = now + ConnectTicket.Lives,
            }
        );
        await db.SaveChangesAsync(ct);
        return new ConnectLink(
            found.Name,
            account?.Label,
            links.For(token),
            links.OnlyHere,
            now + ConnectTicket.Lives
        );
    }

    /// <summary>The networks that this workspace can connect.</summary>
    public async Task<IReadOnlyList<string>> OffersAsync(CancellationToken ct)
    {
        var workspace = await db
            .Workspaces.AsNoTracking()
            .SingleAsync(w => w.Id == db.WorkspaceId, ct);
        return
        [
            .. networks.Names.Where(n =>
                networks.Find<IConnects>(n) is not null && workspace.Takes(n)
            ),
        ];
    }
}

/// <param name="Account">The account to sign in to again, as people write it; null for any.</param>
/// <param name="OnlyHere">The address can be opened only on the computer the program runs on.</param>
public sealed record ConnectLink(
    string Network,
    string? Account,
    Uri Address,
    bool OnlyHere,
    DateTimeOffset ExpiresAt
)
{
    public override string ToString() => $"a link to connect {Network}";
}
