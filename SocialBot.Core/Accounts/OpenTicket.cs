using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Accounts;

/// <summary>
/// Finds the ticket behind a link, or behind what a network's page led back with, and enters its workspace. Null for whatever is unknown, used
/// up, too old, or no longer its member's right: no difference is told.
/// </summary>
public sealed class OpenTicket(
    SocialBotDb db,
    WorkspaceScope scope,
    IKeepsSecrets secrets,
    TimeProvider clock
)
{
    public Task<OpenedTicket?> RunAsync(string token, CancellationToken ct)
    {
        var hash = ConnectTicket.Hash(token);
        return OpenAsync(db.ConnectTickets.Where(t => t.TokenHash == hash), ct);
    }

    /// <summary>Counts a try; false when the ticket has seen too many.</summary>
    public async Task<bool> TryAsync(OpenedTicket opened, CancellationToken ct) =>
        await db
            .ConnectTickets.Where(t =>
                t.Id == opened.Ticket.Id && t.Tries < ConnectTicket.MostTries
            )
            .ExecuteUpdateAsync(t => t.SetProperty(p => p.Tries, p => p.Tries + 1), ct) == 1;

    /// <summary>The person goes to the network's own page; only what comes back with this state, in this browser, is believed, once.</summary>
    public async Task LeaveAsync(
        OpenedTicket opened,
        string token,
        string state,
        string browser,
        string kept,
        CancellationToken ct
    )
    {
        opened.Ticket.StateHash = StateHash(state, browser);
        opened.Ticket.Kept = Seal(
            opened.Ticket,
            JsonSerializer.Serialize(new KeptOnTheWay(token, kept))
        );
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Back from the network's page: the ticket, our page's token and what the network wanted back. The same again finds nothing.</summary>
    public async Task<ReturnedTicket?> ReturnAsync(
        string state,
        string browser,
        CancellationToken ct
    )
    {
        var hash = StateHash(state, browser);
        if (
            await OpenAsync(db.ConnectTickets.Where(t => t.StateHash == hash), ct)
                is not { Ticket: { Kept: { } sealedKept } ticket } opened
            || await db
                .ConnectTickets.Where(t => t.Id == ticket.Id && t.StateHash == hash)
                .ExecuteUpdateAsync(
                    t =>
                        t.SetProperty(p => p.StateHash, (string?)null)
                            .SetProperty(p => p.Kept, (string?)null),
                    ct
                ) == 0
        )
            return null;
        var kept = JsonSerializer.Deserialize<KeptOnTheWay>(Open(ticket, sealedKept))!;
        return new ReturnedTicket(opened, kept.Token, kept.Kept);
    }

    /// <summary>Keeps the profiles until the person has chosen one.</summary>
    public async Task OfferAsync(
        OpenedTicket opened,
        IReadOnlyList<ConnectedProfile> profiles,
        CancellationToken ct
    )
    {
        opened.Ticket.Profiles = Seal(opened.Ticket, JsonSerializer.Serialize(profiles));
        await db.SaveChangesAsync(ct);
    }

    public IReadOnlyList<ConnectedProfile> Offered(OpenedTicket opened) =>
        opened.Ticket.Profiles is { } kept
            ? JsonSerializer.Deserialize<List<ConnectedProfile>>(Open(opened.Ticket, kept))!
            : [];

    private async Task<OpenedTicket?> OpenAsync(
        IQueryable<ConnectTicket> which,
        CancellationToken ct
    )
    {
        // A link says nothing of its workspace: the ticket does.
        if (await which.IgnoreQueryFilters().FirstOrDefaultAsync(ct) is not { } ticket)
            return null;
        if (ticket.UsedAt is not null || ticket.ExpiresAt <= clock.GetUtcNow())
            return null;
        scope.Enter(ticket.WorkspaceId);
        var member = await db.Members.FirstOrDefaultAsync(m => m.Id == ticket.MemberId, ct);
        if (member?.Has(Roles.Admin) != true)
            return null;
        return new OpenedTicket(
            ticket,
            await db.Workspaces.SingleAsync(w => w.Id == ticket.WorkspaceId, ct),
            member,
            ticket.AccountId is { } id
                ? await db.Accounts.FirstOrDefaultAsync(a => a.Id == id, ct)
                : null
        );
    }

    private static string StateHash(string state, string browser) =>
        ConnectTicket.Hash($"{state}.{browser}");

    private string Seal(ConnectTicket ticket, string text) =>
        secrets.Protect(ticket.WorkspaceId, ticket.Network, Purpose(ticket), text);

    private string Open(ConnectTicket ticket, string sealedText) =>
        secrets.Unprotect(ticket.WorkspaceId, ticket.Network, Purpose(ticket), sealedText);

    private static string Purpose(ConnectTicket ticket) =>
        FormattableString.Invariant($"ticket:{ticket.Id}");

    private sealed record KeptOnTheWay(string Token, string Kept);
}

/// <param name="Account">The account to sign in to again; null for any.</param>
public sealed record OpenedTicket(
    ConnectTicket Ticket,
    Workspace Workspace,
    Member Member,
    Account? Account
);

/// <param name="Token">Of our page, to show it again.</param>
public sealed record ReturnedTicket(OpenedTicket Opened, string Token, string Kept)
{
    public override string ToString() => nameof(ReturnedTicket);
}
