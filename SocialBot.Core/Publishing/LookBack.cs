using System.Text;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Accounts;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Publishing;

/// <summary>
/// Looks for a post whose answer was lost: asks for our key where the network can be asked for it, which is exact; else reads the
/// account's own posts and takes the one with our key, or, where the network gives no keys back, the one with the same text, as many
/// pictures and under the same post, counting out those that other attempts already own.
/// </summary>
public sealed class LookBack(SocialBotDb db, NetworkCatalogue networks, IKeepsSecrets secrets)
{
    /// <summary>The network's clock may be behind ours by this much.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    public async Task<Sighting> RunAsync(
        Account account,
        Attempt attempt,
        SoughtPost sought,
        CancellationToken ct
    )
    {
        if (networks.Find<IFindsByKey>(account.Network) is { } byKey)
            return await byKey.FindAsync(account.Open(secrets), attempt.Key, ct) switch
            {
                FoundByKey.Out { Post: var post } => new Sighting.Out(post),
                FoundByKey.NotNow { Reason: var why, After: var after } => new Sighting.CannotTell(
                    why,
                    after
                ),
                _ when attempt.Outcome == AttemptOutcome.Processing => StillWorking,
                _ => new Sighting.NotOut(),
            };
        if (networks.Find<IFindsPosts>(account.Network) is not { } network)
            return new Sighting.CannotTell("this network cannot be read back", null);

        var found = await network.FindAsync(account.Open(secrets), attempt.IntentAt - Skew, ct);
        if (found is not FoundPosts.Listed listed)
            return new Sighting.CannotTell(
                ((FoundPosts.NotNow)found).Reason,
                ((FoundPosts.NotNow)found).After
            );

        if (
            listed.Posts.FirstOrDefault(p =>
                p.Key == attempt.Key || p.RemoteId == attempt.RemoteId
            ) is
            { } ours
        )
            return new Sighting.Out(ours);
        if (attempt.Outcome == AttemptOutcome.Processing)
            return StillWorking;
        var alike = listed
            .Posts.Where(p => p.Key is null && IsAlike(p, sought))
            .OrderBy(p => p.At)
            .ToList();
        var owned = await OwnedAsync(account, alike, ct);
        if (alike.FirstOrDefault(p => !owned.Contains(p.RemoteId)) is { } free)
            return new Sighting.Out(free);
        return listed.Complete
            ? new Sighting.NotOut()
            : new Sighting.CannotTell("the listing did not reach back far enough", null);
    }

    private static Sighting.CannotTell StillWorking =>
        new("the network is still working on it", null);

    private async Task<HashSet<string>> OwnedAsync(
        Account account,
        List<RemotePost> alike,
        CancellationToken ct
    )
    {
        var ids = alike.Select(p => p.RemoteId).ToList();
        return await db
            .Attempts.Where(a =>
                a.AccountId == account.Id && a.RemoteId != null && ids.Contains(a.RemoteId)
            )
            .Select(a => a.RemoteId!)
            .ToHashSetAsync(ct);
    }

    private static bool IsAlike(RemotePost post, SoughtPost sought) =>
        post.MediaCount == sought.MediaCount
        && post.InReplyTo == sought.InReplyTo
        && Plain(post.Text) == Plain(sought.Text);

    /// <summary>Networks trim, fold white space and normalise; that is no difference.</summary>
    private static string Plain(string text)
    {
        // Half a surrogate pair and U+FFFE are what Normalize throws at; on the wire they are no letters either.
        var whole = Encoding
            .UTF8.GetString(Encoding.UTF8.GetBytes(text))
            .Replace('\uFFFE', '\uFFFD')
            .Normalize(NormalizationForm.FormC);
        return string.Join(' ', whole.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}

public abstract record Sighting
{
    private Sighting() { }

    public sealed record Out(RemotePost Post) : Sighting;

    /// <summary>The settle window is over, the listing reached back far enough, and it is not there.</summary>
    public sealed record NotOut : Sighting;

    public sealed record CannotTell(string Why, TimeSpan? After) : Sighting;
}
