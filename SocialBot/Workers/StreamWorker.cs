using SocialBot.Core.Inbox;

namespace SocialBot.Workers;

/// <summary>Listens to the networks that tell of everything by themselves, until the program stops.</summary>
internal sealed class StreamWorker(ListenToStreams listen) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        listen.RunAsync(stoppingToken);
}
