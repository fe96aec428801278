using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace SocialBot.Connectors.Networks.Bluesky.Listening;

/// <summary>
/// How far a listing is read that pages from the newest backwards. Each walk goes from the newest to the mark, over several rounds if
/// need be, and only when it has arrived the mark moves to where it began: however long a burst, nothing is skipped. What is
/// listed late, with a time shortly before the mark, is found by reading a little beyond it; what was handed out there is remembered.
/// </summary>
/// <param name="Mark">Everything up to here was read, UTC microseconds; null = nothing yet.</param>
/// <param name="Seen">What was handed out near the mark, and near where this walk began: short hashes of names, with their times.</param>
internal sealed record BackwardWalk(
    long? Mark = null,
    IReadOnlyDictionary<string, long>? Seen = null
)
{
    /// <summary>How late something may be listed.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private const int MostSeen = 400;

    /// <summary>The network's own cursor of the walk that is under way.</summary>
    public string? Next { get; init; }

    /// <summary>The newest that this walk met.</summary>
    public long? Top { get; init; }

    [JsonIgnore]
    public bool IsUnderWay => Next is not null;

    /// <summary>The oldest time this walk needs to read.</summary>
    /// <param name="first">Where a first walk ends.</param>
    public DateTimeOffset Floor(DateTimeOffset first) =>
        Mark is { } mark ? FromMicros(mark) - Overlap : first;

    /// <summary>What of a page is new, and how the walk stands after it.</summary>
    /// <param name="page">Names and times, in any order.</param>
    /// <param name="next">The network's cursor after the page; null on the last.</param>
    public (BackwardWalk After, IReadOnlyList<int> Fresh) Take(
        IReadOnlyList<(string Name, DateTimeOffset At)> page,
        string? next,
        DateTimeOffset first
    )
    {
        var floor = Floor(first);
        var seen = new Dictionary<string, long>(Seen ?? new Dictionary<string, long>());
        var fresh = new List<int>();
        for (var i = 0; i < page.Count; i++)
            if (page[i].At >= floor && seen.TryAdd(Hash(page[i].Name), ToMicros(page[i].At)))
                fresh.Add(i);
        var top = page.Aggregate(Top, (most, p) => Max(most, ToMicros(p.At)));
        var arrived = next is null || page.Count == 0 || page.All(p => p.At < floor);
        return (
            arrived
                ? At(Max(Mark, top) ?? ToMicros(first), seen)
                : this with
                {
                    Next = next,
                    Top = top,
                    Seen = Near(top, seen)
                        .Concat(Near(Mark, seen))
                        .DistinctBy(s => s.Key)
                        .ToDictionary(),
                },
            fresh
        );
    }

    private static BackwardWalk At(long mark, Dictionary<string, long> seen) =>
        new(mark, Near(mark, seen).ToDictionary());

    /// <summary>Begins again from the newest: the network no longer knows its own cursor.</summary>
    public BackwardWalk Afresh() => this with { Next = null };

    /// <summary>What a later walk to this mark would meet once more.</summary>
    private static IEnumerable<KeyValuePair<string, long>> Near(
        long? mark,
        Dictionary<string, long> seen
    ) =>
        mark is not { } at
            ? []
            : seen.Where(s => Math.Abs(s.Value - at) <= Overlap.TotalMicroseconds)
                .OrderByDescending(s => s.Value)
                .Take(MostSeen);

    private static long? Max(long? one, long? other) =>
        one is null ? other
        : other is null ? one
        : Math.Max(one.Value, other.Value);

    private static string Hash(string name) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 9));

    private static long ToMicros(DateTimeOffset at) =>
        (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    private static DateTimeOffset FromMicros(long micros) =>
        DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}

/// <summary>Of a search: a walk for each phrase, so that a new one begins on its own.</summary>
internal sealed record SearchWalks(IReadOnlyDictionary<string, BackwardWalk> ByPhrase);
