using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>Puts a case away for a while. It comes back with a card, at its time or when they write again, whichever is first.</summary>
public sealed class SnoozeCase(SocialBotDb db, CaseDesk desk, TimeProvider clock)
{
    public async Task<Outcome<Case>> RunAsync(
        Member by,
        long caseId,
        int? shownVersion,
        SnoozeFor time,
        CancellationToken ct
    )
    {
        var opened = await desk.OpenAsync(by, caseId, shownVersion, ct);
        if (opened is not Outcome<Case>.Done { Value: var found })
            return opened;
        var now = clock.GetUtcNow();
        var until = await UntilAsync(time, now, ct);
        if (until <= now)
            return new Refusal("time.past", until);
        found.Snooze(by.Id, until);
        if (until is { } at)
            db.Queue(new DueWork(Lane.Clock, EndSnooze.WorkKind, CaseDesk.Subject(caseId), at));
        await desk.WriteAsync(
            found,
            by.Id,
            "case.snooze",
            until is null ? "until they write" : FormattableString.Invariant($"until {until:O}"),
            ct
        );
        return found;
    }

    private async Task<DateTimeOffset?> UntilAsync(
        SnoozeFor time,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        time switch
        {
            SnoozeFor.OneHour => now + TimeSpan.FromHours(1),
            SnoozeFor.Until until => until.At,
            SnoozeFor.TomorrowAtNine => TomorrowAtNine(
                now,
                (await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, ct)).Zone
            ),
            _ => null,
        };

    private static DateTimeOffset TomorrowAtNine(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).Date.AddDays(1).AddHours(9);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}

public abstract record SnoozeFor
{
    private SnoozeFor() { }

    public sealed record OneHour : SnoozeFor;

    /// <summary>In the workspace's zone.</summary>
    public sealed record TomorrowAtNine : SnoozeFor;

    public sealed record Until(DateTimeOffset At) : SnoozeFor;

    public sealed record TheyWrite : SnoozeFor;
}

/// <summary>The snooze is over.</summary>
internal sealed class EndSnooze(SocialBotDb db, CaseDesk desk, ShowCase show, TimeProvider clock)
    : IDoesDueWork
{
    public const string WorkKind = "case.snooze-ends";

    public string Kind => WorkKind;

    public async Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
    {
        var found = await db.Cases.FirstOrDefaultAsync(c => c.Id == claim.SubjectId, ct);
        if (found is not { State: CaseState.Snoozed, SnoozedUntil: { } until })
            return DueResult.Finished;
        if (until > clock.GetUtcNow())
            return new DueResult.Again(until);
        await using var own = await db.Database.BeginTransactionAsync(ct);
        found.ComeBack(BackBecause.SnoozeOver);
        await show.AgainAsync(found, ct);
        await desk.WriteAsync(found, memberId: null, "case.snooze-over", detail: null, ct);
        await own.CommitAsync(ct);
        return DueResult.Finished;
    }
}
