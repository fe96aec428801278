using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SocialBot.Core.Inbox;

namespace SocialBot.Health;

/// <summary>Whether the streams still tell something. Without them polling goes on: slower, so it is degraded, not down.</summary>
internal sealed class StreamCheck(StreamPulse pulse) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var ages = pulse.Ages;
        var said = string.Join(", ", ages.OrderBy(a => a.Key).Select(Say));
        return Task.FromResult(
            ages.Keys.Any(pulse.IsLost)
                ? HealthCheckResult.Degraded(said)
                : HealthCheckResult.Healthy(said.Length == 0 ? null : said)
        );
    }

    private static string Say(KeyValuePair<string, TimeSpan?> age) =>
        age.Value is { } span
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{age.Key}: last batch {span.TotalSeconds:0} s ago"
            )
            : $"{age.Key}: no batch yet";
}
