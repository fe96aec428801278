using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocialBot.Connectors.Networks.Sandbox;

// The Sandbox's own HTTP contract, spoken by client and server. The calls are described at SandboxApi.

internal sealed record NewPost(string? Text, IReadOnlyList<NewPicture>? Media = null);

internal sealed record NewPicture(string ContentType, byte[] Bytes, string? AltText);

/// <param name="ReadyIn">Milliseconds until it shows, when the server is still working on it (202); else null.</param>
internal sealed record AcceptedItem(
    string Id,
    DateTimeOffset At,
    string? Permalink,
    double? ReadyIn = null
);

/// <param name="Older">Where the listing goes on (<c>before=</c>); null when it is complete.</param>
internal sealed record OwnPosts(IReadOnlyList<OwnPost> Posts, long? Older);

internal sealed record OwnPost(
    string Id,
    string? Key,
    string Text,
    int Pictures,
    string? InReplyTo,
    DateTimeOffset At,
    string Permalink
);

internal sealed record InboxPage(IReadOnlyList<InboxItem> Items, long Cursor, bool More);

/// <param name="Kind"><c>mention</c>, <c>comment</c> or <c>message</c>.</param>
internal sealed record InboxItem(
    string EventId,
    string Id,
    string Kind,
    string Conversation,
    string? InReplyTo,
    string AuthorId,
    string AuthorHandle,
    string AuthorName,
    string Text,
    DateTimeOffset At,
    string Permalink
);

internal sealed record MetricsQuestion(IReadOnlyList<string>? Ids);

internal sealed record MetricsAnswer(
    Dictionary<string, long> Account,
    Dictionary<string, Dictionary<string, long>> Posts
);

internal sealed record NewProfile(string? Handle, string? Name);

internal sealed record CreatedProfile(string Id, string Handle, string Token);

/// <summary>Something was refused: a code for programs, a sentence for people.</summary>
internal sealed record SandboxProblem(string Code, string Reason);

/// <summary>What the server really accepted, and when.</summary>
/// <param name="What"><c>publish</c>, <c>reply</c>, <c>takedown</c>, <c>hide</c>, <c>like</c>.</param>
/// <param name="Key">The caller's idempotency key, when it gave one.</param>
internal sealed record LedgerEntry(
    long Number,
    DateTimeOffset At,
    string What,
    string Profile,
    string? Key,
    string Id,
    string? InReplyTo,
    string Text
);

internal sealed record Ledger(IReadOnlyList<LedgerEntry> Entries);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(NewPost))]
[JsonSerializable(typeof(AcceptedItem))]
[JsonSerializable(typeof(OwnPosts))]
[JsonSerializable(typeof(InboxPage))]
[JsonSerializable(typeof(MetricsQuestion))]
[JsonSerializable(typeof(MetricsAnswer))]
[JsonSerializable(typeof(NewProfile))]
[JsonSerializable(typeof(CreatedProfile))]
[JsonSerializable(typeof(SandboxProblem))]
[JsonSerializable(typeof(Ledger))]
[JsonSerializable(typeof(List<Misdeed>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class SandboxJson : JsonSerializerContext;
