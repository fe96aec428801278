using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocialBot.Connectors.Chat.Teams.Wire;

// What we read of an activity and what we write of one, in the protocol's words:
// https://github.com/microsoft/botframework-sdk/blob/main/specs/botframework-activity/botframework-activity.md

/// <summary>What came in. What differs between clients, or is anybody's own, stays raw.</summary>
internal sealed record Activity
{
    public string? Type { get; init; }
    public string? Id { get; init; }
    public string? Timestamp { get; init; }
    public string? LocalTimezone { get; init; }
    public string? ServiceUrl { get; init; }
    public string? ChannelId { get; init; }
    public ChannelAccount? From { get; init; }
    public ChannelAccount? Recipient { get; init; }
    public ConversationAccount? Conversation { get; init; }
    public IReadOnlyList<ChannelAccount?>? MembersAdded { get; init; }
    public IReadOnlyList<ChannelAccount?>? MembersRemoved { get; init; }
    public string? Action { get; init; }
    public string? Name { get; init; }
    public string? Text { get; init; }
    public string? Locale { get; init; }
    public string? ReplyToId { get; init; }
    public JsonElement Value { get; init; }
    public JsonElement Entities { get; init; }
    public JsonElement Attachments { get; init; }
    public JsonElement ChannelData { get; init; }
}

internal sealed record ChannelAccount(string? Id, string? Name, string? AadObjectId = null);

internal sealed record ConversationAccount(
    string? Id,
    string? TenantId = null,
    string? ConversationType = null
);

/// <summary>
/// A message of ours: a card or a text, never both. Teams would split the two and give back no id
/// (https://github.com/OfficeDev/BotBuilder-MicrosoftTeams/issues/125). Ids, times, recipient and service address are the channel's
/// to set.
/// </summary>
internal sealed record OutgoingMessage
{
    public string Type { get; init; } = "message";
    public string ChannelId => "msteams";
    public required ChannelAccount From { get; init; }
    public required ConversationAccount Conversation { get; init; }
    public string? Summary { get; init; }
    public string? Text { get; init; }
    public IReadOnlyList<MentionEntity>? Entities { get; init; }
    public IReadOnlyList<OutgoingAttachment>? Attachments { get; init; }
}

[JsonDerivedType(typeof(CardAttachment))]
[JsonDerivedType(typeof(ConsentAttachment))]
[JsonDerivedType(typeof(FileAttachment))]
internal abstract record OutgoingAttachment;

/// <summary>Asks whether the person wants a file; the answer is the invoke <c>fileConsent/invoke</c>.</summary>
internal sealed record ConsentAttachment(string Name, ConsentCard Content) : OutgoingAttachment
{
    public string ContentType => "application/vnd.microsoft.teams.card.file.consent";
}

internal sealed record ConsentCard(
    string Description,
    int SizeInBytes,
    PressData AcceptContext,
    PressData DeclineContext
);

/// <summary>A file that is where the person took it to.</summary>
internal sealed record FileAttachment(string Name, string ContentUrl, FileInfoCard Content)
    : OutgoingAttachment
{
    public string ContentType => "application/vnd.microsoft.teams.card.file.info";
}

internal sealed record FileInfoCard(string UniqueId, string FileType);

internal sealed record CardAttachment(AdaptiveCard Content) : OutgoingAttachment
{
    public string ContentType => AdaptiveCards.ContentType;
}

/// <param name="Text">Must stand in the message's text exactly like this, or nobody is notified.</param>
internal sealed record MentionEntity(ChannelAccount Mentioned, string Text)
{
    public string Type => "mention";
}

internal sealed record ResourceResponse(string? Id);

/// <summary>Codes stand in different places for different refusals.</summary>
internal sealed record ErrorResponse(ErrorBody? Error, string? SubCode);

internal sealed record ErrorBody(string? Code, string? SubCode);

/// <summary>
/// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow; managed identities write their numbers
/// as text, and App Service says only when the token ends.
/// </summary>
internal sealed record TokenResponse(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property:
        JsonPropertyName("expires_in"),
        JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)
    ]
        int ExpiresIn,
    [property:
        JsonPropertyName("expires_on"),
        JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)
    ]
        long ExpiresOn
)
{
    public TimeSpan Lasts(DateTimeOffset now) =>
        ExpiresIn > 0
            ? TimeSpan.FromSeconds(ExpiresIn)
            : TimeSpan.FromSeconds(
                Math.Clamp(ExpiresOn - now.ToUnixTimeSeconds(), 0, 7 * 24 * 3600)
            );
}

// Answers to an invoke: the body of the very response, at HTTP 200.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards

internal sealed record CardAnswer(AdaptiveCard Value)
{
    public int StatusCode => 200;
    public string Type => AdaptiveCards.ContentType;
}

internal sealed record MessageAnswer(string Value)
{
    public int StatusCode => 200;
    public string Type => "application/vnd.microsoft.activity.message";
}

/// <summary>
/// A dialog's next state; nothing at all closes it
/// (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots).
/// </summary>
internal sealed record TaskAnswer(TaskResult? Task = null);

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TaskMessage), "message")]
[JsonDerivedType(typeof(TaskContinue), "continue")]
internal abstract record TaskResult;

/// <summary>Only says something.</summary>
internal sealed record TaskMessage(string Value) : TaskResult;

internal sealed record TaskContinue(TaskInfo Value) : TaskResult;

internal sealed record TaskInfo(string Title, CardAttachment Card)
{
    public string Height => "medium";
    public string Width => "medium";
}

/// <summary>
/// What a search found, or a link leads to
/// (https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search).
/// </summary>
internal sealed record ExtensionAnswer(ExtensionResult ComposeExtension);

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ExtensionFinds), "result")]
[JsonDerivedType(typeof(ExtensionWords), "message")]
internal abstract record ExtensionResult;

internal sealed record ExtensionFinds(IReadOnlyList<FoundAttachment> Attachments) : ExtensionResult
{
    public string AttachmentLayout => "list";
}

internal sealed record ExtensionWords(string Text) : ExtensionResult;

internal sealed record FoundAttachment(AdaptiveCard Content, PreviewAttachment Preview)
{
    public string ContentType => AdaptiveCards.ContentType;
}

/// <summary>The line in the list of what was found.</summary>
internal sealed record PreviewAttachment(ThumbnailCard Content)
{
    public string ContentType => "application/vnd.microsoft.card.thumbnail";
}

internal sealed record ThumbnailCard(string Title, string Text);

internal sealed record EmptyAnswer;

/// <summary>How to post to a place later: the opaque part of <see cref="Core.Chat.ChatPlace"/>.</summary>
internal sealed record PlaceReference(
    string ServiceUrl,
    string BotId,
    string? BotName,
    string? ConversationType
);
