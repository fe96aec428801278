namespace SocialBot.Tests.Support;

/// <summary>Waits for what another thread or process does in its own time: looks again and again until a deadline, never sleeps blindly.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static async Task TrueAsync(
        Func<Task<bool>> condition,
        string what,
        TimeSpan? within = null
    )
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (!await condition())
        {
            if (clock.GetElapsedTime(start) > (within ?? Deadline))
                throw new TimeoutException($"It never happened: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), clock);
        }
    }

    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? within = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, within);
}
