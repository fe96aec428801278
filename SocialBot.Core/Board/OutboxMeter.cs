using System.Diagnostics.Metrics;
using SocialBot.Core.Chat;
using SocialBot.Core.Due;

namespace SocialBot.Core.Board;

/// <summary>How old a message is when it reaches its chat, and what became of each one.</summary>
public sealed class OutboxMeter
{
    private readonly Histogram<double> age;
    private readonly Counter<long> messages;
    private readonly TimeProvider clock;

    public OutboxMeter(IMeterFactory meters, TimeProvider clock)
    {
        this.clock = clock;
        var meter = meters.Create("SocialBot");
        age = meter.CreateHistogram<double>(
            "socialbot.outbox.age",
            unit: "s",
            description: "From the moment a message was due to its delivery"
        );
        messages = meter.CreateCounter<long>(
            "socialbot.outbox.messages",
            description: "Posts and edits by what became of them"
        );
    }

    public void Count(DueClaim claim, string platform, ChatDelivery delivery)
    {
        var kind = new KeyValuePair<string, object?>("kind", claim.Kind);
        var where = new KeyValuePair<string, object?>("platform", platform);
        messages.Add(1, kind, where, new("outcome", delivery.GetType().Name));
        if (delivery is ChatDelivery.Delivered)
            age.Record(Math.Max(0, (clock.GetUtcNow() - claim.FirstDue).TotalSeconds), kind, where);
    }
}
