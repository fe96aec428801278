using Microsoft.Extensions.Options;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>
/// Teams' limits, kept before the call. What does not fit gets a place in the line: the time it is told is its own, so those who wait
/// neither come all at once nor overtake one another. In memory: after a restart Teams itself says what was too much.
/// </summary>
/// <remarks>https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit</remarks>
internal sealed class SendBudget(IOptions<TeamsOptions> options, TimeProvider clock)
{
    /// <summary>Sent or created by one bot in one conversation, its threads included.</summary>
    private static readonly Limit[] OfConversation =
    [
        new(7, TimeSpan.FromSeconds(1)),
        new(8, TimeSpan.FromSeconds(2)),
        new(60, TimeSpan.FromSeconds(30)),
        new(1800, TimeSpan.FromHours(1)),
    ];

    /// <summary>By one app in one tenant.</summary>
    private static readonly Limit[] OfTenant = [new(50, TimeSpan.FromSeconds(1))];

    /// <summary>Who comes later than this has lost their place: they were overtaken, or do not come at all.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly Lock door = new();
    private readonly Dictionary<string, Line> conversations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Line> tenants = new(StringComparer.Ordinal);
    private DateTimeOffset tidied;

    /// <summary>Spends the budget for messages that go out now.</summary>
    /// <param name="key">The same whenever the same message comes again.</param>
    /// <param name="messages">How many go out together: a card, its mention.</param>
    /// <param name="mayWait">An edit. It leaves a fifth of each limit to new messages, which somebody waits for.</param>
    /// <returns>Null = go ahead; else when to come again, and nothing is spent.</returns>
    public TimeSpan? Take(
        string tenant,
        string conversation,
        string key,
        int messages,
        bool mayWait
    )
    {
        if (!options.Value.KeepLimits)
            return null;
        lock (door)
        {
            var now = clock.GetUtcNow();
            Tidy(now);
            key = $"{conversation} {key}";
            var talk = Of(conversations, conversation, OfConversation);
            var house = Of(tenants, tenant, OfTenant);
            var inTime = false;
            if (talk.Waiting.TryGetValue(key, out var mine))
            {
                if (mine.At > now && mine.At >= talk.HeldUntil)
                    return mine.At - now;
                inTime = now >= talk.HeldUntil;
                talk.Waiting.Remove(key);
                house.Waiting.Remove(key);
            }
            // Whose turn it is goes before those whose turn comes: only what has left counts against it.
            var at = now > talk.HeldUntil ? now : talk.HeldUntil;
            for (var before = DateTimeOffset.MinValue; before != at; )
            {
                before = at;
                at = talk.Earliest(at, messages, mayWait, leftOnly: inTime);
                at = house.Earliest(at, messages, mayWait, leftOnly: inTime);
            }
            if (at > now)
            {
                at = Full(at);
                talk.Waiting[key] = house.Waiting[key] = new Place(at, messages);
                return at - now;
            }
            for (var n = 0; n < messages; n++)
            {
                talk.Left.Add(now);
                house.Left.Add(now);
            }
            return null;
        }
    }

    /// <summary>Nobody sends there for as long as Teams asked; where it did not say, for longer each time, and not all at once.</summary>
    public TimeSpan Hold(string conversation, TimeSpan? asked)
    {
        lock (door)
        {
            var talk = Of(conversations, conversation, OfConversation);
            var pause = asked ?? Pause(talk.Troubles++);
            var until = clock.GetUtcNow() + pause;
            if (options.Value.KeepLimits && until > talk.HeldUntil)
                talk.HeldUntil = until;
            return pause;
        }
    }

    /// <summary>How long to wait after trouble that says nothing about the others there.</summary>
    public TimeSpan PauseAfterTrouble(string conversation)
    {
        lock (door)
            return Pause(Of(conversations, conversation, OfConversation).Troubles++);
    }

    public void Worked(string conversation)
    {
        lock (door)
            if (conversations.TryGetValue(conversation, out var talk))
                talk.Troubles = 0;
    }

