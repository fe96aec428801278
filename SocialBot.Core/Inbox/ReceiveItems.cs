using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SocialBot.Core.Accounts;
using SocialBot.Core.Board;
using SocialBot.Core.Networks;
using SocialBot.Core.Sentiment;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>
/// The one door for what people write, however it came: polled, pushed or streamed. In one transaction each text is stored
/// once, scored, given to its case and brought before people, and the reading position moves on.
/// </summary>
public sealed class ReceiveItems(
    SocialBotDb db,
    ShowCase show,
    SentimentScorer scorer,
    InboxMeter meter,
    IOptions<InboxOptions> options,
    TimeProvider clock
)
{
    /// <summary>The most that is kept of what a text answers.</summary>
    private const int MostContext = 5;

    /// <summary>Takes a batch for one account of the workspace. The same texts again, in any order, change nothing.</summary>
    /// <param name="by">How it came, and where that way of reading stands after it; null for what was pushed.</param>
    public async Task<ReceivedItems> RunAsync(
        long accountId,
        IReadOnlyList<IncomingItem> items,
        CancellationToken ct,
        CameBy? by = null
    )
    {
        await using var own = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(ct)
            : null;
        var account = await LockAsync(accountId, ct);
        var firstReading = IsFirst(by, account);
        var words = await WordsAsync(items, ct);
        var (fresh, known) = await SortAsync(account, items, words, ct);
        var arrivals =
            fresh.Count == 0 ? [] : await GiveToCasesAsync(account, fresh, firstReading, ct);
        arrivals.AddRange(await RaiseAsync(account, known, firstReading, ct));
        MoveOn(account, by);
        await db.SaveChangesAsync(ct); // ids for what is new
        await BringBeforePeopleAsync(arrivals, ct);
        await db.SaveChangesAsync(ct);
        if (own is not null)
            await own.CommitAsync(ct);
        foreach (var arrival in arrivals.Where(a => !a.Quiet))
            meter.Received(
                account.Network,
                arrival.Item.Mood,
                arrival.Item.ReceivedAt - arrival.Item.At
            );
        return new ReceivedItems(fresh.Count, [.. arrivals.Select(a => a.Case.Id).Distinct()]);
    }

    /// <summary>One batch at a time per account: two that bring the same text meet here, not at the unique index.</summary>
    private async Task<Account> LockAsync(long accountId, CancellationToken ct)
    {
        await db
            .Accounts.Where(a => a.Id == accountId)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.InboxCursor, a => a.InboxCursor), ct);
        return await db.Accounts.SingleAsync(a => a.Id == accountId, ct);
    }

    /// <summary>Nothing was read this way before: what is old in it stays quiet.</summary>
    private static bool IsFirst(CameBy? by, Account account) =>
        by switch
        {
            CameBy.Polled or CameBy.Streamed => account.InboxReadAt is null,
            CameBy.Searched searched => searched.Search.ReadAt is null,
            _ => false,
        };

    private async Task<List<WatchedWord>> WordsAsync(
        IReadOnlyList<IncomingItem> items,
        CancellationToken ct
    ) =>
        items.Any(i => i.Kind == IncomingKind.Post)
            ? await db.WatchedWords.AsNoTracking().OrderBy(w => w.Id).ToListAsync(ct)
            : [];

    /// <summary>What is new, oldest first, and what was only found before and now comes as sent to us.</summary>
    private async Task<(List<Incoming> Fresh, List<IncomingItem> Known)> SortAsync(
        Account account,
        IReadOnlyList<IncomingItem> items,
        List<WatchedWord> words,
        CancellationToken ct
    )
    {
        var events = items.Select(i => i.EventId).ToList();
        var things = items.Select(i => i.RemoteId).ToList();
        var known = await db
            .CaseItems.Where(i =>
                i.AccountId == account.Id
                && (events.Contains(i.EventId) || things.Contains(i.RemoteId))
            )
            .Select(i => new
            {
                i.EventId,
                i.RemoteId,
                i.Kind,
            })
            .ToListAsync(ct);
        var knownEvents = known.Select(k => k.EventId).ToHashSet(StringComparer.Ordinal);
        var knownThings = known.Select(k => k.RemoteId).ToHashSet(StringComparer.Ordinal);
        var onlyFound = known
            .Where(k => k.Kind == IncomingKind.Post)
            .Select(k => k.RemoteId)
            .ToHashSet(StringComparer.Ordinal);
        var fresh = new List<Incoming>();
        var raised = new List<IncomingItem>();
        foreach (
            var item in items
                // What the brand itself wrote is no incoming text.
                .Where(i => i.AuthorId != account.RemoteId)
                // Of one text in a batch, what was sent to us counts before what was found.
                .OrderBy(i => i.Kind == IncomingKind.Post)
        )
        {
            var word = item.Kind == IncomingKind.Post ? WordOf(item, words) : null;
            if (item.Kind == IncomingKind.Post && word is null)
                continue; // of another workspace, or not watched any more
            if (knownEvents.Add(item.EventId) & knownThings.Add(item.RemoteId))
                fresh.Add(new Incoming(item, word));
            else if (item.Kind != IncomingKind.Post && onlyFound.Remove(item.RemoteId))
                raised.Add(item);
        }
        return ([.. fresh.OrderBy(i => i.Item.At)], raised);
    }

    private static WatchedWord? WordOf(IncomingItem item, List<WatchedWord> words)
    {
        var folded = Phrases.Fold(item.Text);
        return words.FirstOrDefault(w => Phrases.IsIn(folded, w.Folded));
    }

    private async Task<List<Arrival>> GiveToCasesAsync(
        Account account,
        List<Incoming> fresh,
        bool firstReading,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var rules = await db.InboxRules.AsNoTracking().ToListAsync(ct);
        var homes = await CaseHomes.LoadAsync(
            db,
            account.Id,
            [.. fresh.Select(f => f.Item)],
            options.Value.FoldWithin,
            ct
        );
        var arrivals = new List<Arrival>(fresh.Count);
        foreach (var (incoming, word) in fresh)
        {
            var reading = ItemReading.Of(scorer.Score(incoming.Text));
            var sketch = TextSketch.Of(incoming.Text);
            var home = await homes.FindAsync(incoming, sketch, reading.Mood, ct);
            var found = home?.Case;
            if (found is null)
                db.Cases.Add(found = new Case(account, incoming, now));
            var item = Keep(incoming, account, found, home?.Role ?? ItemRole.Lead, reading, sketch);
            item.FoundBy = word?.Phrase;
            found.Take(item);
            homes.Remember(item);
            arrivals.Add(
                new Arrival(
                    found,
                    item,
                    JudgeItem.Run(incoming, reading.Mood, account.Network, rules),
                    IsQuiet(incoming, firstReading, word)
                )
            );
        }
        return arrivals;
    }

    /// <summary>Neither a first reading nor a new word brings old texts before people.</summary>
    private bool IsQuiet(IncomingItem incoming, bool firstReading, WatchedWord? word) =>
        firstReading && clock.GetUtcNow() - incoming.At > options.Value.QuietAfter
        || word?.At - incoming.At > options.Value.QuietAfter;

    /// <summary>What a watched word had found is judged again, now that it turns out to be sent to us.</summary>
    private async Task<List<Arrival>> RaiseAsync(
        Account account,
        List<IncomingItem> known,
        bool firstReading,
        CancellationToken ct
    )
    {
        if (known.Count == 0)
            return [];
        var rules = await db.InboxRules.AsNoTracking().ToListAsync(ct);
        var ids = known.Select(k => k.RemoteId).ToList();
        var kept = await db
            .CaseItems.Include(i => i.Case)
            .Where(i => i.AccountId == account.Id && ids.Contains(i.RemoteId))
            .ToDictionaryAsync(i => i.RemoteId, StringComparer.Ordinal, ct);
        var arrivals = new List<Arrival>(known.Count);
        foreach (var (incoming, item) in known.Select(k => (k, kept[k.RemoteId])))
        {
            item.Kind = incoming.Kind;
            item.FoundBy = null;
            if (item.Role == ItemRole.Lead)
                item.Case.IsSentToUs(incoming.Kind);
            arrivals.Add(
                new Arrival(
                    item.Case,
                    item,
                    JudgeItem.Run(incoming, item.Mood, account.Network, rules),
                    IsQuiet(incoming, firstReading, word: null)
                )
            );
        }
        return arrivals;
    }

    private CaseItem Keep(
        IncomingItem incoming,
        Account account,
        Case @case,
        ItemRole role,
        ItemReading reading,
        byte[] sketch
    ) =>
        new()
        {
            Case = @case,
            AccountId = account.Id,
            EventId = incoming.EventId,
            RemoteId = incoming.RemoteId,
            Kind = incoming.Kind,
            Conversation = incoming.Conversation,
            InReplyTo = incoming.InReplyTo,
            AuthorId = incoming.AuthorId,
            AuthorHandle = incoming.AuthorHandle,
            AuthorName = incoming.AuthorName,
            Followers = incoming.Followers,
            Text = incoming.Text,
            Permalink = incoming.Permalink,
            Context = [.. incoming.Context.TakeLast(MostContext)],
            At = incoming.At,
            ReceivedAt = clock.GetUtcNow(),
            Role = role,
            Reading = reading,
            Mood = reading.Mood,
            Sketch = sketch,
        };

    /// <summary>A first reading lasts until its last page: everything old in it stays quiet.</summary>
    private void MoveOn(Account account, CameBy? by)
    {
        switch (by)
        {
            case CameBy.Polled polled:
                account.InboxCursor = polled.Cursor;
                if (!polled.More)
                    account.InboxReadAt = clock.GetUtcNow();
                break;
            case CameBy.Searched { Search: var search } searched:
                search.Cursor = searched.Cursor;
                if (!searched.More)
                    search.ReadAt = clock.GetUtcNow();
                break;
        }
    }

    private async Task BringBeforePeopleAsync(List<Arrival> arrivals, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var group in arrivals.GroupBy(a => a.Case))
        {
            var @case = group.Key;
            @case.Changed(now, newText: group.Any(a => a.Item.Role != ItemRole.Similar));
            foreach (var arrival in group.Where(a => !a.Quiet))
                await RouteAsync(@case, arrival, ct);
            if (group.All(a => a.Item.Role != ItemRole.Lead))
                db.CardStale(CaseDesk.Subject(@case.Id), now);
        }
    }

    private async Task RouteAsync(Case @case, Arrival arrival, CancellationToken ct)
    {
        var (item, verdict) = (arrival.Item, arrival.Verdict);
        if (@case.State == CaseState.Spam)
            return;
        if (verdict.Spam is { } rule && item.Role == ItemRole.Lead)
        {
            @case.NeedsPerson(verdict.Reasons); // what it is again when the mark is undone
            @case.IsSpam(rule.FromCaseId ?? @case.Id);
            return;
        }
        // Who goes on writing in public, but not to us, calls nobody back.
        if (
            item.Role == ItemRole.Further
            && (item.Kind != IncomingKind.Post || verdict.Reasons.Count > 0)
        )
            await GoOnAsync(@case, ct);
        if (verdict.Reasons.Count > 0)
            @case.NeedsPerson(verdict.Reasons);

        if (@case.State == CaseState.Noted)
            await show.FoldAsync(@case, ct);
        else
            await show.RunAsync(@case, RoomPurpose.Mentions, ct);
        if (verdict.Alert)
            await show.RunAsync(@case, RoomPurpose.Alerts, ct);
    }

    /// <summary>A closed or snoozed case comes back when its conversation goes on; whoever holds an open one is told.</summary>
    private async Task GoOnAsync(Case @case, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (@case.State is CaseState.Done or CaseState.Snoozed)
        {
            @case.ComeBack(BackBecause.TheyWrote);
            await show.AgainAsync(@case, ct);
        }
        else if (@case.HeldBy(now) is { } holder)
            db.Notify("case.went-on", new { @case = @case.Id }, holder, RoomPurpose.Mentions, now);
    }

    /// <param name="Word">The watched word that found it.</param>
    private sealed record Incoming(IncomingItem Item, WatchedWord? Word);

    private sealed record Arrival(Case Case, CaseItem Item, Verdict Verdict, bool Quiet);
}

/// <summary>By which way of reading texts came in.</summary>
public abstract record CameBy
{
    private CameBy() { }

    /// <param name="Cursor">Where reading the account goes on.</param>
    /// <param name="More">False on the last page there was.</param>
    public sealed record Polled(string? Cursor, bool More) : CameBy;

    /// <param name="Search">Moved on in the transaction of the items.</param>
    public sealed record Searched(WordSearch Search, string? Cursor, bool More) : CameBy;

    /// <summary>The stream's position is of all accounts; whoever listens keeps it.</summary>
    public sealed record Streamed : CameBy;
}

/// <param name="Stored">Texts that were new.</param>
/// <param name="CaseIds">The cases they went to.</param>
public sealed record ReceivedItems(int Stored, IReadOnlyList<long> CaseIds);
