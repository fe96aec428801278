using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Accounts;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Workspaces;

/// <summary>What a workspace needs before a post can go from draft to published, and how much of it is there.</summary>
public sealed class CheckSetup(SocialBotDb db, ListAccounts accounts)
{
    public async Task<Setup> RunAsync(CancellationToken ct) =>
        new(
            await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == db.WorkspaceId, ct),
            await db.Rooms.AsNoTracking().OrderBy(r => r.Id).ToListAsync(ct),
            await db.Members.AsNoTracking().OrderBy(m => m.Id).ToListAsync(ct),
            await accounts.RunAsync(ct)
        );
}

public sealed record Setup(
    Workspace Workspace,
    IReadOnlyList<Room> Rooms,
    IReadOnlyList<Member> Members,
    IReadOnlyList<AccountHealth> Accounts
)
{
    public bool RoomsDone => Enum.GetValues<RoomPurpose>().All(p => RoomFor(p) is { GoneAt: null });

    /// <summary>Whoever drafts a post finds enough others to approve it.</summary>
    public bool PolicyDone
    {
        get
        {
            var policy = Workspace.Policy;
            var asked = Approvers();
            var needed = policy.AllOf ? 1 : Math.Max(1, policy.Needed);
            return Members
                    .Where(m => m.Has(Roles.Author))
                    .Select(author =>
                        asked.Count(a => policy.AuthorMayApprove || a.Id != author.Id)
                    )
                    .DefaultIfEmpty(asked.Count)
                    .Min() >= needed;
        }
    }

    public bool PeopleDone => WhoIs(Roles.Author).Any() && WhoIs(Roles.Approver).Any();

    public bool AccountsDone =>
        Accounts.Count > 0 && Accounts.All(a => a.State != AccountState.SignIn);

    public int Left =>
        ((bool[])[RoomsDone, PolicyDone, PeopleDone, AccountsDone]).Count(done => !done);

    /// <summary>The place for it; one that is gone only where there is no other.</summary>
    public Room? RoomFor(RoomPurpose purpose) =>
        Rooms.Where(r => r.Purpose == purpose).OrderBy(r => r.GoneAt is not null).FirstOrDefault();

    public IEnumerable<Member> WhoIs(Roles role) => Members.Where(m => m.Has(role));

    private List<Member> Approvers() =>
        [
            .. Workspace.Policy.ApproverIds is { Count: > 0 } named
                ? Members.Where(m => named.Contains(m.Id))
                : WhoIs(Roles.Approver),
        ];
}