    /// <summary>Whole milliseconds, upwards: a row's time is kept less exactly than a clock's, and must not be too early.</summary>
    private static DateTimeOffset Full(DateTimeOffset at)
    {
        var over = at.Ticks % TimeSpan.TicksPerMillisecond;
        return over == 0 ? at : at.AddTicks(TimeSpan.TicksPerMillisecond - over);
    }

    private static TimeSpan Pause(int troubles)
    {
        var pause =
            FirstPause * Math.Pow(2, Math.Min(troubles, 7)) * (1 + Random.Shared.NextDouble() / 5);
        return pause < LongestPause ? pause : LongestPause;
    }

    private Line Of(Dictionary<string, Line> lines, string name, Limit[] limits)
    {
        if (!lines.TryGetValue(name, out var line))
            lines[name] = line = new Line(limits);
        line.Forget(clock.GetUtcNow());
        return line;
    }

    private void Tidy(DateTimeOffset now)
    {
        if (now - tidied < TimeSpan.FromMinutes(1))
            return;
        tidied = now;
        foreach (var lines in (Dictionary<string, Line>[])[conversations, tenants])
        foreach (var (name, line) in lines)
        {
            line.Forget(now);
            if (line.IsIdle(now))
                lines.Remove(name);
        }
    }

    private readonly record struct Limit(int Most, TimeSpan In)
    {
        /// <summary>What leaves here evenly arrives there less evenly.</summary>
        private static readonly TimeSpan Unevenness = TimeSpan.FromMilliseconds(200);

        public TimeSpan Window => In + Unevenness;

        public int For(bool mayWait) => mayWait ? Most * 4 / 5 : Most;
    }

    private readonly record struct Place(DateTimeOffset At, int Messages);

    /// <summary>What left for one conversation or tenant, and what waits for its time.</summary>
    private sealed class Line(Limit[] limits)
    {
        public List<DateTimeOffset> Left { get; } = [];
        public Dictionary<string, Place> Waiting { get; } = new(StringComparer.Ordinal);
        public DateTimeOffset HeldUntil { get; set; }

        /// <summary>In a row.</summary>
        public int Troubles { get; set; }

        public bool IsIdle(DateTimeOffset now) =>
            Left.Count == 0 && Waiting.Count == 0 && HeldUntil + LongestPause < now;

        public void Forget(DateTimeOffset now)
        {
            var oldest = now - limits[^1].Window;
            Left.RemoveRange(0, Left.TakeWhile(at => at <= oldest).Count());
            foreach (var (key, place) in Waiting)
                if (now - place.At > Lateness)
                    Waiting.Remove(key);
        }

        /// <summary>The first moment from then on at which so many more break no limit, whatever window one looks through.</summary>
        public DateTimeOffset Earliest(
            DateTimeOffset from,
            int messages,
            bool mayWait,
            bool leftOnly
        )
        {
            List<DateTimeOffset> times = [.. Left];
            if (!leftOnly)
                foreach (var place in Waiting.Values)
                    times.AddRange(Enumerable.Repeat(place.At, place.Messages));
            times.Sort();
            while (true)
            {
                var full = limits
                    .Select(limit =>
                        FullUntil(times, from, limit.For(mayWait) - messages, limit.Window)
                    )
                    .Max();
                if (full is not { } until)
                    return from;
                from = until;
            }
        }

        /// <summary>Null when no window around the moment is full.</summary>
        private static DateTimeOffset? FullUntil(
            List<DateTimeOffset> times,
            DateTimeOffset at,
            int most,
            TimeSpan window
        )
        {
            DateTimeOffset? until = null;
            for (var first = FirstAfter(times, at - window); first + most < times.Count; first++)
            {
                var begins = times[first] < at ? times[first] : at;
                // Later in the same window it would be as full, and so would the window that begins with this one.
                if (times[first + most] < begins + window)
                    until = times[first] + window;
                if (times[first] >= at)
                    break;
            }
            return until;
        }

        private static int FirstAfter(List<DateTimeOffset> times, DateTimeOffset at)
        {
            var (low, high) = (0, times.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (times[middle] <= at)
                    low = middle + 1;
                else
                    high = middle;
            }
            return low;
        }
    }
}
