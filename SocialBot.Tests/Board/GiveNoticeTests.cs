using Shouldly;
using SocialBot.Core.Board;
using SocialBot.Core.Chat;
using SocialBot.Core.Workspaces;
using Xunit;

namespace SocialBot.Tests.Board;

public sealed class GiveNoticeTests
{
    private static Task<int> NotifyAsync(
        Boards boards,
        Member? member,
        RoomPurpose? room,
        string notice = "thing.happened"
    ) =>
        boards.WriteAsync(
            (db, now) => db.Notify(notice, new { number = 7 }, member?.Id, room, now)
        );

    [Fact]
    public async Task A_member_reads_a_notice_in_their_own_language_in_their_personal_chat()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.KnowAsync(boards.Slice.Anna, "anna");
        await NotifyAsync(boards, boards.Slice.Anna, room: null);
        // Composed when it is delivered, not when it was written.
        await boards.MemberAsync(boards.Slice.Anna, m => m.Language = "de");

        await boards.DeliverAsync();

        boards.Local.Said.ShouldBe(["""[de] thing.happened {"number":7}"""]);
        (await boards.HangingAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task All_rooms_of_the_purpose_read_it_once_though_one_must_wait()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Alerts, "alerts");
        await boards.RoomAsync(RoomPurpose.Alerts, "alarme", "discord", language: "de");
        boards.Local.AnswerPosts(new ChatDelivery.TryLater(TimeSpan.FromSeconds(5), "slow"));

        await NotifyAsync(boards, member: null, RoomPurpose.Alerts);
        await boards.DeliverAsync();
        boards.Slice.Clock.Advance(TimeSpan.FromSeconds(5));
        await boards.DeliverAsync();

        boards.Local.Posts.Count.ShouldBe(2);
        boards.Discord.Said.ShouldBe(["""[de] thing.happened {"number":7}"""]);
        (await boards.WaitingAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Who_cannot_be_reached_is_mentioned_in_the_room_named()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "approvals");
        await boards.RoomAsync(RoomPurpose.Mentions, "mentions");
        await boards.KnowAsync(boards.Slice.Carl, chat: null);

        await NotifyAsync(boards, boards.Slice.Carl, RoomPurpose.Mentions);
        await NotifyAsync(boards, boards.Slice.Carl, room: null);
        await boards.DeliverAsync();

        boards.Local.Posts.Select(p => p.Place.Conversation).ShouldBe(["mentions", "approvals"]);
        boards.Local.Posts.ShouldAllBe(p => p.Card.Notify.Single().UserId == "local-Carl");
    }

    [Fact]
    public async Task Quiet_hours_hold_a_notice_back_too()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.KnowAsync(boards.Slice.Anna, "anna");
        await boards.MemberAsync(
            boards.Slice.Anna,
            m => m.Quiet = new QuietHours(new TimeOnly(9, 0), new TimeOnly(11, 0))
        );

        await NotifyAsync(boards, boards.Slice.Anna, room: null);
        await boards.DeliverAsync();
        boards.Local.Posts.ShouldBeEmpty();

        boards.Slice.Clock.Advance(TimeSpan.FromHours(1));
        await boards.DeliverAsync();
        boards.Local.Posts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_notice_without_words_ends_in_the_log_and_holds_up_nobody()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.KnowAsync(boards.Slice.Anna, "anna");

        await NotifyAsync(boards, boards.Slice.Anna, room: null, "nobody.knows");
        await NotifyAsync(boards, boards.Slice.Anna, room: null);
        await boards.DeliverAsync();

        boards.Local.Posts.ShouldHaveSingleItem();
        (await boards.WaitingAsync()).ShouldBe(0);
    }
}
