using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Due;
using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;
using SocialBot.Core.Publishing;
using Xunit;

namespace SocialBot.Tests.Inbox;

public sealed class ReplyTests
{
    private static readonly TimeSpan UndoTime = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_reply_leaves_after_thirty_seconds_and_answers_the_text()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await ClaimedAsync(stage);
        await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "We are sorry, Robin.");

        await stage.PassAsync(UndoTime - TimeSpan.FromSeconds(1), Lane.Network);
        stage.Network.Out.ShouldBeEmpty();
        await stage.PassAsync(TimeSpan.FromSeconds(1), Lane.Network);

        var post = stage.Network.Out.ShouldHaveSingleItem();
        post.InReplyTo.ShouldBe(@case.Items.Single().RemoteId);
        post.Text.ShouldBe("We are sorry, Robin.");
        var reply = await LastAsync(stage);
        reply.State.ShouldBe(ReplyState.Sent);
        reply.Permalink.ShouldBe("https://talk.example/out1");
        (await stage.CaseAsync(@case.Id)).FirstReplyAt.ShouldBe(stage.Now);
    }

    [Fact]
    public async Task Undo_within_thirty_seconds_stops_it_and_gives_the_text_back()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await ClaimedAsync(stage);
        await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "Too quick");
        stage.Slice.Clock.Advance(TimeSpan.FromSeconds(29));

        (await stage.UndoAsync(stage.Slice.Carl, @case.Id)).Done().Text.ShouldBe("Too quick");

        await stage.PassAsync(TimeSpan.FromMinutes(5), Lane.Network);
        stage.Network.ReplyCalls.ShouldBe(0);
        (await LastAsync(stage)).State.ShouldBe(ReplyState.Undone);
        (await stage.UndoAsync(stage.Slice.Carl, @case.Id)).Refused().Code.ShouldBe("undo.nothing");
        (await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "Better")).Done();
    }

    [Fact]
    public async Task Undo_after_it_left_is_too_late()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await ClaimedAsync(stage);
        await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "Gone");
        await stage.PassAsync(UndoTime, Lane.Network);

        (await stage.UndoAsync(stage.Slice.Carl, @case.Id))
            .Refused()
            .Code.ShouldBe("undo.too-late");
        stage.Network.Out.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Only_its_writer_or_an_admin_undoes_a_reply()
    {
        await using var stage = await InboxStage.OpenAsync();
        var other = await stage.Slice.DbAsync(async db =>
        {
            var member = new Core.Workspaces.Member
            {
                Name = "Kim",
                Roles = Core.Workspaces.Roles.CommunityManager,
            };
            db.Members.Add(member);
            await db.SaveChangesAsync();
            return member;
        });
        var @case = await ClaimedAsync(stage);
        await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "Mine");
        var refused = (await stage.UndoAsync(other, @case.Id)).Refused();
        refused.Code.ShouldBe("undo.not-yours");
        refused.Args[1].ShouldBe("Carl");
        (await stage.UndoAsync(stage.Slice.Ada, @case.Id)).Done();
    }

    [Fact]
    public async Task A_lost_answer_is_read_back_and_the_reply_is_out_once()
    {
        await using var stage = await InboxStage.OpenAsync();
        stage.Network.AnswersToLose = 1;
        var @case = await ClaimedAsync(stage);
        await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "We are on it");

        await stage.PassAsync(UndoTime, Lane.Network);
        (await LastAsync(stage)).State.ShouldBe(ReplyState.Sending);
        await stage.PassAsync(stage.Network.SettleWindow, Lane.Network);

        (await LastAsync(stage)).State.ShouldBe(ReplyState.Sent);
        stage.Network.ReplyCalls.ShouldBe(1);
        stage.Network.Out.Count.ShouldBe(1);
        (
            await stage.Slice.DbAsync(db => db.Attempts.AsNoTracking().SingleAsync())
        ).Subject.ShouldBe(SendReply.Subject(1));
    }

    [Fact]
    public async Task A_lost_request_is_sent_again_once_it_is_certain_that_it_is_not_out()
    {
        await using var stage = await InboxStage.OpenAsync();
        stage.Network.Answers.Enqueue(new PublishOutcome.Unconfirmed("reset"));
        var @case = await ClaimedAsync(stage);
        await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "We are on it");

        await stage.PassAsync(UndoTime, Lane.Network);
        await stage.PassAsync(stage.Network.SettleWindow, Lane.Network);
        await stage.PassAsync(TimeSpan.FromMinutes(1), Lane.Network);

        (await LastAsync(stage)).State.ShouldBe(ReplyState.Sent);
        stage.Network.Out.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_note_written_while_the_reply_is_being_sent_loses_neither()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await ClaimedAsync(stage);
        await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "We are on it");
        stage.Network.Meanwhile = () =>
            stage.Slice.RunAsync<NoteCase, Outcome<Case>>(n =>
                n.RunAsync(stage.Slice.Ada, @case.Id, "Batch 7 again", InboxStage.Ct)
            );

        await stage.PassAsync(UndoTime, Lane.Network);

        (await LastAsync(stage)).State.ShouldBe(ReplyState.Sent);
        (await stage.Slice.DbAsync(db => db.CaseNotes.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_of_the_network_tells_the_writer_and_lets_them_try_another_text()
    {
        await using var stage = await InboxStage.OpenAsync();
        stage.Network.Answers.Enqueue(new PublishOutcome.Rejected("spam", "Looks like spam"));
        var @case = await ClaimedAsync(stage);
        await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "Buy now");
        await stage.PassAsync(UndoTime, Lane.Network);

        var reply = await LastAsync(stage);
        reply.State.ShouldBe(ReplyState.Rejected);
        reply.Trouble!.Code.ShouldBe("network.rejected");
        reply.Trouble.Said.ShouldBe("Looks like spam");
        (await stage.NoticesAsync()).ShouldBe(["case.reply-trouble"]);
        (await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "How can we help?")).Done();
    }

    [Fact]
    public async Task A_rate_limited_reply_is_tried_again_later_and_can_still_be_undone()
    {
        await using var stage = await InboxStage.OpenAsync();
        stage.Network.Answers.Enqueue(
            new PublishOutcome.TryLater(TimeSpan.FromMinutes(2), "slow down")
        );
        var @case = await ClaimedAsync(stage);
        await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "We are on it");
        await stage.PassAsync(UndoTime, Lane.Network);
        (await LastAsync(stage)).State.ShouldBe(ReplyState.Waiting);
        (await LastAsync(stage)).Trouble!.Until.ShouldBe(stage.Now.AddMinutes(2));

        await stage.PassAsync(TimeSpan.FromMinutes(2), Lane.Network);

        (await LastAsync(stage)).State.ShouldBe(ReplyState.Sent);
        stage.Network.Out.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_signed_out_account_stops_the_reply_and_the_next_one_before_it_is_written()
    {
        await using var stage = await InboxStage.OpenAsync();
        stage.Network.Answers.Enqueue(new PublishOutcome.SignInNeeded("token revoked"));
        var @case = await ClaimedAsync(stage);
        await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "We are on it");
        await stage.PassAsync(UndoTime, Lane.Network);

        (await LastAsync(stage)).Trouble!.Code.ShouldBe("network.sign-in");
        (await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "Again"))
            .Refused()
            .Code.ShouldBe("account.sign-in");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_cannot_be_read_back_is_asked_of_a_person(bool isLive)
    {
        await using var stage = await InboxStage.OpenAsync();
        stage.Network.Answers.Enqueue(new PublishOutcome.Unconfirmed("timeout"));
        stage.Network.Blind = true;
        var @case = await ClaimedAsync(stage);
        await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "We are on it");
        await stage.PassAsync(UndoTime, Lane.Network);
        for (var i = 0; i < 8; i++)
            await stage.PassAsync(TimeSpan.FromHours(1), Lane.Network);
        (await LastAsync(stage)).State.ShouldBe(ReplyState.Unconfirmed);
        stage.Network.ReplyCalls.ShouldBe(1);
        await stage.ClaimAsync(stage.Slice.Carl, @case.Id);
        (await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "Twice?"))
            .Refused()
            .Code.ShouldBe("reply.on-its-way");

        await stage.Slice.RunAsync<ResolveReply, Outcome<Reply>>(r =>
            r.RunAsync(stage.Slice.Carl, @case.Id, isLive, InboxStage.Ct)
        );
        await stage.PassAsync(TimeSpan.Zero, Lane.Network);

        (await LastAsync(stage)).State.ShouldBe(ReplyState.Sent);
        stage.Network.ReplyCalls.ShouldBe(isLive ? 1 : 2);
    }

    [Fact]
    public async Task Only_the_claimer_replies()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("My shoes broke");
        (await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "Hi"))
            .Refused()
            .Code.ShouldBe("reply.claim-first");
        await stage.ClaimAsync(stage.Slice.Ada, @case.Id);
        var refused = (await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "Hi")).Refused();
        refused.Code.ShouldBe("case.held");
        refused.Args[1].ShouldBe("Ada");
        (await stage.ReplyAsync(stage.Slice.Anna, @case.Id, "Hi"))
            .Refused()
            .Code.ShouldBe("case.not-allowed");
    }

    [Fact]
    public async Task A_second_reply_waits_until_the_first_is_settled()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await ClaimedAsync(stage);
        await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "First");
        (await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "Second"))
            .Refused()
            .Code.ShouldBe("reply.on-its-way");
        await stage.PassAsync(UndoTime, Lane.Network);
        (await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "Second")).Done();
    }

    [Fact]
    public async Task A_card_that_has_not_shown_the_newest_text_does_not_answer()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.ReceiveAsync(stage.Item("It broke", by: "ann", conversation: "a"));
        var shown = (await stage.ClaimAsync(stage.Slice.Carl, 1)).Done().Version;
        await stage.ReceiveAsync(stage.Item("Found the receipt", by: "ann", conversation: "a"));

        (await stage.ReplyAsync(stage.Slice.Carl, 1, "Got a receipt?", shown: shown))
            .Refused()
            .Code.ShouldBe("case.went-on");
        (await stage.CloseAsync(stage.Slice.Carl, 1, shown: shown))
            .Refused()
            .Code.ShouldBe("case.went-on");
        var typed = (await stage.ReplyAsync(stage.Slice.Carl, 1, "Got a receipt?")).Done();
        typed.InReplyTo.ShouldBe("thing2");
    }

    [Fact]
    public async Task Nothing_leaves_during_a_pause_and_nothing_old_fires_after_it()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await ClaimedAsync(stage);
        await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "We are on it");
        await stage.Slice.RunAsync<PauseAll, Outcome<PausedWork>>(p =>
            p.RunAsync(stage.Slice.Omar, "recall", InboxStage.Ct)
        );
        await stage.PassAsync(UndoTime, Lane.Network);

        stage.Network.ReplyCalls.ShouldBe(0);
        (await LastAsync(stage)).Trouble!.Code.ShouldBe("pause.on");
        (await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "Still?"))
            .Refused()
            .Code.ShouldBe("pause.on");
    }

    [Fact]
    public async Task A_saved_reply_is_filled_with_who_it_answers()
    {
        await using var stage = await InboxStage.OpenAsync();
        await KeepAsync(
            stage,
            "Sorry",
            "Sorry, {first_name} (@{handle})! {agent} from {brand} is on it."
        );
        await stage.ReceiveAsync(
            stage.Item("It broke", by: "a_runner", name: "✨ Robin {brand} Meyer")
        );
        await stage.ClaimAsync(stage.Slice.Carl, 1);
        (await stage.ReplyAsync(stage.Slice.Carl, 1, text: " ", saved: " SORRY "))
            .Done()
            .Text.ShouldBe("Sorry, Robin (@a_runner)! Carl from Acme is on it.");
    }

    [Fact]
    public async Task Where_a_name_has_no_letters_the_handle_stands_for_it()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.ReceiveAsync(stage.Item("It broke", by: "runner7", name: "✨ 123"));
        await stage.ClaimAsync(stage.Slice.Carl, 1);
        (await stage.ReplyAsync(stage.Slice.Carl, 1, "Hi {first_name}"))
            .Done()
            .Text.ShouldBe("Hi runner7");
    }

    [Fact]
    public async Task A_variable_that_nobody_fills_never_reaches_a_customer()
    {
        await using var stage = await InboxStage.OpenAsync();
        var refused = (await KeepAsync(stage, "track", "See {order_link}")).Refused();
        refused.ToString().ShouldBe("reply.unknown-variable(order_link)");
        var @case = await ClaimedAsync(stage);
        (await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "See {order_link}"))
            .Refused()
            .Code.ShouldBe("reply.unknown-variable");
    }

    [Fact]
    public async Task Empty_and_unknown_replies_are_refused()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await ClaimedAsync(stage);
        (await stage.ReplyAsync(stage.Slice.Carl, @case.Id, "  "))
            .Refused()
            .Code.ShouldBe("reply.empty");
        (await stage.ReplyAsync(stage.Slice.Carl, @case.Id, null, "nope"))
            .Refused()
            .Code.ShouldBe("saved-reply.unknown");
    }

    [Fact]
    public async Task A_reply_longer_than_the_network_takes_is_refused_with_the_numbers()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await ClaimedAsync(stage);
        var refused = (
            await stage.ReplyAsync(stage.Slice.Carl, @case.Id, new string('a', 501))
        ).Refused();
        refused.Code.ShouldBe("reply.too-long");
        refused.Args[..2].ShouldBe([501, 500]);
    }

    [Fact]
    public async Task A_saved_reply_is_replaced_listed_and_dropped()
    {
        await using var stage = await InboxStage.OpenAsync();
        await KeepAsync(stage, "Sorry", "One");
        await KeepAsync(stage, "sorry", "Two");
        var list = await stage.Slice.RunAsync<ListSavedReplies, IReadOnlyList<SavedReply>>(l =>
            l.RunAsync(InboxStage.Ct)
        );
        list.Select(r => (r.Name, r.Text)).ShouldBe([("sorry", "Two")]);
        await stage.Slice.RunAsync<DropSavedReply, Outcome<SavedReply>>(d =>
            d.RunAsync(stage.Slice.Carl, "Sorry", InboxStage.Ct)
        );
        (
            await stage.Slice.RunAsync<DropSavedReply, Outcome<SavedReply>>(d =>
                d.RunAsync(stage.Slice.Carl, "Sorry", InboxStage.Ct)
            )
        )
            .Refused()
            .Code.ShouldBe("saved-reply.unknown");
    }

    private static Task<Outcome<SavedReply>> KeepAsync(
        InboxStage stage,
        string name,
        string text
    ) =>
        stage.Slice.RunAsync<KeepSavedReply, Outcome<SavedReply>>(k =>
            k.RunAsync(stage.Slice.Carl, name, text, InboxStage.Ct)
        );

    private static async Task<Case> ClaimedAsync(InboxStage stage)
    {
        var @case = await stage.CaseAsync("My shoes broke after a week");
        (await stage.ClaimAsync(stage.Slice.Carl, @case.Id)).Done();
        return @case;
    }

    private static Task<Reply> LastAsync(InboxStage stage) =>
        stage.Slice.DbAsync(db =>
            db.Replies.AsNoTracking().OrderByDescending(r => r.Id).FirstAsync(InboxStage.Ct)
        );
}
