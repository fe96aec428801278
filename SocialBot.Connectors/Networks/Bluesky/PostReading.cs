using System.Text.Json;
using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Connectors.Networks.Bluesky.Wire;

namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>Reads one post: our own from the server it lives on, where it is at once; others as the network's AppView shows them to us.</summary>
internal static class PostReading
{
    /// <summary>A value of null = it is not there.</summary>
    public static async Task<XrpcAnswer<PostView?>> ReadAsync(
        AccountSession session,
        AtUri uri,
        CancellationToken ct
    ) =>
        uri.Did == session.Did
            ? await OwnAsync(session, uri, ct)
            : await OthersAsync(session, uri, ct);

    /// <summary>A value of null = it is not there.</summary>
    public static async Task<XrpcAnswer<RecordFound?>> RecordAsync(
        AccountSession session,
        AtUri uri,
        CancellationToken ct
    )
    {
        var answer = await session.GetAsync(
            $"com.atproto.repo.getRecord?repo={uri.Did}&collection={uri.Collection}&rkey={uri.Rkey}",
            BlueskyJson.Default.RecordFound,
            ct
        );
        return answer switch
        {
            XrpcAnswer<RecordFound>.Got { Value: var record } => new XrpcAnswer<RecordFound?>.Got(
                record
            ),
            XrpcAnswer<RecordFound>.Refused { Code: "RecordNotFound" } =>
                new XrpcAnswer<RecordFound?>.Got(null),
            _ => answer.As<RecordFound?>(),
        };
    }

    private static async Task<XrpcAnswer<PostView?>> OwnAsync(
        AccountSession session,
        AtUri uri,
        CancellationToken ct
    )
    {
        var answer = await RecordAsync(session, uri, ct);
        if (answer is not XrpcAnswer<RecordFound?>.Got { Value: var record })
            return answer.As<PostView?>();
        return new XrpcAnswer<PostView?>.Got(
            record is { Cid: { } cid }
                ? new PostView(record.Uri, cid, Post(record.Value) ?? new PostRead())
                : null
        );
    }

    private static async Task<XrpcAnswer<PostView?>> OthersAsync(
        AccountSession session,
        AtUri uri,
        CancellationToken ct
    )
    {
        var answer = await session.GetAsync(
            $"app.bsky.feed.getPosts?uris={Uri.EscapeDataString(uri.ToString())}",
            BlueskyJson.Default.PostViews,
            ct
        );
        return answer is XrpcAnswer<PostViews>.Got { Value.Posts: var posts }
            ? new XrpcAnswer<PostView?>.Got(posts.FirstOrDefault(p => p.Uri == uri.ToString()))
            : answer.As<PostView?>();
    }

    /// <summary>Null when it has not the shape of a post: anybody can write anything into a repository.</summary>
    public static PostRead? Post(JsonElement record)
    {
        try
        {
            return record.Deserialize(BlueskyJson.Default.PostRead);
        }
        catch (JsonException)
        {
            return null; // the caller says what a record without a shape means
        }
    }
}
