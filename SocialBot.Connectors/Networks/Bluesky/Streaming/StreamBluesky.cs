using System.Globalization;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Connectors.Networks.Bluesky.Listening;
using SocialBot.Connectors.Networks.Bluesky.Wire;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Bluesky.Streaming;

/// <summary>
/// The network as it happens: the firehose of a server or relay, or Jetstream. One task keeps the connection and sieves the frames, the
/// batches are made beside it: looking up who wrote something never holds up the reading.
/// </summary>
internal sealed partial class StreamBluesky(
    PostItems items,
    StreamAuthors authors,
    StreamMeter meter,
    IOptions<BlueskyOptions> options,
    TimeProvider clock,
    ILogger<StreamBluesky> log
) : IStreamsItems
{
    private const int MostWaiting = 10_000;
    private const int MostInABatch = 200;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    public string Name => BlueskyNames.Network;

    public bool IsConfigured => Dialect() is not null;

    /// <summary>How often the server is asked whether it is still there, and how long it may take to answer.</summary>
    internal TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(20);

    public async IAsyncEnumerable<StreamBatch> ListenAsync(
        IReadOnlyList<WatchedAccount> watched,
        string? cursor,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var dialect =
            Dialect() ?? throw new InvalidOperationException("No stream of Bluesky is configured.");
        var heard = Channel.CreateBounded<Heard>(
            new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true }
        );
        var place = new Place(Number(cursor, dialect));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reading = KeepReadingAsync(dialect, watched, place, heard.Writer, ended.Token);
        try
        {
            var told = clock.GetTimestamp();
            while (true)
            {
                await WaitAsync(heard.Reader, ct);
                if (reading.IsCompleted)
                    await reading; // it reads for ever, unless something broke that nobody planned for
                // Whatever was read up to here stands in the channel already: the place is taken before it is emptied.
                var (at, stands) = (place.Cursor, place.Stands);
                var batch = Drain(heard.Reader, ref at);
                if (batch.Count == 0 && (!stands || clock.GetElapsedTime(told) < Silence))
                    continue;
                told = clock.GetTimestamp();
                yield return new StreamBatch(
                    await ItemsAsync(batch, ct),
                    [.. batch.SelectMany(h => h.Frame.Gone)],
                    Word(at, dialect)
                );
            }
        }
        finally
        {
            await ended.CancelAsync();
            await reading;
        }
    }

    private IStreamDialect? Dialect() =>
        options.Value switch
        {
            { Jetstream: { IsAbsoluteUri: true } jetstream } => new JetstreamDialect(jetstream),
            { Firehose: { IsAbsoluteUri: true } firehose } => new FirehoseDialect(firehose),
            _ => null,
        };

    private async Task WaitAsync(ChannelReader<Heard> heard, CancellationToken ct)
    {
        using var silence = new CancellationTokenSource(Silence, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, silence.Token);
        try
        {
            await heard.WaitToReadAsync(either.Token);
            await Task.Delay(Gathering, clock, ct); // what comes together is stored together
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Nothing came: that is told too.
        }
    }

    /// <param name="at">Where the stream was before; where the last one taken was, when not all are.</param>
    private static List<Heard> Drain(ChannelReader<Heard> heard, ref long? at)
    {
        var batch = new List<Heard>();
        while (batch.Count < MostInABatch && heard.TryRead(out var one))
            batch.Add(one);
        if (
            batch.Count > 0
            && (at is null || batch.Count == MostInABatch || batch[^1].Frame.Cursor > at)
        )
            at = batch[^1].Frame.Cursor;
        return batch;
    }

    private async Task<IReadOnlyList<StreamedItem>> ItemsAsync(
        List<Heard> batch,
        CancellationToken ct
    )
    {
        var posts = batch.SelectMany(h => h.For).ToList();
        if (posts.Count == 0)
            return [];
        var uris = posts.Select(p => p.Uri).ToHashSet();
        var made = (
            await items.MakeAsync(
                [
                    .. posts
                        .DistinctBy(p => p.Uri)
                        .Select(p => new Listening.Heard(
                            p.Uri,
                            p.Kind,
                            StreamAuthors.Unknown(p.Uri.Did),
                            p.Post.Post,
                            p.Post.At
                        )),
                ],
                authors,
                ct
            )
        ).ToDictionary(i => i.RemoteId, StringComparer.Ordinal);
        return
        [
            .. posts.Select(p => new StreamedItem(
                p.Account.RemoteId,
                made[p.Uri.ToString()] with
                {
                    Kind = p.Kind,
                }
            )),
        ];
    }

    /// <summary>Reads for ever; what breaks is opened again, from where it was, after a while that grows.</summary>
    private async Task KeepReadingAsync(
        IStreamDialect dialect,
        IReadOnlyList<WatchedAccount> watched,
        Place place,
        ChannelWriter<Heard> heard,
        CancellationToken ct
    )
    {
        var sieve = new StreamSieve(watched);
        for (var breaks = 0; !ct.IsCancellationRequested; breaks++)
        {
            try
            {
                await ReadOnceAsync(dialect, sieve, place, heard, () => breaks = 0, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
                when (e is WebSocketException or IOException or OperationCanceledException)
            {
                LogBroke(e.Message);
            }
            place.Stands = false;
            var pause = Math.Min(Math.Pow(2, Math.Min(breaks, 10)), LongestPause.TotalSeconds);
            // Not all listeners at once, when a server comes back.
            await Task.Delay(
                    TimeSpan.FromSeconds(pause * (0.5 + Random.Shared.NextDouble() / 2)),
                    clock,
                    ct
                )
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadOnceAsync(
        IStreamDialect dialect,
        StreamSieve sieve,
        Place place,
        ChannelWriter<Heard> heard,
        Action works,
        CancellationToken ct
    )
    {
        using var opening = new CancellationTokenSource(options.Value.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, opening.Token);
        await using var connection = await StreamConnection.OpenAsync(
            dialect.Address(place.Cursor),
            Ping,
            either.Token
        );
        meter.Connected();
        place.Stands = true;
        while (await connection.NextAsync(ct) is { } bytes)
        {
            meter.Came();
            if (Read(dialect, sieve, bytes) is not { } frame)
                continue;
            if (frame.Says is { } says)
                LogSays(says);
            if (frame.IsError)
            {
                // Our place lies ahead of the stream: it was set up anew, so what comes from now on is all there is.
                if (frame.Says == "FutureCursor")
                    place.Cursor = null;
                return;
            }
            works();
            var concerned = frame
                .Posts.SelectMany(p =>
                    sieve
                        .Concerned(p.Did, p.Post)
                        .Select(c => new ForAccount(
                            c.Account,
                            c.Kind,
                            new AtUri(p.Did, PostRecord.Collection, p.Rkey),
                            p
                        ))
                )
                .ToList();
            if (concerned.Count > 0 || frame.Gone.Count > 0)
                await heard.WriteAsync(new Heard(frame, concerned), ct);
            if (frame.Cursor is { } cursor)
                place.Cursor = cursor;
        }
    }

    private StreamFrame? Read(IStreamDialect dialect, StreamSieve sieve, Frame bytes)
    {
        if (ReferenceEquals(bytes, Frame.TooBig))
        {
            meter.Skipped("too-big");
            return null;
        }
        try
        {
            return dialect.Read(bytes.Bytes, sieve);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Strangers' bytes: whatever one of them breaks, it would break again after a new connection.
            LogUnread(e.GetType().Name);
            meter.Skipped("malformed");
            return null;
        }
    }

    /// <summary>Of another kind of stream, or none: from now on.</summary>
    private static long? Number(string? cursor, IStreamDialect dialect) =>
        cursor is { Length: > 2 }
        && cursor[0] == dialect.Mark
        && long.TryParse(
            cursor.AsSpan(2),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;

    private static string Word(long? cursor, IStreamDialect dialect) =>
        string.Create(CultureInfo.InvariantCulture, $"{dialect.Mark}:{cursor}");

    [LoggerMessage(LogLevel.Warning, "The stream of Bluesky broke and is opened again: {Why}")]
    private partial void LogBroke(string why);

    [LoggerMessage(LogLevel.Debug, "A frame of Bluesky's stream could not be read: {Error}")]
    private partial void LogUnread(string error);

    [LoggerMessage(LogLevel.Warning, "The stream of Bluesky says {What}")]
    private partial void LogSays(string what);

    /// <summary>Where the reading is, for who makes the batches.</summary>
    private sealed class Place(long? cursor)
    {
        private readonly Lock door = new();
        private long? at = cursor;
        private bool stands;

        public long? Cursor
        {
            get
            {
                lock (door)
                    return at;
            }
            set
            {
                lock (door)
                    at = value;
            }
        }

        public bool Stands
        {
            get
            {
                lock (door)
                    return stands;
            }
            set
            {
                lock (door)
                    stands = value;
            }
        }
    }

    private sealed record ForAccount(
        WatchedAccount Account,
        IncomingKind Kind,
        AtUri Uri,
        StreamPost Post
    );

    private sealed record Heard(StreamFrame Frame, IReadOnlyList<ForAccount> For);
}
