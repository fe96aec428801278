using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Connectors.Networks.Bluesky.Wire;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>Counts as the AppView has them. What it does not name, and a post it no longer has, is absent.</summary>
internal sealed class MeasureOnBluesky(AccountSessions accounts, RateBudget budget) : IReadsMetrics
{
    /// <summary>Of app.bsky.feed.getPosts.</summary>
    private const int PostsACall = 25;

    public string Name => BlueskyNames.Network;

    public async Task<MetricsReading> ReadAsync(
        NetworkAccount account,
        IReadOnlyList<string> remoteIds,
        CancellationToken ct
    )
    {
        var session = accounts.Open(account);
        if (budget.ReadWait(session.Did) is { } wait)
            return new MetricsReading.NotNow(Reasons.TooMany, wait);
        var profile = await session.GetAsync(
            $"app.bsky.actor.getProfile?actor={session.Did}",
            BlueskyJson.Default.ProfileView,
            ct
        );
        // An AppView that does not know the account yet refuses the question: then its followers are not known.
        var unknown =
            profile is XrpcAnswer<ProfileView>.Refused { Status: 400 } refused
            && Outcomes.AccountTrouble(refused.Status, refused.Code) is null;
        if (profile is not XrpcAnswer<ProfileView>.Got && !unknown)
            return NotRead(profile);
        var followers = (profile as XrpcAnswer<ProfileView>.Got)?.Value.FollowersCount;

        var posts = new Dictionary<string, IReadOnlyDictionary<string, long>>(
            StringComparer.Ordinal
        );
        foreach (var some in remoteIds.Where(id => AtUri.TryParse(id, out _)).Chunk(PostsACall))
        {
            if (budget.ReadWait(session.Did) is { } longer)
                return new MetricsReading.NotNow(Reasons.TooMany, longer);
            var answer = await session.GetAsync(
                $"app.bsky.feed.getPosts?{string.Join('&', some.Select(id => $"uris={Uri.EscapeDataString(id)}"))}",
                BlueskyJson.Default.PostViews,
                ct
            );
            if (answer is not XrpcAnswer<PostViews>.Got { Value.Posts: var views })
                return NotRead(answer);
            foreach (var view in views)
                posts[view.Uri] = Known(
                    (Metrics.Likes, view.LikeCount),
                    (Metrics.Comments, view.ReplyCount),
                    (Metrics.Shares, view.RepostCount),
                    (Metrics.Quotes, view.QuoteCount)
                );
        }
        return new MetricsReading.Values(Known((Metrics.Followers, followers)), posts);
    }

    private static MetricsReading NotRead<T>(XrpcAnswer<T> answer)
    {
        var (signIn, reason, after) = Outcomes.OfRead(answer);
        return signIn is null
            ? new MetricsReading.NotNow(reason, after)
            : new MetricsReading.SignInNeeded(signIn);
    }

    private static Dictionary<string, long> Known(params (string Metric, long? Value)[] counts) =>
        counts
            .Where(c => c.Value is not null)
            .ToDictionary(c => c.Metric, c => c.Value!.Value, StringComparer.Ordinal);
}
