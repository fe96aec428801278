using System.Diagnostics.Metrics;
using SocialBot.Core.Networks;

namespace SocialBot.Core.Publishing;

/// <summary>Counts what became of tries, by network and outcome.</summary>
public sealed class PublishMeter
{
    private readonly Counter<long> tries;

    public PublishMeter(IMeterFactory meters) =>
        tries = meters.Create("SocialBot").CreateCounter<long>("socialbot.publishes");

    public void Count(string network, PublishOutcome outcome) =>
        tries.Add(
            1,
            new KeyValuePair<string, object?>("network", network),
            new("outcome", outcome.GetType().Name)
        );
}
