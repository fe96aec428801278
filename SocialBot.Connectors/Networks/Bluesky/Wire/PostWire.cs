using System.Text.Json.Serialization;

namespace SocialBot.Connectors.Networks.Bluesky.Wire;

// app.bsky.*, in the lexicons' words: https://docs.bsky.app/docs/advanced-guides/posts

internal sealed record PostRecord(
    string Text,
    string CreatedAt,
    IReadOnlyList<Facet>? Facets = null,
    Embed? Embed = null,
    IReadOnlyList<string>? Langs = null,
    ReplyRef? Reply = null
)
{
    public const string Collection = "app.bsky.feed.post";

    [JsonPropertyName("$type")]
    public string Type => Collection;
}

internal sealed record ReplyRef(StrongRef Root, StrongRef Parent);

internal sealed record Facet(ByteSlice Index, IReadOnlyList<FacetFeature> Features);

/// <summary>In bytes of UTF-8; the end is not part of it.</summary>
internal sealed record ByteSlice(int ByteStart, int ByteEnd);

/// <summary>One of three, by its type.</summary>
internal sealed record FacetFeature(
    [property: JsonPropertyName("$type")] string Type,
    string? Uri = null,
    string? Did = null,
    string? Tag = null
)
{
    private const string Facet = "app.bsky.richtext.facet";

    public static FacetFeature Link(string uri) => new($"{Facet}#link", Uri: uri);

    public static FacetFeature Mention(string did) => new($"{Facet}#mention", Did: did);

    public static FacetFeature Hashtag(string tag) => new($"{Facet}#tag", Tag: tag);
}

/// <summary>Pictures or a link card, by its type.</summary>
internal sealed record Embed(
    [property: JsonPropertyName("$type")] string Type,
    IReadOnlyList<EmbeddedImage>? Images = null,
    EmbeddedLink? External = null
)
{
    public static Embed Of(IReadOnlyList<EmbeddedImage> images) =>
        new("app.bsky.embed.images", Images: images);

    public static Embed Of(EmbeddedLink link) => new("app.bsky.embed.external", External: link);
}

/// <param name="Alt">Required; may be empty.</param>
internal sealed record EmbeddedImage(Blob Image, string Alt, AspectRatio? AspectRatio = null);

internal sealed record AspectRatio(int Width, int Height);

internal sealed record EmbeddedLink(
    string Uri,
    string Title,
    string Description,
    Blob? Thumb = null
);

internal sealed record LikeRecord(StrongRef Subject, string CreatedAt)
{
    public const string Collection = "app.bsky.feed.like";

    [JsonPropertyName("$type")]
    public string Type => Collection;
}

internal sealed record PostViews(IReadOnlyList<PostView> Posts);

/// <summary>A post as the AppView shows it. A count that is not there is not known.</summary>
internal sealed record PostView(
    string Uri,
    string Cid,
    PostRead Record,
    PostAuthor? Author = null,
    long? LikeCount = null,
    long? ReplyCount = null,
    long? RepostCount = null,
    long? QuoteCount = null,
    PostViewer? Viewer = null
);

internal sealed record PostAuthor(string Did, string Handle, AuthorViewer? Viewer = null);

internal sealed record AuthorViewer(bool? BlockedBy = null);

/// <param name="Like">The record of our like, when we like it.</param>
internal sealed record PostViewer(string? Like = null, bool? ReplyDisabled = null);

/// <summary>A post record as anybody may have written it: nothing of it can be relied on.</summary>
internal sealed record PostRead(
    string? Text = null,
    string? CreatedAt = null,
    EmbedRead? Embed = null,
    ReplyRef? Reply = null
);

internal sealed record EmbedRead(IReadOnlyList<ImageRead>? Images = null, EmbedRead? Media = null);

internal sealed record ImageRead(string? Alt = null);

internal sealed record ProfileView(
    string Did,
    string Handle,
    string? DisplayName = null,
    long? FollowersCount = null
);
