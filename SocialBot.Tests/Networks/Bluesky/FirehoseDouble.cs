using System.Formats.Cbor;
using System.Globalization;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>
/// A firehose, or a Jetstream, on Kestrel: keeps its events and tells them again from a cursor, and drops, lies and shouts as it is told.
/// </summary>
internal sealed class FirehoseDouble : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Lock door = new();
    private readonly List<(long At, byte[] Bytes)> events = [];
    private readonly List<string> connections = [];
    private CancellationTokenSource dropped = new();
    private TaskCompletionSource more = New();

    private FirehoseDouble(WebApplication app, bool json) => (this.app, Json) = (app, json);

    public bool Json { get; }

    public Uri Address { get; private set; } = null!;

    /// <summary>Sent to every new connection before anything else.</summary>
    public List<byte[]> Greetings { get; } = [];

    /// <summary>The query of every connection, in order.</summary>
    public IReadOnlyList<string> Connections
    {
        get
        {
            lock (door)
                return [.. connections];
        }
    }

    public static async Task<FirehoseDouble> OpenAsync(bool json = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.UseWebSockets();
        var opened = new FirehoseDouble(server, json);
        server.Run(opened.ServeAsync);
        await server.StartAsync();
        opened.Address = new Uri(
            server.Urls.First().Replace("http:", "ws:", StringComparison.Ordinal)
        );
        return opened;
    }

    /// <summary>A record is written, with the stream's number.</summary>
    public void Post(long at, string person, string rkey, JsonObject record) =>
        Tell(
            at,
            Json
                ? JsonEvent(at, person, rkey, "create", record)
                : Commit(at, person, rkey, "create", record)
        );

    public void Delete(long at, string person, string rkey) =>
        Tell(
            at,
            Json
                ? JsonEvent(at, person, rkey, "delete", record: null)
                : Commit(at, person, rkey, "delete", record: null)
        );

    /// <summary>Any bytes at all.</summary>
    public void Tell(long at, byte[] bytes)
    {
        TaskCompletionSource waiting;
        lock (door)
        {
            events.Add((at, bytes));
            (waiting, more) = (more, New());
        }
        waiting.SetResult();
    }

    /// <summary>Ends every connection, without a word.</summary>
    public async Task DropAsync()
    {
        CancellationTokenSource all;
        lock (door)
            (all, dropped) = (dropped, new CancellationTokenSource());
        await all.CancelAsync();
        all.Dispose();
    }

    /// <summary>A frame of words: <c>#info</c>, or an error.</summary>
    public static byte[] Word(string? info, string name) =>
        Frame(
            w =>
            {
                w.WriteStartMap(info is null ? 1 : 2);
                if (info is not null)
                {
                    w.WriteTextString("t");
                    w.WriteTextString(info);
                }
                w.WriteTextString("op");
                w.WriteInt64(info is null ? -1 : 1);
                w.WriteEndMap();
            },
            w =>
            {
                w.WriteStartMap(1);
                w.WriteTextString(info is null ? "error" : "name");
                w.WriteTextString(name);
                w.WriteEndMap();
            }
        );

    private async Task ServeAsync(HttpContext http)
    {
        CancellationToken drop;
        lock (door)
        {
            connections.Add(http.Request.QueryString.Value ?? "");
            drop = dropped.Token;
        }
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(drop, http.RequestAborted);
        try
        {
            foreach (var greeting in Greetings.ToList())
                await SendAsync(socket, greeting, end.Token);
            long? cursor = long.TryParse(
                http.Request.Query["cursor"],
                CultureInfo.InvariantCulture,
                out var at
            )
                ? at
                : null;
            var next = 0;
            if (cursor is null)
                lock (door)
                    next = events.Count;
            while (true)
            {
                Task waiting;
                List<byte[]> now;
                lock (door)
                {
                    now = [.. events.Skip(next).Where(e => !(e.At <= cursor)).Select(e => e.Bytes)];
                    next = events.Count;
                    waiting = more.Task;
                }
                foreach (var bytes in now)
                    await SendAsync(socket, bytes, end.Token);
                await waiting.WaitAsync(end.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            http.Abort();
        }
    }

    private async Task SendAsync(WebSocket socket, byte[] bytes, CancellationToken ct) =>
        await socket.SendAsync(
            bytes,
            Json ? WebSocketMessageType.Text : WebSocketMessageType.Binary,
            endOfMessage: true,
            ct
        );

    private static byte[] JsonEvent(
        long at,
        string person,
        string rkey,
        string operation,
        JsonObject? record
    )
    {
        var commit = new JsonObject
        {
            ["rev"] = "r",
            ["operation"] = operation,
            ["collection"] = "app.bsky.feed.post",
            ["rkey"] = rkey,
        };
        if (record is not null)
            commit["record"] = record.DeepClone();
        return Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["did"] = ScriptedBluesky.Did(person),
                ["time_us"] = at,
                ["kind"] = "commit",
                ["commit"] = commit,
            }.ToJsonString()
        );
    }

    private static byte[] Commit(
        long at,
        string person,
        string rkey,
        string action,
        JsonObject? record
    )
    {
        var block = record is null ? [] : Cbor(w => Write(w, record));
        byte[] cid = [0x01, 0x71, 0x12, 0x20, .. SHA256.HashData(block)];
        // An unrelated block before it, as the nodes of the tree are.
        byte[] car =
        [
            .. Section([0xa2, 0x65, .. "roots"u8, 0x80, 0x67, .. "version"u8, 0x01]),
            .. Section([0x01, 0x71, 0x12, 0x20, .. SHA256.HashData("tree"u8), 0xa0]),
            .. Section([.. cid, .. block]),
        ];
        return Frame(
            w =>
            {
                w.WriteStartMap(2);
                w.WriteTextString("t");
                w.WriteTextString("#commit");
                w.WriteTextString("op");
                w.WriteInt64(1);
                w.WriteEndMap();
            },
            w =>
            {
                w.WriteStartMap(5);
                w.WriteTextString("ops");
                w.WriteStartArray(1);
                w.WriteStartMap(3);
                w.WriteTextString("cid");
                if (record is null)
                    w.WriteNull();
                else
                {
                    w.WriteTag((CborTag)42);
                    w.WriteByteString([0, .. cid]);
                }
                w.WriteTextString("path");
                w.WriteTextString($"app.bsky.feed.post/{rkey}");
                w.WriteTextString("action");
                w.WriteTextString(action);
                w.WriteEndMap();
                w.WriteEndArray();
                w.WriteTextString("seq");
                w.WriteInt64(at);
                w.WriteTextString("repo");
                w.WriteTextString(ScriptedBluesky.Did(person));
                w.WriteTextString("time");
                w.WriteTextString("2026-06-09T08:00:00.000Z");
                w.WriteTextString("blocks");
                w.WriteByteString(car);
                w.WriteEndMap();
            }
        );
    }

    private static byte[] Section(byte[] bytes)
    {
        var length = new List<byte>();
        for (var rest = bytes.Length; ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                length.Add((byte)rest);
                break;
            }
            length.Add((byte)((rest & 0x7f) | 0x80));
        }
        return [.. length, .. bytes];
    }

    private static byte[] Frame(Action<CborWriter> header, Action<CborWriter> body) =>
        [.. Cbor(header), .. Cbor(body)];

    private static byte[] Cbor(Action<CborWriter> write)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        write(writer);
        return writer.Encode();
    }

    private static void Write(CborWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                writer.WriteStartMap(map.Count);
                foreach (var (key, value) in map)
                {
                    writer.WriteTextString(key);
                    Write(writer, value);
                }
                writer.WriteEndMap();
                break;
            case JsonArray list:
                writer.WriteStartArray(list.Count);
                foreach (var item in list)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                writer.WriteTextString(text);
                break;
            case JsonValue value when value.TryGetValue<int>(out var number):
                writer.WriteInt64(number);
                break;
            default:
                writer.WriteNull();
                break;
        }
    }

    private static TaskCompletionSource New() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask DisposeAsync()
    {
        await DropAsync();
        await app.DisposeAsync();
        dropped.Dispose();
    }
}
