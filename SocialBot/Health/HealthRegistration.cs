using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using SocialBot.Core.Storage;
using SocialBot.SampleData;
using SocialBot.Settings;

namespace SocialBot.Health;

internal static class HealthRegistration
{
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services
            .AddHealthChecks()
            .AddDbContextCheck<SocialBotDb>("database", tags: ["ready"])
            .AddCheck<SampleCheck>("sample-data", tags: ["ready"])
            .AddCheck<StreamCheck>("streams", tags: ["ready"]);
        return services;
    }

    /// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can do its work; with a line per part.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks(
            "/health/ready",
            new HealthCheckOptions
            {
                Predicate = check => check.Tags.Contains("ready"),
                ResponseWriter = WriteAsync,
            }
        );
    }

    private static Task WriteAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = MediaTypeNames.Application.Json;
        return http.Response.WriteAsync(
            JsonSerializer.Serialize(
                new
                {
                    status = report.Status.ToString(),
                    parts = report.Entries.ToDictionary(e => e.Key, e => e.Value.Status.ToString()),
                    streams = report.Entries.GetValueOrDefault("streams").Description,
                },
                JsonSerializerOptions.Web
            ),
            http.RequestAborted
        );
    }

    private sealed class SampleCheck(SampleReady ready, IOptions<SampleDataOptions> settings)
        : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context,
            CancellationToken cancellationToken = default
        ) =>
            Task.FromResult(
                !settings.Value.Enabled || ready.IsDone
                    ? HealthCheckResult.Healthy()
                    : HealthCheckResult.Unhealthy(ready.Trouble ?? "not seeded yet")
            );
    }
}
