using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Connectors.Networks.Bluesky.Wire;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>Taking down, liking, hiding: records of our own that are deleted or put, each safe to repeat.</summary>
internal sealed class ActOnBluesky(
    AccountSessions accounts,
    RateBudget budget,
    IOptions<BlueskyOptions> options,
    TimeProvider clock
) : ITakesDown, ILikes, IHides
{
    private const string Threadgate = "app.bsky.feed.threadgate";
    private const int MostHidden = 300;
    private const int MostSwaps = 3;

    public string Name => BlueskyNames.Network;

    public async Task<PublishOutcome> TakeDownAsync(
        NetworkAccount account,
        string remoteId,
        CancellationToken ct
    )
    {
        var session = accounts.Open(account);
        if (!AtUri.TryParse(remoteId, out var uri) || uri.Did != session.Did)
            return new PublishOutcome.Rejected(
                "not-ours",
                "This is not a post of this account, so it cannot be taken down from here."
            );
        if (budget.Spend(session.Did, RateBudget.Delete) is { } wait)
            return new PublishOutcome.TryLater(wait, Reasons.TooMany);
        // Deleting what is not there is no error to the server.
        var answer = await session.PostAsync(
            "com.atproto.repo.deleteRecord",
            new DeleteRecord(uri.Did, uri.Collection, uri.Rkey),
            BlueskyJson.Default.DeleteRecord,
            BlueskyJson.Default.Nothing,
            ct
        );
        return answer is XrpcAnswer<Nothing>.Got ? Done(remoteId) : Outcomes.Of(answer);
    }

    public async Task<PublishOutcome> LikeAsync(
        NetworkAccount account,
        string remoteId,
        CancellationToken ct
    )
    {
        var session = accounts.Open(account);
        if (!AtUri.TryParse(remoteId, out var uri))
            return new PublishOutcome.Rejected("gone", Reasons.Gone);
        var read = await PostReading.ReadAsync(session, uri, ct);
        if (read is not XrpcAnswer<PostView?>.Got { Value: var post })
            return Outcomes.BeforeWriting(read);
        if (post is null)
            return new PublishOutcome.Rejected("gone", Reasons.Gone);
        if (post.Viewer?.Like is not null)
            return Done(remoteId);
        if (budget.Spend(session.Did, RateBudget.Put) is { } wait)
            return new PublishOutcome.TryLater(wait, Reasons.TooMany);
        // The key comes from what is liked, not from the moment: liking twice is one like.
        var like = new LikeRecord(
            new StrongRef(post.Uri, post.Cid),
            BlueskyNames.Datetime(clock.GetUtcNow())
        );
        var answer = await session.PostAsync(
            "com.atproto.repo.putRecord",
            new PutRecord(
                session.Did,
                LikeRecord.Collection,
                Tid.OfSubject(uri),
                JsonSerializer.SerializeToElement(like, BlueskyJson.Default.LikeRecord)
            ),
            BlueskyJson.Default.PutRecord,
            BlueskyJson.Default.Written,
            ct
        );
        return answer is XrpcAnswer<Written>.Got ? Done(remoteId) : Outcomes.Of(answer);
    }

    /// <summary>Under the account's own post only: the conversation's rules are a record of whoever began it.</summary>
    public async Task<PublishOutcome> HideAsync(
        NetworkAccount account,
        string remoteId,
        CancellationToken ct
    )
    {
        var session = accounts.Open(account);
        if (!AtUri.TryParse(remoteId, out var uri))
            return new PublishOutcome.Rejected("gone", Reasons.Gone);
        var read = await PostReading.ReadAsync(session, uri, ct);
        if (read is not XrpcAnswer<PostView?>.Got { Value: var comment })
            return Outcomes.BeforeWriting(read);
        if (comment is null)
            return Done(remoteId); // deleted is as good as hidden
        if (
            !AtUri.TryParse(comment.Record.Reply?.Root.Uri, out var root)
            || root.Did != session.Did
        )
            return new PublishOutcome.Rejected(
                "not-ours",
                "Only comments under this account's own posts can be hidden."
            );
        for (var swap = 0; ; swap++)
        {
            var outcome = await HideOnceAsync(session, root, remoteId, ct);
            if (outcome is not null)
                return outcome;
            if (swap == MostSwaps)
                return new PublishOutcome.TryLater(
                    After: null,
                    "Someone else was changing what is hidden in this conversation at the same moment."
                );
        }
    }

    /// <summary>Null when somebody else changed the list meanwhile.</summary>
    private async Task<PublishOutcome?> HideOnceAsync(
        AccountSession session,
        AtUri root,
        string hide,
        CancellationToken ct
    )
    {
        var gate = root with { Collection = Threadgate };
        var read = await PostReading.RecordAsync(session, gate, ct);
        if (read is not XrpcAnswer<RecordFound?>.Got { Value: var found })
            return Outcomes.BeforeWriting(read);
        // What else the record says (who may answer) is kept as it is.
        var record = found is null
            ? NewGate(root)
            : JsonObject.Create(found.Value) ?? NewGate(root);
        var hidden = record["hiddenReplies"] as JsonArray ?? [];
        if (
            hidden.Any(h =>
                h?.GetValueKind() == JsonValueKind.String && h.GetValue<string>() == hide
            )
        )
            return Done(hide);
        if (hidden.Count >= MostHidden)
            return new PublishOutcome.Rejected(
                "hidden.too-many",
                $"Bluesky hides at most {MostHidden} comments under one post."
            );
        record["hiddenReplies"] = new JsonArray([.. hidden.Select(h => h?.DeepClone()), hide]);
        if (budget.Spend(session.Did, RateBudget.Put) is { } wait)
            return new PublishOutcome.TryLater(wait, Reasons.TooMany);
        var answer = await session.PostAsync(
            "com.atproto.repo.putRecord",
            new JsonObject
            {
                ["repo"] = gate.Did,
                ["collection"] = gate.Collection,
                ["rkey"] = gate.Rkey,
                ["record"] = record,
                ["swapRecord"] = found?.Cid, // null = only if there is none yet
            },
            BlueskyJson.Default.JsonObject,
            BlueskyJson.Default.Written,
            ct
        );
        return answer switch
        {
            XrpcAnswer<Written>.Got => Done(hide),
            XrpcAnswer<Written>.Refused { Code: "InvalidSwap" } => null,
            _ => Outcomes.Of(answer),
        };
    }

    private JsonObject NewGate(AtUri root) =>
        new()
        {
            ["$type"] = Threadgate,
            ["post"] = root.ToString(),
            ["createdAt"] = BlueskyNames.Datetime(clock.GetUtcNow()),
        };

    private PublishOutcome.Published Done(string remoteId) =>
        new(
            remoteId,
            AtUri.TryParse(remoteId, out var uri)
                ? BlueskyNames.Permalink(options, uri.Did, uri)
                : null,
            clock.GetUtcNow()
        );
}
