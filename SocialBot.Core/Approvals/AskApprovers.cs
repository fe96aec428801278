using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Approvals;

/// <summary>Shows the post in the approvals room, tells everyone who can decide, and winds the deadline's clocks.</summary>
public sealed class AskApprovers(SocialBotDb db, WhoApproves whoApproves, TimeProvider clock)
{
    public async Task RunAsync(Post post, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var circle = await whoApproves.ForAsync(post, ct);
        var subject = PostHistory.Subject(post.Id);
        db.ShowInRooms(subject, RoomPurpose.Approvals, now);
        foreach (var member in circle.Able)
            db.TellMember(member.Id, subject, RoomPurpose.Approvals, now);
        post.SetDeadline(circle.Policy, now);
        Deadline.Wind(db, post, circle.Policy, now);
    }
}
