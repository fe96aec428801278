using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Posts;

/// <summary>Who may change a post: its author, an approver, an Admin. Approving is judged elsewhere.</summary>
internal static class PostRights
{
    public static Refusal? MayChange(Member by, Post post) =>
        by.Id == post.AuthorId && by.Has(Roles.Author | Roles.Approver | Roles.Admin)
        || by.Has(Roles.Approver | Roles.Admin)
            ? null
            : new Refusal("post.not-yours", post.Id);
}
