using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;
using SocialBot.Core.Workspaces;
using Xunit;

namespace SocialBot.Tests.Inbox;

public sealed class TriageTests
{
    [Fact]
    public async Task A_snoozed_case_comes_back_with_a_card_after_an_hour()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("My shoes broke");
        await stage.ClaimAsync(stage.Slice.Carl, @case.Id);
        await stage.SnoozeAsync(stage.Slice.Carl, @case.Id, new SnoozeFor.OneHour());
        (await stage.CaseAsync(@case.Id)).ClaimedById.ShouldBeNull();

        await stage.PassAsync(TimeSpan.FromMinutes(59), Lane.Clock);
        (await stage.CaseAsync(@case.Id)).State.ShouldBe(CaseState.Snoozed);
        await stage.PassAsync(TimeSpan.FromMinutes(1), Lane.Clock);

        var back = await stage.CaseAsync(@case.Id);
        back.State.ShouldBe(CaseState.Open);
        back.SnoozedById.ShouldBe(stage.Slice.Carl.Id);
        back.Back.ShouldBe(BackBecause.SnoozeOver);
        (await stage.NewCardsAsync()).ShouldBe(["case:1 in Mentions", "case:1 in Mentions"]);
    }

    [Fact]
    public async Task Tomorrow_at_nine_is_nine_in_the_workspace()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("My shoes broke");
        (await stage.SnoozeAsync(stage.Slice.Carl, @case.Id, new SnoozeFor.TomorrowAtNine()))
            .Done()
            .SnoozedUntil.ShouldBe(new DateTimeOffset(2026, 6, 10, 7, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_snooze_into_the_past_is_refused()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("My shoes broke");
        (await stage.SnoozeAsync(stage.Slice.Carl, @case.Id, new SnoozeFor.Until(stage.Now)))
            .Refused()
            .Code.ShouldBe("time.past");
    }

    [Fact]
    public async Task A_case_snoozed_until_they_write_comes_back_when_they_do()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.ReceiveAsync(stage.Item("It broke", by: "ann", conversation: "a"));
        await stage.SnoozeAsync(stage.Slice.Carl, 1, new SnoozeFor.TheyWrite());
        await stage.PassAsync(TimeSpan.FromDays(2), Lane.Clock);
        (await stage.CaseAsync(1)).State.ShouldBe(CaseState.Snoozed);

        await stage.ReceiveAsync(stage.Item("Here is the photo", by: "ann", conversation: "a"));

        (await stage.CaseAsync(1)).State.ShouldBe(CaseState.Open);
        (await stage.NewCardsAsync()).ShouldBe(["case:1 in Mentions", "case:1 in Mentions"]);
    }

    [Fact]
    public async Task A_closed_case_opens_again_when_its_conversation_goes_on()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.ReceiveAsync(stage.Item("It broke", by: "ann", conversation: "a"));
        (await stage.CloseAsync(stage.Slice.Carl, 1, " Product ")).Done().Cause.ShouldBe("product");

        await stage.ReceiveAsync(stage.Item("And again", by: "ann", conversation: "a"));

        var again = await stage.CaseAsync(1);
        again.State.ShouldBe(CaseState.Open);
        again.Back.ShouldBe(BackBecause.TheyWrote);
        again.Cause.ShouldBeNull();
        (await stage.NewCardsAsync()).ShouldBe(["case:1 in Mentions", "case:1 in Mentions"]);
    }

    [Fact]
    public async Task An_answer_to_our_reply_goes_on_with_its_case_whoever_writes_it()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.ReceiveAsync(
            stage.Item("It broke", by: "ann", conversation: "a", kind: IncomingKind.Comment)
        );
        await stage.ClaimAsync(stage.Slice.Carl, 1);
        await stage.ReplyAsync(stage.Slice.Carl, 1, "Which model?");
        await stage.PassAsync(TimeSpan.FromSeconds(30), Lane.Network);
        await stage.CloseAsync(stage.Slice.Carl, 1);

        await stage.ReceiveAsync(
            stage.Item(
                "The blue one",
                by: "friend-of-ann",
                conversation: "a",
                inReplyTo: "out1",
                kind: IncomingKind.Comment
            )
        );

        (await stage.CasesAsync()).ShouldHaveSingleItem().State.ShouldBe(CaseState.Open);
    }

    [Fact]
    public async Task A_near_duplicate_of_a_closed_case_by_someone_else_is_a_new_case()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.ReceiveAsync(stage.Item("My running shoes broke after just one week"));
        await stage.CloseAsync(stage.Slice.Carl, 1);
        await stage.ReceiveAsync(stage.Item("My running shoes broke after just one week"));
        (await stage.CasesAsync()).Select(c => c.State).ShouldBe([CaseState.Done, CaseState.Open]);
    }

    [Fact]
    public async Task A_closed_case_takes_no_more_verbs_until_someone_reopens_it()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("It broke");
        await stage.CloseAsync(stage.Slice.Carl, @case.Id);
        (await stage.ClaimAsync(stage.Slice.Carl, @case.Id)).Refused().Code.ShouldBe("case.closed");
        (await stage.CloseAsync(stage.Slice.Carl, @case.Id)).Refused().Code.ShouldBe("case.closed");
        (await stage.SnoozeAsync(stage.Slice.Carl, @case.Id, new SnoozeFor.OneHour()))
            .Refused()
            .Code.ShouldBe("case.closed");
        var reopened = await stage.Slice.RunAsync<CloseCase, Outcome<Case>>(c =>
            c.ReopenAsync(stage.Slice.Carl, @case.Id, InboxStage.Ct)
        );
        reopened.Done().State.ShouldBe(CaseState.Open);
        (await stage.ClaimAsync(stage.Slice.Carl, @case.Id)).Done();
    }

    [Fact]
    public async Task What_another_holds_cannot_be_closed_snoozed_or_spammed()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("It broke");
        await stage.ClaimAsync(stage.Slice.Ada, @case.Id);
        (await stage.CloseAsync(stage.Slice.Carl, @case.Id)).Refused().Code.ShouldBe("case.held");
        (await stage.SpamAsync(stage.Slice.Carl, @case.Id, wholeAuthor: false))
            .Refused()
            .Code.ShouldBe("case.held");
        (await stage.SnoozeAsync(stage.Slice.Carl, @case.Id, new SnoozeFor.OneHour()))
            .Refused()
            .Code.ShouldBe("case.held");
    }

    [Fact]
    public async Task An_escalated_case_appears_in_the_alerts_room_with_its_note_and_those_asked_are_told()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("It broke and burned me");
        var escalated = (
            await EscalateAsync(stage, @case.Id, EscalationTarget.Pr, "Third this week")
        ).Done();

        escalated.State.ShouldBe(CaseState.Escalated);
        (await stage.NewCardsAsync()).ShouldContain($"case:{@case.Id} in Alerts");
        (await stage.OutboxAsync())
            .Where(r => r.Kind == Outbox.Tell)
            .Select(r =>
                System.Text.Json.JsonSerializer.Deserialize<TellPayload>(r.Payload!)!.MemberId
            )
            .ShouldBe([stage.Slice.Omar.Id, stage.Slice.Olga.Id]);
        var file = await stage.Slice.RunAsync<ReadCase, CaseFile?>(r =>
            r.RunAsync(@case.Id, InboxStage.Ct)
        );
        file!.Notes.ShouldHaveSingleItem().Text.ShouldBe("Third this week");

        (await stage.ClaimAsync(stage.Slice.Omar, @case.Id))
            .Done()
            .State.ShouldBe(CaseState.Escalated);
        await stage.ReleaseAsync(stage.Slice.Omar, @case.Id);
        (await EscalateAsync(stage, @case.Id, EscalationTarget.Pr, null))
            .Refused()
            .Code.ShouldBe("escalate.already");
    }

    [Fact]
    public async Task An_approver_takes_only_what_was_escalated()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("It broke");
        (await stage.ClaimAsync(stage.Slice.Omar, @case.Id))
            .Refused()
            .Code.ShouldBe("case.not-allowed");
    }

    [Fact]
    public async Task Spam_by_this_author_sweeps_what_waits_keeps_out_what_comes_and_is_undone_whole()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.ReceiveAsync(
            stage.Item("Want cheap watches?", by: "seller"),
            stage.Item("Really nice pens here, why not", by: "seller"),
            stage.Item("My shoes broke", by: "ann")
        );
        var marked = (await stage.SpamAsync(stage.Slice.Carl, 1, wholeAuthor: true)).Done();
        marked.Others.Select(c => c.Id).ShouldBe([2]);
        await stage.ReceiveAsync(stage.Item("Who wants gold?", by: "seller"));
        (await stage.CasesAsync())
            .Select(c => c.State)
            .ShouldBe([CaseState.Spam, CaseState.Spam, CaseState.Open, CaseState.Spam]);
        (await stage.NewCardsAsync()).ShouldNotContain("case:4 in Mentions");

        await stage.Slice.RunAsync<UndoSpam, Outcome<Case>>(u =>
            u.RunAsync(stage.Slice.Carl, 1, InboxStage.Ct)
        );

        (await stage.CasesAsync())
            .Select(c => c.State)
            .ShouldBe([CaseState.Open, CaseState.Noted, CaseState.Open, CaseState.Open]);
        (await stage.NewCardsAsync()).ShouldContain("case:4 in Mentions");
        (await stage.Slice.DbAsync(db => db.InboxRules.CountAsync())).ShouldBe(0);
        (
            await stage.Slice.RunAsync<UndoSpam, Outcome<Case>>(u =>
                u.RunAsync(stage.Slice.Carl, 1, InboxStage.Ct)
            )
        )
            .Refused()
            .Code.ShouldBe("spam.is-none");
    }

    [Fact]
    public async Task Spam_of_this_one_leaves_the_authors_other_cases_alone()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.ReceiveAsync(
            stage.Item("Want cheap watches?", by: "seller"),
            stage.Item("My shoes broke", by: "seller")
        );
        await stage.SpamAsync(stage.Slice.Carl, 1, wholeAuthor: false);
        (await stage.CaseAsync(2)).State.ShouldBe(CaseState.Open);
    }

    [Fact]
    public async Task A_comment_is_liked_and_hidden_where_the_network_can()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("It broke", IncomingKind.Comment);
        (await LikeAsync(stage, @case.Id)).Done();
        (await HideAsync(stage, @case.Id)).Done();
        await stage.PassAsync(TimeSpan.Zero, Lane.Network);

        stage.Network.Liked.ShouldBe(["thing1"]);
        stage.Network.Hidden.ShouldBe(["thing1"]);
        var item = (await stage.CaseAsync(@case.Id)).Items.Single();
        item.HiddenAt.ShouldBe(stage.Now);
        (await LikeAsync(stage, @case.Id)).Refused().Code.ShouldBe("like.already");
    }

    [Fact]
    public async Task A_mention_elsewhere_cannot_be_hidden_and_a_refused_like_is_told()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("It broke");
        (await HideAsync(stage, @case.Id)).Refused().Code.ShouldBe("hide.only-comments");
        stage.Network.Answers.Enqueue(new PublishOutcome.Rejected("gone", "It was deleted"));
        await LikeAsync(stage, @case.Id);
        await stage.PassAsync(TimeSpan.Zero, Lane.Network);
        (await stage.NoticesAsync()).ShouldBe(["case.moderation-trouble"]);
    }

    [Fact]
    public async Task Next_shows_what_was_held_back_negative_first_then_the_oldest_that_waits()
    {
        await using var stage = await InboxStage.OpenAsync(o => o.CardsPerHour = 1);
        await stage.ReceiveAsync(stage.Item("When do you open?"));
        await stage.ReceiveAsync(stage.Item("How much is the blue one?"));
        await stage.ReceiveAsync(stage.Item("My shoes broke"));
        (await stage.NewCardsAsync()).ShouldBe([
            "case:1 in Mentions",
            "fold:1 in Mentions",
            "fold:1 in Mentions",
        ]);

        (await NextAsync(stage)).Done().Id.ShouldBe(3);
        (await NextAsync(stage)).Done().Id.ShouldBe(2);
        (await stage.NewCardsAsync())[^2..].ShouldBe(["case:3 in Mentions", "case:2 in Mentions"]);

        // Nothing is held back any more: what waits longest of all, the negative first.
        (await NextAsync(stage))
            .Done()
            .Id.ShouldBe(3);
        foreach (var id in new long[] { 1, 2, 3 })
            await stage.CloseAsync(stage.Slice.Carl, id);
        (await NextAsync(stage)).Refused().Code.ShouldBe("next.none");
    }

    [Fact]
    public async Task What_waits_is_counted_for_those_whose_work_it_is()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.CaseAsync("It broke");
        await stage.CaseAsync("When do you open?");
        await stage.CaseAsync("We love it");
        await stage.ClaimAsync(stage.Slice.Carl, 2);

        var load = await LoadAsync(stage, stage.Slice.Carl);
        (load.Free, load.Negative, load.Mine).ShouldBe((1, 1, 1));
        load.OldestFreeAt.ShouldBe(stage.Now);
        (await LoadAsync(stage, stage.Slice.Anna)).Free.ShouldBe(0);
        (await LoadAsync(stage, stage.Slice.Omar)).Free.ShouldBe(0);

        var mine = await stage.Slice.RunAsync<ListCases, IReadOnlyList<Case>>(l =>
            l.RunAsync(stage.Slice.Carl, CaseFilter.Mine, InboxStage.Ct)
        );
        mine.ShouldHaveSingleItem().Items.Single().Text.ShouldBe("When do you open?");
        (
            await stage.Slice.RunAsync<ListCases, IReadOnlyList<Case>>(l =>
                l.RunAsync(stage.Slice.Carl, CaseFilter.Free, InboxStage.Ct)
            )
        )
            .Select(c => c.Id)
            .ShouldBe([1]);
    }

    [Fact]
    public async Task A_case_says_how_often_the_person_wrote_before()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.ReceiveAsync(
            stage.Item("When do you open?", by: "ann"),
            stage.Item("My shoes broke", by: "ann")
        );
        var file = await stage.Slice.RunAsync<ReadCase, CaseFile?>(r =>
            r.RunAsync(2, InboxStage.Ct)
        );
        file!.Contact.ShouldBe(2);
        (file.CanReply, file.CanLike, file.CanHide).ShouldBe((true, true, true));
    }

    [Fact]
    public async Task The_hourly_card_counts_what_was_not_scored_apart()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.CaseAsync("We love the lab");
        await stage.CaseAsync("Walking by");
        await stage.CaseAsync("この靴");
        var hour = await stage.Slice.RunAsync<ReadHour, HourFile?>(r =>
            r.RunAsync(1, InboxStage.Ct)
        );
        (hour!.Positive, hour.Neutral, hour.NotScored, hour.Held).ShouldBe((1, 1, 1, 0));
        hour.Lines.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Rules_are_kept_listed_and_dropped_by_those_who_may()
    {
        await using var stage = await InboxStage.OpenAsync();
        (await RuleAsync(stage, stage.Slice.Anna, ["fire"]))
            .Refused()
            .Code.ShouldBe("rule.not-allowed");
        (await RuleAsync(stage, stage.Slice.Carl, [" ", "!!"]))
            .Refused()
            .Code.ShouldBe("rule.empty");
        var rule = (await RuleAsync(stage, stage.Slice.Carl, ["fire", "smoke"])).Done();
        (await stage.CaseAsync("Smoke in the shop")).Reasons.ShouldContain("rule:fire");
        await stage.Slice.RunAsync<KeepInboxRule, Outcome<InboxRule>>(k =>
            k.DropAsync(stage.Slice.Carl, rule.Id, InboxStage.Ct)
        );
        (await stage.CaseAsync("More smoke over there")).Reasons.ShouldNotContain("rule:fire");
    }

    private static Task<Outcome<InboxRule>> RuleAsync(
        InboxStage stage,
        Member by,
        string[] phrases
    ) =>
        stage.Slice.RunAsync<KeepInboxRule, Outcome<InboxRule>>(k =>
            k.RunAsync(by, phrases, false, network: null, RuleEffect.Alert, InboxStage.Ct)
        );

    private static Task<Outcome<Case>> EscalateAsync(
        InboxStage stage,
        long caseId,
        EscalationTarget to,
        string? note
    ) =>
        stage.Slice.RunAsync<EscalateCase, Outcome<Case>>(e =>
            e.RunAsync(stage.Slice.Carl, caseId, shownVersion: null, to, note, InboxStage.Ct)
        );

    private static Task<Outcome<Case>> LikeAsync(InboxStage stage, long caseId) =>
        stage.Slice.RunAsync<ModerateItem, Outcome<Case>>(m =>
            m.LikeAsync(stage.Slice.Carl, caseId, InboxStage.Ct)
        );

    private static Task<Outcome<Case>> HideAsync(InboxStage stage, long caseId) =>
        stage.Slice.RunAsync<ModerateItem, Outcome<Case>>(m =>
            m.HideAsync(stage.Slice.Carl, caseId, "insult", InboxStage.Ct)
        );

    private static Task<Outcome<Case>> NextAsync(InboxStage stage) =>
        stage.Slice.RunAsync<NextCase, Outcome<Case>>(n =>
            n.RunAsync(stage.Slice.Carl, RoomPurpose.Mentions, InboxStage.Ct)
        );

    private static Task<WaitingCases> LoadAsync(InboxStage stage, Member by) =>
        stage.Slice.RunAsync<CaseLoad, WaitingCases>(l => l.RunAsync(by, InboxStage.Ct));
}
