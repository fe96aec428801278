namespace SocialBot.Core.Networks;

/// <summary>Comments, mentions and messages by polling from a stored cursor.</summary>
public interface IReadsMentions : INetwork
{
    /// <param name="cursor">From the page before; null for the first sync.</param>
    Task<MentionPage> ReadAsync(NetworkAccount account, string? cursor, CancellationToken ct);
}

/// <summary>Public posts that contain a word, whether or not they name the brand.</summary>
public interface ISearchesPosts : INetwork
{
    /// <param name="phrases">What to look for; a post that holds any of them is an <see cref="IncomingKind.Post"/>.</param>
    /// <param name="cursor">From the page before; null for the first search.</param>
    Task<MentionPage> SearchAsync(
        NetworkAccount account,
        IReadOnlyList<string> phrases,
        string? cursor,
        CancellationToken ct
    );
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
)
{
    /// <summary>What it answers or quotes, oldest first, at most the last five; empty when it stands alone or is not known.</summary>
    public IReadOnlyList<ContextText> Context { get; init; } = [];
}

/// <summary>A text that came before, as someone must know it to understand the answer.</summary>
/// <param name="AuthorHandle">Without <c>@</c>.</param>
public sealed record ContextText(
    string RemoteId,
    string AuthorHandle,
    string Text,
    DateTimeOffset At
);

public enum IncomingKind
{
    Mention,
    Comment,
    Message,

    /// <summary>A post of their own that quotes one of the brand's.</summary>
    Quote,

    /// <summary>Found by a watched word; it neither names nor answers the brand.</summary>
    Post,
}

/// <summary>Tells which texts are no longer there.</summary>
public interface IChecksItems : INetwork
{
    /// <param name="remoteIds">At most 200.</param>
    Task<ItemsCheck> CheckAsync(
        NetworkAccount account,
        IReadOnlyList<string> remoteIds,
        CancellationToken ct
    );
}

public abstract record ItemsCheck
{
    private ItemsCheck() { }

    /// <param name="Gone">Of those asked about: deleted by their author or the network.</param>
    public sealed record Checked(IReadOnlyList<string> Gone) : ItemsCheck;

    public sealed record NotNow(string Reason, TimeSpan? After) : ItemsCheck;

    public sealed record SignInNeeded(string Reason) : ItemsCheck;
}

/// <summary>One open connection on which the network tells of everything as it happens, for all accounts at once.</summary>
public interface IStreamsItems : INetwork
{
    /// <summary>False while no address is configured: then polling is all there is.</summary>
    bool IsConfigured { get; }

    /// <summary>
    /// Listens until cancelled; reconnects by itself, from the last cursor handed out, for ever. The same events may come again after a
    /// reconnect. Batches come at least every few seconds while the connection stands, be it only for their cursor.
    /// </summary>
    /// <param name="watched">The accounts to listen for; a change of them is a new call.</param>
    /// <param name="cursor">Of the last batch that was kept; null = from now on.</param>
    IAsyncEnumerable<StreamBatch> ListenAsync(
        IReadOnlyList<WatchedAccount> watched,
        string? cursor,
        CancellationToken ct
    );
}

/// <param name="Phrases">The words its workspace watches for.</param>
public sealed record WatchedAccount(string RemoteId, IReadOnlyList<string> Phrases);

/// <param name="Gone">Remote ids of texts, of whomever, that were deleted.</param>
public sealed record StreamBatch(
    IReadOnlyList<StreamedItem> Items,
    IReadOnlyList<string> Gone,
    string Cursor
);

public sealed record StreamedItem(string AccountRemoteId, IncomingItem Item);

/// <summary>Pushes of the network, verified on the raw bytes before anything is parsed.</summary>
public interface IReceivesWebhooks : INetwork
{
    WebhookReading Read(ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, string> headers);

    /// <summary>
    /// Answers the network's question whether the address is ours: a GET with a challenge, at the beginning and again and again
    /// (Meta's <c>hub.challenge</c>, X's <c>crc_token</c>, LinkedIn's <c>challengeCode</c>).
    /// </summary>
    /// <param name="query">The address's parameters.</param>
    /// <returns>Null = no such question, or not with our word.</returns>
    ChallengeAnswer? Answer(IReadOnlyDictionary<string, string> query) => null;
}

public sealed record ChallengeAnswer(string ContentType, string Body);

public abstract record WebhookReading
{
    private WebhookReading() { }

    /// <summary>By the remote id of the account concerned.</summary>
    public sealed record Events(IReadOnlyList<StreamedItem> Items) : WebhookReading
    {
        /// <summary>Remote ids of texts, of whomever, that were deleted.</summary>
        public IReadOnlyList<string> Gone { get; init; } = [];

        /// <summary>Remote ids of accounts whose owner took our access away.</summary>
        public IReadOnlyList<string> SignedOut { get; init; } = [];
    }

    public sealed record Forged : WebhookReading;

    public sealed record Malformed(string Reason) : WebhookReading;
}
