using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace SocialBot.Health;

internal static class TelemetryRegistration
{
    /// <summary>Metrics and traces, sent by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector; logs are structured either way.</summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
            builder.Logging.ClearProviders().AddJsonConsole();
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .WithMetrics(m =>
                m.AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddMeter("SocialBot", "Quartz")
            );
        // Traces that nobody collects would be recorded all the same.
        if (!string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            telemetry
                .WithMetrics(m => m.AddOtlpExporter())
                .WithTracing(t =>
                    t.AddAspNetCoreInstrumentation(a =>
                            // The path of a personal link is a secret.
                            a.Filter = http =>
                                !http.Request.Path.StartsWithSegments(
                                    "/connect",
                                    StringComparison.OrdinalIgnoreCase
                                )
                        )
                        .AddHttpClientInstrumentation()
                        .AddSource("SocialBot")
                        .AddOtlpExporter()
                );
        return builder;
    }
}
