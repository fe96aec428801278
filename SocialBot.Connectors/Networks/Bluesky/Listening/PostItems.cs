using System.Text.Json;
using Microsoft.Extensions.Options;
using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Connectors.Networks.Bluesky.Wire;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Bluesky.Listening;

/// <summary>A post that was found, before it is known who wrote it and what it answers.</summary>
/// <param name="At">When the network saw it: what the author says of the time may be anything.</param>
internal sealed record Heard(
    AtUri Uri,
    IncomingKind Kind,
    HeardAuthor Author,
    HeardPost Post,
    DateTimeOffset At
);

/// <summary>Reads profiles and posts, of whomever; an answer without a value when that is not possible now.</summary>
internal interface IReadsPublic
{
    Task<XrpcAnswer<ProfileViews>> ProfilesAsync(IReadOnlyList<string> dids, CancellationToken ct);

    Task<XrpcAnswer<HeardPage>> PostsAsync(string query, CancellationToken ct);
}

/// <summary>
/// Makes items of posts: followers of the authors (25 a call) and what they answer (25 posts a call, one call for each step up the
/// thread that any of them needs). Both are nice to have: what cannot be read now is left out.
/// </summary>
internal sealed class PostItems(IOptions<BlueskyOptions> options)
{
    private const int ACall = 25;
    private const int MostContext = 5;

    public async Task<IReadOnlyList<IncomingItem>> MakeAsync(
        IReadOnlyList<Heard> heard,
        IReadsPublic network,
        CancellationToken ct
    )
    {
        if (heard.Count == 0)
            return [];
        var authors = await AuthorsAsync(heard, network, ct);
        var before = await BeforeAsync(heard, network, ct);
        return
        [
            .. heard
                .OrderBy(h => h.At)
                .Select(h => Item(h, authors.GetValueOrDefault(h.Author.Did) ?? h.Author, before)),
        ];
    }

    private IncomingItem Item(
        Heard heard,
        HeardAuthor author,
        Dictionary<string, HeardView?> before
    )
    {
        var uri = heard.Uri.ToString();
        return new IncomingItem(
            // One post is one event, whoever tells of it and for how many reasons.
            uri,
            uri,
            heard.Kind,
            heard.Post.Root ?? uri,
            heard.Post.Parent,
            author.Did,
            author.Handle,
            string.IsNullOrWhiteSpace(author.DisplayName) ? author.Handle : author.DisplayName,
            author.FollowersCount,
            heard.Post.Text,
            heard.At,
            BlueskyNames.Permalink(options, Name(author), heard.Uri)
        )
        {
            Context = Context(heard.Post, before),
        };
    }

    /// <summary>A handle that is not valid any more leads nowhere.</summary>
    private static string Name(HeardAuthor author) =>
        AtSyntax.IsHandle(author.Handle) && author.Handle != "handle.invalid"
            ? author.Handle
            : author.Did;

    private static async Task<Dictionary<string, HeardAuthor>> AuthorsAsync(
        IReadOnlyList<Heard> heard,
        IReadsPublic network,
        CancellationToken ct
    )
    {
        var authors = new Dictionary<string, HeardAuthor>(StringComparer.Ordinal);
        foreach (var dids in heard.Select(h => h.Author.Did).Distinct().Chunk(ACall))
        {
            var answer = await network.ProfilesAsync(dids, ct);
            if (answer is not XrpcAnswer<ProfileViews>.Got { Value.Profiles: var profiles })
                break;
            foreach (var profile in profiles)
                authors[profile.Did] = profile;
        }
        return authors;
    }

