using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Board;

/// <summary>
/// How a member is told something in person: not at all if they asked for that, after their quiet hours, in their personal chats
/// (the one used last first), else by a mention in a room.
/// </summary>
public sealed class ReachMember(SocialBotDb db, ChatCatalogue platforms, TimeProvider clock)
{
    public async Task<Reach> RunAsync(long memberId, CancellationToken ct)
    {
        var member = await db.Members.FirstOrDefaultAsync(m => m.Id == memberId, ct);
        if (member is not { Notify: true })
            return new Reach.NotAtAll();
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, ct);
        if (member.QuietUntil(clock.GetUtcNow(), workspace.Zone) is { } end)
            return new Reach.Later(end);
        var known = await IdentitiesAsync(memberId, ct);
        return new Reach.Now(member, [.. known.Where(i => i.Personal is not null)]);
    }

    /// <summary>The first room of the purpose where the member is known by name to its platform; null when there is none.</summary>
    public async Task<RoomMention?> MentionAsync(
        Member member,
        RoomPurpose purpose,
        CancellationToken ct
    )
    {
        var known = await IdentitiesAsync(member.Id, ct);
        var rooms = await db
            .Rooms.Where(r => r.Purpose == purpose && r.GoneAt == null)
            .OrderBy(r => r.Id)
            .ToListAsync(ct);
        var pairs =
            from identity in known
            from room in rooms
            where room.Platform == identity.Platform && room.Tenant == identity.Tenant
            select new RoomMention(
                room,
                new CardMention(identity.PlatformUserId ?? identity.UserId, member.Name)
            );
        return pairs.FirstOrDefault();
    }

    /// <summary>On platforms that are switched on here, last used first.</summary>
    private async Task<List<MemberIdentity>> IdentitiesAsync(long memberId, CancellationToken ct)
    {
        var all = await db.Identities.Where(i => i.MemberId == memberId).ToListAsync(ct);
        return
        [
            .. all.Where(i => platforms.Find(i.Platform) is not null)
                .OrderByDescending(i => i.LastSeenAt ?? DateTimeOffset.MinValue)
                .ThenByDescending(i => i.Id),
        ];
    }
}

public abstract record Reach
{
    private Reach() { }

    public sealed record NotAtAll : Reach;

    public sealed record Later(DateTimeOffset At) : Reach;

    /// <param name="Chats">Identities with a personal chat; may be empty.</param>
    public sealed record Now(Member Member, IReadOnlyList<MemberIdentity> Chats) : Reach;
}

public sealed record RoomMention(Room Room, CardMention Mention);
