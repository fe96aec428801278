using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SocialBot.Benchmarks.Turns;

/// <summary>The connector that replies are posted to: what did not arrive here was not answered, whatever the sender was told.</summary>
internal sealed class FarEnd : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, Awaited> awaited = new(StringComparer.Ordinal);
    private int replies;
    private int ids;

    private FarEnd(WebApplication app) => this.app = app;

    public string ServiceUrl => app.Urls.First();

    /// <summary>Messages posted so far; edits, and that the bot is typing, are not counted.</summary>
    public int Replies => Volatile.Read(ref replies);

    public static async Task<FarEnd> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel(o => o.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var server = builder.Build();
        var end = new FarEnd(server);
        server.Run(end.TakeAsync);
        await server.StartAsync();
        return end;
    }

    /// <summary>Ends when the next message of the conversation arrives; wrong when the word is not in it.</summary>
    public Task NextAsync(string conversation, string word)
    {
        var next = new Awaited(
            word,
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
        );
        awaited[conversation] = next;
        return next.Arrived.Task;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        http.Response.StatusCode = 201;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync($$"""{"id":"{{Interlocked.Increment(ref ids)}}"}""");
        if (
            !HttpMethods.IsPost(http.Request.Method)
            || body.Contains("\"type\":\"typing\"", StringComparison.Ordinal)
        )
            return;
        Interlocked.Increment(ref replies);
        var conversation = Uri.UnescapeDataString(http.Request.Path.Value!.Split('/')[3]);
        if (!awaited.TryRemove(conversation, out var next))
            return;
        if (body.Contains(next.Word, StringComparison.Ordinal))
            next.Arrived.TrySetResult();
        else
            next.Arrived.TrySetException(
                new InvalidOperationException($"Not the answer that was asked for: {body}")
            );
    }

    private sealed record Awaited(string Word, TaskCompletionSource Arrived);
}
