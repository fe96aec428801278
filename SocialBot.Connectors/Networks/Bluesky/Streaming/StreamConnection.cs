using System.Net.WebSockets;

namespace SocialBot.Connectors.Networks.Bluesky.Streaming;

/// <summary>
/// One WebSocket, frame by frame. A server that no longer answers pings is dropped; a frame beyond what the protocol allows is thrown
/// away as it comes, without being kept.
/// </summary>
internal sealed class StreamConnection : IAsyncDisposable
{
    /// <summary>Of the firehose; Jetstream's frames are smaller.</summary>
    public const int MostBytes = 5 * 1024 * 1024;

    private readonly ClientWebSocket socket = new();
    private byte[] buffer = new byte[64 * 1024];

    private StreamConnection(TimeSpan ping)
    {
        socket.Options.KeepAliveInterval = ping;
        socket.Options.KeepAliveTimeout = ping;
        socket.Options.SetRequestHeader("User-Agent", "SocialBot");
        socket.Options.Proxy = null;
    }

    public static async Task<StreamConnection> OpenAsync(
        Uri address,
        TimeSpan ping,
        CancellationToken ct
    )
    {
        var connection = new StreamConnection(ping);
        try
        {
            await connection.socket.ConnectAsync(address, ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next frame, valid until the next call; <see cref="Frame.TooBig"/> for one that was thrown away; null when the server closes.</summary>
    public async Task<Frame?> NextAsync(CancellationToken ct)
    {
        var length = 0;
        var tooBig = false;
        while (true)
        {
            if (length == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            var got = await socket.ReceiveAsync(buffer.AsMemory(length), ct);
            if (got.MessageType == WebSocketMessageType.Close)
                return null;
            length += got.Count;
            if (length > MostBytes)
                (tooBig, length) = (true, 0);
            if (got.EndOfMessage)
                return tooBig ? Frame.TooBig : new Frame(buffer.AsMemory(0, length));
        }
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}

internal sealed record Frame(ReadOnlyMemory<byte> Bytes)
{
    public static readonly Frame TooBig = new(ReadOnlyMemory<byte>.Empty);
}
