namespace SocialBot.Core.Digests;

/// <summary>The posts that reached furthest among those of the last 28 days.</summary>
public sealed class ListTopPosts(MeasuredPosts measured, TimeProvider clock)
{
    public const int Most = 5;

    public async Task<TopPosts> RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var copies = await measured.RunAsync(
            now - CollectSnapshots.Measured,
            now.AddDays(1), // the network's clock may be ahead of ours
            ct
        );
        var (metric, posts) = Rank.Of(copies);
        return new TopPosts(metric, posts.Count, [.. posts.Take(Most)]);
    }
}

/// <param name="Metric">By which they are ranked; see <see cref="Ranking.Metric"/>.</param>
/// <param name="Measured">Among how many posts with numbers.</param>
public sealed record TopPosts(string Metric, int Measured, IReadOnlyList<Ranked> Posts);
