namespace SocialBot.Core.Due;

/// <summary>Wakes the lanes' workers inside this process; losing a signal costs a delay, never work.</summary>
public sealed class DueSignal
{
    private readonly Lock door = new();
    private TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next <see cref="Wake"/> after this call.</summary>
    public Task Next
    {
        get
        {
            lock (door)
                return woken.Task;
        }
    }

    public void Wake()
    {
        TaskCompletionSource sleepers;
        lock (door)
        {
            sleepers = woken;
            woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        sleepers.TrySetResult();
    }
}