    /// <summary>Every post that one of them answers or quotes, step by step up; null = asked for, and not there.</summary>
    private static async Task<Dictionary<string, HeardView?>> BeforeAsync(
        IReadOnlyList<Heard> heard,
        IReadsPublic network,
        CancellationToken ct
    )
    {
        var known = new Dictionary<string, HeardView?>(StringComparer.Ordinal);
        var wanted = heard
            .SelectMany(h => new[] { h.Post.Parent, h.Post.Root, h.Post.Quoted })
            .ToList();
        for (var step = 0; step < MostContext - 1; step++)
        {
            var next = wanted
                .Where(uri => AtUri.TryParse(uri, out _))
                .OfType<string>()
                .Distinct()
                .Where(uri => !known.ContainsKey(uri))
                .ToList();
            wanted.Clear();
            foreach (var uris in next.Chunk(ACall))
            {
                var answer = await network.PostsAsync(Query("uris", uris), ct);
                if (answer is not XrpcAnswer<HeardPage>.Got { Value.Posts: var posts })
                    return known;
                foreach (var uri in uris)
                    known[uri] = null;
                foreach (var post in posts)
                {
                    known[post.Uri] = post;
                    wanted.Add(HeardPost.Read(post.Record).Parent);
                }
            }
        }
        return known;
    }

    /// <summary>Oldest first: the beginning of the thread, what lies closest above, and what is quoted.</summary>
    private static List<ContextText> Context(HeardPost post, Dictionary<string, HeardView?> before)
    {
        var found = new List<ContextText>();
        var most = post.Quoted is null ? MostContext : MostContext - 1;
        for (
            var at = Known(post.Parent);
            at is not null && found.Count < most;
            at = Known(HeardPost.Read(at.Record).Parent)
        )
            if (found.All(f => f.RemoteId != at.Uri))
                found.Insert(0, Text(at));
            else
                break; // strangers can point in a circle
        if (Known(post.Root) is { } root && found.All(f => f.RemoteId != root.Uri))
        {
            if (found.Count == most)
                found.RemoveAt(0);
            found.Insert(0, Text(root));
        }
        if (Known(post.Quoted) is { } quoted && found.All(f => f.RemoteId != quoted.Uri))
            found.Add(Text(quoted));
        return found;

        HeardView? Known(string? uri) => uri is null ? null : before.GetValueOrDefault(uri);
    }

    private static ContextText Text(HeardView view) =>
        new(
            view.Uri,
            view.Author.Handle,
            HeardPost.Read(view.Record).Text,
            BlueskyNames.ReadDatetime(view.IndexedAt) ?? DateTimeOffset.UnixEpoch
        );

    internal static string Query(string name, IEnumerable<string> values) =>
        string.Join('&', values.Select(v => $"{name}={Uri.EscapeDataString(v)}"));
}

/// <summary>Reads as an account: blocks and mutes are that account's.</summary>
internal sealed class ReadsAs(AccountSession session) : IReadsPublic
{
    public Task<XrpcAnswer<ProfileViews>> ProfilesAsync(
        IReadOnlyList<string> dids,
        CancellationToken ct
    ) =>
        session.GetAsync(
            $"app.bsky.actor.getProfiles?{PostItems.Query("actors", dids)}",
            BlueskyJson.Default.ProfileViews,
            ct
        );

    public Task<XrpcAnswer<HeardPage>> PostsAsync(string query, CancellationToken ct) =>
        session.GetAsync($"app.bsky.feed.getPosts?{query}", BlueskyJson.Default.HeardPage, ct);
}

/// <summary>Reads as anybody: a stream belongs to no account.</summary>
internal sealed class ReadsAsAnybody(XrpcClient client, IOptions<BlueskyOptions> options)
    : IReadsPublic
{
    public Task<XrpcAnswer<ProfileViews>> ProfilesAsync(
        IReadOnlyList<string> dids,
        CancellationToken ct
    ) =>
        client.GetAsync(
            options.Value.HandleResolver,
            $"app.bsky.actor.getProfiles?{PostItems.Query("actors", dids)}",
            bearer: null,
            BlueskyJson.Default.ProfileViews,
            ct
        );

    public Task<XrpcAnswer<HeardPage>> PostsAsync(string query, CancellationToken ct) =>
        client.GetAsync(
            options.Value.HandleResolver,
            $"app.bsky.feed.getPosts?{query}",
            bearer: null,
            BlueskyJson.Default.HeardPage,
            ct
        );
}
