using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Chat;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Workspaces;

/// <summary>
/// Finds the workspace and the member behind a turn: a room fixes its workspace; elsewhere it is the person's only one, or the one
/// they chose in this conversation. The one place where chat identities are looked up across workspaces.
/// </summary>
public sealed class WhoSpeaks(SocialBotDb db, WorkspaceScope scope)
{
    /// <summary>Enters the workspace when there is exactly one.</summary>
    public async Task<Speaker> FindAsync(ChatTurn turn, CancellationToken ct)
    {
        var (user, place) = (turn.From, turn.In);
        var rooms = place.Personal
            ? []
            : await db
                .Rooms.IgnoreQueryFilters()
                .Where(r =>
                    r.Platform == place.Platform
                    && r.Tenant == place.Tenant
                    && r.Conversation == place.Conversation
                )
                .OrderBy(r => r.Purpose)
                .ToListAsync(ct);
        var known = await db
            .Identities.IgnoreQueryFilters()
            .Where(i =>
                i.Platform == user.Platform && i.Tenant == user.Tenant && i.UserId == user.Id
            )
            .Join(
                db.Members.IgnoreQueryFilters(),
                i => i.MemberId,
                m => m.Id,
                (identity, member) => new { identity, member }
            )
            .Join(
                db.Workspaces,
                x => x.member.WorkspaceId,
                w => w.Id,
                (x, workspace) =>
                    new
                    {
                        x.identity,
                        x.member,
                        workspace,
                    }
            )
            .ToListAsync(ct);

        // Local identities exist only in the sample workspace: anybody at the machine can be anybody there.
        known.RemoveAll(k => k.identity.Platform == "local" && !k.workspace.IsSample);
        if (rooms.Count > 0)
        {
            var home = rooms[0].WorkspaceId;
            if (known.Find(k => k.workspace.Id == home) is not { } here)
                return new Speaker.Stranger(await db.Workspaces.SingleAsync(w => w.Id == home, ct));
            scope.Enter(home);
            return new Speaker.Known(here.workspace, here.member, here.identity, rooms[0]);
        }
        if (known.Count > 1)
        {
            var chosen = await db
                .ChosenWorkspaces.Where(c =>
                    c.Platform == user.Platform
                    && c.Tenant == user.Tenant
                    && c.UserId == user.Id
                    && c.Conversation == place.Conversation
                )
                .Select(c => (long?)c.WorkspaceId)
                .FirstOrDefaultAsync(ct);
            if (known.Find(k => k.workspace.Id == chosen) is not { } picked)
                return new Speaker.Several([.. known.Select(k => k.workspace)]);
            known = [picked];
        }
        if (known.Count == 0)
            return new Speaker.Stranger(Workspace: null);
        scope.Enter(known[0].workspace.Id);
        return new Speaker.Known(
            known[0].workspace,
            known[0].member,
            known[0].identity,
            Room: null
        );
    }

    /// <summary>From now on the person speaks about this workspace in this conversation. False when they are no member of it.</summary>
    public async Task<bool> ChooseAsync(ChatTurn turn, long workspaceId, CancellationToken ct)
    {
        var (user, place) = (turn.From, turn.In);
        var isMember = await db
            .Identities.IgnoreQueryFilters()
            .AnyAsync(
                i =>
                    i.Platform == user.Platform
                    && i.Tenant == user.Tenant
                    && i.UserId == user.Id
                    && i.WorkspaceId == workspaceId,
                ct
            );
        if (!isMember)
            return false;
        var row = await db.ChosenWorkspaces.FirstOrDefaultAsync(
            c =>
                c.Platform == user.Platform
                && c.Tenant == user.Tenant
                && c.UserId == user.Id
                && c.Conversation == place.Conversation,
            ct
        );
        if (row is null)
            db.ChosenWorkspaces.Add(
                new ChosenWorkspace
                {
                    Platform = user.Platform,
                    Tenant = user.Tenant,
                    UserId = user.Id,
                    Conversation = place.Conversation,
                    WorkspaceId = workspaceId,
                }
            );
        else
            row.WorkspaceId = workspaceId;
        await db.SaveChangesAsync(ct);
        return true;
    }
}

public abstract record Speaker
{
    private Speaker() { }

    public sealed record Known(
        Workspace Workspace,
        Member Member,
        MemberIdentity Identity,
        Room? Room
    ) : Speaker;

    /// <summary>A member of several, and nothing says which.</summary>
    public sealed record Several(IReadOnlyList<Workspace> Workspaces) : Speaker;

    /// <param name="Workspace">The room's, when the place is bound; null when nothing is known at all.</param>
    public sealed record Stranger(Workspace? Workspace) : Speaker;
}
