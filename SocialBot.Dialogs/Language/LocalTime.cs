using SocialBot.Core.Posts;

namespace SocialBot.Dialogs.Language;

/// <summary>From a wall clock to the instant, across the days on which clocks change.</summary>
internal static class LocalTime
{
    public static WhenReading.One On(TimeZoneInfo zone, DateTime wall)
    {
        if (zone.IsInvalidTime(wall))
            return Make(zone, wall, zone.GetUtcOffset(wall.AddDays(-1)), WhenNote.MovedOutOfGap);
        if (zone.IsAmbiguousTime(wall))
            return Make(zone, wall, zone.GetAmbiguousTimeOffsets(wall).Max(), WhenNote.FirstOfTwo);
        return Make(zone, wall, zone.GetUtcOffset(wall));
    }

    private static WhenReading.One Make(
        TimeZoneInfo zone,
        DateTime wall,
        TimeSpan offset,
        params WhenNote[] notes
    ) => new(new PlannedTime(new DateTimeOffset(wall, offset).ToUniversalTime(), zone.Id), notes);
}
