using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core.Chat;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Conversation;

/// <summary>Whom the bot speaks with: strangers, first Admins, members of several workspaces.</summary>
public sealed class WhichWorkspaceTests
{
    [Fact]
    public async Task A_member_of_several_workspaces_is_asked_which_once_per_conversation()
    {
        await using var talk = await Talk.OpenAsync();
        await AddAnnaElsewhereAsync(talk, "Globex");

        var asked = await talk.SaysAsync("anna", "what's waiting for me?");
        asked[^1].Title.ShouldBe("Which workspace do you mean?");
        asked[^1].Buttons.Select(b => b.Label).ShouldBe(["Acme", "Globex"]);

        (await talk.SaysAsync("anna", "globex"))[^1].Title.ShouldContain("Globex");
        var answer = await talk.SaysAsync("anna", "what's waiting for me?");
        answer[^1].Workspace.ShouldBe("Globex");

        await talk.SaysAsync("anna", "switch workspace");
        (await talk.SaysAsync("anna", "what's waiting for me?"))[^1]
            .Title.ShouldBe("Which workspace do you mean?");
    }

    [Fact]
    public async Task A_room_fixes_the_workspace()
    {
        await using var talk = await Talk.OpenAsync();
        await AddAnnaElsewhereAsync(talk, "Globex");
        var answer = await talk.SaysInAsync(
            "anna",
            RoomPurpose.Approvals,
            "what's waiting for me?"
        );
        answer[^1].Workspace.ShouldBe("Acme");
    }

    [Fact]
    public async Task A_stranger_is_told_whom_to_ask_and_nothing_else()
    {
        await using var talk = await Talk.OpenAsync();
        (await talk.SaysAsync("mallory", "approve 1"))[^1].Title.ShouldBe("I do not know you yet");
        (await talk.SaysInAsync("mallory", RoomPurpose.Approvals, "approve 1"))[^1]
            .Title.ShouldBe("I do not know you in Acme yet");
    }

    [Fact]
    public async Task A_code_makes_its_first_Admin_once_and_never_in_the_local_chat()
    {
        await using var talk = await Talk.OpenAsync(services =>
            services.AddSingleton<IChatPlatform>(new ScriptedChat("teams"))
        );
        await using var scope = talk.Slice.Services.CreateAsyncScope();
        var made = await scope
            .ServiceProvider.GetRequiredService<CreateWorkspace>()
            .RunAsync("Initech", "Europe/Paris", "en", CancellationToken.None);
        var code = made.ShouldBeDone().Code;

        (await SayAsync(talk, "local", "peter", $"code {code}")).ShouldContain(
            "This code is wrong"
        );
        (await SayAsync(talk, "teams", "peter", $"code {code}")).ShouldBe(
            "You are now an Admin of Initech"
        );
        (await SayAsync(talk, "teams", "michael", $"code {code}")).ShouldContain(
            "This code is wrong"
        );
    }

    private static async Task<string> SayAsync(Talk talk, string platform, string who, string text)
    {
        var answer = await talk
            .Slice.Services.GetRequiredService<IAnswersChat>()
            .AnswerAsync(
                new ChatTurn(
                    Guid.NewGuid().ToString(),
                    new ChatUser(platform, "", who),
                    who,
                    who,
                    new ChatPlace(platform, "", $"personal:{who}", null, Personal: true, null),
                    new ChatInput.Said(text),
                    talk.Slice.Clock.GetUtcNow(),
                    AnswersInline: true
                ),
                CancellationToken.None
            );
        return answer!.Card.Title;
    }

    private static async Task AddAnnaElsewhereAsync(Talk talk, string name)
    {
        await using var scope = talk.Slice.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
        var workspace = new Workspace
        {
            Name = name,
            TimeZone = "America/New_York",
            IsSample = true,
            CreatedAt = Slice.Start,
        };
        db.Workspaces.Add(workspace);
        await db.SaveChangesAsync();
        scope.ServiceProvider.GetRequiredService<WorkspaceScope>().Enter(workspace.Id);
        var member = new Member { Name = "Anna", Roles = Roles.Author };
        db.Members.Add(member);
        await db.SaveChangesAsync();
        db.Identities.Add(
            new MemberIdentity
            {
                MemberId = member.Id,
                Platform = "local",
                Tenant = "",
                UserId = "anna",
                PersonalConversation = "personal:anna",
            }
        );
        await db.SaveChangesAsync();
    }
}
