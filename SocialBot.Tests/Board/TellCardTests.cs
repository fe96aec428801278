using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core.Chat;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Board;

public sealed class TellCardTests
{
    [Fact]
    public async Task A_member_gets_a_personal_card_in_their_own_language()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.KnowAsync(boards.Slice.Omar, "omar");
        await boards.MemberAsync(boards.Slice.Omar, m => m.Language = "de");

        await boards.TellAsync(boards.Slice.Omar);
        await boards.DeliverAsync();

        var said = boards.Local.Posts.ShouldHaveSingleItem();
        said.Card.Title.ShouldBe("[de] as it is for Omar");
        said.Place.Personal.ShouldBeTrue();
        (await boards.HangingAsync())
            .ShouldHaveSingleItem()
            .MemberId.ShouldBe(boards.Slice.Omar.Id);
    }

    [Fact]
    public async Task Who_is_known_on_two_platforms_is_told_once_on_the_one_used_last()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.KnowAsync(boards.Slice.Omar, "omar-l", "local", Slice.Start.AddHours(-1));
        await boards.KnowAsync(boards.Slice.Omar, "omar-d", "discord", Slice.Start.AddHours(-2));

        await boards.TellAsync(boards.Slice.Omar);
        await boards.DeliverAsync();

        boards.Local.Posts.Count.ShouldBe(1);
        boards.Discord.Posts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_blocked_the_bot_on_one_platform_is_told_on_the_other()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.KnowAsync(boards.Slice.Omar, "omar-l", "local", Slice.Start.AddHours(-1));
        await boards.KnowAsync(boards.Slice.Omar, "omar-d", "discord", Slice.Start.AddHours(-2));
        boards.Local.AnswerPosts(new ChatDelivery.Gone("blocked"));

        await boards.TellAsync(boards.Slice.Omar);
        await boards.DeliverAsync();
        await boards.TellAsync(boards.Slice.Omar);
        await boards.DeliverAsync();

        boards.Local.Posts.Count.ShouldBe(1);
        boards.Discord.Posts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task In_quiet_hours_the_card_waits_for_their_end()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.KnowAsync(boards.Slice.Omar, "omar");
        // 08:00 UTC is 17:00 in Tokyo.
        await boards.MemberAsync(
            boards.Slice.Omar,
            m =>
            {
                m.TimeZone = "Asia/Tokyo";
                m.Quiet = new QuietHours(new TimeOnly(16, 30), new TimeOnly(9, 0));
            }
        );

        await boards.TellAsync(boards.Slice.Omar);
        await boards.DeliverAsync();
        boards.Slice.Clock.Advance(TimeSpan.FromHours(16) - TimeSpan.FromSeconds(1));
        await boards.DeliverAsync();
        boards.Local.Posts.ShouldBeEmpty();

        boards.Slice.Clock.Advance(TimeSpan.FromSeconds(1));
        await boards.DeliverAsync();
        boards.Local.Posts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Without_a_zone_of_their_own_quiet_hours_are_the_workspaces()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.KnowAsync(boards.Slice.Omar, "omar");
        // 08:00 UTC is 10:00 in Berlin.
        await boards.MemberAsync(
            boards.Slice.Omar,
            m => m.Quiet = new QuietHours(new TimeOnly(9, 0), new TimeOnly(10, 1))
        );

        await boards.TellAsync(boards.Slice.Omar);
        await boards.DeliverAsync();
        boards.Local.Posts.ShouldBeEmpty();

        boards.Slice.Clock.Advance(TimeSpan.FromMinutes(1));
        await boards.DeliverAsync();
        boards.Local.Posts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Who_asked_not_to_be_told_is_not_told()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.KnowAsync(boards.Slice.Omar, "omar");
        await boards.RoomAsync(RoomPurpose.Approvals, "approvals");
        await boards.MemberAsync(boards.Slice.Omar, m => m.Notify = false);

        await boards.TellAsync(boards.Slice.Omar);
        await boards.DeliverAsync();

        boards.Local.Posts.ShouldBeEmpty();
        (await boards.WaitingAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Who_cannot_be_reached_is_mentioned_once_under_the_rooms_card()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "discord-room", "discord");
        await boards.RoomAsync(RoomPurpose.Approvals, "approvals");
        await boards.KnowAsync(boards.Slice.Omar, chat: null);
        boards.Local.AnswerPosts(new ChatDelivery.Delivered("m1", "thread-9"));

        await boards.ShowAsync();
        await boards.TellAsync(boards.Slice.Omar);
        await boards.DeliverAsync();

        boards.Discord.Posts.ShouldHaveSingleItem().Card.Notify.ShouldBeEmpty();
        boards.Local.Posts.Count.ShouldBe(2);
        var mention = boards.Local.Posts.Last();
        mention.Card.Notify.ShouldHaveSingleItem().UserId.ShouldBe("local-Omar");
        mention.Card.Title.ShouldBe("[en] as it is for Approvals");
        mention.Place.Thread.ShouldBe("thread-9");
        (await boards.HangingAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Where_no_card_hangs_yet_the_mention_brings_it()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.RoomAsync(RoomPurpose.Approvals, "approvals");
        await boards.KnowAsync(boards.Slice.Omar, chat: null);

        await boards.TellAsync(boards.Slice.Omar);
        await boards.DeliverAsync();

        boards.Local.Posts.ShouldHaveSingleItem().Card.Notify.Count.ShouldBe(1);
        (await boards.HangingAsync()).ShouldHaveSingleItem().RoomId.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_card_of_today_is_brought_up_to_date_and_one_of_yesterday_is_posted_anew()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.KnowAsync(boards.Slice.Omar, "omar");
        await boards.TellAsync(boards.Slice.Omar);
        await boards.DeliverAsync();

        boards.Cards.Words = "changed";
        await boards.TellAsync(boards.Slice.Omar);
        await boards.DeliverAsync();
        boards.Local.Posts.Count.ShouldBe(1);
        boards.Local.Edits.ShouldHaveSingleItem().Card.Title.ShouldContain("changed");

        boards.Slice.Clock.Advance(TimeSpan.FromHours(25));
        await boards.TellAsync(boards.Slice.Omar);
        await boards.DeliverAsync();
        boards.Local.Posts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Who_deleted_the_card_gets_a_new_one()
    {
        await using var boards = await Boards.OpenAsync();
        await boards.KnowAsync(boards.Slice.Omar, "omar");
        await boards.TellAsync(boards.Slice.Omar);
        await boards.DeliverAsync();
        boards.Local.AnswerEdits(new ChatDelivery.Gone("no such message"));

        boards.Cards.Words = "changed";
        await boards.TellAsync(boards.Slice.Omar);
        await boards.DeliverAsync();

        boards.Local.Posts.Count.ShouldBe(2);
        (await boards.HangingAsync()).Count(c => c.GoneAt == null).ShouldBe(1);
    }

    [Theory]
    [InlineData("22:00", "07:00", "2026-06-09T23:30", "2026-06-10T07:00")]
    [InlineData("22:00", "07:00", "2026-06-09T06:59", "2026-06-09T07:00")]
    [InlineData("22:00", "07:00", "2026-06-09T07:00", null)]
    [InlineData("12:00", "13:00", "2026-06-09T12:00", "2026-06-09T13:00")]
    [InlineData("12:00", "12:00", "2026-06-09T12:00", null)]
    // The clocks jump from 02:00 to 03:00: 02:30 does not exist and the hours end at the jump.
    [InlineData("22:00", "02:30", "2026-03-29T01:30", "2026-03-29T03:00")]
    public void Quiet_hours_end_on_the_wall_clock(string from, string to, string local, string? end)
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        DateTimeOffset At(string wall)
        {
            var time = DateTime.Parse(wall, System.Globalization.CultureInfo.InvariantCulture);
            return new DateTimeOffset(time, berlin.GetUtcOffset(time));
        }
        var quiet = new QuietHours(
            TimeOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture),
            TimeOnly.Parse(to, System.Globalization.CultureInfo.InvariantCulture)
        );

        quiet.EndAfter(At(local), berlin).ShouldBe(end is null ? null : At(end));
    }
}
