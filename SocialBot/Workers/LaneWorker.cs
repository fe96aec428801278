using SocialBot.Core.Due;

namespace SocialBot.Workers;

/// <summary>Works off the due table, all lanes side by side, until the program stops.</summary>
internal sealed partial class LaneWorker(
    WorkDueLane lanes,
    TimeProvider clock,
    ILogger<LaneWorker> log
) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enum.GetValues<Lane>().Select(lane => KeepAsync(lane, stoppingToken)));

    /// <summary>A lane that breaks (a locked database, a full disk) starts again; nothing claimed is lost.</summary>
    private async Task KeepAsync(Lane lane, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await lanes.RunAsync(lane, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogBroke(e, lane);
                await Task.Delay(TimeSpan.FromSeconds(2), clock, CancellationToken.None);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The lane {Lane} broke and starts again")]
    private partial void LogBroke(Exception error, Lane lane);
}
