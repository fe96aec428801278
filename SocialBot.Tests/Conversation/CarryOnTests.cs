using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core.Chat;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Conversation;

public sealed class CarryOnTests
{
    [Fact]
    public async Task A_draft_goes_on_in_the_own_chat_where_the_bot_is_given_pictures()
    {
        await using var talk = await Talk.OpenAsync();
        await talk.Slice.AddAccountAsync("Sandbox");

        await InRoomAsync(talk, "room-1", new ChatInput.Said("draft: We open our lab"));
        var form = talk.Wall("approvals")[^1];
        Talk.Text(form).ShouldContain("I am given no pictures here");
        await InRoomAsync(talk, "room-2", Press(Talk.Command(form, "Go on in our own chat")));

        Talk.Text(talk.Wall("approvals")[^1]).ShouldContain("go on there");
        talk.Wall("anna")[^1].Title.ShouldBe("New post");
        // The text came along; the picture and the rest are said here.
        await talk.SaysAsync("anna", "Sandbox", new ChatFile("a.png", "image/png", RedDot.Png));
        var draft = (await talk.SaysAsync("anna", "as soon as approved"))[^1];
        Talk.Text(draft).ShouldContain("We open our lab");
        draft.Body.ShouldContain(b => b is Core.Cards.CardBlock.Picture);
    }

    [Fact]
    public async Task What_could_not_be_fetched_is_named()
    {
        await using var talk = await Talk.OpenAsync();

        await InRoomAsync(
            talk,
            "1",
            new ChatInput.Said("help") { NotFetched = ["cup.png", "b.png"] }
        );

        Talk.Text(talk.Wall("approvals")[^1]).ShouldContain("cup.png and b.png");
    }

    private static ChatInput.Pressed Press(string command) =>
        new(command, new Dictionary<string, string>(), MessageId: null);

    private static async Task InRoomAsync(Talk talk, string id, ChatInput input)
    {
        await talk
            .Slice.Services.GetRequiredService<IAnswersChat>()
            .AnswerAsync(
                new ChatTurn(
                    id,
                    new ChatUser("local", "", "anna"),
                    "anna",
                    "anna",
                    new ChatPlace("local", "", "approvals", null, Personal: false, Reference: null),
                    input,
                    talk.Slice.Clock.GetUtcNow()
                )
                {
                    NoFilesHere = true,
                },
                TestContext.Current.CancellationToken
            );
        await talk.SettleAsync();
    }
}
