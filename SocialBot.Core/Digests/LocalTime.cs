namespace SocialBot.Core.Digests;

/// <summary>Days and times of day in a zone, across clock changes.</summary>
internal static class LocalTime
{
    public static DateOnly DayOf(DateTimeOffset at, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>A time that the spring change skips moves forward by what was skipped; one that autumn brings twice means the first.</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var wall = day.ToDateTime(time);
        var offset =
            zone.IsInvalidTime(wall) ? zone.GetUtcOffset(wall.AddDays(-1))
            : zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max()
            : zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }

    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone) =>
        At(day, TimeOnly.MinValue, zone);
}
