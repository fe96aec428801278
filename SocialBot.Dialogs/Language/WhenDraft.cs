using System.Runtime.InteropServices;
using SocialBot.Core.Posts;

namespace SocialBot.Dialogs.Language;

/// <summary>What the words of a phrase said, before it is known which day "today" is.</summary>
internal sealed record WhenDraft
{
    public Func<DateOnly, IEnumerable<DateSaid>>? Date { get; set; }

    /// <summary>A weekday that was said beside a date.</summary>
    public DayOfWeek? Weekday { get; set; }
    public ClockSaid? Clock { get; set; }
    public DayPart? Part { get; set; }
    public IReadOnlyList<ZoneSaid>? Zones { get; set; }
    public TimeSpan? FromNow { get; set; }
    public bool AsSoonAsApproved { get; set; }

    /// <summary>Enough to be a time: a zone or "in the evening" alone is not.</summary>
    public bool SaysSomething =>
        Date is not null || Clock is not null || FromNow is not null || AsSoonAsApproved;

    public bool IsComplete =>
        FromNow is not null || AsSoonAsApproved || (Date, Clock) is ({ }, { });

    /// <summary>Null when the parts do not go together.</summary>
    public WhenReading? Resolve(DateTimeOffset now, TimeZoneInfo home, DateOnly? on)
    {
        if (AsSoonAsApproved)
            return Date is null && Clock is null && FromNow is null
                ? new WhenReading.AsSoonAsApproved()
                : null;
        if (FromNow is { } span)
            return FromNowOn(now, home, span);

        IReadOnlyList<ZoneSaid> zones = Zones ?? [default];
        var dates = Dates(now, home, zones, on);
        if (Weekday is { } weekday && dates.Count > 0)
        {
            var agreeing = dates.Where(d => d.Date.DayOfWeek == weekday).ToList();
            if (agreeing.Count == 0)
                return new WhenReading.Contradicts(dates[0].Date, weekday);
            dates = agreeing;
        }
        if (dates.Count == 0)
            return null;
        if (Clock is not { } clock)
            return WithoutTime(now, home, zones[0], dates);
        if (clock.Times(Part) is not { } times)
            return null;
        return Choose(
            now,
            from zone in zones
            from date in dates
            from time in times
            from candidate in Candidates(home, zone, date, time)
            select candidate
        );
    }

    private WhenReading.One? FromNowOn(DateTimeOffset now, TimeZoneInfo home, TimeSpan span)
    {
        if (Date is not null || Clock is not null || Part is not null)
            return null;
        var at = now + span;
        at = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
        return new WhenReading.One(
            new PlannedTime(at.ToUniversalTime(), Zones?[0].Id ?? home.Id),
            []
        );
    }

    /// <summary>"Tomorrow" is the speaker's; where it is another day already in the zone they name, both are offered.</summary>
    private List<DateSaid> Dates(
        DateTimeOffset now,
        TimeZoneInfo home,
        IReadOnlyList<ZoneSaid> zones,
        DateOnly? on
    )
    {
        if (Date is null && on is { } given)
            return [new DateSaid(given)];
        return
        [
            .. zones
                .Select(z => Today(now, Zone(z, home)))
                .Prepend(Today(now, home))
                .Distinct()
                .SelectMany(today => Date?.Invoke(today) ?? [new DateSaid(today)])
                .Distinct(),
        ];
    }

    private WhenReading WithoutTime(
        DateTimeOffset now,
        TimeZoneInfo home,
        ZoneSaid said,
        List<DateSaid> dates
    )
    {
        var zone = Zone(said, home);
        var ahead = dates.Where(d => d.Date >= Today(now, zone)).Select(d => d.Date).ToList();
        return ahead.Count > 0
            ? new WhenReading.NeedsTime(ahead, zone.Id, Part)
            : new WhenReading.Past(
                LocalTime.On(zone, dates[^1].Date.ToDateTime(TimeOnly.MinValue)).Time
            );
    }

