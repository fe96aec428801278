using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Workspaces;

public sealed class WhoIsOnPlatformTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sample_team_is_found_before_any_workspace_is_entered()
    {
        await using var slice = await Slice.OpenAsync();
        await slice.DbAsync(db => AddAsync(db, slice.Anna.Id, "local", "anna"));
        await slice.DbAsync(db => AddAsync(db, slice.Omar.Id, "teams", "29:omar"));

        await using var scope = slice.Services.CreateAsyncScope();
        var roster = await scope
            .ServiceProvider.GetRequiredService<WhoIsOnPlatform>()
            .RunAsync("local", Ct);

        roster.People.ShouldBe([
            new PlatformPerson("anna", "Anna", Roles.Author, "Acme", "Europe/Berlin"),
        ]);
        roster.Rooms.ShouldBe([
            new PlatformRoom("local-of-anna", "approvals", RoomPurpose.Approvals, "Acme"),
        ]);
        roster.Person("omar").ShouldBeNull();
    }

    [Fact]
    public async Task A_workspace_that_is_no_sample_is_never_shown()
    {
        await using var slice = await Slice.OpenAsync();
        var real = new Workspace
        {
            Name = "A real client",
            TimeZone = "Europe/Paris",
            CreatedAt = Slice.Start,
        };
        await slice.DbAsync(async db =>
        {
            db.Workspaces.Add(real);
            return await db.SaveChangesAsync(Ct);
        });
        await using (var other = slice.Services.CreateAsyncScope())
        {
            other.ServiceProvider.GetRequiredService<WorkspaceScope>().Enter(real.Id);
            var db = other.ServiceProvider.GetRequiredService<SocialBotDb>();
            var member = new Member { Name = "Zoe", Roles = Roles.Admin };
            db.Members.Add(member);
            await db.SaveChangesAsync(Ct);
            await AddAsync(db, member.Id, "local", "zoe");
        }

        var roster = await slice.RunAsync<WhoIsOnPlatform, PlatformRoster>(who =>
            who.RunAsync("local", Ct)
        );

        roster.People.ShouldBeEmpty();
        roster.Rooms.ShouldBeEmpty();
    }

    private static async Task<int> AddAsync(
        SocialBotDb db,
        long memberId,
        string platform,
        string userId
    )
    {
        db.Identities.Add(
            new MemberIdentity
            {
                MemberId = memberId,
                Platform = platform,
                Tenant = "",
                UserId = userId,
            }
        );
        db.Rooms.Add(
            new Room
            {
                Purpose = RoomPurpose.Approvals,
                Platform = platform,
                Tenant = "",
                Conversation = $"{platform}-of-{userId}",
                Name = "approvals",
            }
        );
        return await db.SaveChangesAsync(Ct);
    }
}
