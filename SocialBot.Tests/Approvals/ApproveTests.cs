using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Approvals;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Approvals;

public sealed class ApproveTests
{
    [Fact]
    public async Task Submitting_shows_the_post_in_the_room_and_tells_everyone_who_can_decide()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();

        post.Status.ShouldBe(CopyStatus.InReview);
        post.NeededBy.ShouldBe(PostStage.Noon - TimeSpan.FromMinutes(30));
        (await stage.ToldAsync()).ShouldBe([stage.Omar.Id, stage.Olga.Id], ignoreOrder: true);
        (await stage.DueAsync(Core.Board.Outbox.Show)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task One_yes_clears_the_post_and_it_goes_out_at_its_time_not_before()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();

        var approved = (await stage.ApproveAsync(stage.Omar, post.Id, post.Version)).ShouldBeDone();
        approved.Cleared.Count.ShouldBe(2);

        await stage.ToAsync(PostStage.Noon - TimeSpan.FromSeconds(1));
        stage.Network.Got.ShouldBeEmpty();
        await stage.ToAsync(PostStage.Noon);
        stage
            .Network.Published.Select(p => p.Account.Handle)
            .ShouldBe(["one", "two"], ignoreOrder: true);
        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
    }

    [Fact]
    public async Task Two_approvers_at_once_clear_it_once_and_the_second_is_told_who_was_first()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();

        var outcomes = await AtOnceAsync(
            () => stage.ApproveAsync(stage.Omar, post.Id, post.Version),
            () => stage.ApproveAsync(stage.Olga, post.Id, post.Version)
        );

        outcomes.OfType<Outcome<ApprovedPost>.Done>().Count().ShouldBe(1);
        var why = outcomes.OfType<Outcome<ApprovedPost>.Refused>().Single().Why;
        why.Code.ShouldBe("approve.already-decided");
        var winner = (await stage.ApprovalsAsync(post.Id))
            .Select(a => a.MemberId)
            .Distinct()
            .Single();
        why.Args[1].ShouldBe(winner == stage.Omar.Id ? "Omar" : "Olga");
        await stage.ToAsync(PostStage.Noon);
        stage.Network.Published.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Approve_and_reject_at_once_end_in_one_of_them()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();

        var outcomes = await AtOnceAsync(
            async () =>
                (await stage.ApproveAsync(stage.Omar, post.Id)) is Outcome<ApprovedPost>.Done,
            async () =>
                (await stage.SendBackAsync(stage.Olga, post.Id, "no source", forGood: true))
                is Outcome<Post>.Done
        );

