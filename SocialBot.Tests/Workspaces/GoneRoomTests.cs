using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Workspaces;

/// <summary>A channel that is deleted, or that the bot is removed from.</summary>
public sealed class GoneRoomTests
{
    [Theory]
    [InlineData("anna")]
    [InlineData("stranger")]
    public async Task One_Admin_is_told_once_whoever_removed_it(string who)
    {
        await using var talk = await Talk.OpenAsync();
        await talk.SaysInAsync("ada", RoomPurpose.Approvals, "use this channel for alerts");

        await talk.PartsInAsync(who, RoomPurpose.Approvals);
        await talk.PartsInAsync(who, RoomPurpose.Approvals);

        var card = talk.Wall("ada").ShouldHaveSingleItem();
        card.Title.ShouldBe("The channel for approvals and alerts is gone");
        Talk.Text(card).ShouldContain("say: use this channel for approvals");
        talk.Wall("anna").ShouldBeEmpty();
        var rooms = await GoneAsync(talk);
        rooms.ShouldBe([RoomPurpose.Approvals, RoomPurpose.Alerts], ignoreOrder: true);
    }

    [Fact]
    public async Task Whoever_speaks_there_again_brings_all_of_it_back()
    {
        await using var talk = await Talk.OpenAsync();
        await talk.SaysInAsync("ada", RoomPurpose.Approvals, "use this channel for alerts");
        await talk.PartsInAsync("ada", RoomPurpose.Approvals);

        await talk.SaysInAsync("anna", RoomPurpose.Approvals, "help");

        (await GoneAsync(talk)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_waited_in_it_hangs_in_the_channel_that_takes_its_place()
    {
        await using var talk = await Talk.OpenAsync();
        await talk.Slice.AddAccountAsync("X");
        var draft = (
            await talk.SaysAsync("anna", "draft a post for X for tomorrow 9am: We open our lab")
        ).ShouldHaveSingleItem();
        await talk.PressesAsync("anna", draft, "Submit");
        await talk.SettleAsync();
        talk.Wall(RoomPurpose.Approvals).ShouldHaveSingleItem();
        await talk.PartsInAsync("ada", RoomPurpose.Approvals);

        await talk.SaysInAsync("ada", RoomPurpose.Mentions, "use this channel for approvals");

        talk.Wall(RoomPurpose.Mentions)
            .Select(c => c.Title)
            .ShouldContain("Post 1 · waiting for approval");
    }

    [Fact]
    public async Task A_channel_that_was_for_nothing_goes_without_a_word()
    {
        await using var talk = await Talk.OpenAsync();
        await talk.Slice.DbAsync(db =>
            db.Rooms.Where(r => r.Purpose == RoomPurpose.Digests).ExecuteDeleteAsync()
        );

        await talk.PartsInAsync("ada", RoomPurpose.Digests);

        talk.Wall("ada").ShouldBeEmpty();
    }

    private static Task<List<RoomPurpose>> GoneAsync(Talk talk) =>
        talk.Slice.DbAsync(db =>
            db.Rooms.Where(r => r.GoneAt != null).Select(r => r.Purpose).ToListAsync()
        );
}
