using SocialBot.Core.Due;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Publishing;

/// <summary>What comes after a post that is out: its thread part by part, and after the last of them its first comment.</summary>
internal static class Following
{
    /// <summary>Queues the next step, if there is one. The copy's new parts must have been saved, for their ids.</summary>
    public static void QueueNext(this SocialBotDb db, Copy copy, DateTimeOffset now)
    {
        if (copy.NextPart is { } part)
        {
            if (copy.RemoteIdBefore(part) is null)
                part.Miss(new Trouble("part.unanswerable", now));
            else
                db.QueuePart(part, now);
        }
        else if (copy.Comment == CommentStatus.Waiting)
            db.Queue(
                new DueWork(
                    Lane.Network,
                    CommentOnCopy.WorkKind,
                    CommentOnCopy.Subject(copy.Id),
                    now
                )
            );
    }

    public static void QueuePart(this SocialBotDb db, CopyPart part, DateTimeOffset now) =>
        db.Queue(
            new DueWork(Lane.Network, PublishPart.WorkKind, PublishPart.Subject(part.Id), now)
        );
}
