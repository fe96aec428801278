using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Connectors.Networks.Bluesky.Wire;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Bluesky.Listening;

/// <summary>
/// Which posts are gone. The AppView leaves out what it does not show us, which a block does too: so what is left out is asked for by
/// its record, and only a record that is not there is gone.
/// </summary>
internal sealed class CheckOnBluesky(AccountSessions accounts, RateBudget budget) : IChecksItems
{
    private const int ACall = 25;

    public string Name => BlueskyNames.Network;

    public async Task<ItemsCheck> CheckAsync(
        NetworkAccount account,
        IReadOnlyList<string> remoteIds,
        CancellationToken ct
    )
    {
        var session = accounts.Open(account);
        var gone = new List<string>();
        foreach (var ids in remoteIds.Where(id => AtUri.TryParse(id, out _)).Chunk(ACall))
        {
            if (budget.ReadWait(session.Did) is { } wait)
                return new ItemsCheck.NotNow(Reasons.TooMany, wait);
            var answer = await session.GetAsync(
                $"app.bsky.feed.getPosts?{PostItems.Query("uris", ids)}",
                BlueskyJson.Default.HeardPage,
                ct
            );
            if (answer is not XrpcAnswer<HeardPage>.Got { Value.Posts: var posts })
                return NotChecked(answer);
            foreach (var id in ids.Except(posts.Select(p => p.Uri)))
                if (await IsGoneAsync(session, id, ct))
                    gone.Add(id);
        }
        return new ItemsCheck.Checked(gone);
    }

    private static async Task<bool> IsGoneAsync(
        AccountSession session,
        string id,
        CancellationToken ct
    ) =>
        AtUri.TryParse(id, out var uri)
        && await PostReading.RecordAsync(session, uri, ct)
            is XrpcAnswer<RecordFound?>.Got { Value: null };

    private static ItemsCheck NotChecked<T>(XrpcAnswer<T> answer)
    {
        var (signIn, reason, after) = Outcomes.OfRead(answer);
        return signIn is null
            ? new ItemsCheck.NotNow(reason, after)
            : new ItemsCheck.SignInNeeded(signIn);
    }
}
