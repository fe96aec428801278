using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SocialBot.Benchmarks.Turns;

/// <summary>
/// <c>turns-relay --urls …</c>: the physical limit to compare with. Reads an activity and posts a text back to its connector, and
/// knows, decides and keeps nothing.
/// </summary>
internal static class RawRelay
{
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddHttpClient();
        await using var app = builder.Build();
        var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        app.MapPost(
            "/api/messages",
            async (HttpContext http) =>
            {
                using var activity = await JsonDocument.ParseAsync(http.Request.Body);
                var root = activity.RootElement;
                var conversation = root.GetProperty("conversation").GetProperty("id").GetString()!;
                var service = root.GetProperty("serviceUrl").GetString();
                using var content = new ByteArrayContent(
                    JsonSerializer.SerializeToUtf8Bytes(
                        new { type = "message", text = root.GetProperty("text").GetString() }
                    )
                );
                content.Headers.ContentType = new("application/json");
                using var reply = await client.PostAsync(
                    $"{service}/v3/conversations/{Uri.EscapeDataString(conversation)}/activities",
                    content
                );
                return reply.IsSuccessStatusCode ? Results.Ok() : Results.StatusCode(502);
            }
        );
        await app.StartAsync();
        Console.WriteLine($"listening on: {app.Urls.First()}");
        await app.WaitForShutdownAsync();
        return 0;
    }
}
