using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Accounts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Posts;

/// <summary>A new post: the same content on each account, to be told apart later by editing one copy.</summary>
public sealed class DraftPost(SocialBotDb db, PostHistory history, TimeProvider clock)
{
    /// <param name="when">Null = as soon as approved.</param>
    public async Task<Outcome<Post>> RunAsync(
        Member by,
        IReadOnlyList<long> accountIds,
        CopyContent content,
        PlannedTime? when,
        CancellationToken ct,
        long? duplicateOf = null,
        PostSource? source = null
    )
    {
        if (!by.Has(Roles.Author | Roles.Approver | Roles.Admin))
            return new Refusal("not-an-author");
        if (when is not null && when.At <= clock.GetUtcNow())
            return new Refusal("time.past", when);
        var accounts = await db
            .Accounts.Where(a => accountIds.Contains(a.Id) && a.DisconnectedAt == null)
            .ToListAsync(ct);
        if (accounts.Count == 0 || accounts.Count != accountIds.Distinct().Count())
            return new Refusal("account.unknown");

        var post = new Post
        {
            AuthorId = by.Id,
            CreatedAt = clock.GetUtcNow(),
            DuplicateOf = duplicateOf,
            SourceBy = source?.By,
            SourceLink = source?.Link?.AbsoluteUri,
        };
        foreach (var account in accounts.OrderBy(a => accountIds.ToList().IndexOf(a.Id)))
            post.Copies.Add(new Copy(post, account, content, when));
        db.Posts.Add(post);
        await history.WriteAsync(post, by.Id, "post.draft", detail: null, ct);
        return post;
    }
}

/// <summary>The message that a post was made from.</summary>
/// <param name="By">Who wrote it, as they are called there.</param>
/// <param name="Link">Null where it has none.</param>
public sealed record PostSource(string By, Uri? Link)
{
    private const int MostName = 200;
    private const int MostLink = 2000;

    /// <summary>Null without a name; a link that is not https is none.</summary>
    public static PostSource? From(string? by, string? link) =>
        by is null
            ? null
            : new PostSource(
                by.Length <= MostName ? by : by[..MostName],
                link is { Length: <= MostLink }
                && Uri.TryCreate(link, UriKind.Absolute, out var uri)
                && uri.Scheme == Uri.UriSchemeHttps
                    ? uri
                    : null
            );
}
