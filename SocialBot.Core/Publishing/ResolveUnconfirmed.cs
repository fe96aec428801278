using SocialBot.Core.Due;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Publishing;

/// <summary>A person looked at the network: it is live, or it is not and goes out again.</summary>
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
        var copies = post
            .Living.Where(c =>
                c.Status == CopyStatus.Unconfirmed && (copyId is null || c.Id == copyId)
            )
            .ToList();
        if (copies.Count == 0)
            return new Refusal("unconfirmed.none", postId);
        var now = clock.GetUtcNow();
        foreach (var copy in copies)
        {
            if (isLive)
            {
                copy.Publish(copy.RemoteId, permalink, now);
                if (copy.Comment == CommentStatus.Waiting)
                    db.Queue(
                        new DueWork(
                            Lane.Network,
                            CommentOnCopy.WorkKind,
                            CommentOnCopy.Subject(copy.Id),
                            now
                        )
                    );
            }
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
        return post;
    }
}
