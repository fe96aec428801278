using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Chat;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Workspaces;

/// <summary>How a member or a room wants to be spoken to and told.</summary>
public sealed class SetPreferences(SocialBotDb db)
{
    /// <param name="room">Null = the member's own language, else the room's.</param>
    public async Task LanguageAsync(
        Member member,
        Room? room,
        string language,
        CancellationToken ct
    )
    {
        if (room is null)
            (await db.Members.SingleAsync(m => m.Id == member.Id, ct)).Language = language;
        else
            foreach (
                var bound in await db
                    .Rooms.Where(r =>
                        r.Platform == room.Platform && r.Conversation == room.Conversation
                    )
                    .ToListAsync(ct)
            )
                bound.Language = language;
        await db.SaveChangesAsync(ct);
    }

    public async Task NotifyAsync(Member member, bool on, CancellationToken ct)
    {
        (await db.Members.SingleAsync(m => m.Id == member.Id, ct)).Notify = on;
        await db.SaveChangesAsync(ct);
    }

    /// <param name="quiet">Null = none.</param>
    public async Task QuietAsync(Member member, QuietHours? quiet, CancellationToken ct)
    {
        (await db.Members.SingleAsync(m => m.Id == member.Id, ct)).Quiet = quiet;
        await db.SaveChangesAsync(ct);
    }

    public async Task<Member?> FindByIdentityAsync(ChatUser user, CancellationToken ct)
    {
        var id = await db
            .Identities.Where(i =>
                i.Platform == user.Platform && i.Tenant == user.Tenant && i.UserId == user.Id
            )
            .Select(i => (long?)i.MemberId)
            .FirstOrDefaultAsync(ct);
        return id is null ? null : await db.Members.FirstOrDefaultAsync(m => m.Id == id, ct);
    }

    /// <summary>By full name, whatever its case; null when nobody or more than one has it.</summary>
    public async Task<Member?> FindByNameAsync(string name, CancellationToken ct)
    {
        var members = await db.Members.ToListAsync(ct);
        return
            members
                .Where(m => string.Equals(m.Name, name.Trim(), StringComparison.OrdinalIgnoreCase))
                .Take(2)
                .ToList()
                is [var one]
            ? one
            : null;
    }
}
