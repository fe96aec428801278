using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SocialBot.Connectors.Networks.Sandbox;
using SocialBot.Core.Accounts;
using SocialBot.Core.Inbox;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Settings;

namespace SocialBot.SampleData;

/// <summary>
/// Makes the sample workspace at the first start: five people of the local chat, four rooms, one Sandbox account. Runs once the
/// program listens, since the Sandbox is reached over HTTP; running again changes nothing.
/// </summary>
internal sealed class SeedSample(
    SocialBotDb db,
    WorkspaceScope scope,
    SandboxAccounts sandbox,
    IKeepsSecrets secrets,
    IOptions<SampleDataOptions> settings,
    TimeProvider clock
)
{
    private const string Name = "Acme (sample)";

    private static readonly (string Id, string Name, Roles Roles)[] People =
    [
        ("anna", "Anna", Roles.Author),
        ("omar", "Omar", Roles.Approver),
        ("carl", "Carl", Roles.CommunityManager),
        ("nils", "Nils", Roles.Analyst),
        ("ada", "Ada", Roles.Admin | Roles.Approver),
    ];

    public async Task RunAsync(CancellationToken ct)
    {
        var workspace = await db.Workspaces.FirstOrDefaultAsync(w => w.IsSample, ct);
        if (workspace is null)
        {
            workspace = new Workspace
            {
                Name = Name,
                TimeZone = "Europe/Berlin",
                IsSample = true,
                CreatedAt = clock.GetUtcNow(),
            };
            db.Workspaces.Add(workspace);
            await db.SaveChangesAsync(ct);
        }
        workspace.SampleTakesReal = settings.Value.RealNetworks;
        await db.SaveChangesAsync(ct);
        scope.Enter(workspace.Id);
        await AddPeopleAsync(ct);
        await AddRoomsAsync(ct);
        await AddAccountAsync(workspace.Id, ct);
        await AddTeamsMembersAsync(ct);
    }

    private async Task AddPeopleAsync(CancellationToken ct)
    {
        if (await db.Members.AnyAsync(ct))
            return;
        foreach (var (id, name, roles) in People)
        {
            var member = new Member { Name = name, Roles = roles };
            db.Members.Add(member);
            await db.SaveChangesAsync(ct);
            db.Identities.Add(
                new MemberIdentity
                {
                    MemberId = member.Id,
                    Platform = "local",
                    Tenant = "",
                    UserId = id,
                    PersonalConversation = $"personal:{id}",
                }
            );
        }
        db.SavedReplies.Add(
            new SavedReply
            {
                Name = "sorry",
                Text =
                    "Hi {first_name}, we are sorry to hear that. Please send us your order number and we will put it right. {agent}",
            }
        );
        // What sounds bad is seen in #alerts too, as a team would set it up: "alert on negative".
        db.InboxRules.Add(
            new InboxRule
            {
                Name = "negative",
                OnlyNegative = true,
                Effect = RuleEffect.Alert,
                At = clock.GetUtcNow(),
            }
        );
        await db.SaveChangesAsync(ct);
    }

    private async Task AddRoomsAsync(CancellationToken ct)
    {
        if (await db.Rooms.AnyAsync(ct))
            return;
        foreach (var purpose in Enum.GetValues<RoomPurpose>())
        {
            var name = purpose.ToString().ToLowerInvariant();
            db.Rooms.Add(
                new Room
                {
                    Purpose = purpose,
                    Platform = "local",
                    Tenant = "",
                    Conversation = name,
                    Name = name,
                }
            );
        }
        await db.SaveChangesAsync(ct);
    }

    private async Task AddAccountAsync(long workspaceId, CancellationToken ct)
    {
        if (await db.Accounts.AnyAsync(ct))
            return;
        var profile = await sandbox.CreateProfileAsync("acme", "Acme", ct);
        db.Accounts.Add(
            new Account
            {
                Network = "Sandbox",
                Handle = profile.Handle,
                RemoteId = profile.RemoteId,
                ProtectedSecret = secrets.Protect(
                    workspaceId,
                    "Sandbox",
                    profile.RemoteId,
                    profile.Token
                ),
            }
        );
        await db.SaveChangesAsync(ct);
    }

    /// <summary>An emulator's users become sample members, by the settings: the newest setting says whom one is.</summary>
    private async Task AddTeamsMembersAsync(CancellationToken ct)
    {
        foreach (var (chatId, sampleId) in settings.Value.TeamsMembers)
        {
            var (tenant, user) = chatId.Split('/', 2) is [var t, var u] ? (t, u) : ("", chatId);
            var memberId = await db
                .Identities.Where(i => i.Platform == "local" && i.UserId == sampleId)
                .Select(i => (long?)i.MemberId)
                .FirstOrDefaultAsync(ct);
            if (memberId is null)
                throw new InvalidOperationException(
                    $"SampleData:TeamsMembers names the sample member '{sampleId}'; there are only {string.Join(", ", People.Select(p => p.Id))}."
                );
            var now = await db.Identities.FirstOrDefaultAsync(
                i => i.Platform == "teams" && i.Tenant == tenant && i.UserId == user,
                ct
            );
            if (now?.MemberId == memberId)
                continue;
            if (now is not null)
            {
                db.Identities.Remove(now);
                await db.SaveChangesAsync(ct);
            }
            db.Identities.Add(
                new MemberIdentity
                {
                    MemberId = memberId.Value,
                    Platform = "teams",
                    Tenant = tenant,
                    UserId = user,
                    PlatformUserId = now?.PlatformUserId,
                    PersonalConversation = now?.PersonalConversation,
                    PersonalReference = now?.PersonalReference,
                }
            );
        }
        await db.SaveChangesAsync(ct);
    }
}

/// <summary>Whether the sample workspace is there; part of readiness.</summary>
internal sealed class SampleReady
{
    public bool IsDone { get; private set; }
    public string? Trouble { get; private set; }

    public void Done() => IsDone = true;

    public void Failed(string why) => Trouble = why;
}
