using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SocialBot.Core.Accounts;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

/// <summary>Asks whether the recent texts of an account's open cases are still there, those first that were asked about longest ago.</summary>
public sealed class CheckItems(
    SocialBotDb db,
    NetworkCatalogue networks,
    IKeepsSecrets secrets,
    MarkGone markGone,
    IOptions<InboxOptions> options,
    TimeProvider clock
) : IDoesDueWork
{
    public const string WorkKind = "inbox.check";

    /// <summary>What one call of <see cref="IChecksItems"/> may ask about, and all that one round spends of the budget.</summary>
    private const int Most = 200;

    private static readonly TimeSpan Recent = TimeSpan.FromDays(7);

    public string Kind => WorkKind;

    public async Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
    {
        var account = await db.Accounts.FirstOrDefaultAsync(a => a.Id == claim.SubjectId, ct);
        if (
            account is null or { DisconnectedAt: not null }
            || networks.Find<IChecksItems>(account.Network) is not { } network
        )
            return DueResult.Finished;
        if (account.SignInNeeded is not null)
            return Again();
        var asked = await NextAsync(account.Id, ct);
        if (asked.Count == 0)
            return Again();
        switch (await network.CheckAsync(account.Open(secrets), asked, ct))
        {
            case ItemsCheck.Checked found:
                await using (var whole = await db.BeginAsync(ct))
                {
                    await NoteAsync(account.Id, asked, ct);
                    await markGone.RunAsync(account.Id, found.Gone, ct);
                    await whole.CommitAsync(ct);
                }
                return Again();
            case ItemsCheck.NotNow later:
                return Again(later.After);
            default: // Reading the inbox finds the same, and tells it.
                return Again();
        }
    }

    private Task<List<string>> NextAsync(long accountId, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - Recent;
        return db
            .CaseItems.Where(i =>
                i.AccountId == accountId
                && i.GoneAt == null
                && i.Role != ItemRole.Similar
                && i.At >= since
                && (
                    i.Case.State == CaseState.Open
                    || i.Case.State == CaseState.Snoozed
                    || i.Case.State == CaseState.Escalated
                )
            )
            .OrderBy(i => i.CheckedAt ?? DateTimeOffset.UnixEpoch)
            .ThenByDescending(i => i.At)
            .Take(Most)
            .Select(i => i.RemoteId)
            .ToListAsync(ct);
    }

    private Task<int> NoteAsync(long accountId, List<string> asked, CancellationToken ct)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        return db
            .CaseItems.Where(i => i.AccountId == accountId && asked.Contains(i.RemoteId))
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.CheckedAt, now), ct);
    }

    private DueResult.Again Again(TimeSpan? wait = null) =>
        new(
            clock.GetUtcNow()
                + (wait > options.Value.CheckEvery ? wait.Value : options.Value.CheckEvery)
        );
}
