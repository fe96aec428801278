namespace SocialBot.Core.Networks;

/// <summary>One post, or one answer, as it is to go out. The parts of a thread come one by one, each as an answer to the one before.</summary>
/// <param name="Key">
/// Chosen and committed before the call: 26 characters, time-ordered (the ULID form). The idempotency key where the network takes
/// one, and what the network's own key is made of where it lets us choose that.
/// </param>
/// <param name="Media">Already fitted to the network's <see cref="MediaRules"/>, without location data.</param>
public sealed record OutgoingPost(string Key, string Text, IReadOnlyList<OutgoingMedia> Media)
{
    /// <summary>The preview of the link in the text, for networks that show what we give them (<see cref="NetworkRules.LinkCard"/>).</summary>
    public OutgoingLink? Link { get; init; }

    /// <summary>BCP 47, the text's languages, most important first; empty = unknown.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];
}

public sealed record OutgoingMedia(
    string ContentType,
    byte[] Bytes,
    string? AltText,
    string FileName
)
{
    /// <summary>Pixels; 0 = unknown.</summary>
    public int Width { get; init; }
    public int Height { get; init; }

    /// <summary>Where the network can fetch these very bytes, for those whose <see cref="MediaRules.Fetched"/> says that they do; else null.</summary>
    public Uri? Address { get; init; }
}

/// <param name="Picture">Null when the page has none that can be used.</param>
public sealed record OutgoingLink(
    Uri Address,
    string Title,
    string Description,
    OutgoingMedia? Picture
);

public interface IPublishes : INetwork
{
    /// <summary>
    /// Sends the post once. Never retries by itself, but for a token that the network refused as expired, which is renewed once.
    /// Throws only for bugs: whatever the network or the wire does is an outcome.
    /// A timeout, a reset or a 5xx after the body was sent is <see cref="PublishOutcome.Unconfirmed"/>, never a failure.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled before anything left.</exception>
    Task<PublishOutcome> PublishAsync(
        NetworkAccount account,
        OutgoingPost post,
        CancellationToken ct
    );

    /// <summary>The longest time after which an accepted post must be visible to <see cref="IFindsPosts"/>.</summary>
    TimeSpan SettleWindow { get; }

    /// <summary>
    /// The network makes one post of a <see cref="OutgoingPost.Key"/>, however often and late it arrives: for ever (Bluesky) or for a
    /// while (Mastodon: an hour). Then what was not confirmed, or came back as <see cref="PublishOutcome.TryLater"/>, is sent again under
    /// the same key, so that a call still under way does no harm.
    /// </summary>
    bool KeepsOnePerKey => false;
}

/// <summary>What came of one try. The same six everywhere: publish, first comment, reply, take down.</summary>
public abstract record PublishOutcome
{
    private PublishOutcome() { }

    public sealed record Published(string RemoteId, string? Permalink, DateTimeOffset At)
        : PublishOutcome;

    /// <summary>Accepted, not out yet; ask again after <see cref="CheckAfter"/>: <see cref="IFinishes"/> where the network has it, else reading back.</summary>
    /// <param name="RemoteId">Of the post to be, or of what becomes it (an upload, a container).</param>
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

/// <summary>Publishing in more than one call: upload, wait until it is processed, then publish.</summary>
public interface IFinishes : INetwork
{
    /// <summary>
    /// Looks what became of something that was <see cref="PublishOutcome.Processing"/>, and does what is left to do, at most once.
    /// Safe to repeat: it asks the network how far it is before it acts.
    /// </summary>
    /// <param name="remoteId">As <see cref="PublishOutcome.Processing"/> had it.</param>
    Task<PublishOutcome> FinishAsync(
        NetworkAccount account,
        string remoteId,
        OutgoingPost post,
        CancellationToken ct
    );
}

/// <summary>Answers something: a first comment under an own post, the next part of a thread, or a reply to a person.</summary>
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

/// <summary>Hides a stranger's comment under an own post.</summary>
public interface IHides : INetwork
{
    /// <summary><see cref="PublishOutcome.Published"/> means: it is hidden (also when it was before).</summary>
    Task<PublishOutcome> HideAsync(NetworkAccount account, string remoteId, CancellationToken ct);
}

public interface ILikes : INetwork
{
    /// <summary><see cref="PublishOutcome.Published"/> means: it is liked (also when it was before).</summary>
    Task<PublishOutcome> LikeAsync(NetworkAccount account, string remoteId, CancellationToken ct);
}
