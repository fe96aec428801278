namespace SocialBot.Core.Chat;

/// <summary>A person on a chat platform. The key is the platform's own immutable id, never a name or an address.</summary>
/// <param name="Platform"><c>teams</c>, <c>discord</c>, <c>local</c>.</param>
/// <param name="Tenant">Entra tenant id; the empty string where the platform has none.</param>
/// <param name="Id">Entra object id, Discord user id.</param>
public sealed record ChatUser(string Platform, string Tenant, string Id);

/// <summary>A conversation, and how to reach it later.</summary>
/// <param name="Conversation">The platform's id of the chat or channel, without any thread part.</param>
/// <param name="Thread">The platform's id of the thread inside it, if any.</param>
/// <param name="Reference">The connector's own JSON of whatever else it needs to post there (service address, bot id); opaque elsewhere.</param>
public sealed record ChatPlace(
    string Platform,
    string Tenant,
    string Conversation,
    string? Thread,
    bool Personal,
    string? Reference
);

/// <summary>One thing a person did in chat, already proved to come from the platform.</summary>
/// <param name="Id">The platform's id of the event: the same id never acts twice.</param>
/// <param name="PlatformUserId">The id by which the platform mentions this person (Teams: <c>29:…</c>).</param>
/// <param name="AnswersInline">The platform shows the first reply as the answer to this very request (a Teams invoke).</param>
/// <param name="Locale">BCP 47, as the client says; may be missing.</param>
/// <param name="TimeZone">IANA id, as the client says; may be missing.</param>
public sealed record ChatTurn(
    string Id,
    ChatUser From,
    string FromName,
    string PlatformUserId,
    ChatPlace In,
    ChatInput Input,
    DateTimeOffset At,
    bool AnswersInline = false,
    string? Locale = null,
    string? TimeZone = null
)
{
    /// <summary>What is answered to this very request is seen by this person alone, also in a room.</summary>
    public bool OwnView { get; init; }

    /// <summary>
    /// A form in a window of its own was filled in: a form that is not right yet comes back as the answer, what came of it is said
    /// where the turn was taken.
    /// </summary>
    public bool InWindow { get; init; }

    /// <summary>The platform hands the bot no files that are sent here; it does in the person's own chat.</summary>
    public bool NoFilesHere { get; init; }

    /// <summary>
    /// Done in a conversation of others, which the bot may be no part of: nothing is learned from it and nothing said there; the
    /// person's own chat is.
    /// </summary>
    public bool Elsewhere { get; init; }

    /// <summary>Other people mentioned in the text, in order; the bot's own mention is already taken out of the text.</summary>
    public IReadOnlyList<MentionedUser> Mentions { get; init; } = [];
}

/// <param name="Text">The mention exactly as it stands in the text, e.g. <c>@Omar</c>.</param>
public sealed record MentionedUser(ChatUser User, string Name, string PlatformUserId, string Text);

/// <summary>What was done.</summary>
public abstract record ChatInput
{
    private ChatInput() { }

    /// <summary>A message; <see cref="Files"/> are already fetched and checked for size.</summary>
    public sealed record Said(string Text, IReadOnlyList<ChatFile> Files) : ChatInput
    {
        public Said(string text)
            : this(text, []) { }

        /// <summary>Names of what was sent along and is not among the files.</summary>
        public IReadOnlyList<string> NotFetched { get; init; } = [];
    }

    /// <summary>
    /// A message, or a card's form, in which a network's secret was found. Its text is gone before anything is done with it: no row and
    /// no log has it.
    /// </summary>
    /// <param name="Removed">Whether the message was taken away in chat; null where there was none.</param>
    public sealed record Withheld(string Network, bool? Removed) : ChatInput;

    /// <summary>A button of a card of ours.</summary>
    /// <param name="Command">See <see cref="Cards.CardCommand"/>; whatever the platform delivered, unchecked.</param>
    /// <param name="Values">The fields of the card's form, as filled in.</param>
    /// <param name="MessageId">The message that carries the card, where known.</param>
    public sealed record Pressed(
        string Command,
        IReadOnlyDictionary<string, string> Values,
        string? MessageId
    ) : ChatInput
    {
        /// <summary>Pictures that belong to the form.</summary>
        public IReadOnlyList<ChatFile> Files { get; init; } = [];
    }

    /// <summary>The bot was added to this conversation, or a person opened their chat with it.</summary>
    public sealed record Met : ChatInput;

    /// <summary>The bot was removed from this conversation.</summary>
    public sealed record Parted : ChatInput;
}

/// <param name="ContentType">As sniffed from the bytes, not as claimed.</param>
public sealed record ChatFile(string Name, string ContentType, byte[] Bytes);
