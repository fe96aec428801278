using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Posts;

/// <summary>What is wrong with a copy before it goes out, and whether an old card still shows what is true.</summary>
public sealed class CheckPost(SocialBotDb db)
{
    /// <summary>Null when the copy may be submitted.</summary>
    public Refusal? Blocking(Copy copy) =>
        string.IsNullOrWhiteSpace(copy.Content.Text) && copy.Content.Media.Count == 0
            ? new Refusal("copy.empty", copy.Account.Label)
            : null;

    /// <summary>Whether the version shown on an old card had the same content, for these copies.</summary>
    public async Task<bool> SameContentAsync(
        Post post,
        IEnumerable<Copy> copies,
        int shownVersion,
        CancellationToken ct
    )
    {
        if (shownVersion == post.Version)
            return true;
        var shown = await db
            .PostVersions.Where(v => v.PostId == post.Id && v.Version == shownVersion)
            .Select(v => v.Revisions)
            .FirstOrDefaultAsync(ct);
        return shown is not null
            && copies.All(c => shown.TryGetValue(c.Id, out var revision) && revision == c.Revision);
    }
}