        outcomes.Count(done => done).ShouldBe(1);
        (await stage.PostAsync(post.Id)).Status.ShouldBe(
            outcomes[0] ? CopyStatus.Approved : CopyStatus.Rejected
        );
    }

    [Fact]
    public async Task Approve_and_edit_at_once_never_approve_unseen_words()
    {
        for (var round = 0; round < 5; round++)
        {
            await using var stage = await PostStage.OpenAsync();
            var post = await stage.SubmittedAsync();

            await AtOnceAsync(
                () => Calm(() => stage.ApproveAsync(stage.Omar, post.Id, post.Version)),
                () => Calm(() => stage.EditAsync(post.Id, c => c with { Text = "Unseen" }))
            );

            var now = await stage.PostAsync(post.Id);
            foreach (var copy in now.Copies.Where(c => c.Content.Text == "Unseen"))
            {
                copy.Status.ShouldBe(CopyStatus.Draft);
                (await stage.ApprovalsAsync(post.Id)).ShouldNotContain(a =>
                    a.CopyId == copy.Id && a.Counts && a.Revision == copy.Revision
                );
            }
        }
    }

    [Fact]
    public async Task A_second_press_changes_nothing_and_says_so()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();
        (await stage.ApproveAsync(stage.Omar, post.Id, post.Version)).ShouldBeDone();
        var before = await stage.PostAsync(post.Id);

        var why = (await stage.ApproveAsync(stage.Omar, post.Id, post.Version)).ShouldBeRefused(
            "approve.already-decided"
        );

        why.Args[1].ShouldBe("Omar");
        (await stage.PostAsync(post.Id)).Version.ShouldBe(before.Version);
        (await stage.ApprovalsAsync(post.Id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_old_card_asks_about_words_that_no_longer_stand_there()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();
        await stage.EditAsync(post.Id, c => c with { Text = "Other words" });
        (await stage.SubmitAsync(post.Id)).ShouldBeDone();

        (await stage.ApproveAsync(stage.Omar, post.Id, post.Version)).ShouldBeRefused(
            "post.changed"
        );
        (
            await stage.SendBackAsync(stage.Omar, post.Id, "why", shown: post.Version)
        ).ShouldBeRefused("post.changed");

        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.InReview);
        (await stage.ApprovalsAsync(post.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_old_card_of_a_post_being_edited_says_that_it_changed_not_that_it_was_decided()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();
        await stage.EditAsync(post.Id, c => c with { Text = "Other words" });

        (await stage.ApproveAsync(stage.Olga, post.Id, post.Version)).ShouldBeRefused(
            "post.changed"
        );
        (await stage.ApproveAsync(stage.Olga, post.Id)).ShouldBeRefused("approve.not-submitted");
    }

    [Fact]
    public async Task An_old_card_with_the_same_words_still_counts()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();
        (await stage.MoveAsync(post.Id, PostStage.Noon.AddHours(1))).ShouldBeDone();

        (await stage.ApproveAsync(stage.Omar, post.Id, post.Version)).ShouldBeDone();
    }

    [Fact]
    public async Task The_wrong_person_is_told_who_is_asked()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();

        foreach (var other in (Member[])[stage.Slice.Carl, stage.Slice.Nils, stage.Ada, stage.Anna])
            (await stage.ApproveAsync(other, post.Id))
                .ShouldBeRefused("approve.not-an-approver")
                .Args.Single()
                .ShouldBeAssignableTo<IEnumerable<string>>()
                .ShouldBe(["Omar", "Olga"], ignoreOrder: true);
        (await stage.SendBackAsync(stage.Anna, post.Id, "why")).ShouldBeRefused(
            "approve.not-an-approver"
        );
    }

    [Fact]
    public async Task An_approver_who_wrote_the_post_needs_somebody_else()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync(by: stage.Omar);

        (await stage.ApproveAsync(stage.Omar, post.Id)).ShouldBeRefused("approve.own-post");
        (await stage.ToldAsync()).ShouldBe([stage.Olga.Id]);
        (await stage.ApproveAsync(stage.Olga, post.Id)).ShouldBeDone();
    }

    [Fact]
    public async Task Where_the_policy_allows_it_the_author_approves()
    {
        await using var stage = await PostStage.OpenAsync(
            new ApprovalPolicy { AuthorMayApprove = true }
        );
        var post = await stage.SubmittedAsync(by: stage.Omar);

        (await stage.ApproveAsync(stage.Omar, post.Id)).ShouldBeDone();
    }

    [Fact]
    public async Task A_role_lost_before_the_press_no_longer_approves()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();
        await stage.MemberAsync(stage.Omar, m => m.Roles = Roles.Author);

        (await stage.ApproveAsync(stage.Omar, post.Id)).ShouldBeRefused("approve.not-an-approver");
    }

    [Fact]
    public async Task A_role_lost_after_the_press_no_longer_counts_when_it_would_leave()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();
        await stage.MemberAsync(stage.Omar, m => m.Roles = Roles.Author);

        await stage.ToAsync(PostStage.Noon);

        stage.Network.Got.ShouldBeEmpty();
        var copy = await stage.CopyAsync(post.Id);
        copy.Status.ShouldBe(CopyStatus.Missed);
        copy.Trouble!.Code.ShouldBe("missed.not-approved");
    }

    [Fact]
    public async Task Approval_after_the_planned_time_sends_nothing()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();
        stage.Slice.Clock.Advance(PostStage.Noon - stage.Now);

        // Before the clock looked, and after.
        (await stage.ApproveAsync(stage.Omar, post.Id)).ShouldBeRefused("approve.too-late");
        await stage.ToAsync(PostStage.Noon);
        (await stage.ApproveAsync(stage.Omar, post.Id)).ShouldBeRefused("approve.missed");

        await stage.PassAsync(TimeSpan.FromHours(1));
        stage.Network.Got.ShouldBeEmpty();
        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Missed);
    }

    [Fact]
    public async Task Some_of_the_copies_are_approved_and_only_they_go_out()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();
        var first = post.Copies.Single(c => c.AccountId == stage.First.Id);

        var approved = (
            await stage.ApproveAsync(stage.Omar, post.Id, post.Version, [first.Id])
        ).ShouldBeDone();
        approved.Cleared.ShouldHaveSingleItem().Id.ShouldBe(first.Id);

        await stage.ToAsync(PostStage.Noon);
        stage.Network.Published.ShouldHaveSingleItem().Account.Handle.ShouldBe("one");
        (await stage.CopyAsync(post.Id, stage.Second)).Status.ShouldBe(CopyStatus.Missed);
    }

    [Fact]
    public async Task A_copy_that_is_not_the_posts_is_unknown()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();
        var other = await stage.SubmittedAsync("Another idea");

        (
            await stage.ApproveAsync(
                stage.Omar,
                post.Id,
                copies: [post.Copies[0].Id, other.Copies[0].Id]
            )
        ).ShouldBeRefused("copy.unknown");
        (await stage.ApprovalsAsync(post.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_post_that_was_never_submitted_or_never_was_is_not_approved()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.DraftAsync();

        (await stage.ApproveAsync(stage.Omar, post.Id)).ShouldBeRefused("approve.not-submitted");
        (await stage.ApproveAsync(stage.Omar, 999)).ShouldBeRefused("post.unknown");
    }

    [Fact]
    public async Task Two_of_them_must_say_yes_where_the_policy_asks_for_two()
    {
        await using var stage = await PostStage.OpenAsync(new ApprovalPolicy { Needed = 2 });
        var post = await stage.SubmittedAsync();

        (await stage.ApproveAsync(stage.Omar, post.Id)).ShouldBeDone().Cleared.ShouldBeEmpty();
        (await stage.ApproveAsync(stage.Omar, post.Id))
            .ShouldBeRefused("approve.you-already-did")
            .Args[1]
            .ShouldBe(2);
        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.InReview);
        (await stage.ApproveAsync(stage.Olga, post.Id)).ShouldBeDone().Cleared.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Two_approvers_at_once_where_two_are_needed_both_count()
    {
        await using var stage = await PostStage.OpenAsync(new ApprovalPolicy { Needed = 2 });
        var post = await stage.SubmittedAsync();

        var outcomes = await AtOnceAsync(
            () => stage.ApproveAsync(stage.Omar, post.Id, post.Version),
            () => stage.ApproveAsync(stage.Olga, post.Id, post.Version)
        );

        outcomes.ShouldAllBe(o => o is Outcome<ApprovedPost>.Done);
        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Approved);
    }

    [Fact]
    public async Task All_of_those_named_must_say_yes()
    {
        await using var stage = await PostStage.OpenAsync();
        await stage.PolicyAsync(
            new ApprovalPolicy { AllOf = true, ApproverIds = [stage.Omar.Id, stage.Slice.Carl.Id] }
        );
        var post = await stage.SubmittedAsync();

        (await stage.ApproveAsync(stage.Olga, post.Id)).ShouldBeRefused("approve.not-an-approver");
        (await stage.ApproveAsync(stage.Omar, post.Id)).ShouldBeDone().Cleared.ShouldBeEmpty();
        (await stage.ApproveAsync(stage.Slice.Carl, post.Id))
            .ShouldBeDone()
            .Cleared.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_approval_leaves_the_audit_entry_of_who_approved_which_revision()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync(on: [stage.First]);

        await stage.ApproveAsync(stage.Omar, post.Id);

        var entry = (await stage.AuditAsync("post.approve")).ShouldHaveSingleItem();
        entry.MemberId.ShouldBe(stage.Omar.Id);
        entry.Revision.ShouldBe(post.Copies[0].Revision);
        entry.At.ShouldBe(stage.Now);
    }

    [Fact]
    public async Task A_refused_press_leaves_nothing_behind_in_its_transaction()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.DraftAsync();
        // One copy is fine, the other is empty: the refusal must not leave the first half submitted.
        await stage.EditAsync(post.Id, c => c with { Text = " " }, copy: post.Copies[1].Id);

        await stage.Slice.InAsync(async services =>
        {
            var db = services.GetRequiredService<SocialBotDb>();
            var refused = await services
                .GetRequiredService<SubmitPost>()
                .RunAsync(stage.Anna, post.Id, shownVersion: null, PostStage.Ct);
            refused.ShouldBeRefused("copy.empty");
            // The turn goes on to save its answer.
            return await db.SaveChangesAsync(PostStage.Ct);
        });

        (await stage.PostAsync(post.Id)).Copies.ShouldAllBe(c => c.Status == CopyStatus.Draft);
    }

    private static async Task<T[]> AtOnceAsync<T>(Func<Task<T>> one, Func<Task<T>> two)
    {
        using var gate = new Barrier(2);
        Task<T> Start(Func<Task<T>> run) =>
            Task.Run(
                () =>
                {
                    gate.SignalAndWait(PostStage.Ct);
                    return run();
                },
                PostStage.Ct
            );
        return await Task.WhenAll(Start(one), Start(two));
    }

    /// <summary>Who comes second to a row may have to start over; what matters is what stands there afterwards.</summary>
    private static async Task<bool> Calm<T>(Func<Task<T>> run)
    {
        try
        {
            await run();
            return true;
        }
        catch (Microsoft.EntityFrameworkCore.DbUpdateConcurrencyException)
        {
            return false;
        }
    }
}
