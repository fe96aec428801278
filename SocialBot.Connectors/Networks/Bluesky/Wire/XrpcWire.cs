using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocialBot.Connectors.Networks.Bluesky.Wire;

// com.atproto.*, in the lexicons' words: https://atproto.com/lexicons

/// <summary>What every refusal looks like: https://atproto.com/specs/xrpc#error-responses</summary>
internal sealed record XrpcError(string? Error = null, string? Message = null);

internal sealed record ResolvedHandle(string Did);

internal sealed record NewSession(string Identifier, string Password)
{
    public override string ToString() => Identifier;
}

/// <param name="Active">Absent = active.</param>
/// <param name="Status"><c>takendown</c>, <c>suspended</c> or <c>deactivated</c>, when not active.</param>
internal sealed record Session(
    string AccessJwt,
    string RefreshJwt,
    string Did,
    string Handle,
    bool? Active = null,
    string? Status = null
)
{
    public override string ToString() => Handle;
}

/// <param name="Record">In its collection's own shape.</param>
internal sealed record PutRecord(string Repo, string Collection, string Rkey, JsonElement Record);

internal sealed record DeleteRecord(string Repo, string Collection, string Rkey);

internal sealed record Written(string Uri, string Cid);

/// <summary>An answer of which nothing is needed.</summary>
internal sealed record Nothing;

internal sealed record RecordFound(string Uri, string? Cid, JsonElement Value);

internal sealed record RecordPage(IReadOnlyList<RecordFound> Records, string? Cursor = null);

internal sealed record Uploaded(Blob Blob);

/// <summary>https://atproto.com/specs/data-model#blob-type</summary>
internal sealed record Blob(
    [property: JsonPropertyName("$type")] string Type,
    BlobLink Ref,
    string MimeType,
    long Size
);

internal sealed record BlobLink([property: JsonPropertyName("$link")] string Link);

/// <summary>A record as it was at one moment.</summary>
internal sealed record StrongRef(string Uri, string Cid);

/// <summary>https://www.w3.org/TR/did-core, as far as https://atproto.com/specs/did needs it.</summary>
internal sealed record DidDocument(
    string Id,
    IReadOnlyList<string>? AlsoKnownAs = null,
    IReadOnlyList<DidService>? Service = null
);

/// <param name="ServiceEndpoint">An address; other identities put lists or maps here.</param>
internal sealed record DidService(
    string Id,
    string? Type = null,
    JsonElement ServiceEndpoint = default
);
