using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Connectors.Networks.Bluesky.Listening;
using SocialBot.Connectors.Networks.Bluesky.Wire;

namespace SocialBot.Connectors.Networks.Bluesky.Streaming;

/// <summary>
/// Who wrote what a stream tells: it knows them by DID only. Profiles and what a post answers are read as anybody may; where that is not
/// possible the identity's own document gives the handle.
/// </summary>
internal sealed class StreamAuthors(
    XrpcClient client,
    IOptions<BlueskyOptions> options,
    TimeProvider clock
) : IReadsPublic
{
    private const int MostKept = 10_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    /// <summary>A server that tells nothing to strangers is not asked at every text.</summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Kept> kept = new(StringComparer.Ordinal);
    private readonly ReadsAsAnybody anybody = new(client, options);
    private DateTimeOffset silentUntil;

    public static HeardAuthor Unknown(string did) => new(did, did);

    public async Task<XrpcAnswer<ProfileViews>> ProfilesAsync(
        IReadOnlyList<string> dids,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var missing = dids.Where(d => !kept.TryGetValue(d, out var k) || k.Until <= now).ToList();
        if (missing.Count > 0)
        {
            if (kept.Count > MostKept)
                kept.Clear();
            foreach (var author in await AskAsync(missing, ct))
                kept[author.Did] = new Kept(author, now + KeptFor);
        }
        return new XrpcAnswer<ProfileViews>.Got(
            new ProfileViews([
                .. dids.Select(d => kept.TryGetValue(d, out var k) ? k.Author : Unknown(d)),
            ])
        );
    }

    public async Task<XrpcAnswer<HeardPage>> PostsAsync(string query, CancellationToken ct)
    {
        if (silentUntil > clock.GetUtcNow())
            return new XrpcAnswer<HeardPage>.NotSent("silent");
        return Heard(await anybody.PostsAsync(query, ct));
    }

    private async Task<IReadOnlyList<HeardAuthor>> AskAsync(List<string> dids, CancellationToken ct)
    {
        if (
            silentUntil <= clock.GetUtcNow()
            && Heard(await anybody.ProfilesAsync(dids, ct))
                is XrpcAnswer<ProfileViews>.Got { Value.Profiles: var profiles }
        )
            return profiles;
        var named = new List<HeardAuthor>();
        foreach (var did in dids)
            if (await HandleAsync(did, ct) is { } handle)
                named.Add(new HeardAuthor(did, handle));
        return named;
    }

    private XrpcAnswer<T> Heard<T>(XrpcAnswer<T> answer)
    {
        if (answer is not XrpcAnswer<T>.Got)
            silentUntil = clock.GetUtcNow() + AskAgainAfter;
        return answer;
    }

    /// <summary>Only for showing: that the handle leads back to the identity is not checked.</summary>
    private async Task<string?> HandleAsync(string did, CancellationToken ct)
    {
        if (!did.StartsWith("did:plc:", StringComparison.Ordinal))
            return null;
        var answer = await client.GetAsync(
            new Uri($"{options.Value.PlcUrl.AbsoluteUri.TrimEnd('/')}/{did}"),
            BlueskyJson.Default.DidDocument,
            ct
        );
        return (answer as XrpcAnswer<DidDocument>.Got)
            ?.Value.AlsoKnownAs?.Where(a => a.StartsWith("at://", StringComparison.Ordinal))
            .Select(a => a[5..])
            .FirstOrDefault(AtSyntax.IsHandle);
    }

    private sealed record Kept(HeardAuthor Author, DateTimeOffset Until);
}
