using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace SocialBot.BrowserTests.Chrome;

/// <summary>
/// The DevTools protocol (https://chromedevtools.github.io/devtools-protocol/): commands go out, answers and events come in, as
/// JSON over one WebSocket. What we need of it is small; a driver library would bring a Node runtime for every platform.
/// </summary>
internal sealed class DevTools : IAsyncDisposable
{
    private readonly ClientWebSocket socket = new();
    private readonly CancellationTokenSource end = new();
    private readonly SemaphoreSlim sending = new(1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> asked = new();
    private readonly ConcurrentDictionary<string, Action<string, JsonElement>> listeners = new();
    private Task reading = Task.CompletedTask;
    private int last;

    public static async Task<DevTools> ConnectAsync(Uri address, CancellationToken ct)
    {
        var tools = new DevTools();
        await tools.socket.ConnectAsync(address, ct);
        tools.reading = tools.ReadAsync();
        return tools;
    }

    /// <param name="heard">Method and parameters of every event of the session.</param>
    public void Listen(string session, Action<string, JsonElement> heard) =>
        listeners[session] = heard;

    /// <param name="session">The tab it is meant for; null = the browser itself.</param>
    /// <exception cref="DevToolsException">The browser refused.</exception>
    public async Task<JsonElement> SendAsync(
        string? session,
        string method,
        object? parameters,
        CancellationToken ct
    )
    {
        var id = Interlocked.Increment(ref last);
        var answer = asked[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new Dictionary<string, object> { ["id"] = id, ["method"] = method };
        if (session is not null)
            message["sessionId"] = session;
        if (parameters is not null)
            message["params"] = parameters;
        await sending.WaitAsync(ct);
        try
        {
            await socket.SendAsync(
                JsonSerializer.SerializeToUtf8Bytes(message),
                WebSocketMessageType.Text,
                endOfMessage: true,
                ct
            );
        }
        finally
        {
            sending.Release();
        }
        return await answer.Task.WaitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await reading;
        socket.Dispose();
        sending.Dispose();
        end.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await MessageAsync() is { } message)
                Take(message);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // The browser has gone, or we go: whoever still waits is told below.
        }
        foreach (var waiting in asked.Values)
            waiting.TrySetException(new DevToolsException("The browser has gone."));
    }

    private async Task<JsonElement?> MessageAsync()
    {
        using var text = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, end.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            text.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return JsonSerializer.Deserialize<JsonElement>(text.ToArray());
        }
    }

    private void Take(JsonElement message)
    {
        if (!message.TryGetProperty("id", out var id))
        {
            if (
                message.TryGetProperty("sessionId", out var session)
                && listeners.TryGetValue(session.GetString()!, out var heard)
            )
                heard(message.GetProperty("method").GetString()!, message.GetProperty("params"));
            return;
        }
        if (!asked.TryRemove(id.GetInt32(), out var answer))
            return;
        if (message.TryGetProperty("error", out var error))
            answer.TrySetException(
                new DevToolsException(error.GetProperty("message").GetString()!)
            );
        else
            answer.TrySetResult(message.GetProperty("result"));
    }
}

internal sealed class DevToolsException(string message) : Exception(message);
