using System.Buffers;
using System.Text.Json;
using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Connectors.Networks.Bluesky.Wire;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Bluesky.Listening;

/// <summary>Looks for phrases with app.bsky.feed.searchPosts, each on its own, newest first, back to where the last search began.</summary>
internal sealed class SearchBluesky(
    AccountSessions accounts,
    RateBudget budget,
    PostItems items,
    TimeProvider clock
) : ISearchesPosts
{
    /// <summary>Of one phrase in one round; more is fetched in the next.</summary>
    private const int MostPages = 2;

    private static readonly TimeSpan FirstReach = TimeSpan.FromDays(1);

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    );

    public string Name => BlueskyNames.Network;

    public async Task<MentionPage> SearchAsync(
        NetworkAccount account,
        IReadOnlyList<string> phrases,
        string? cursor,
        CancellationToken ct
    )
    {
        var session = accounts.Open(account);
        var before = Read(cursor);
        var walks = phrases
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(p => p, p => before.GetValueOrDefault(p) ?? new BackwardWalk());
        // In the middle of a burst only what is under way is asked: the others had their turn.
        var asked = walks.Values.Any(w => w.IsUnderWay)
            ? walks.Where(w => w.Value.IsUnderWay).Select(w => w.Key).ToList()
            : [.. walks.Keys];
        var heard = new Dictionary<AtUri, Heard>();
        foreach (var phrase in asked)
        {
            var (walk, trouble) = await WalkAsync(session, phrase, walks[phrase], heard, ct);
            walks[phrase] = walk;
            if (trouble is null)
                continue;
            if (heard.Count == 0)
                return trouble;
            break;
        }
        return new MentionPage.Items(
            await items.MakeAsync([.. heard.Values], new ReadsAs(session), ct),
            JsonSerializer.Serialize(new SearchWalks(walks), BlueskyJson.Default.SearchWalks),
            walks.Values.Any(w => w.IsUnderWay)
        );
    }

    private async Task<(BackwardWalk Walk, MentionPage? Trouble)> WalkAsync(
        AccountSession session,
        string phrase,
        BackwardWalk walk,
        Dictionary<AtUri, Heard> heard,
        CancellationToken ct
    )
    {
        var first = clock.GetUtcNow() - FirstReach;
        for (var page = 0; page < MostPages; page++)
        {
            if (budget.ReadWait(session.Did) is { } wait)
                return (walk, new MentionPage.NotNow(Reasons.TooMany, wait));
            var answer = await session.GetAsync(
                $"app.bsky.feed.searchPosts?q={Uri.EscapeDataString(Quoted(phrase))}&sort=latest&limit=100"
                    + $"&since={Uri.EscapeDataString(BlueskyNames.Datetime(walk.Floor(first)))}"
                    + (walk.Next is null ? "" : $"&cursor={Uri.EscapeDataString(walk.Next)}"),
                BlueskyJson.Default.HeardPage,
                ct
            );
            if (answer is not XrpcAnswer<HeardPage>.Got { Value: var listed })
                return walk.IsUnderWay && answer is XrpcAnswer<HeardPage>.Refused { Status: 400 }
                    ? (walk.Afresh(), null)
                    : (walk, ReadBlueskyMentions.NotRead(answer));
            var dated = listed
                .Posts.Select(p =>
                    (p.Uri, BlueskyNames.ReadDatetime(p.IndexedAt) ?? clock.GetUtcNow())
                )
                .ToList();
            (walk, var fresh) = walk.Take(dated, listed.Cursor, first);
            foreach (var i in fresh)
                if (AtUri.TryParse(listed.Posts[i].Uri, out var uri) && uri.Did != session.Did)
                    heard[uri] = new Heard(
                        uri,
                        IncomingKind.Post,
                        listed.Posts[i].Author,
                        HeardPost.Read(listed.Posts[i].Record),
                        dated[i].Item2
                    );
            if (!walk.IsUnderWay)
                break;
        }
        return (walk, null);
    }

    /// <summary>
    /// As one phrase, so that nothing in it is taken for an operator of the search (<c>from:</c>, <c>-</c>, <c>OR</c>). A single word
    /// needs no marks: an AppView without a search engine of its own would look for the marks too.
    /// </summary>
    private static string Quoted(string phrase) =>
        phrase.AsSpan().TrimStart('#').ContainsAnyExcept(Plain)
            ? $"\"{phrase.Replace("\"", "", StringComparison.Ordinal)}\""
            : phrase;

    private static IReadOnlyDictionary<string, BackwardWalk> Read(string? cursor)
    {
        try
        {
            return cursor is null
                ? new Dictionary<string, BackwardWalk>()
                : JsonSerializer.Deserialize(cursor, BlueskyJson.Default.SearchWalks)?.ByPhrase
                    ?? new Dictionary<string, BackwardWalk>();
        }
        catch (JsonException)
        {
            return new Dictionary<string, BackwardWalk>(); // of another version: what is found again is known already
        }
    }
}
