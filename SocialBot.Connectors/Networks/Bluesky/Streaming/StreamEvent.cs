using SocialBot.Connectors.Networks.Bluesky.Listening;

namespace SocialBot.Connectors.Networks.Bluesky.Streaming;

/// <summary>What one frame of a stream says, as far as it concerns us.</summary>
/// <param name="Cursor">Where the stream is after it; null when the frame does not say.</param>
internal sealed record StreamFrame(long? Cursor)
{
    public IReadOnlyList<StreamPost> Posts { get; init; } = [];

    /// <summary>At-uris of posts, of whomever, that were deleted.</summary>
    public IReadOnlyList<string> Gone { get; init; } = [];

    /// <summary>The stream's own words about itself: an error's name, or that the cursor was too old.</summary>
    public string? Says { get; init; }

    /// <summary>The stream ends with this frame.</summary>
    public bool IsError { get; init; }
}

internal sealed record StreamPost(string Did, string Rkey, HeardPost Post, DateTimeOffset At);

/// <summary>Reads one kind of stream.</summary>
internal interface IStreamDialect
{
    /// <summary>Keeps the cursors of different streams apart: <c>f</c>, <c>j</c>.</summary>
    char Mark { get; }

    Uri Address(long? cursor);

    /// <exception cref="FormatException">It is not what it should be.</exception>
    StreamFrame Read(ReadOnlyMemory<byte> frame, StreamSieve sieve);
}
