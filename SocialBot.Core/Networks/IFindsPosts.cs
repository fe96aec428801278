namespace SocialBot.Core.Networks;

public interface IFindsPosts : INetwork
{
    /// <summary>Reads the account's own posts back, newest first, since <paramref name="since"/>. Posts and replies alike.</summary>
    Task<FoundPosts> FindAsync(NetworkAccount account, DateTimeOffset since, CancellationToken ct);
}

public abstract record FoundPosts
{
    private FoundPosts() { }

    /// <param name="Complete">False when the listing may not reach back to <c>since</c>.</param>
    public sealed record Listed(IReadOnlyList<RemotePost> Posts, bool Complete) : FoundPosts;

    public sealed record NotNow(string Reason, TimeSpan? After) : FoundPosts;
}

/// <param name="Key">Our key, where the network gives it back.</param>
/// <param name="InReplyTo">Remote id of what it answers; null for a post of its own.</param>
public sealed record RemotePost(
    string RemoteId,
    string? Key,
    string Text,
    int MediaCount,
    string? InReplyTo,
    DateTimeOffset At,
    string? Permalink
);

/// <summary>Reads back the one post that a key made: exact, where the network lets us choose its key.</summary>
public interface IFindsByKey : INetwork
{
    Task<FoundByKey> FindAsync(NetworkAccount account, string key, CancellationToken ct);
}

public abstract record FoundByKey
{
    private FoundByKey() { }

    public sealed record Out(RemotePost Post) : FoundByKey;

    public sealed record NotOut : FoundByKey;

    public sealed record NotNow(string Reason, TimeSpan? After) : FoundByKey;
}
