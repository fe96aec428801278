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
    /// <summary>Takes a batch for one account of the workspace. The same texts again, in any order, change nothing.</summary>
    /// <param name="readTo">Where polling stands after this batch; null for what was pushed.</param>
    public async Task<ReceivedItems> RunAsync(
        long accountId,
        IReadOnlyList<IncomingItem> items,
        CancellationToken ct,
        ReadTo? readTo = null
    )
    {
        await using var own = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(ct)
            : null;
        var account = await LockAsync(accountId, ct);
        var firstReading = readTo is not null && account.InboxReadAt is null;
        var fresh = await FreshAsync(account, items, ct);
        var arrivals =
            fresh.Count == 0 ? [] : await GiveToCasesAsync(account, fresh, firstReading, ct);
        if (readTo is not null)
            MoveOn(account, readTo);
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
        return new ReceivedItems(arrivals.Count, [.. arrivals.Select(a => a.Case.Id).Distinct()]);
    }

    /// <summary>One batch at a time per account: two that bring the same text meet here, not at the unique index.</summary>
    private async Task<Account> LockAsync(long accountId, CancellationToken ct)
    {
        await db
            .Accounts.Where(a => a.Id == accountId)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.InboxCursor, a => a.InboxCursor), ct);
        return await db.Accounts.SingleAsync(a => a.Id == accountId, ct);
    }

    private async Task<List<IncomingItem>> FreshAsync(
        Account account,
        IReadOnlyList<IncomingItem> items,
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
            .Select(i => new { i.EventId, i.RemoteId })
            .ToListAsync(ct);
        var knownEvents = known.Select(k => k.EventId).ToHashSet(StringComparer.Ordinal);
        var knownThings = known.Select(k => k.RemoteId).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. items
                // What the brand itself wrote is no incoming text.
                .Where(i => i.AuthorId != account.RemoteId)
                .Where(i => knownEvents.Add(i.EventId) & knownThings.Add(i.RemoteId))
                .OrderBy(i => i.At),
        ];
    }

    private async Task<List<Arrival>> GiveToCasesAsync(
        Account account,
        List<IncomingItem> fresh,
        bool firstReading,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var rules = await db.InboxRules.AsNoTracking().ToListAsync(ct);
        var homes = await CaseHomes.LoadAsync(db, account.Id, fresh, options.Value.FoldWithin, ct);
        var arrivals = new List<Arrival>(fresh.Count);
        foreach (var incoming in fresh)
        {
            var reading = ItemReading.Of(scorer.Score(incoming.Text));
            var sketch = TextSketch.Of(incoming.Text);
            var home = await homes.FindAsync(incoming, sketch, reading.Mood, ct);
            var found = home?.Case;
            if (found is null)
                db.Cases.Add(found = new Case(account, incoming, now));
            var item = Keep(incoming, account, found, home?.Role ?? ItemRole.Lead, reading, sketch);
            found.Take(item);
            homes.Remember(item);
            arrivals.Add(
                new Arrival(
                    found,
                    item,
                    JudgeItem.Run(incoming, reading.Mood, account.Network, rules),
                    firstReading && now - incoming.At > options.Value.QuietAfter
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
            At = incoming.At,
            ReceivedAt = clock.GetUtcNow(),
            Role = role,
            Reading = reading,
            Mood = reading.Mood,
            Sketch = sketch,
        };

    private void MoveOn(Account account, ReadTo readTo)
    {
        account.InboxCursor = readTo.Cursor;
        // The first reading lasts until its last page: everything old in it stays quiet.
        if (!readTo.More)
            account.InboxReadAt = clock.GetUtcNow();
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
        if (item.Role == ItemRole.Further)
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

    private sealed record Arrival(Case Case, CaseItem Item, Verdict Verdict, bool Quiet);
}

/// <param name="More">False on the last page there was.</param>
public sealed record ReadTo(string? Cursor, bool More);

/// <param name="Stored">Texts that were new.</param>
/// <param name="CaseIds">The cases they went to.</param>
public sealed record ReceivedItems(int Stored, IReadOnlyList<long> CaseIds);
