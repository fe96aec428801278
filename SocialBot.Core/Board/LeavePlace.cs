using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Chat;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Board;

/// <summary>
/// The bot was sent away from a channel, or the channel was deleted. Whoever did it need not be a member: it is gone all the same,
/// for everything it was used for.
/// </summary>
public sealed class LeavePlace(SocialBotDb db, WorkspaceScope scope, TimeProvider clock)
{
    /// <param name="workspaceId">Whose channel it is.</param>
    public async Task RunAsync(ChatPlace place, long workspaceId, CancellationToken ct)
    {
        scope.Enter(workspaceId);
        await db.ForgetPlaceAsync(place, clock.GetUtcNow(), ct);
        await db.SaveChangesAsync(ct);
    }
}

/// <summary>Somebody speaks to the bot in a channel that was thought gone: it is there again, for everything it was used for.</summary>
public sealed class ComeBack(SocialBotDb db)
{
    public async Task RunAsync(ChatPlace place, CancellationToken ct)
    {
        foreach (
            var room in await db
                .Rooms.Where(r =>
                    r.Platform == place.Platform
                    && r.Tenant == place.Tenant
                    && r.Conversation == place.Conversation
                )
                .ToListAsync(ct)
        )
            room.GoneAt = null;
        await db.SaveChangesAsync(ct);
    }
}
