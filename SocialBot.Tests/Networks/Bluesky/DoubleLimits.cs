using System.Globalization;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>
/// The limits of Bluesky's own PDS (https://docs.bsky.app/docs/advanced-guides/rate-limits), counted in windows that begin with the
/// first call. An answer names the limit that has least left.
/// </summary>
internal sealed class DoubleLimits(TimeProvider clock)
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, (DateTimeOffset Until, int Used)> windows = new(
        StringComparer.Ordinal
    );

    /// <summary>Counts the call. What the answer's headers say, and whether it is too much.</summary>
    public (bool TooMuch, IReadOnlyDictionary<string, string> Headers) Count(
        DoubleCall call,
        string? identifier
    )
    {
        var now = clock.GetUtcNow();
        Left? least = null;
        foreach (var (name, most, window, cost) in Rules(call, identifier))
        {
            var (until, used) = windows.GetValueOrDefault(name);
            if (until <= now)
                (until, used) = (now + window, 0);
            windows[name] = (until, used += cost);
            var left = new Left(most, most - used, until, window);
            if (least is null || left.Remaining < least.Remaining)
                least = left;
        }
        return (least!.Remaining < 0, Headers(least, now));
    }

    public static IReadOnlyDictionary<string, string> Exhausted(
        DateTimeOffset now,
        TimeSpan wait
    ) => Headers(new Left(3_000, -1, now + wait, FiveMinutes), now);

    private static Dictionary<string, string> Headers(Left left, DateTimeOffset now)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["RateLimit-Limit"] = Number(left.Most),
            ["RateLimit-Reset"] = Number(left.Until.AddTicks(9_999_999).ToUnixTimeSeconds()),
            ["RateLimit-Remaining"] = Number(Math.Max(0, left.Remaining)),
            ["RateLimit-Policy"] =
                $"{Number(left.Most)};w={Number((long)left.Window.TotalSeconds)}",
        };
        if (left.Remaining < 0)
            headers["Retry-After"] = Number((long)Math.Ceiling((left.Until - now).TotalSeconds));
        return headers;
    }

    private static IEnumerable<(string Name, int Most, TimeSpan Window, int Cost)> Rules(
        DoubleCall call,
        string? identifier
    )
    {
        yield return ("all", 3_000, FiveMinutes, 1);
        var cost = 0;
        switch (call.Nsid)
        {
            case "com.atproto.server.createSession":
                yield return ($"login {identifier}", 30, FiveMinutes, 1);
                yield return ($"logins {identifier}", 300, TimeSpan.FromDays(1), 1);
                break;
            case "com.atproto.repo.uploadBlob":
                yield return ($"blobs {call.Account?.Did}", 1_000, TimeSpan.FromDays(1), 1);
                break;
            case "com.atproto.repo.createRecord":
                cost = 3;
                break;
            case "com.atproto.repo.putRecord":
                cost = 2;
                break;
            case "com.atproto.repo.deleteRecord":
                cost = 1;
                break;
        }
        if (cost == 0)
            yield break;
        yield return ($"hour {call.Account?.Did}", 5_000, TimeSpan.FromHours(1), cost);
        yield return ($"day {call.Account?.Did}", 35_000, TimeSpan.FromDays(1), cost);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Left(int Most, int Remaining, DateTimeOffset Until, TimeSpan Window);
}
