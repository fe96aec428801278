using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>
/// Brings cases before the people of a room: a card of its own while the hour has room, held behind "Next" when it is full, or a
/// line in the hourly card. Writes rows and outbox; the caller saves.
/// </summary>
public sealed class ShowCase(SocialBotDb db, IOptions<InboxOptions> options, TimeProvider clock)
{
    /// <summary>A card of its own, unless it has one there or waits for one.</summary>
    public async Task RunAsync(Case @case, RoomPurpose room, CancellationToken ct)
    {
        var showing = await FindAsync(@case, room, ct);
        if (showing is { As: ShownAs.Card or ShownAs.Held })
            return;
        if (await PlaceAsync(@case, showing, room, ct) == ShownAs.Card)
            db.ShowInRooms(CaseDesk.Subject(@case.Id), room, clock.GetUtcNow());
    }

    /// <summary>It came back: a new card, also where an earlier one hangs.</summary>
    public async Task AgainAsync(Case @case, CancellationToken ct)
    {
        var showing = await FindAsync(@case, RoomPurpose.Mentions, ct);
        if (await PlaceAsync(@case, showing, RoomPurpose.Mentions, ct) == ShownAs.Card)
            db.ShowAgainInRooms(
                CaseDesk.Subject(@case.Id),
                RoomPurpose.Mentions,
                clock.GetUtcNow()
            );
    }

    /// <summary>A person asked for it: shown now, however full the hour is.</summary>
    public async Task NowAsync(Case @case, RoomPurpose room, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var showing = await FindAsync(@case, room, ct);
        var held = showing?.As == ShownAs.Held;
        if (held)
            db.CardStale(InboxHour.Subject(showing!.HourId), now);
        await SetAsync(@case, showing, room, await HourAsync(room, ct), ShownAs.Card, ct);
        // What is held back may have come back: then an earlier card hangs further up.
        if (held)
            db.ShowAgainInRooms(CaseDesk.Subject(@case.Id), room, now);
        else
            db.ShowInRooms(CaseDesk.Subject(@case.Id), room, now);
    }

    /// <summary>A line in the card that tells this hour when it is over.</summary>
    public async Task FoldAsync(Case @case, CancellationToken ct)
    {
        var showing = await FindAsync(@case, RoomPurpose.Mentions, ct);
        if (showing is { As: ShownAs.Card or ShownAs.Held })
            return;
        var hour = await HourAsync(RoomPurpose.Mentions, ct);
        await SetAsync(@case, showing, RoomPurpose.Mentions, hour, ShownAs.Folded, ct);
        db.Queue(new DueWork(Lane.Clock, TellHour.WorkKind, InboxHour.Subject(hour.Id), hour.To));
    }

    private async Task<ShownAs> PlaceAsync(
        Case @case,
        Showing? showing,
        RoomPurpose room,
        CancellationToken ct
    )
    {
        var hour = await HourAsync(room, ct);
        var most = options.Value.CardsPerHour;
        // Counted in the row itself: two batches at once cannot both take the last place.
        var taken = await db
            .InboxHours.Where(h => h.Id == hour.Id && h.Cards < most)
            .ExecuteUpdateAsync(s => s.SetProperty(h => h.Cards, h => h.Cards + 1), ct);
        var shown = taken == 1 ? ShownAs.Card : ShownAs.Held;
        await SetAsync(@case, showing, room, hour, shown, ct);
        if (shown == ShownAs.Held)
        {
            var subject = InboxHour.Subject(hour.Id);
            db.ShowInRooms(subject, room, clock.GetUtcNow());
            db.CardStale(subject, clock.GetUtcNow());
        }
        return shown;
    }

    private async Task SetAsync(
        Case @case,
        Showing? showing,
        RoomPurpose room,
        InboxHour hour,
        ShownAs shown,
        CancellationToken ct
    )
    {
        if (showing is null)
            await db.Showings.AddAsync(
                showing = new Showing { CaseId = @case.Id, Purpose = room },
                ct
            );
        showing.HourId = hour.Id;
        showing.As = shown;
    }

    private async Task<Showing?> FindAsync(Case @case, RoomPurpose room, CancellationToken ct) =>
        db.Showings.Local.FirstOrDefault(s => s.CaseId == @case.Id && s.Purpose == room)
        ?? await db.Showings.FirstOrDefaultAsync(
            s => s.CaseId == @case.Id && s.Purpose == room,
            ct
        );

    private async Task<InboxHour> HourAsync(RoomPurpose room, CancellationToken ct)
    {
        var number = InboxHour.NumberOf(clock.GetUtcNow());
        if (Known() is { } known)
            return known;
        if (await ReadAsync() is { } there)
            return there;
        var (workspace, purpose) = (db.WorkspaceId, room.ToString());
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "InboxHours" ("WorkspaceId", "Purpose", "Number", "Cards")
            VALUES ({workspace}, {purpose}, {number}, 0) ON CONFLICT DO NOTHING
            """,
            ct
        );
        return (await ReadAsync())!;

        InboxHour? Known() =>
            db.InboxHours.Local.FirstOrDefault(h => h.Purpose == room && h.Number == number);

        Task<InboxHour?> ReadAsync() =>
            db.InboxHours.FirstOrDefaultAsync(h => h.Purpose == room && h.Number == number, ct);
    }
}

/// <summary>The hour is over: what was folded in it is told in one card.</summary>
internal sealed class TellHour(SocialBotDb db, TimeProvider clock) : IDoesDueWork
{
    public const string WorkKind = "inbox.hour";

    public string Kind => WorkKind;

    public async Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
    {
        var hourId = claim.SubjectId;
        if (await db.Showings.AnyAsync(s => s.HourId == hourId && s.As == ShownAs.Folded, ct))
        {
            var now = clock.GetUtcNow();
            db.ShowInRooms(InboxHour.Subject(hourId), RoomPurpose.Mentions, now);
            // Where it hangs already, because cards were held back, it now has lines to add.
            db.CardStale(InboxHour.Subject(hourId), now);
            await db.SaveChangesAsync(ct);
        }
        return DueResult.Finished;
    }
}
