using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

/// <summary>The workspace's saved replies, by name.</summary>
public sealed class ListSavedReplies(SocialBotDb db)
{
    public async Task<IReadOnlyList<SavedReply>> RunAsync(CancellationToken ct) =>
        await db.SavedReplies.AsNoTracking().OrderBy(r => r.Name).Take(100).ToListAsync(ct);
}
