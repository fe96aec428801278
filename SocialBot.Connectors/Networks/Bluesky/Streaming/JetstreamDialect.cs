using System.Globalization;
using System.Text.Json;
using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Connectors.Networks.Bluesky.Listening;
using SocialBot.Connectors.Networks.Bluesky.Wire;

namespace SocialBot.Connectors.Networks.Bluesky.Streaming;

/// <summary>Jetstream: the same events as JSON, posts only (https://github.com/bluesky-social/jetstream). Its cursor is a time in microseconds.</summary>
internal sealed class JetstreamDialect(Uri server) : IStreamDialect
{
    /// <summary>As its makers advise: servers differ a little in their times, and what comes twice does no harm.</summary>
    private const long Rewind = 5_000_000;

    public char Mark => 'j';

    public Uri Address(long? cursor)
    {
        var path = server.AbsolutePath is "/" ? "/subscribe" : server.AbsolutePath;
        var query = $"{path}?wantedCollections={PostRecord.Collection}";
        return new Uri(
            server,
            cursor is { } at
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{query}&cursor={Math.Max(0, at - Rewind)}"
                )
                : query
        );
    }

    public StreamFrame Read(ReadOnlyMemory<byte> frame, StreamSieve sieve)
    {
        try
        {
            // Whoever wrote it stands before all else, and says nothing of whom it is for: cheap enough to ask all bytes.
            if (
                !sieve.MayConcernUs(frame.Span)
                && frame.Span.IndexOf("\"delete\""u8) < 0
                && Time(frame.Span) is { } time
            )
                return new StreamFrame(time);
            using var parsed = JsonDocument.Parse(frame);
            return Read(parsed.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("A frame that is no JSON as it should be.", e);
        }
    }

    private static StreamFrame Read(JsonElement root)
    {
        if (
            root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("time_us", out var micros)
            || !micros.TryGetInt64(out var time)
        )
            throw new FormatException("A frame without its time.");
        var none = new StreamFrame(time);
        if (
            !root.TryGetProperty("commit", out var commit)
            || Word(commit, "collection") != PostRecord.Collection
            || Word(root, "did") is not { } did
            || !AtSyntax.IsDid(did)
            || Word(commit, "rkey") is not { } rkey
            || !AtSyntax.IsRecordKey(rkey)
        )
            return none;
        return Word(commit, "operation") switch
        {
            "delete" => none with
            {
                Gone = [new AtUri(did, PostRecord.Collection, rkey).ToString()],
            },
            "create" when commit.TryGetProperty("record", out var record) => none with
            {
                Posts =
                [
                    new StreamPost(
                        did,
                        rkey,
                        HeardPost.Read(record),
                        DateTimeOffset.UnixEpoch.AddTicks(
                            Math.Clamp(time, 0, 253_402_300_799_000_000)
                                * TimeSpan.TicksPerMicrosecond
                        )
                    ),
                ],
            },
            _ => none,
        };
    }

    /// <summary>The frame's time, without taking it apart; null when it is not where it always is.</summary>
    private static long? Time(ReadOnlySpan<byte> frame)
    {
        var reader = new Utf8JsonReader(frame);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                continue;
            if (reader.ValueTextEquals("time_us"u8))
                return reader.Read() && reader.TryGetInt64(out var time) ? time : null;
            if (!reader.TrySkip())
                return null;
        }
        return null;
    }

    private static string? Word(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object
        && of.TryGetProperty(name, out var word)
        && word.ValueKind == JsonValueKind.String
            ? word.GetString()
            : null;
}
