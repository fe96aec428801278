using SocialBot.Core.Cards;

namespace SocialBot.Core.Chat;

/// <summary>A chat platform as the bot speaks into it. Implementations render the card and never throw for what the platform answers.</summary>
public interface IChatPlatform
{
    /// <summary><c>teams</c>, <c>discord</c>, <c>local</c>: the <see cref="ChatPlace.Platform"/> it serves.</summary>
    string Name { get; }

    /// <summary>
    /// One message may show some of its readers a card of their own (<see cref="Card.Viewers"/>): what hangs before many then has no
    /// button that only some of them may press.
    /// </summary>
    bool HasOwnViews => false;

    /// <summary>Posts a new message.</summary>
    /// <param name="key">Unique per message to be; used where the platform takes an idempotency key.</param>
    Task<ChatDelivery> PostAsync(ChatPlace place, Card card, string key, CancellationToken ct);

    /// <summary>Replaces the card of a message of ours.</summary>
    Task<ChatDelivery> EditAsync(
        ChatPlace place,
        string messageId,
        Card card,
        CancellationToken ct
    );
}

/// <summary>A platform on which the bot can take away what a person wrote.</summary>
public interface IRemovesMessages : IChatPlatform
{
    /// <summary>Removes the message that the turn came from, for everybody. False when it is still there.</summary>
    Task<bool> TryRemoveAsync(ChatTurn turn, CancellationToken ct);
}

/// <summary>What became of a message.</summary>
public abstract record ChatDelivery
{
    private ChatDelivery() { }

    /// <param name="MessageId">To edit it by.</param>
    /// <param name="Thread">The thread that the message began or joined, where the platform has threads.</param>
    public sealed record Delivered(string MessageId, string? Thread = null) : ChatDelivery;

    /// <summary>Not delivered for certain; try again after this wait.</summary>
    public sealed record TryLater(TimeSpan After, string Reason) : ChatDelivery;

    /// <summary>The place no longer takes messages (blocked, removed, deleted), or the edited message is gone: never retried.</summary>
    /// <param name="WholePlace">On an edit: not only the message is gone. A new message's Gone always means the place.</param>
    public sealed record Gone(string Reason, bool WholePlace = false) : ChatDelivery;

    /// <summary>The platform refused this message for good: a bug of ours, logged once.</summary>
    public sealed record Refused(string Reason) : ChatDelivery;

    /// <summary>It may have been delivered. An edit may be repeated; a new message is not.</summary>
    public sealed record Unknown(string Reason) : ChatDelivery;
}
