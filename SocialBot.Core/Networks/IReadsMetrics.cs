namespace SocialBot.Core.Networks;

public interface IReadsMetrics : INetwork
{
    /// <summary>One batch for all posts asked about. A metric the network did not report is absent, never 0.</summary>
    Task<MetricsReading> ReadAsync(
        NetworkAccount account,
        IReadOnlyList<string> remoteIds,
        CancellationToken ct
    );
}

public abstract record MetricsReading
{
    private MetricsReading() { }

    public sealed record Values(
        IReadOnlyDictionary<string, long> Account,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Posts
    ) : MetricsReading;

    public sealed record NotNow(string Reason, TimeSpan? After) : MetricsReading;

    public sealed record SignInNeeded(string Reason) : MetricsReading;
}

/// <summary>The names of what is measured; a network reports those it has.</summary>
public static class Metrics
{
    public const string Views = "views";
    public const string Likes = "likes";
    public const string Comments = "comments";

    /// <summary>Passed on as it is: a share, a repost.</summary>
    public const string Shares = "shares";

    /// <summary>Passed on with words of one's own.</summary>
    public const string Quotes = "quotes";
    public const string Clicks = "clicks";
    public const string Followers = "followers";
}
