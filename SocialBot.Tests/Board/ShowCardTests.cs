using Shouldly;
using SocialBot.Core.Board;
using SocialBot.Core.Chat;
using SocialBot.Core.Workspaces;
using Xunit;

namespace SocialBot.Tests.Board;

public sealed class ShowCardTests
{
    [Fact]
    public async Task A_card_appears_once_in_every_room_of_the_purpose()
    {
        await using var boards = await Boards.OpenAsync();
        var room = await boards.RoomAsync(RoomPurpose.Approvals, "approvals");
        await boards.RoomAsync(RoomPurpose.Approvals, "discord-approvals", "discord");
        await boards.RoomAsync(RoomPurpose.Mentions, "mentions");

        await boards.ShowAsync();
        await boards.DeliverAsync();
        await boards.ShowAsync();
        await boards.DeliverAsync();

        boards.Local.Posts.ShouldHaveSingleItem().Place.Conversation.ShouldBe("approvals");
        boards.Discord.Posts.ShouldHaveSingleItem();
        var hanging = await boards.HangingAsync();
        hanging.Count.ShouldBe(2);
        hanging.ShouldContain(c =>
            c.RoomId == room.Id
            && c.MessageId == "m1"
            && c.Subject == Boards.Subject
            && c.ShownHash != null
        );
    }

    [Fact]
    public async Task What_comes_back_hangs_anew_once_below_its_earlier_card()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "approvals");
        await boards.RoomAsync(RoomPurpose.Approvals, "discord-approvals", "discord");
        await boards.ShowAsync();
        await boards.DeliverAsync();
        boards.Slice.Clock.Advance(TimeSpan.FromHours(1));
        boards.Discord.AnswerPosts(new ChatDelivery.TryLater(TimeSpan.FromSeconds(5), "slow"));

        await boards.WriteAsync(
            (db, now) => db.ShowAgainInRooms(Boards.Subject, RoomPurpose.Approvals, now)
        );
        await boards.DeliverAsync();
        boards.Slice.Clock.Advance(TimeSpan.FromSeconds(5));
        await boards.DeliverAsync();

        boards.Local.Posts.Count.ShouldBe(2);
        boards.Discord.Posts.Count.ShouldBe(3); // one of them was not taken
        (await boards.HangingAsync()).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_room_that_must_wait_does_not_double_the_others()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "one");
        await boards.RoomAsync(RoomPurpose.Approvals, "two", "discord");
        boards.Discord.AnswerPosts(new ChatDelivery.TryLater(TimeSpan.FromSeconds(5), "slow"));

        await boards.ShowAsync();
        await boards.DeliverAsync();
        boards.Slice.Clock.Advance(TimeSpan.FromSeconds(5));
        await boards.DeliverAsync();

        boards.Local.Posts.Count.ShouldBe(1);
        boards.Discord.Posts.Count.ShouldBe(2);
        (await boards.HangingAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_new_message_of_unknown_fate_is_not_posted_again()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "one");
        await boards.RoomAsync(RoomPurpose.Approvals, "two");
        boards.Local.AnswerPosts(
            new ChatDelivery.Unknown("reset"),
            new ChatDelivery.TryLater(TimeSpan.FromSeconds(5), "slow")
        );

        await boards.ShowAsync();
        await boards.DeliverAsync();
        boards.Slice.Clock.Advance(TimeSpan.FromMinutes(5));
        await boards.DeliverAsync();

        boards
            .Local.Posts.GroupBy(p => p.Place.Conversation)
            .Select(g => g.Count())
            .ShouldBe([1, 2], ignoreOrder: true);
        (await boards.WaitingAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_room_that_is_gone_is_shown_nothing_more()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "approvals");
        boards.Local.AnswerPosts(new ChatDelivery.Gone("deleted"));

        await boards.ShowAsync();
        await boards.DeliverAsync();
        await boards.ShowAsync();
        await boards.DeliverAsync();

        boards.Local.Posts.Count.ShouldBe(1);
        (await boards.HangingAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_platform_that_is_switched_off_costs_nothing_but_a_log_line()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "approvals", "teams");

        await boards.ShowAsync();
        await boards.DeliverAsync();

        (await boards.HangingAsync()).ShouldBeEmpty();
        (await boards.WaitingAsync()).ShouldBe(0);
    }
}
