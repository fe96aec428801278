namespace SocialBot.Core.Posts;

/// <summary>An instant with the wall clock it was meant on.</summary>
/// <param name="Zone">IANA id.</param>
public sealed record PlannedTime(DateTimeOffset At, string Zone)
{
    public DateTimeOffset Local =>
        TimeZoneInfo.ConvertTime(At, TimeZoneInfo.FindSystemTimeZoneById(Zone));
}
