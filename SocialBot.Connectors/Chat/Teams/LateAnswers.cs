using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SocialBot.Core.Chat;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>
/// Teams shows an error when it waited too long for an answer. What takes longer is answered with "working on it", done to its end, and
/// said as a message then; a program that stops waits for it.
/// </summary>
internal sealed partial class LateAnswers(
    TeamsPlatform platform,
    TimeProvider clock,
    ILogger<LateAnswers> log
) : IHostedService
{
    /// <summary>Bots have 10 to 15 seconds; the submit of an action on a message is sent again after 5.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    public static readonly TimeSpan PatienceOfActions = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan PatienceOfLatecomers = TimeSpan.FromMinutes(1);

    /// <summary>Who waits for longer sees that somebody is at work.</summary>
    public static readonly TimeSpan TypesAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Task, byte> open = [];

    /// <summary>The answer to a message comes when it is there; until then the bot is seen typing.</summary>
    public async Task<InlineAnswer?> WatchAsync(ChatTurn turn, Task<InlineAnswer?> work)
    {
        if (!await EndsWithinAsync(work, TypesAfter))
            await platform.TypeAsync(turn.In);
        return await work;
    }

    /// <returns>False when it takes too long: it goes on, and its answer is said later.</returns>
    public async Task<bool> IsInTimeAsync(ChatTurn turn, Task<InlineAnswer?> work)
    {
        if (await EndsWithinAsync(work, turn.Elsewhere ? PatienceOfActions : Patience))
            return true;
        var rest = FinishAsync(turn, work);
        open[rest] = 0;
        _ = rest.ContinueWith(
            done => open.TryRemove(done, out _),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        return false;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(open.Keys).WaitAsync(cancellationToken);

    private async Task FinishAsync(ChatTurn turn, Task<InlineAnswer?> work)
    {
        try
        {
            // The next state of the pressed card is shown where it hangs, by whoever keeps it up to date.
            if (await work is { ReplacesPressed: false, Card: var card } && !turn.Elsewhere)
                await platform.InTurnAsync(
                    PatienceOfLatecomers,
                    () =>
                        platform.PostAsync(turn.In, card, $"late-{turn.Id}", CancellationToken.None)
                );
        }
        catch (OperationCanceledException)
        {
            LogStopped(turn.Id);
        }
    }

    private async Task<bool> EndsWithinAsync(Task work, TimeSpan time)
    {
        if (work.IsCompleted)
            return true;
        using var enough = new CancellationTokenSource();
        var first = await Task.WhenAny(work, Task.Delay(time, clock, enough.Token));
        await enough.CancelAsync();
        return first == work;
    }

    [LoggerMessage(LogLevel.Warning, "The program stopped while turn {TurnId} was at work")]
    private partial void LogStopped(string turnId);
}
