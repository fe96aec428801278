using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Workspaces;
using Xunit;

namespace SocialBot.Tests.Board;

public sealed class RedrawCardsTests
{
    [Fact]
    public async Task Every_copy_of_a_card_is_drawn_anew_on_its_own_platform_in_its_own_language()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "approvals");
        await boards.RoomAsync(RoomPurpose.Approvals, "freigaben", "discord", language: "de");
        await boards.KnowAsync(boards.Slice.Omar, "omar");
        await boards.ShowAsync();
        await boards.TellAsync(boards.Slice.Omar);
        await boards.DeliverAsync();

        boards.Cards.Words = "approved";
        await boards.StaleAsync();
        await boards.DeliverAsync();

        boards
            .Local.Edits.Select(e => e.Card.Title)
            .ShouldBe(["[en] approved for Omar", "[en] approved for Approvals"], ignoreOrder: true);
        var discord = boards.Discord.Edits.ShouldHaveSingleItem();
        discord.Card.Title.ShouldBe("[de] approved for Approvals");
        discord.MessageId.ShouldBe("m1");
        (await boards.WaitingAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Whose_card_is_another_is_told_by_the_ids_they_have_where_it_hangs()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "approvals");
        await boards.KnowAsync(boards.Slice.Omar, "omar");
        await boards.KnowAsync(boards.Slice.Olga, "olga");
        await boards.KnowAsync(boards.Slice.Ada, "ada", "discord");
        await boards.Slice.DbAsync(async db =>
        {
            foreach (var identity in await db.Identities.ToListAsync())
                identity.PlatformUserId =
                    identity.MemberId == boards.Slice.Olga.Id ? null : $"29:{identity.UserId}";
            return await db.SaveChangesAsync();
        });
        boards.Cards.Viewers = [boards.Slice.Ada.Id, boards.Slice.Olga.Id, boards.Slice.Omar.Id];

        await boards.ShowAsync();
        await boards.DeliverAsync();
        boards.Cards.Words = "changed";
        await boards.StaleAsync();
        await boards.DeliverAsync();

        var known = new[] { new OwnView(boards.Slice.Omar.Id, "29:local-Omar") };
        boards.Local.Posts.ShouldHaveSingleItem().Card.Viewers.ShouldBe(known);
        boards.Local.Edits.ShouldHaveSingleItem().Card.Viewers.ShouldBe(known);
    }

    [Fact]
    public async Task A_card_that_would_show_the_same_is_not_sent()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "approvals");
        await boards.ShowAsync();
        await boards.DeliverAsync();

        await boards.StaleAsync();
        await boards.DeliverAsync();

        boards.Local.Edits.ShouldBeEmpty();
    }

    [Fact]
    public async Task Changes_in_a_row_become_one_edit()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "approvals");
        await boards.ShowAsync();
        await boards.DeliverAsync();

        foreach (var words in (string[])["one", "two", "three"])
        {
            boards.Cards.Words = words;
            await boards.StaleAsync();
        }
        await boards.DeliverAsync();

        boards.Local.Edits.ShouldHaveSingleItem().Card.Title.ShouldContain("three");
    }

    [Fact]
    public async Task A_change_during_an_edit_is_not_lost()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "approvals");
        await boards.ShowAsync();
        await boards.DeliverAsync();
        boards.Cards.Words = "first";
        await boards.StaleAsync();
        boards.Local.Meanwhile = async _ =>
        {
            boards.Local.Meanwhile = null;
            boards.Cards.Words = "second";
            await boards.StaleAsync();
        };

        await boards.DeliverAsync();

        boards.Local.Edits.Last().Card.Title.ShouldContain("second");
        (await boards.WaitingAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Viewers_who_see_the_same_are_drawn_once()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "one");
        await boards.RoomAsync(RoomPurpose.Approvals, "two");
        await boards.RoomAsync(RoomPurpose.Approvals, "three");
        await boards.ShowAsync();
        await boards.DeliverAsync();
        var before = boards.Cards.Drawn;

        boards.Cards.Words = "changed";
        await boards.StaleAsync();
        await boards.DeliverAsync();

        boards.Local.Edits.Count.ShouldBe(3);
        (boards.Cards.Drawn - before).ShouldBe(1);
    }

    [Fact]
    public async Task A_subject_that_shows_nothing_any_more_leaves_its_message_alone()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "approvals");
        await boards.ShowAsync();
        await boards.DeliverAsync();

        boards.Cards.Words = null;
        await boards.StaleAsync();
        await boards.DeliverAsync();

        boards.Local.Edits.ShouldBeEmpty();
        (await boards.WaitingAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task An_edit_waits_as_long_as_the_platform_asks_and_the_other_copies_do_not()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "one");
        await boards.RoomAsync(RoomPurpose.Approvals, "two");
        await boards.ShowAsync();
        await boards.DeliverAsync();
        boards.Local.AnswerEdits(new ChatDelivery.TryLater(TimeSpan.FromSeconds(40), "slow down"));

        boards.Cards.Words = "changed";
        await boards.StaleAsync();
        await boards.DeliverAsync();
        boards.Local.Edits.Select(e => e.Place.Conversation).ShouldBe(["one", "two"]);

        boards.Slice.Clock.Advance(TimeSpan.FromSeconds(39));
        await boards.DeliverAsync();
        boards.Local.Edits.Count.ShouldBe(2);

        boards.Slice.Clock.Advance(TimeSpan.FromSeconds(1));
        await boards.DeliverAsync();
        boards.Local.Edits.Select(e => e.Place.Conversation).ShouldBe(["one", "two", "one"]);
        (await boards.WaitingAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task An_edit_of_unknown_fate_is_repeated()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "approvals");
        await boards.ShowAsync();
        await boards.DeliverAsync();
        boards.Local.AnswerEdits(new ChatDelivery.Unknown("timed out"));

        boards.Cards.Words = "changed";
        await boards.StaleAsync();
        await boards.DeliverAsync();
        boards.Slice.Clock.Advance(TimeSpan.FromMinutes(1));
        await boards.DeliverAsync();

        boards.Local.Edits.Count.ShouldBe(2);
        (await boards.WaitingAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_deleted_message_is_left_in_peace_and_its_room_goes_on()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "approvals");
        await boards.ShowAsync();
        await boards.DeliverAsync();
        boards.Local.AnswerEdits(new ChatDelivery.Gone("no such message"));

        foreach (var words in (string[])["one", "two"])
        {
            boards.Cards.Words = words;
            await boards.StaleAsync();
            await boards.DeliverAsync();
        }

        boards.Local.Edits.Count.ShouldBe(1);
        (await boards.HangingAsync()).ShouldHaveSingleItem().GoneAt.ShouldNotBeNull();
        (await boards.Slice.DbAsync(db => db.Rooms.SingleAsync())).GoneAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_room_that_is_gone_takes_all_its_cards_with_it()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "approvals");
        await boards.ShowAsync();
        await boards.DeliverAsync();
        boards.Local.AnswerEdits(new ChatDelivery.Gone("removed", WholePlace: true));

        boards.Cards.Words = "changed";
        await boards.StaleAsync();
        await boards.DeliverAsync();
        await boards.ShowAsync();
        await boards.DeliverAsync();

        (await boards.Slice.DbAsync(db => db.Rooms.SingleAsync())).GoneAt.ShouldNotBeNull();
        boards.Local.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_edit_is_not_tried_again_until_the_card_changes()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "approvals");
        await boards.ShowAsync();
        await boards.DeliverAsync();
        boards.Local.AnswerEdits(new ChatDelivery.Refused("too large"));

        boards.Cards.Words = "too large";
        await boards.StaleAsync();
        await boards.DeliverAsync();
        await boards.StaleAsync();
        await boards.DeliverAsync();
        boards.Local.Edits.Count.ShouldBe(1);

        boards.Cards.Words = "small";
        await boards.StaleAsync();
        await boards.DeliverAsync();
        boards.Local.Edits.Count.ShouldBe(2);
    }
}
