using System.Diagnostics.Metrics;

namespace SocialBot.Dialogs.Conversation;

/// <summary>How many turns, and how long each took from the door to the commit.</summary>
public sealed class TurnMeter
{
    private readonly Histogram<double> turns;

    public TurnMeter(IMeterFactory meters) =>
        turns = meters.Create("SocialBot").CreateHistogram<double>("socialbot.turns", "ms");

    public void Count(string platform, TimeSpan took) =>
        turns.Record(
            took.TotalMilliseconds,
            new KeyValuePair<string, object?>("platform", platform)
        );
}
