using SocialBot.Core.Posts;

namespace SocialBot.Dialogs.Publishing;

/// <summary>Where a missed post could go instead: the same time of day on the next working day.</summary>
public static class NextSlot
{
    public static PlannedTime After(
        DateTimeOffset now,
        PlannedTime missed,
        IReadOnlyList<DayOfWeek> workingDays
    )
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(missed.Zone);
        var time = TimeZoneInfo.ConvertTime(missed.At, zone).TimeOfDay;
        var day = TimeZoneInfo.ConvertTime(now, zone).Date;
        do day = day.AddDays(1);
        while (workingDays.Count > 0 && !workingDays.Contains(day.DayOfWeek));
        var local = day + time;
        // The clocks skip this hour that day: an hour later is the first that exists.
        if (zone.IsInvalidTime(local))
            local = local.AddHours(1);
        return new PlannedTime(
            new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime(),
            missed.Zone
        );
    }
}
