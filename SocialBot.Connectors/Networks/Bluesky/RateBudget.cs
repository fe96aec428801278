using System.Collections.Concurrent;

namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>
/// What the network takes from one account: 5,000 points an hour and 35,000 a day of writing, and as many reads as its answers say are
/// left (docs.bsky.app, "Rate Limits"). Kept in memory: the network's own count is what refuses, ours keeps us from running into it.
/// </summary>
internal sealed class RateBudget(TimeProvider clock)
{
    public const int Put = 2;
    public const int Delete = 1;

    private readonly ConcurrentDictionary<string, Account> accounts = new(StringComparer.Ordinal);

    /// <summary>Takes the points of one write. Null = go ahead; else how long until there are enough, and none are taken.</summary>
    public TimeSpan? Spend(string did, int points)
    {
        var now = clock.GetUtcNow();
        var account = accounts.GetOrAdd(did, _ => new Account());
        lock (account)
        {
            if (account.NoWritesBefore > now)
                return account.NoWritesBefore - now;
            if (account.Hour.Wait(points, now) is { } hour)
                return hour;
            if (account.Day.Wait(points, now) is { } day)
                return day;
            account.Hour.Take(points, now);
            account.Day.Take(points, now);
            return null;
        }
    }

    /// <summary>Null = read on; else how long until there is something left.</summary>
    public TimeSpan? ReadWait(string did)
    {
        var now = clock.GetUtcNow();
        if (!accounts.TryGetValue(did, out var account))
            return null;
        lock (account)
            return account.NoReadsBefore > now ? account.NoReadsBefore - now : null;
    }

    public void Exhausted(string did, bool reads, DateTimeOffset until)
    {
        var account = accounts.GetOrAdd(did, _ => new Account());
        lock (account)
            if (reads)
                account.NoReadsBefore = until;
            else
                account.NoWritesBefore = until;
    }

    private sealed class Account
    {
        public SlidingCount Hour { get; } = new(5_000, TimeSpan.FromHours(1));
        public SlidingCount Day { get; } = new(35_000, TimeSpan.FromDays(1));
        public DateTimeOffset NoWritesBefore { get; set; }
        public DateTimeOffset NoReadsBefore { get; set; }
    }
}

/// <summary>At most so much in any window of a length. Not for two threads at once.</summary>
internal sealed class SlidingCount(int most, TimeSpan window)
{
    private readonly Queue<(DateTimeOffset At, int Points)> taken = new();
    private int sum;

    /// <summary>Null when there is room; else how long until there is.</summary>
    public TimeSpan? Wait(int points, DateTimeOffset now)
    {
        while (taken.TryPeek(out var oldest) && oldest.At + window <= now)
            sum -= taken.Dequeue().Points;
        if (sum + points <= most)
            return null;
        var toFree = sum + points - most;
        foreach (var (at, freed) in taken)
        {
            toFree -= freed;
            if (toFree <= 0)
                return at + window - now;
        }
        return window;
    }

    public void Take(int points, DateTimeOffset now)
    {
        taken.Enqueue((now, points));
        sum += points;
    }
}
