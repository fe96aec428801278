namespace SocialBot.Commands.Demo;

/// <summary>
/// A clock that runs as real time does, from an instant of its own, and can jump ahead: every timer made by it follows, so that
/// what waits for tomorrow morning wakes at once.
/// </summary>
internal sealed class DemoClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock door = new();
    private readonly HashSet<Timer> timers = [];
    private readonly long began = System.GetTimestamp();
    private TimeSpan jumped;
    private TimeSpan landed;

    public override DateTimeOffset GetUtcNow() => start + Elapsed;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The time right after the last jump.</summary>
    public DateTimeOffset JumpedAt
    {
        get
        {
            lock (door)
                return start + landed;
        }
    }

    private TimeSpan Elapsed
    {
        get
        {
            lock (door)
                return System.GetElapsedTime(began) + jumped;
        }
    }

    public void Jump(TimeSpan ahead)
    {
        List<Timer> waiting;
        lock (door)
        {
            jumped += ahead;
            landed = System.GetElapsedTime(began) + jumped;
            waiting = [.. timers];
        }
        foreach (var timer in waiting)
            timer.Follow();
    }

    public override ITimer CreateTimer(
        TimerCallback callback,
        object? state,
        TimeSpan dueTime,
        TimeSpan period
    )
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Keep(Timer timer, bool waits)
    {
        lock (door)
            if (waits)
                timers.Add(timer);
            else
                timers.Remove(timer);
    }

    /// <summary>Knows when it is due by the clock's own time; a real timer beneath it only wakes it to look.</summary>
    private sealed class Timer : ITimer
    {
        private readonly Lock door = new();
        private readonly DemoClock clock;
        private readonly TimerCallback callback;
        private readonly object? state;
        private readonly ITimer beneath;
        private TimeSpan? due;
        private TimeSpan period = Timeout.InfiniteTimeSpan;
        private bool over;

        public Timer(DemoClock clock, TimerCallback callback, object? state)
        {
            (this.clock, this.callback, this.state) = (clock, callback, state);
            beneath = System.CreateTimer(
                static timer => ((Timer)timer!).Look(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (door)
            {
                if (over)
                    return false;
                due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.Elapsed + dueTime;
                this.period = period;
            }
            Follow();
            return true;
        }

        public void Follow()
        {
            lock (door)
            {
                if (over)
                    return;
                clock.Keep(this, waits: due is not null);
                beneath.Change(
                    due is { } at ? Left(at) : Timeout.InfiniteTimeSpan,
                    Timeout.InfiniteTimeSpan
                );
            }
        }

        private void Look()
        {
            lock (door)
            {
                if (over || due is not { } at)
                    return;
                // The real timer may be early, or a jump may have woken it for an older time.
                var isTime = Left(at) == TimeSpan.Zero;
                if (isTime)
                    due = period > TimeSpan.Zero ? clock.Elapsed + period : null;
                Follow();
                if (!isTime)
                    return;
            }
            callback(state);
        }

        private TimeSpan Left(TimeSpan at)
        {
            var left = at - clock.Elapsed;
            return left > TimeSpan.Zero
                ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds))
                : TimeSpan.Zero;
        }

        public void Dispose()
        {
            lock (door)
            {
                over = true;
                clock.Keep(this, waits: false);
            }
            beneath.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
