using Microsoft.Extensions.Options;
using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Connectors.Networks.Bluesky.Wire;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>The account's own posts, read from the server they live on: there a post is as soon as it is accepted.</summary>
internal sealed class ReadBackFromBluesky(
    AccountSessions accounts,
    IOptions<BlueskyOptions> options
) : IFindsPosts, IFindsByKey
{
    /// <summary>100 posts each; an account that wrote more in the time asked about is listed incompletely, and says so.</summary>
    private const int MostPages = 10;

    public string Name => BlueskyNames.Network;

    public async Task<FoundByKey> FindAsync(
        NetworkAccount account,
        string key,
        CancellationToken ct
    )
    {
        var session = accounts.Open(account);
        var uri = new AtUri(session.Did, PostRecord.Collection, Tid.OfKey(key));
        var answer = await PostReading.RecordAsync(session, uri, ct);
        if (answer is XrpcAnswer<RecordFound?>.Got { Value: var record })
            return record is null
                ? new FoundByKey.NotOut()
                : new FoundByKey.Out(Read(account, uri, record) with { Key = key });
        var (_, reason, after) = Outcomes.OfRead(answer);
        return new FoundByKey.NotNow(reason, after);
    }

    public async Task<FoundPosts> FindAsync(
        NetworkAccount account,
        DateTimeOffset since,
        CancellationToken ct
    )
    {
        var session = accounts.Open(account);
        var found = new List<RemotePost>();
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await session.GetAsync(
                $"com.atproto.repo.listRecords?repo={session.Did}&collection={PostRecord.Collection}&limit=100"
                    + (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}"),
                BlueskyJson.Default.RecordPage,
                ct
            );
            if (answer is not XrpcAnswer<RecordPage>.Got { Value: var listed })
            {
                var (_, reason, after) = Outcomes.OfRead(answer);
                return new FoundPosts.NotNow(reason, after);
            }
            foreach (var record in listed.Records)
            {
                if (!AtUri.TryParse(record.Uri, out var uri))
                    continue;
                // The listing is in the order of record keys, and those are times.
                if (Tid.Time(uri.Rkey) < since)
                    return new FoundPosts.Listed(found, Complete: true);
                found.Add(Read(account, uri, record));
            }
            if (listed.Cursor is null || listed.Records.Count == 0)
                return new FoundPosts.Listed(found, Complete: true);
            cursor = listed.Cursor;
        }
        return new FoundPosts.Listed(found, Complete: false);
    }

    private RemotePost Read(NetworkAccount account, AtUri uri, RecordFound record)
    {
        var post = PostReading.Post(record.Value) ?? new PostRead();
        return new RemotePost(
            uri.ToString(),
            Key: null,
            post.Text ?? "",
            post.Embed?.Images?.Count ?? post.Embed?.Media?.Images?.Count ?? 0,
            post.Reply?.Parent.Uri,
            BlueskyNames.ReadDatetime(post.CreatedAt)
                ?? Tid.Time(uri.Rkey)
                ?? DateTimeOffset.UnixEpoch,
            BlueskyNames.Permalink(options, account, uri)
        );
    }
}
