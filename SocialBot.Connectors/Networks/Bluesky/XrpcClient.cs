using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using SocialBot.Connectors.Networks.Bluesky.Wire;
using SocialBot.Connectors.Web;

namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>
/// One call, once, and exactly what is known of it afterwards: https://atproto.com/specs/xrpc. Whether a body began to leave is
/// watched, not guessed from the kind of exception: what never left certainly did nothing, whatever went wrong.
/// </summary>
internal sealed class XrpcClient(
    HttpClient http,
    IOptions<BlueskyOptions> options,
    RateBudget budget,
    TimeProvider clock
)
{
    /// <param name="method">With its query: <c>app.bsky.actor.getProfile?actor=…</c>.</param>
    public Task<XrpcAnswer<T>> GetAsync<T>(
        Uri server,
        string method,
        Bearer? bearer,
        JsonTypeInfo<T> shape,
        CancellationToken ct
    ) => SendAsync(HttpMethod.Get, Xrpc(server, method), bearer, body: null, shape, ct);

    /// <summary>Anything that is JSON, wherever it is.</summary>
    public Task<XrpcAnswer<T>> GetAsync<T>(
        Uri address,
        JsonTypeInfo<T> shape,
        CancellationToken ct
    ) => SendAsync(HttpMethod.Get, address, bearer: null, body: null, shape, ct);

    /// <exception cref="OperationCanceledException">Cancelled before anything left.</exception>
    public async Task<XrpcAnswer<T>> PostAsync<TBody, T>(
        Uri server,
        string method,
        Bearer? bearer,
        TBody body,
        JsonTypeInfo<TBody> bodyShape,
        JsonTypeInfo<T> shape,
        CancellationToken ct
    )
    {
        using var content = new WatchedBody(
            JsonSerializer.SerializeToUtf8Bytes(body, bodyShape),
            "application/json"
        );
        return await SendAsync(HttpMethod.Post, Xrpc(server, method), bearer, content, shape, ct);
    }

    /// <exception cref="OperationCanceledException">Cancelled before anything left.</exception>
    public async Task<XrpcAnswer<T>> PostAsync<T>(
        Uri server,
        string method,
        Bearer bearer,
        byte[] body,
        string contentType,
        JsonTypeInfo<T> shape,
        CancellationToken ct
    )
    {
        using var content = new WatchedBody(body, contentType);
        return await SendAsync(HttpMethod.Post, Xrpc(server, method), bearer, content, shape, ct);
    }

    /// <summary>A procedure without input.</summary>
    public Task<XrpcAnswer<T>> PostAsync<T>(
        Uri server,
        string method,
        Bearer bearer,
        JsonTypeInfo<T> shape,
        CancellationToken ct
    ) => SendAsync(HttpMethod.Post, Xrpc(server, method), bearer, body: null, shape, ct);

    private static Uri Xrpc(Uri server, string method) => new(server, $"/xrpc/{method}");

    private async Task<XrpcAnswer<T>> SendAsync<T>(
        HttpMethod verb,
        Uri address,
        Bearer? bearer,
        WatchedBody? body,
        JsonTypeInfo<T> shape,
        CancellationToken ct
    )
    {
        using var request = new HttpRequestMessage(verb, address);
        request.Content = body;
        if (bearer is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer.Token);
        using var timeout = new CancellationTokenSource(options.Value.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            if (bearer is not null)
                Remember(bearer.Did, verb, response);
            return await ReadAsync(response, verb, shape, either.Token);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested && !Left(body))
        {
            throw;
        }
        catch (RefusedAddressException)
        {
            return new XrpcAnswer<T>.NotSent(Reasons.RefusedAddress);
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            if (Left(body))
                return new XrpcAnswer<T>.Lost(
                    timeout.IsCancellationRequested
                        ? "Bluesky did not answer in time."
                        : "The connection to Bluesky broke."
                );
            return new XrpcAnswer<T>.NotSent(
                timeout.IsCancellationRequested
                    ? "Bluesky did not answer in time."
                    : "Bluesky cannot be reached."
            );
        }
    }

    private static bool Left(WatchedBody? body) => body is { HasLeft: true };

    private async Task<XrpcAnswer<T>> ReadAsync<T>(
        HttpResponseMessage response,
        HttpMethod verb,
        JsonTypeInfo<T> shape,
        CancellationToken ct
    )
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            if (await ParseAsync(response, shape, ct) is { } value)
                return new XrpcAnswer<T>.Got(value);
            const string unreadable = "Bluesky answered something unreadable.";
            return verb == HttpMethod.Get
                ? new XrpcAnswer<T>.NotSent(unreadable)
                : new XrpcAnswer<T>.Lost(unreadable);
        }

        var problem = await ParseAsync(response, BlueskyJson.Default.XrpcError, ct);
        // A gateway's 5xx says nothing about what the server behind it did; only "there is no such method" does.
        if (
            status == (int)HttpStatusCode.RequestTimeout
            || status >= 500 && status != (int)HttpStatusCode.NotImplemented
        )
        {
            var failed = $"Bluesky's server failed (status {status}).";
            return verb == HttpMethod.Get
                ? new XrpcAnswer<T>.NotSent(failed, After(response))
                : new XrpcAnswer<T>.Lost(failed);
        }
        return new XrpcAnswer<T>.Refused(
            status,
            problem?.Error is { Length: > 0 } name ? name : $"http-{status}",
            problem?.Message ?? "",
            After(response)
        );
    }

    private static async Task<T?> ParseAsync<T>(
        HttpResponseMessage response,
        JsonTypeInfo<T> shape,
        CancellationToken ct
    )
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(ct);
        try
        {
            // Methods without an output answer nothing at all.
            return JsonSerializer.Deserialize(bytes.Length == 0 ? "{}"u8 : bytes, shape);
        }
        catch (JsonException)
        {
            return default; // the caller says what an unreadable answer means
        }
    }

    /// <summary><c>Retry-After</c>, else <c>RateLimit-Reset</c> (seconds since 1970) when nothing is left: docs.bsky.app, "Rate Limits".</summary>
    private TimeSpan? After(HttpResponseMessage response)
    {
        var now = clock.GetUtcNow();
        switch (response.Headers.RetryAfter)
        {
            case { Delta: { } delta }:
                return delta;
            case { Date: { } date }:
                return date > now ? date - now : TimeSpan.Zero;
        }
        return response.StatusCode == HttpStatusCode.TooManyRequests && Reset(response) is { } at
            ? at > now
                ? at - now
                : TimeSpan.Zero
            : null;
    }

    /// <summary>Where nothing is left, the next call waits without asking.</summary>
    private void Remember(string did, HttpMethod verb, HttpResponseMessage response)
    {
        if (
            (
                response.StatusCode == HttpStatusCode.TooManyRequests
                || Number(response, "RateLimit-Remaining") == 0
            ) && Reset(response) is { } until
        )
            budget.Exhausted(did, reads: verb == HttpMethod.Get, until);
    }

    private static DateTimeOffset? Reset(HttpResponseMessage response) =>
        Number(response, "RateLimit-Reset") is > 0 and < 253_402_300_800 and var reset
            ? DateTimeOffset.FromUnixTimeSeconds(reset)
            : null;

    private static long? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values)
        && long.TryParse(
            values.First(),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;

    /// <summary>A body that knows whether it has begun to leave.</summary>
    private sealed class WatchedBody : ByteArrayContent
    {
        public WatchedBody(byte[] bytes, string contentType)
            : base(bytes) => Headers.ContentType = new MediaTypeHeaderValue(contentType);

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

/// <summary>Whose call it is.</summary>
/// <param name="Did">The account.</param>
internal sealed record Bearer(string Did, string Token)
{
    public override string ToString() => Did;
}
