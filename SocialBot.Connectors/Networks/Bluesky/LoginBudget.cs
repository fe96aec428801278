namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>
/// Signing in is allowed 30 times in 5 minutes and 300 times a day per account (docs.bsky.app, "Rate Limits"): whoever keeps
/// trying a wrong password here must not lock the brand out of its own app.
/// </summary>
internal sealed class LoginBudget(TimeProvider clock)
{
    private readonly Dictionary<string, (SlidingCount Minutes, SlidingCount Day)> byHandle = new(
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Null = go ahead, and it counts; else how long to wait.</summary>
    public TimeSpan? Spend(string handle)
    {
        var now = clock.GetUtcNow();
        lock (byHandle)
        {
            if (!byHandle.TryGetValue(handle, out var counts))
                byHandle[handle] = counts = (
                    new SlidingCount(30, TimeSpan.FromMinutes(5)),
                    new SlidingCount(300, TimeSpan.FromDays(1))
                );
            if ((counts.Minutes.Wait(1, now) ?? counts.Day.Wait(1, now)) is { } wait)
                return wait;
            counts.Minutes.Take(1, now);
            counts.Day.Take(1, now);
            return null;
        }
    }
}
