using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Cards;
using SocialBot.Core.Due;
using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;
using SocialBot.Core.Workspaces;
using Xunit;

namespace SocialBot.Tests.Inbox;

public sealed class GoneTests
{
    private const string Complaint = "My running shoes broke after just one week";

    [Fact]
    public async Task A_deleted_text_is_noticed_kept_and_marked_on_the_card()
    {
        await using var talk = await InboxTalk.OpenAsync();
        await talk.ReceiveAsync(talk.Stage.Item(Complaint, by: "bo"));
        await WatchAsync(talk.Stage);
        talk.Stage.Network.Deleted.Add("thing1");
        await talk.PassAsync(TimeSpan.FromMinutes(5));

        var card = talk.Wall(RoomPurpose.Mentions).Single();
        InboxTalk
            .Text(card)
            .ShouldContain($"“{Complaint}” @bo, Tue 9 June 10:00 · deleted by its author");
        card.Buttons.Select(b => b.Label)
            .ShouldBe(["Claim", "Snooze", "Escalate", "Spam", "Close, it was deleted", "Note"]);

        await talk.PressAsync("carl", RoomPurpose.Mentions, card, "Close, it was deleted");
        InboxTalk
            .Text(talk.Wall(RoomPurpose.Mentions).Single())
            .ShouldContain("deleted by its author");
        var closed = await talk.Stage.CaseAsync(1);
        (closed.State, closed.Cause).ShouldBe((CaseState.Done, "gone"));
        closed.Items.Single().Text.ShouldBe(Complaint);
    }

    [Fact]
    public async Task What_is_gone_is_neither_answered_nor_liked_and_a_waiting_reply_does_not_leave()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync(Complaint);
        (await stage.ClaimAsync(stage.Slice.Carl, @case.Id)).Done();
        (await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "Sorry")).Done();
        await MarkAsync(stage, "thing1");
        await stage.PassAsync(TimeSpan.FromMinutes(1), Lane.Network);
        stage.Network.ReplyCalls.ShouldBe(0);
        (
            await stage.Slice.DbAsync(db => db.Replies.SingleAsync(InboxStage.Ct))
        ).Trouble!.Code.ShouldBe("item.gone");

        (await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "Sorry"))
            .Refused()
            .Code.ShouldBe("item.gone");
        (
            await stage.Slice.RunAsync<ModerateItem, Outcome<Case>>(m =>
                m.LikeAsync(stage.Slice.Carl, @case.Id, InboxStage.Ct)
            )
        )
            .Refused()
            .Code.ShouldBe("item.gone");
    }

    [Fact]
    public async Task With_one_text_left_the_case_is_answered_there()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.ReceiveAsync(stage.Item(Complaint, by: "bo", conversation: "a"));
        await stage.ReceiveAsync(stage.Item("And now it is worse", by: "bo", conversation: "a"));
        await MarkAsync(stage, "thing2");
        (
            await stage.Slice.RunAsync<CloseGoneCase, Outcome<Case>>(c =>
                c.RunAsync(stage.Slice.Carl, 1, shownVersion: null, InboxStage.Ct)
            )
        )
            .Refused()
            .Code.ShouldBe("item.still-there");
        (await stage.ClaimAsync(stage.Slice.Carl, 1)).Done();
        (await stage.ReplyAsync(stage.Slice.Carl, 1, "Sorry")).Done().InReplyTo.ShouldBe("thing1");
    }

    [Fact]
    public async Task Marked_twice_changes_nothing_and_strangers_ids_are_passed_over()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.CaseAsync(Complaint);
        (await MarkAsync(stage, "thing1", "unknown")).ShouldBe(1);
        var version = (await stage.CaseAsync(1)).Version;
        (await MarkAsync(stage, "thing1")).ShouldBe(0);
        (await stage.CaseAsync(1)).Version.ShouldBe(version);
    }

    [Fact]
    public async Task Open_recent_texts_are_asked_about_in_turn_within_the_budget()
    {
        await using var stage = await InboxStage.OpenAsync(o => o.FoldWithin = TimeSpan.Zero);
        await stage.ReceiveAsync([
            .. Enumerable
                .Range(1, 250)
                .Select(i => stage.Item($"Broken again, number {i}", at: stage.Now.AddSeconds(-i))),
            stage.Item("Broken long ago", at: stage.Now.AddDays(-8)),
            stage.Item("A nice day"),
        ]);
        // Case 1 is the old one: cases are in the order in which they were written.
        (await stage.CloseAsync(stage.Slice.Carl, 2)).Done();
        await WatchAsync(stage);
        await stage.PassAsync(TimeSpan.FromMinutes(5), Lane.Network);
        stage.Slice.Clock.Advance(TimeSpan.FromMinutes(5));
        await stage.Slice.WorkAsync(Lane.Network);

        stage.Network.Checks.Count.ShouldBe(2);
        stage.Network.Checks.ShouldAllBe(c => c.Count == 200);
        stage.Network.Checks[1].Except(stage.Network.Checks[0]).Count().ShouldBe(49);
        var asked = stage.Network.Checks.SelectMany(c => c).Distinct().ToList();
        asked.Count.ShouldBe(249);
        asked.ShouldNotContain("thing251");
    }

    [Fact]
    public async Task A_network_that_cannot_say_now_is_asked_when_it_says()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.CaseAsync(Complaint);
        await WatchAsync(stage);
        stage.Network.CheckAnswer = new ItemsCheck.NotNow("limit", TimeSpan.FromMinutes(30));
        await stage.PassAsync(TimeSpan.FromMinutes(5), Lane.Network);
        await stage.PassAsync(TimeSpan.FromMinutes(29), Lane.Network);
        stage.Network.Checks.Count.ShouldBe(1);
        await stage.PassAsync(TimeSpan.FromMinutes(1), Lane.Network);
        stage.Network.Checks.Count.ShouldBe(2);
    }

    private static Task<int> WatchAsync(InboxStage stage) =>
        stage.Slice.RunAsync<WatchInboxes, int>(w => w.RunAsync(InboxStage.Ct));

    private static Task<int> MarkAsync(InboxStage stage, params string[] ids) =>
        stage.Slice.RunAsync<MarkGone, int>(m => m.RunAsync(stage.Account.Id, ids, InboxStage.Ct));
}
