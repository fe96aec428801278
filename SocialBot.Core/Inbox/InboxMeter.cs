using System.Diagnostics.Metrics;
using SocialBot.Core.Networks;
using SocialBot.Core.Sentiment;

namespace SocialBot.Core.Inbox;

/// <summary>How late texts reach us, and what became of replies.</summary>
public sealed class InboxMeter
{
    private readonly Histogram<double> lag;
    private readonly Counter<long> replies;
    private readonly Counter<long> streamed;
    private readonly Counter<long> streamBroke;

    public InboxMeter(IMeterFactory meters)
    {
        var meter = meters.Create("SocialBot");
        lag = meter.CreateHistogram<double>(
            "socialbot.inbox.lag",
            "s",
            "From written on the network to stored here"
        );
        replies = meter.CreateCounter<long>("socialbot.replies");
        streamed = meter.CreateCounter<long>(
            "socialbot.stream.events",
            description: "What streams told: texts for us, and deletions by anybody"
        );
        streamBroke = meter.CreateCounter<long>(
            "socialbot.stream.broken",
            description: "Texts from streams that could not be kept"
        );
    }

    public void Received(string network, SentimentLabel? mood, TimeSpan late) =>
        lag.Record(
            Math.Max(0, late.TotalSeconds),
            new KeyValuePair<string, object?>("network", network),
            new("mood", mood?.ToString() ?? "NotScored")
        );

    public void Streamed(string network, int items, int gone)
    {
        streamed.Add(
            items,
            new KeyValuePair<string, object?>("network", network),
            new("what", "text")
        );
        streamed.Add(
            gone,
            new KeyValuePair<string, object?>("network", network),
            new("what", "deletion")
        );
    }

    public void StreamItemBroke(string network) =>
        streamBroke.Add(1, new KeyValuePair<string, object?>("network", network));

    public void Replied(string network, PublishOutcome outcome) =>
        replies.Add(
            1,
            new KeyValuePair<string, object?>("network", network),
            new("outcome", outcome.GetType().Name)
        );
}
