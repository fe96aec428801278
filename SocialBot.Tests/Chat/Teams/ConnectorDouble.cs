using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Xunit;

namespace SocialBot.Tests.Chat.Teams;

/// <summary>
/// The Bot Connector on loopback, as strict as the Agents Playground's: 400 to any null, any unknown type, any card that the
/// schema refuses, any path that its Swagger file does not know. Can be told to misbehave on the next request, and keeps Teams'
/// limits where it is given a clock.
/// </summary>
internal sealed class ConnectorDouble : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _next = new();
    private readonly ConcurrentQueue<ConnectorRequest> _requests = new();
    private readonly ConcurrentQueue<string> _violations = new();
    private int _ids = 1000;

    private readonly TimeProvider? _clock;
    private readonly Dictionary<string, List<DateTimeOffset>> _taken = [];
    private int _breaches;

    private ConnectorDouble(WebApplication app, TimeProvider? clock)
    {
        _app = app;
        _clock = clock;
    }

    /// <summary>How many requests were more than Teams' limits allow.</summary>
    public int Breaches => _breaches;

    public string ServiceUrl => $"{TeamsBot.AddressOf(_app).AbsoluteUri}_connector";
    public IReadOnlyList<ConnectorRequest> Requests => [.. _requests];
    public IReadOnlyList<string> Violations => [.. _violations];

    /// <param name="clock">By which the limits are kept; null = there are none.</param>
    public static async Task<ConnectorDouble> StartAsync(TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel(o => o.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var connector = new ConnectorDouble(app, clock);
        app.Run(connector.TakeAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return connector;
    }

    public void NextAnswers(int status, string? code = null, string? retryAfter = null) =>
        _next.Enqueue(async http =>
        {
            http.Response.StatusCode = status;
            if (retryAfter is not null)
                http.Response.Headers.RetryAfter = retryAfter;
            if (code is not null)
                await http.Response.WriteAsync(
                    $$$"""{"error":{"code":"{{{code}}}","message":"the words of the vendor"}}"""
                );
        });

    public void NextAnswersRaw(int status, string body) =>
        _next.Enqueue(http =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync(body);
        });

    /// <summary>Takes the message and breaks the connection.</summary>
    public void NextLosesItsAnswer() =>
        _next.Enqueue(http =>
        {
            http.Abort();
            return Task.CompletedTask;
        });

    /// <summary>Takes the message and says nothing until the caller goes away.</summary>
    /// <returns>Ends when the message has arrived.</returns>
    public Task NextFallsSilent()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _next.Enqueue(async http =>
        {
            arrived.SetResult();
            var gone = new TaskCompletionSource();
            await using var _ = http.RequestAborted.Register(() => gone.SetResult());
            await gone.Task;
        });
        return arrived.Task;
    }

    private async Task TakeAsync(HttpContext http)
    {
        // As sent: a decoded path could not tell %2F from a slash.
        var path = http.Features.Get<IHttpRequestFeature>()!.RawTarget["/_connector".Length..];
        var body = await JsonNode.ParseAsync(http.Request.Body);
        _requests.Enqueue(
            new ConnectorRequest(
                http.Request.Method,
                path,
                body!,
                http.Request.Headers.Authorization.ToString()
            )
        );
        string[] violations =
        [
            .. TeamsContracts.Knows(http.Request.Method, path)
                ? Array.Empty<string>()
                : [$"{http.Request.Method} {path} is not in the Swagger file"],
            .. TeamsContracts.ActivityViolations(body),
        ];
        if (violations.Length > 0)
        {
            foreach (var violation in violations)
                _violations.Enqueue(violation);
            http.Response.StatusCode = 400;
            return;
        }
        if (_clock is not null && IsTooMuch(path, body!, _clock.GetUtcNow()) is { } wait)
        {
            Interlocked.Increment(ref _breaches);
            http.Response.StatusCode = 429;
            http.Response.Headers.RetryAfter = $"{Math.Ceiling(wait.TotalSeconds)}";
            return;
        }
        if (_next.TryDequeue(out var misbehave))
        {
            await misbehave(http);
            return;
        }
        // Teams makes two messages of a text and a card, and gives back the id of neither.
        if (body!["text"] is not null && body["attachments"] is not null)
        {
            http.Response.StatusCode = 202;
            return;
        }
        http.Response.StatusCode = HttpMethods.IsPut(http.Request.Method) ? 200 : 201;
        await JsonSerializer.SerializeAsync(
            http.Response.Body,
            new { id = $"{Interlocked.Increment(ref _ids)}" }
        );
    }

    /// <summary>https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit</summary>
    private TimeSpan? IsTooMuch(string path, JsonNode body, DateTimeOffset now)
    {
        var conversation = Uri.UnescapeDataString(path.Split('/')[3]).Split(';')[0];
        (string Whose, int Most, int Seconds)[] limits =
        [
            (conversation, 7, 1),
            (conversation, 8, 2),
            (conversation, 60, 30),
            (conversation, 1800, 3600),
            ($"tenant {body["conversation"]?["tenantId"]}", 50, 1),
        ];
        lock (_taken)
        {
            foreach (var (whose, most, seconds) in limits)
            {
                var window = TimeSpan.FromSeconds(seconds);
                if (!_taken.TryGetValue(whose, out var times))
                    _taken[whose] = times = [];
                var inside = times.Where(t => t > now - window).ToList();
                if (inside.Count >= most)
                    return inside[0] + window - now;
            }
            foreach (var whose in limits.Select(l => l.Whose).Distinct())
                _taken[whose].Add(now);
            return null;
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <param name="Path">As sent, after the service address.</param>
internal sealed record ConnectorRequest(
    string Method,
    string Path,
    JsonNode Body,
    string Authorization
)
{
    public JsonNode Card => Body["attachments"]![0]!["content"]!;
}
