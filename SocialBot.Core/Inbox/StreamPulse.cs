using System.Collections.Concurrent;

namespace SocialBot.Core.Inbox;

/// <summary>When each network's stream last told something in this process, be it only that nothing happened.</summary>
public sealed class StreamPulse(TimeProvider clock)
{
    /// <summary>Batches come every few seconds: after this long the connection is as good as none.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, Pulse> pulses = new(
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>The networks that are listened to now, each with the age of its last batch; null = none has come yet.</summary>
    public IReadOnlyDictionary<string, TimeSpan?> Ages =>
        pulses.ToDictionary(p => p.Key, p => clock.GetUtcNow() - p.Value.LastBatch);

    /// <summary>The stream stands: what happens arrives by itself.</summary>
    public bool Beats(string network) =>
        pulses.TryGetValue(network, out var pulse)
        && clock.GetUtcNow() - pulse.LastBatch < Patience;

    /// <summary>Listened to for longer than the patience, without a batch in that time.</summary>
    public bool IsLost(string network) =>
        pulses.TryGetValue(network, out var pulse)
        && clock.GetUtcNow() - (pulse.LastBatch ?? pulse.Since) >= Patience;

    internal void Begins(string network) =>
        pulses.TryAdd(network, new Pulse(clock.GetUtcNow(), LastBatch: null));

    internal void Ends(string network) => pulses.TryRemove(network, out _);

    internal void Beat(string network) =>
        pulses[network] = new Pulse(clock.GetUtcNow(), clock.GetUtcNow());

    private sealed record Pulse(DateTimeOffset Since, DateTimeOffset? LastBatch);
}
