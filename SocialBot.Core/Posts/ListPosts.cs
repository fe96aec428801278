using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Posts;

/// <summary>What goes out, and what is still open, between two instants; unplanned drafts last.</summary>
public sealed class ListPosts(SocialBotDb db)
{
    public const int Most = 25;

    public async Task<IReadOnlyList<Post>> RunAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken ct
    )
    {
        var posts = await db
            .Posts.Where(p =>
                p.Copies.Any(c =>
                    c.Status != CopyStatus.Discarded
                    && (
                        c.PlannedAt >= from && c.PlannedAt < to
                        || c.PlannedAt == null && c.Status != CopyStatus.Published
                    )
                )
            )
            .Include(p => p.Copies)
                .ThenInclude(c => c.Account)
            .AsSplitQuery()
            .AsNoTracking()
            .OrderByDescending(p => p.Id)
            .Take(200)
            .ToListAsync(ct);
        return
        [
            .. posts
                .OrderBy(p => p.Living.Min(c => c.PlannedAt) ?? DateTimeOffset.MaxValue)
                .ThenBy(p => p.Id)
                .Take(Most),
        ];
    }
}
