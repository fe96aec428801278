using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Shouldly;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Board;

public sealed class SayCardTests
{
    private static ChatPlace Personal(string conversation) =>
        new("local", "", conversation, Thread: null, Personal: true, Reference: null);

    private static Task<int> SayAsync(
        Boards boards,
        ChatPlace place,
        string words,
        string? subject = null,
        long? memberId = null
    ) =>
        boards.WriteAsync(
            (db, now) =>
                db.SayTo(
                    place,
                    new Card { Title = words, Subject = subject },
                    key: words,
                    memberId,
                    now
                )
        );

    [Fact]
    public async Task An_answer_goes_exactly_there_and_says_exactly_that()
    {
        await using var boards = await Boards.OpenAsync();
        await SayAsync(boards, Personal("anna") with { Thread = "t1" }, "hello");

        await boards.DeliverAsync();

        var said = boards.Local.Posts.ShouldHaveSingleItem();
        said.Place.ShouldBe(Personal("anna") with { Thread = "t1" });
        said.Card.Title.ShouldBe("hello");
        (await boards.HangingAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_about_a_subject_is_kept_up_to_date_from_then_on()
    {
        await using var boards = await Boards.OpenAsync();
        var room = await boards.RoomAsync(RoomPurpose.Approvals, "approvals");
        await SayAsync(
            boards,
            Personal("anna"),
            "mine",
            Boards.Subject,
            memberId: boards.Slice.Anna.Id
        );
        await SayAsync(
            boards,
            room.Place with
            {
                Thread = "t",
            },
            "ours",
            Boards.Subject,
            memberId: boards.Slice.Anna.Id
        );
        await boards.DeliverAsync();

        var hanging = await boards.HangingAsync();
        hanging.Single(c => c.Personal).MemberId.ShouldBe(boards.Slice.Anna.Id);
        hanging.Single(c => !c.Personal).RoomId.ShouldBe(room.Id);
        hanging.Single(c => !c.Personal).MemberId.ShouldBeNull();
        hanging.Single(c => !c.Personal).Thread.ShouldBe("t");

        await boards.StaleAsync();
        await boards.DeliverAsync();
        boards
            .Local.Edits.Select(e => e.Card.Title)
            .ShouldBe(["[en] as it is for Anna", "[en] as it is for Approvals"], ignoreOrder: true);
    }

    [Fact]
    public async Task Answers_of_a_conversation_keep_their_order_when_the_first_must_wait()
    {
        await using var boards = await Boards.OpenAsync();
        boards.Local.AnswerPosts(new ChatDelivery.TryLater(TimeSpan.FromSeconds(5), "slow"));
        await SayAsync(boards, Personal("anna"), "first");
        await SayAsync(boards, Personal("anna"), "second");
        await SayAsync(boards, Personal("omar") with { Platform = "discord" }, "elsewhere");

        await boards.DeliverAsync();
        boards.Local.Said.ShouldBe(["first"]);
        boards.Discord.Said.ShouldBe(["elsewhere"]);

        boards.Slice.Clock.Advance(TimeSpan.FromSeconds(5));
        await boards.DeliverAsync();
        boards.Local.Said.ShouldBe(["first", "first", "second"]);
    }

    [Fact]
    public async Task A_message_of_unknown_fate_is_counted_and_not_replayed()
    {
        await using var boards = await Boards.OpenAsync();
        using var counted = new MetricCollector<long>(
            boards.Slice.Services.Meters(),
            "SocialBot",
            "socialbot.outbox.messages"
        );
        boards.Local.AnswerPosts(new ChatDelivery.Unknown("reset"));
        await SayAsync(boards, Personal("anna"), "hello");

        await boards.DeliverAsync();
        boards.Slice.Clock.Advance(TimeSpan.FromHours(1));
        await boards.DeliverAsync();

        boards.Local.Posts.Count.ShouldBe(1);
        counted.GetMeasurementSnapshot().ShouldHaveSingleItem().Tags["outcome"].ShouldBe("Unknown");
    }

    [Fact]
    public async Task The_age_of_a_delivered_message_counts_from_when_it_was_first_due()
    {
        await using var boards = await Boards.OpenAsync();
        using var ages = new MetricCollector<double>(
            boards.Slice.Services.Meters(),
            "SocialBot",
            "socialbot.outbox.age"
        );
        boards.Local.AnswerPosts(new ChatDelivery.TryLater(TimeSpan.FromSeconds(5), "slow"));
        await SayAsync(boards, Personal("anna"), "hello");
        await boards.DeliverAsync();
        boards.Slice.Clock.Advance(TimeSpan.FromSeconds(7));
        await boards.DeliverAsync();

        ages.GetMeasurementSnapshot().ShouldHaveSingleItem().Value.ShouldBe(7);
    }

    [Fact]
    public async Task What_a_platform_keeps_putting_off_is_given_up_after_a_day()
    {
        await using var boards = await Boards.OpenAsync();
        boards.Local.AnswerPosts([
            .. Enumerable.Repeat(new ChatDelivery.TryLater(TimeSpan.FromHours(5), "down"), 9),
        ]);
        await SayAsync(boards, Personal("anna"), "hello");

        for (var i = 0; i < 9; i++)
        {
            await boards.DeliverAsync();
            boards.Slice.Clock.Advance(TimeSpan.FromHours(5));
        }

        boards.Local.Posts.Count.ShouldBe(5);
        (await boards.WaitingAsync()).ShouldBe(0);
    }
}
