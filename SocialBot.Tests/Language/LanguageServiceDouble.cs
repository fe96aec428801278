using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SocialBot.Tests.Language;

/// <summary>A language service on loopback that remembers what it was asked and behaves as it is told.</summary>
internal sealed class LanguageServiceDouble : IAsyncDisposable
{
    private readonly WebApplication app;

    private LanguageServiceDouble(WebApplication app) => this.app = app;

    public ConcurrentQueue<Asked> Requests { get; } = new();

    /// <summary>What comes next; 200 with the body unless it says otherwise.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public string Address => app.Urls.First();

    public static async Task<LanguageServiceDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = new LanguageServiceDouble(builder.Build());
        service.app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            service.Requests.Enqueue(
                new Asked(
                    context.Request.Method,
                    context.Request.Path,
                    context.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString()),
                    context.Request.Headers.ToDictionary(
                        h => h.Key,
                        h => h.Value.ToString(),
                        StringComparer.OrdinalIgnoreCase
                    ),
                    JsonNode.Parse(await reader.ReadToEndAsync())
                )
            );
            await service.Answer(context);
        });
        await service.app.StartAsync();
        return service;
    }

    public static Func<HttpContext, Task> Says(
        string body,
        int status = 200,
        string? retryAfter = null
    ) =>
        async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            if (retryAfter is not null)
                context.Response.Headers.RetryAfter = retryAfter;
            await context.Response.WriteAsync(body);
        };

    /// <summary>Promises more than it sends, then hangs up.</summary>
    public static Func<HttpContext, Task> BreaksOff(string body) =>
        async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = body.Length + 100;
            await context.Response.WriteAsync(body);
            await context.Response.Body.FlushAsync();
            context.Abort();
        };

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    internal sealed record Asked(
        string Method,
        string Path,
        Dictionary<string, string> Query,
        Dictionary<string, string> Headers,
        JsonNode? Body
    );
}
