using SocialBot.Core;
using SocialBot.Core.Approvals;
using SocialBot.Core.Posts;
using SocialBot.Dialogs.Conversation;
using SocialBot.Dialogs.Posts;

namespace SocialBot.Dialogs.Approvals;

/// <summary>What an approver decides. Who may is judged by the policy, not by a role: a delegate decides too.</summary>
public sealed class ApprovalVerbs(
    ApprovePost approve,
    PostHistory history,
    SendBackPost sendBack,
    TakeBackApproval takeBack
) : IVerbs
{
    public static IReadOnlyList<Verb> Declared { get; } =
    [
        Verb.Of<ApprovalVerbs>("post.approve", (v, ask, ct) => v.ApproveAsync(ask, ct)) with
        {
            Subject = "post",
            Acts = true,
        },
        Verb.Of<ApprovalVerbs>(
            "post.changes",
            (v, ask, ct) => v.SendBackAsync(ask, forGood: false, ct)
        ) with
        {
            Subject = "post",
            Acts = true,
            Fields =
            [
                new FormField("reason", FieldKind.Text) { MaxLength = SendBackPost.MaxReason },
            ],
        },
        Verb.Of<ApprovalVerbs>(
            "post.reject",
            (v, ask, ct) => v.SendBackAsync(ask, forGood: true, ct)
        ) with
        {
            Subject = "post",
            Acts = true,
            Fields =
            [
                new FormField("reason", FieldKind.Text) { MaxLength = SendBackPost.MaxReason },
            ],
        },
        Verb.Of<ApprovalVerbs>("post.takeback", (v, ask, ct) => v.TakeBackAsync(ask, ct)) with
        {
            Subject = "post",
            Acts = true,
        },
    ];

    private async Task<Reply> ApproveAsync(Ask ask, CancellationToken ct)
    {
        var copies = WhichCopy.Meant(ask, await history.FindAsync(ask.Id, ct));
        if (copies is [])
            return PostReplies.Refused(ask, new Refusal("copy.unknown", ask.Id));
        return await approve.RunAsync(ask.Member, ask.Id, ask.ShownVersion, copies, ct) switch
        {
            Outcome<ApprovedPost>.Refused no => PostReplies.Refused(ask, no.Why),
            _ => new Reply.Subject("post", ask.Id),
        };
    }

    private async Task<Reply> SendBackAsync(Ask ask, bool forGood, CancellationToken ct) =>
        await sendBack.RunAsync(
            ask.Member,
            ask.Id,
            ask.ShownVersion,
            copyIds: null,
            ask["reason"],
            forGood,
            ct
        ) switch
        {
            Outcome<Post>.Refused no => PostReplies.Refused(ask, no.Why),
            _ => new Reply.Subject("post", ask.Id),
        };

    private async Task<Reply> TakeBackAsync(Ask ask, CancellationToken ct) =>
        await takeBack.RunAsync(ask.Member, ask.Id, ct) switch
        {
            Outcome<Post>.Refused no => PostReplies.Refused(ask, no.Why),
            _ => new Reply.Subject("post", ask.Id),
        };
}
