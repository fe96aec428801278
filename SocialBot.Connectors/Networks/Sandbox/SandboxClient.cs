using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;

namespace SocialBot.Connectors.Networks.Sandbox;

/// <summary>
/// One call, once, and exactly what is known of it afterwards. Whether a body began to leave is watched, not guessed from the
/// kind of exception: what never left is certainly not out, whatever went wrong.
/// </summary>
internal sealed class SandboxClient(
    HttpClient http,
    SandboxAddress address,
    IOptions<SandboxOptions> options,
    TimeProvider clock
)
{
    public Task<SandboxAnswer<T>> GetAsync<T>(
        string path,
        string? token,
        JsonTypeInfo<T> shape,
        CancellationToken ct
    ) => SendAsync(HttpMethod.Get, path, token, key: null, body: null, shape, ct);

    /// <exception cref="OperationCanceledException">Cancelled before anything left.</exception>
    public async Task<SandboxAnswer<T>> PostAsync<TBody, T>(
        string path,
        string? token,
        string? key,
        TBody body,
        JsonTypeInfo<TBody> bodyShape,
        JsonTypeInfo<T> shape,
        CancellationToken ct
    )
    {
        using var content = new WatchedBody(JsonSerializer.SerializeToUtf8Bytes(body, bodyShape));
        return await SendAsync(HttpMethod.Post, path, token, key, content, shape, ct);
    }

    private async Task<SandboxAnswer<T>> SendAsync<T>(
        HttpMethod method,
        string path,
        string? token,
        string? key,
        WatchedBody? body,
        JsonTypeInfo<T> shape,
        CancellationToken ct
    )
    {
        if (address.Current is not { } server)
            return new SandboxAnswer<T>.NotSent("The Sandbox is not listening yet.");

        using var request = new HttpRequestMessage(method, Address(server, path));
        request.Content = body;
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var timeout = new CancellationTokenSource(options.Value.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            return await ReadAsync(response, shape, either.Token);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested && !Left(body))
        {
            throw;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            var why = timeout.IsCancellationRequested
                ? "The Sandbox did not answer in time."
                : "The connection to the Sandbox broke.";
            return Left(body)
                ? new SandboxAnswer<T>.Lost(why)
                : new SandboxAnswer<T>.NotSent(
                    e is HttpRequestException ? "The Sandbox cannot be reached." : why
                );
        }
    }

    private static bool Left(WatchedBody? body) => body is { HasLeft: true };

    private static Uri Address(Uri server, string path) =>
        new($"{server.AbsoluteUri.TrimEnd('/')}/sandbox/api/{path}");

    private async Task<SandboxAnswer<T>> ReadAsync<T>(
        HttpResponseMessage response,
        JsonTypeInfo<T> shape,
        CancellationToken ct
    )
    {
        if (response.IsSuccessStatusCode)
            return await ParseAsync(response, shape, ct) is { } value
                ? new SandboxAnswer<T>.Got(value)
                : new SandboxAnswer<T>.Lost("The Sandbox answered something unreadable.");

        var status = (int)response.StatusCode;
        var problem =
            await ParseAsync(response, SandboxJson.Default.SandboxProblem, ct)
            ?? new SandboxProblem(
                $"http-{status}",
                $"The Sandbox answered {status} without a reason."
            );
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new SandboxAnswer<T>.SignInNeeded(problem.Reason),
            HttpStatusCode.TooManyRequests => new SandboxAnswer<T>.Wait(
                RetryAfter(response),
                problem.Reason
            ),
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError =>
                new SandboxAnswer<T>.Refused(problem.Code, problem.Reason),
            _ => new SandboxAnswer<T>.Lost($"The Sandbox answered {status}."),
        };
    }

    private static async Task<T?> ParseAsync<T>(
        HttpResponseMessage response,
        JsonTypeInfo<T> shape,
        CancellationToken ct
    )
    {
        try
        {
            return JsonSerializer.Deserialize(
                await response.Content.ReadAsByteArrayAsync(ct),
                shape
            );
        }
        catch (JsonException)
        {
            return default; // the caller says what an unreadable answer means
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
            { Date: not null } => TimeSpan.Zero,
            _ => null,
        };

    /// <summary>A JSON body that knows whether it has begun to leave.</summary>
    private sealed class WatchedBody : ByteArrayContent
    {
        public WatchedBody(byte[] json)
            : base(json) => Headers.ContentType = new MediaTypeHeaderValue("application/json");

        public bool HasLeft { get; private set; }

        protected override Task SerializeToStreamAsync(
            Stream stream,
            TransportContext? context,
            CancellationToken cancellationToken
        )
        {
            HasLeft = true;
            return base.SerializeToStreamAsync(stream, context, cancellationToken);
        }
    }
}

/// <summary>What is known after a call.</summary>
/// <param name="Reason">In words; empty when it went well.</param>
/// <param name="Wanted">The wait that the network asked for.</param>
internal abstract record SandboxAnswer<T>(string Reason, TimeSpan? Wanted = null)
{
    public sealed record Got(T Value) : SandboxAnswer<T>("");

    public sealed record Refused(string Code, string Reason) : SandboxAnswer<T>(Reason);

    public sealed record SignInNeeded(string Reason) : SandboxAnswer<T>(Reason);

    public sealed record Wait(TimeSpan? Wanted, string Reason) : SandboxAnswer<T>(Reason, Wanted);

    /// <summary>Nothing left this machine.</summary>
    public sealed record NotSent(string Reason) : SandboxAnswer<T>(Reason);

    /// <summary>It may have been accepted.</summary>
    public sealed record Lost(string Reason) : SandboxAnswer<T>(Reason);
}
