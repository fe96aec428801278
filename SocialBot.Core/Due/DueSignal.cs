using System.Collections.Concurrent;

namespace SocialBot.Core.Due;

/// <summary>
/// Tells the lanes of this process what was written: that there is something to look for, or the row itself where it was written
/// as this process's own. Losing a signal costs a delay, never work.
/// </summary>
public sealed class DueSignal
{
    private readonly Bell[] bells = [.. Enum.GetValues<Lane>().Select(_ => new Bell())];

    /// <summary>Completes when something of the lane is told after this call.</summary>
    public Task Next(Lane lane) => bells[(int)lane].Next;

    /// <summary>The table has something for the lane, now or later.</summary>
    public void Wake(Lane lane)
    {
        bells[(int)lane].Look = true;
        bells[(int)lane].Ring();
    }

    /// <summary>Whether the table is worth a look since this was last asked.</summary>
    public bool TakeWake(Lane lane) => Interlocked.Exchange(ref bells[(int)lane].Look, false);

    /// <summary>A row that this process wrote and holds already.</summary>
    public bool TryTake(Lane lane, out DueClaim claim) =>
        bells[(int)lane].Handed.TryDequeue(out claim!);

    internal void Tell(IReadOnlyList<DueWritten> written)
    {
        foreach (var (lane, ours) in written)
        {
            if (ours is null)
            {
                Wake(lane);
                continue;
            }
            bells[(int)lane].Handed.Enqueue(ours);
            bells[(int)lane].Ring();
        }
    }

    private sealed class Bell
    {
        public readonly ConcurrentQueue<DueClaim> Handed = new();
        public bool Look = true;

        private readonly Lock door = new();
        private TaskCompletionSource rung = New();

        public Task Next
        {
            get
            {
                lock (door)
                    return rung.Task;
            }
        }

        public void Ring()
        {
            TaskCompletionSource sleepers;
            lock (door)
            {
                sleepers = rung;
                rung = New();
            }
            sleepers.TrySetResult();
        }

        private static TaskCompletionSource New() =>
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <param name="Ours">The row, when it was written as this process's own; null = whoever looks first takes it.</param>
internal readonly record struct DueWritten(Lane Lane, DueClaim? Ours);
