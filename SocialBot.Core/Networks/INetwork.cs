namespace SocialBot.Core.Networks;

/// <summary>
/// A network is what it can do: it implements the role interfaces it supports and callers ask
/// <c>networks.Find&lt;IReplies&gt;("LinkedIn")</c>. No role, no button.
/// </summary>
public interface INetwork
{
    /// <summary>The key everywhere: <c>Sandbox</c>, <c>Bluesky</c>, … Ordinal, never an enum.</summary>
    string Name { get; }
}

/// <summary>An account as a connector needs it.</summary>
/// <param name="RemoteId">The network's own id of the profile.</param>
/// <param name="Handle">As people write it, without <c>@</c>.</param>
/// <param name="Settings">The connector's own JSON (server address, ids); never secrets.</param>
/// <param name="Secret">The decrypted token, or null. Never logged.</param>
public sealed record NetworkAccount(
    long Id,
    string Network,
    string RemoteId,
    string Handle,
    string? Settings,
    string? Secret
)
{
    public override string ToString() => $"{Network}/{Handle}";
}

/// <summary>What is to go out, in full. <see cref="Thread"/> are the follow-up parts after <see cref="Text"/>.</summary>
/// <param name="Key">Chosen and committed before the call, 26 characters; sent as the idempotency key where the network takes one.</param>
public sealed record OutgoingPost(
    string Key,
    string Text,
    IReadOnlyList<OutgoingMedia> Media,
    IReadOnlyList<string> Thread
);

public sealed record OutgoingMedia(
    string ContentType,
    byte[] Bytes,
    string? AltText,
    string FileName
);

public interface IPublishes : INetwork
{
    /// <summary>
    /// Sends the post once. Never retries by itself. Throws only for bugs: whatever the network or the wire does is an outcome.
    /// A timeout, a reset or a 5xx after the body was sent is <see cref="PublishOutcome.Unconfirmed"/>, never a failure.
    /// </summary>
    Task<PublishOutcome> PublishAsync(
        NetworkAccount account,
        OutgoingPost post,
        CancellationToken ct
    );

    /// <summary>The longest time after which an accepted post must be visible to <see cref="IFindsPosts"/>.</summary>
    TimeSpan SettleWindow { get; }
}

/// <summary>What came of one try. The same six everywhere: publish, first comment, reply, take down.</summary>
public abstract record PublishOutcome
{
    private PublishOutcome() { }

    public sealed record Published(string RemoteId, string? Permalink, DateTimeOffset At)
        : PublishOutcome;

    /// <summary>Accepted, not visible yet; ask again after <see cref="CheckAfter"/>.</summary>
    public sealed record Processing(string RemoteId, TimeSpan CheckAfter) : PublishOutcome;

    /// <summary>The network said no, and will again until someone changes something.</summary>
    /// <param name="Reason">What to change, in words fit for a card.</param>
    public sealed record Rejected(string Code, string Reason) : PublishOutcome;

    /// <summary>The account must be connected again.</summary>
    public sealed record SignInNeeded(string Reason) : PublishOutcome;

    /// <summary>Certainly not out. Try again after this wait (the network's Retry-After where it gave one).</summary>
    public sealed record TryLater(TimeSpan? After, string Reason) : PublishOutcome;

    /// <summary>It may be out: never sent again by itself.</summary>
    public sealed record Unconfirmed(string Reason) : PublishOutcome;
}

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

/// <summary>Answers something: a first comment under an own post, or a reply to a person.</summary>
public interface IReplies : INetwork
{
    /// <param name="inReplyTo">Remote id of the post, comment, mention or message.</param>
    Task<PublishOutcome> ReplyAsync(
        NetworkAccount account,
        string inReplyTo,
        OutgoingPost reply,
        CancellationToken ct
    );
}

/// <summary>Takes down what is out.</summary>
public interface ITakesDown : INetwork
{
    /// <summary><see cref="PublishOutcome.Published"/> means: it is gone (also when it was gone before).</summary>
    Task<PublishOutcome> TakeDownAsync(
        NetworkAccount account,
        string remoteId,
        CancellationToken ct
    );
}

public interface IModerates : INetwork
{
    /// <summary>Hides a stranger's comment under an own post.</summary>
    Task<PublishOutcome> HideAsync(NetworkAccount account, string remoteId, CancellationToken ct);

    Task<PublishOutcome> LikeAsync(NetworkAccount account, string remoteId, CancellationToken ct);
}

/// <summary>Comments, mentions and messages by polling from a stored cursor.</summary>
public interface IReadsMentions : INetwork
{
    /// <param name="cursor">From the page before; null for the first sync.</param>
    Task<MentionPage> ReadAsync(NetworkAccount account, string? cursor, CancellationToken ct);
}

public abstract record MentionPage
{
    private MentionPage() { }

    /// <summary>Oldest first. <see cref="Cursor"/> is stored with the items, in one transaction.</summary>
    public sealed record Items(IReadOnlyList<IncomingItem> Found, string? Cursor, bool More)
        : MentionPage;

    public sealed record NotNow(string Reason, TimeSpan? After) : MentionPage;

    public sealed record SignInNeeded(string Reason) : MentionPage;
}

/// <summary>Something a person wrote to or about the brand.</summary>
/// <param name="EventId">Unique per account: the event that brought it.</param>
/// <param name="RemoteId">Unique per account: the thing itself.</param>
/// <param name="Conversation">Groups what belongs together: the root post, the message thread.</param>
public sealed record IncomingItem(
    string EventId,
    string RemoteId,
    IncomingKind Kind,
    string Conversation,
    string? InReplyTo,
    string AuthorId,
    string AuthorHandle,
    string AuthorName,
    int? Followers,
    string Text,
    DateTimeOffset At,
    string? Permalink
);

public enum IncomingKind
{
    Mention,
    Comment,
    Message,
}

/// <summary>Pushes of the network, verified on the raw bytes before anything is parsed.</summary>
public interface IReceivesWebhooks : INetwork
{
    WebhookReading Read(ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, string> headers);
}

public abstract record WebhookReading
{
    private WebhookReading() { }

    /// <summary>By the remote id of the account concerned.</summary>
    public sealed record Events(IReadOnlyList<(string AccountRemoteId, IncomingItem Item)> Items)
        : WebhookReading;

    public sealed record Forged : WebhookReading;

    public sealed record Malformed(string Reason) : WebhookReading;
}

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
    public const string Shares = "shares";
    public const string Clicks = "clicks";
    public const string Followers = "followers";
}
