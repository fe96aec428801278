using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SocialBot.Core.Accounts;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

/// <summary>
/// Looks on one network for the workspace's watched words, page by page from where it stood, through one of its accounts there:
/// all would find the same. What finds nothing, or is not answered, is asked less often.
/// </summary>
public sealed class SearchWords(
    SocialBotDb db,
    NetworkCatalogue networks,
    IKeepsSecrets secrets,
    ReceiveItems receive,
    StreamPulse pulse,
    IOptions<InboxOptions> options,
    TimeProvider clock
) : IDoesDueWork
{
    public const string WorkKind = "inbox.search";

    private const int MostPages = 10;
    private const int MostDoublings = 3;

    public string Kind => WorkKind;

    private static string Subject(string network) => $"network:{network}";

    /// <summary>Sets every network of the workspace that can be searched to be searched at once, if there is a word to look for.</summary>
    internal static async Task QueueAsync(
        SocialBotDb db,
        NetworkCatalogue networks,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var connected = await db
            .Accounts.Where(a => a.DisconnectedAt == null)
            .Select(a => a.Network)
            .Distinct()
            .ToListAsync(ct);
        foreach (var network in connected.Where(n => networks.Find<ISearchesPosts>(n) is not null))
            db.Queue(new DueWork(Lane.Network, WorkKind, Subject(network), now));
    }

    public async Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
    {
        var name = claim.Subject[(claim.Subject.IndexOf(':') + 1)..];
        var words = await db
            .WatchedWords.AsNoTracking()
            .OrderBy(w => w.Id)
            .Select(w => w.Phrase)
            .ToListAsync(ct);
        if (words.Count == 0 || networks.Find<ISearchesPosts>(name) is not { } network)
            return DueResult.Finished;
        var account = await SearcherAsync(name, ct);
        if (account is null)
            return await db.Accounts.AnyAsync(
                a => a.Network == name && a.DisconnectedAt == null,
                ct
            )
                ? new DueResult.Again(clock.GetUtcNow() + options.Value.SearchEvery)
                : DueResult.Finished;

        var search = await StandAsync(name, ct);
        var found = 0;
        for (var page = 0; page < MostPages; page++)
        {
            var reading = await network.SearchAsync(
                account.Open(secrets),
                words,
                search.Cursor,
                ct
            );
            switch (reading)
            {
                case MentionPage.Items items:
                    var received = await receive.RunAsync(
                        account.Id,
                        items.Found,
                        ct,
                        new CameBy.Searched(search, items.Cursor, items.More)
                    );
                    found += received.Stored;
                    if (items.More)
                        break;
                    return await AgainAsync(search, idle: found == 0, wait: null, ct);
                case MentionPage.NotNow later:
                    return await AgainAsync(search, idle: true, later.After, ct);
                case MentionPage.SignInNeeded signIn:
                    await AskToSignInAsync(account, signIn.Reason, ct);
                    return new DueResult.Again(clock.GetUtcNow()); // another account may search
            }
        }
        return new DueResult.Again(clock.GetUtcNow());
    }

    private Task<Account?> SearcherAsync(string network, CancellationToken ct) =>
        db
            .Accounts.Where(a =>
                a.Network == network && a.DisconnectedAt == null && a.SignInNeeded == null
            )
            .OrderBy(a => a.Id)
            .FirstOrDefaultAsync(ct);

    private async Task<WordSearch> StandAsync(string network, CancellationToken ct)
    {
        var search = await db.WordSearches.FirstOrDefaultAsync(s => s.Network == network, ct);
        if (search is null)
            db.WordSearches.Add(search = new WordSearch { Network = network });
        return search;
    }

    private async Task<DueResult> AgainAsync(
        WordSearch search,
        bool idle,
        TimeSpan? wait,
        CancellationToken ct
    )
    {
        search.Idle = idle ? Math.Min(search.Idle + 1, MostDoublings) : 0;
        await db.SaveChangesAsync(ct);
        var pause = options.Value.SearchEvery * (1 << search.Idle);
        // Where the network tells of everything by itself, this only fills gaps.
        if (pulse.Beats(search.Network) && options.Value.BackfillEvery > pause)
            pause = options.Value.BackfillEvery;
        return new DueResult.Again(clock.GetUtcNow() + (wait > pause ? wait.Value : pause));
    }

    private async Task AskToSignInAsync(Account account, string reason, CancellationToken ct)
    {
        db.AskToSignIn(account, reason, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
    }
}
