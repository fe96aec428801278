using System.Diagnostics.Metrics;

namespace SocialBot.Connectors.Networks.Bluesky.Streaming;

/// <summary>How a stream fares: frames that came, those that could not be read, and new connections.</summary>
internal sealed class StreamMeter
{
    private readonly Counter<long> frames;
    private readonly Counter<long> skipped;
    private readonly Counter<long> connections;

    public StreamMeter(IMeterFactory meters)
    {
        var meter = meters.Create("SocialBot");
        frames = meter.CreateCounter<long>("socialbot.bluesky.frames");
        skipped = meter.CreateCounter<long>(
            "socialbot.bluesky.frames.skipped",
            description: "Frames that were not what they should be"
        );
        connections = meter.CreateCounter<long>("socialbot.bluesky.connections");
    }

    public void Came() => frames.Add(1);

    /// <param name="why"><c>malformed</c> or <c>too-big</c>.</param>
    public void Skipped(string why) =>
        skipped.Add(1, new KeyValuePair<string, object?>("why", why));

    public void Connected() => connections.Add(1);
}
