using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Audit;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Links;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Posts;

/// <summary>Every change of a post ends here: the next version, its revisions, the audit entry, the stale cards.</summary>
public sealed class PostHistory(SocialBotDb db, LinkCards links, TimeProvider clock)
{
    public static string Subject(long postId) => FormattableString.Invariant($"post:{postId}");

    /// <summary>Loads a living post with its copies, their parts and accounts; null when there is none in this workspace.</summary>
    public Task<Post?> FindAsync(long postId, CancellationToken ct) =>
        db
            .Posts.Include(p => p.Copies)
                .ThenInclude(c => c.Account)
            .Include(p => p.Copies)
                .ThenInclude(c => c.Parts)
            .AsSplitQuery()
            .FirstOrDefaultAsync(p => p.Id == postId, ct);

    /// <summary>A copy with its whole post, as <see cref="FindAsync"/> loads it.</summary>
    public async Task<Copy?> FindCopyAsync(long copyId, CancellationToken ct)
    {
        var postId = await db
            .Copies.Where(c => c.Id == copyId)
            .Select(c => (long?)c.PostId)
            .FirstOrDefaultAsync(ct);
        return postId is { } id && await FindAsync(id, ct) is { } post
            ? post.Copies.Single(c => c.Id == copyId)
            : null;
    }

    /// <summary>Commits what was changed on <paramref name="post"/> as its next version.</summary>
    /// <param name="memberId">Null = the bot by the clock.</param>
    /// <param name="action">A verb: <c>post.edit</c>.</param>
    public async Task WriteAsync(
        Post post,
        long? memberId,
        string action,
        string? detail,
        CancellationToken ct,
        long? onBehalfOfId = null,
        Copy? only = null
    )
    {
        var now = clock.GetUtcNow();
        await using var whole = await db.BeginAsync(ct);
        post.Version++;
        post.ChangedAt = now;
        await db.SaveChangesAsync(ct); // ids for what is new
        db.PostVersions.Add(
            new PostVersion
            {
                PostId = post.Id,
                Version = post.Version,
                At = now,
                MemberId = memberId,
                Action = action,
                Revisions = post.Living.ToDictionary(c => c.Id, c => c.Revision),
            }
        );
        await KeepRevisionsAsync(post, memberId, now, ct);
        db.Record(
            new AuditEntry
            {
                At = now,
                MemberId = memberId,
                OnBehalfOfId = onBehalfOfId,
                Action = action,
                Subject = Subject(post.Id),
                Revision = only?.Revision ?? string.Join(' ', post.Living.Select(c => c.Revision)),
                Detail = detail,
            }
        );
        db.CardStale(Subject(post.Id), now);
        if (post.Living.Any(c => links.Wanted(c) is not null))
            db.Queue(new DueWork(Lane.Network, PreviewLinks.WorkKind, Subject(post.Id), now));
        await db.SaveChangesAsync(ct);
        await whole.CommitAsync(ct);
    }

    private async Task KeepRevisionsAsync(
        Post post,
        long? memberId,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var copyIds = post.Copies.Select(c => c.Id).ToList();
        var known = await db
            .Revisions.Where(r => copyIds.Contains(r.CopyId))
            .Select(r => new { r.CopyId, r.Revision })
            .ToListAsync(ct);
        foreach (
            var copy in post.Copies.Where(c =>
                !known.Any(k => k.CopyId == c.Id && k.Revision == c.Revision)
            )
        )
            db.Revisions.Add(
                new CopyRevision
                {
                    CopyId = copy.Id,
                    Revision = copy.Revision,
                    Content = copy.Content,
                    At = now,
                    MemberId = memberId,
                }
            );
    }
}