    private static IEnumerable<WhenReading.One> Candidates(
        TimeZoneInfo home,
        ZoneSaid said,
        DateSaid date,
        TimeSpan time
    )
    {
        var wall = date.Date.ToDateTime(TimeOnly.MinValue) + time;
        IEnumerable<WhenNote> year = date.NextYear ? [WhenNote.NextYear] : [];
        var zone = Zone(said, home);
        if (said is { Offset: { } offset, Id: null or "UTC" })
        {
            yield return new WhenReading.One(
                new PlannedTime(new DateTimeOffset(wall, offset).ToUniversalTime(), zone.Id),
                [.. year]
            );
            yield break;
        }
        var local = LocalTime.On(zone, wall);
        yield return local with
        {
            Notes = [.. local.Notes, .. year],
        };
        if (said.Offset is { } strict && local.Time.Local.Offset != strict)
            yield return new WhenReading.One(
                new PlannedTime(new DateTimeOffset(wall, strict).ToUniversalTime(), zone.Id),
                [.. year]
            );
    }

    private static WhenReading Choose(DateTimeOffset now, IEnumerable<WhenReading.One> found)
    {
        var all = found.DistinctBy(o => o.Time).OrderBy(o => o.Time.At).ToList();
        var ahead = all.Where(o => o.Time.At > now).ToList();
        return ahead switch
        {
            [] => new WhenReading.Past(all[^1].Time),
            [var one] => one,
            _ => new WhenReading.Several(ahead),
        };
    }

    private static TimeZoneInfo Zone(ZoneSaid said, TimeZoneInfo home) =>
        said.Id is { } id ? TimeZoneInfo.FindSystemTimeZoneById(id) : home;

    private static DateOnly Today(DateTimeOffset now, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
}

/// <param name="NextYear">Said without a year, and passed in this one.</param>
internal readonly record struct DateSaid(DateOnly Date, bool NextYear = false);

/// <summary>How a time of day was said.</summary>
internal enum ClockKind
{
    /// <summary>With am or pm, or on the 24-hour clock beyond doubt.</summary>
    Exact,

    /// <summary>"9 Uhr", "9:30": as written, unless "in the evening" says otherwise.</summary>
    Written,

    /// <summary>"at 5": either half of the day.</summary>
    Either,
    Midnight,
}

[StructLayout(LayoutKind.Auto)]
internal readonly record struct ClockSaid(int Hour, int Minute, ClockKind Kind)
{
    /// <summary>The times since midnight that may be meant; 24:00 and beyond are the next day's. Null when the part of the day contradicts.</summary>
    public IReadOnlyList<TimeSpan>? Times(DayPart? part) =>
        Kind switch
        {
            ClockKind.Midnight when part is null => [TimeSpan.Zero, TimeSpan.FromDays(1)],
            ClockKind.Midnight => part is DayPart.Morning or DayPart.Afternoon
                ? null
                : [TimeSpan.FromDays(1)],
            ClockKind.Exact => part is { } said && !Belongs(said) ? null : [At(Hour)],
            _ when part is { } said => Within(said),
            ClockKind.Written => [At(Hour)],
            _ => Hour == 12 ? [At(12)] : [At(Hour), At(Hour + 12)],
        };

    private TimeSpan At(int hour) => new(hour, Minute, 0);

    private bool Belongs(DayPart part) =>
        part switch
        {
            DayPart.Morning => Hour < 12,
            DayPart.Afternoon => Hour is >= 12 and < 19,
            DayPart.Evening => Hour >= 16,
            _ => Hour is >= 18 or < 6,
        };

    private IReadOnlyList<TimeSpan>? Within(DayPart part) =>
        part switch
        {
            _ when Hour is 0 or > 12 => Belongs(part) ? [At(Hour)] : null,
            DayPart.Morning => [At(Hour % 12)],
            DayPart.Afternoon => Hour is 12 or < 7 ? [At(Hour % 12 + 12)] : null,
            DayPart.Evening => [At(Hour + 12)],
            // The small hours of "Friday night" are Friday's to some and Saturday's to others.
            _ when Hour < 6 => [At(Hour), At(Hour + 24)],
            _ => [At(Hour + 12)],
        };
}
