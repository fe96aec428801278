using SocialBot.Core.Due;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Publishing;

/// <summary>A person looked at the network: the post, or a part of its thread, is live, or it is not and goes out again.</summary>
public sealed class ResolveUnconfirmed(SocialBotDb db, PostHistory history, TimeProvider clock)
{
    /// <param name="permalink">Where it is live, if the person gave the address.</param>
    public async Task<Outcome<Post>> RunAsync(
        Member by,
        long postId,
        long? copyId,
        bool isLive,
        string? permalink,
        CancellationToken ct
    )
    {
        if (await history.FindAsync(postId, ct) is not { } post)
            return new Refusal("post.unknown", postId);
        if (PostRights.MayChange(by, post) is { } refusal)
            return refusal;
        var asked = post.Living.Where(c => copyId is null || c.Id == copyId).ToList();
        var copies = asked.Where(c => c.Status == CopyStatus.Unconfirmed).ToList();
        var parts = asked
            .Select(c => c.NextPart)
            .OfType<CopyPart>()
            .Where(p => p.Status == PartStatus.Unconfirmed)
            .ToList();
        if (copies.Count == 0 && parts.Count == 0)
            return new Refusal("unconfirmed.none", postId);
        var now = clock.GetUtcNow();
        await using var whole = await db.BeginAsync(ct);
        foreach (var part in parts)
        {
            if (isLive)
                part.Publish(part.RemoteId, permalink, now);
            else
            {
                part.SendAgain(now + PublishCopy.TryWindow);
                db.QueuePart(part, now);
            }
        }
        foreach (var copy in copies)
        {
            if (isLive)
                copy.Publish(copy.RemoteId, permalink, now);
            else
            {
                copy.SendAgain(now + PublishCopy.TryWindow);
                db.Queue(
                    new DueWork(
                        Lane.Network,
                        PublishCopy.WorkKind,
                        PublishCopy.Subject(copy.Id),
                        now
                    )
                );
            }
        }
        await history.WriteAsync(
            post,
            by.Id,
            isLive ? "post.is-live" : "post.send-again",
            permalink,
            ct
        );
        if (isLive)
            foreach (var copy in copies.Concat(parts.Select(p => p.Copy)))
                db.QueueNext(copy, now);
        await db.SaveChangesAsync(ct);
        await whole.CommitAsync(ct);
        return post;
    }
}
