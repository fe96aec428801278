using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core.Chat;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Conversation;

public sealed class UnfurlTests
{
    private const string Link = "https://social.example/acme/7";

    [Theory]
    [InlineData("anna", Link, true)]
    [InlineData("anna", Link + "/", true)]
    [InlineData("anna", "https://social.example/acme/8", false)]
    [InlineData("nobody", Link, false)]
    public async Task A_link_to_a_published_copy_shows_its_post_to_members_only(
        string who,
        string address,
        bool found
    )
    {
        await using var talk = await Talk.OpenAsync();
        await talk.Slice.AddAccountAsync("Sandbox");
        await talk.SaysAsync("anna", "draft a post for Sandbox for tomorrow 9am: We open our lab");
        await talk.Slice.DbAsync(async db =>
        {
            (await db.Copies.SingleAsync()).Publish("7", Link, Slice.Start);
            return await db.SaveChangesAsync();
        });

        var find = await talk
            .Slice.Services.GetRequiredService<IShowsInChat>()
            .UnfurlAsync(
                new ChatTurn(
                    "1",
                    new ChatUser("local", "", who),
                    who,
                    who,
                    new ChatPlace("local", "", "others", null, Personal: false, Reference: null),
                    new ChatInput.Said(""),
                    Slice.Start
                )
                {
                    Elsewhere = true,
                },
                address,
                TestContext.Current.CancellationToken
            );

        (find is not null).ShouldBe(found);
        if (find is null)
            return;
        Talk.Text(find.Card).ShouldContain("We open our lab");
        find.Card.Subject.ShouldBeNull("what others are shown is no copy on the board");
        find.Card.Buttons.ShouldAllBe(b => b.Command == null);
        (await talk.Slice.DbAsync(db => db.AnsweredTurns.CountAsync())).ShouldBe(
            1,
            "only the draft"
        );
    }
}
