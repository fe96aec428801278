using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Workspaces;

/// <summary>
/// The people and rooms of the sample workspace that are known on a chat platform. A platform that keeps no directory of its own
/// has no other way to know who is there, and asks before any workspace is entered: this is the one place that looks past the
/// filter, and it looks at sample workspaces only.
/// </summary>
public sealed class WhoIsOnPlatform(SocialBotDb db)
{
    public async Task<PlatformRoster> RunAsync(string platform, CancellationToken ct)
    {
        var people = await (
            from identity in db.Identities.IgnoreQueryFilters()
            join member in db.Members.IgnoreQueryFilters() on identity.MemberId equals member.Id
            join workspace in db.Workspaces on identity.WorkspaceId equals workspace.Id
            where
                identity.Platform == platform
                && workspace.IsSample
                && member.WorkspaceId == workspace.Id
            orderby member.Id
            select new PlatformPerson(
                identity.UserId,
                member.Name,
                member.Roles,
                workspace.Name,
                workspace.TimeZone
            )
        ).ToListAsync(ct);
        var rooms = await (
            from room in db.Rooms.IgnoreQueryFilters()
            join workspace in db.Workspaces on room.WorkspaceId equals workspace.Id
            where room.Platform == platform && workspace.IsSample
            orderby room.Id
            select new PlatformRoom(room.Conversation, room.Name, room.Purpose, workspace.Name)
        ).ToListAsync(ct);
        return new PlatformRoster(
            [.. people.DistinctBy(p => p.UserId)],
            [.. rooms.DistinctBy(r => r.Conversation)]
        );
    }
}

public sealed record PlatformRoster(
    IReadOnlyList<PlatformPerson> People,
    IReadOnlyList<PlatformRoom> Rooms
)
{
    public PlatformPerson? Person(string? userId) => People.FirstOrDefault(p => p.UserId == userId);

    public PlatformRoom? Room(string? conversation) =>
        Rooms.FirstOrDefault(r => r.Conversation == conversation);
}

/// <param name="UserId">The platform's own id.</param>
/// <param name="TimeZone">The workspace's, IANA.</param>
public sealed record PlatformPerson(
    string UserId,
    string Name,
    Roles Roles,
    string Workspace,
    string TimeZone
);

public sealed record PlatformRoom(
    string Conversation,
    string? Name,
    RoomPurpose Purpose,
    string Workspace
);
