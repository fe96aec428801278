using Shouldly;
using SocialBot.Core.Approvals;
using SocialBot.Core.Posts;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Approvals;

public sealed class AwayTests
{
    private static readonly DateTimeOffset Monday = new(2026, 6, 15, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_delegate_decides_meanwhile_and_both_names_are_kept()
    {
        await using var stage = await PostStage.OpenAsync();
        await stage.PolicyAsync(new ApprovalPolicy { ApproverIds = [stage.Omar.Id] });
        (
            await stage.AwayAsync(stage.Omar, new Absence(Monday, stage.Slice.Carl.Id))
        ).ShouldBeDone();
        var post = await stage.SubmittedAsync();

        (await stage.ToldAsync()).ShouldBe([stage.Slice.Carl.Id]);
        (await stage.ApproveAsync(stage.Slice.Carl, post.Id))
            .ShouldBeDone()
            .Cleared.Count.ShouldBe(2);

        var entry = (await stage.AuditAsync("post.approve")).ShouldHaveSingleItem();
        entry.MemberId.ShouldBe(stage.Slice.Carl.Id);
        entry.OnBehalfOfId.ShouldBe(stage.Omar.Id);
        (await stage.ApprovalsAsync(post.Id)).ShouldAllBe(a =>
            a.MemberId == stage.Slice.Carl.Id && a.OnBehalfOfId == stage.Omar.Id
        );
        await stage.ToAsync(PostStage.Noon);
        stage.Network.Published.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_waits_is_shown_to_the_delegate_at_once()
    {
        await using var stage = await PostStage.OpenAsync();
        await stage.SubmittedAsync();
        await stage.HushAsync();

        (
            await stage.AwayAsync(stage.Omar, new Absence(Monday, stage.Slice.Carl.Id))
        ).ShouldBeDone();

        (await stage.ToldAsync()).ShouldBe([stage.Slice.Carl.Id]);
        var entry = (await stage.AuditAsync("member.away")).ShouldHaveSingleItem();
        entry.MemberId.ShouldBe(stage.Omar.Id);
        entry.OnBehalfOfId.ShouldBe(stage.Slice.Carl.Id);
    }

    [Fact]
    public async Task A_delegates_rejection_keeps_both_names_too()
    {
        await using var stage = await PostStage.OpenAsync();
        await stage.AwayAsync(stage.Omar, new Absence(Monday, stage.Slice.Carl.Id));
        var post = await stage.SubmittedAsync();

        (await stage.SendBackAsync(stage.Slice.Carl, post.Id, "why", forGood: true)).ShouldBeDone();

        (await stage.AuditAsync("post.reject"))
            .ShouldHaveSingleItem()
            .OnBehalfOfId.ShouldBe(stage.Omar.Id);
    }

    [Fact]
    public async Task The_delegation_ends_with_the_absence()
    {
        await using var stage = await PostStage.OpenAsync();
        await stage.AwayAsync(stage.Omar, new Absence(stage.Now.AddHours(1), stage.Slice.Carl.Id));
        var post = await stage.SubmittedAsync();
        await stage.PassAsync(TimeSpan.FromHours(1));

        (await stage.ApproveAsync(stage.Slice.Carl, post.Id)).ShouldBeRefused(
            "approve.not-an-approver"
        );
        (await stage.ApproveAsync(stage.Omar, post.Id)).ShouldBeDone();
    }

    [Fact]
    public async Task The_author_is_nobodys_delegate_for_their_own_post()
    {
        await using var stage = await PostStage.OpenAsync();
        await stage.AwayAsync(stage.Omar, new Absence(Monday, stage.Anna.Id));
        var post = await stage.SubmittedAsync();

        (await stage.ApproveAsync(stage.Anna, post.Id)).ShouldBeRefused("approve.not-an-approver");
    }

    [Fact]
    public async Task One_person_is_one_yes_whoever_they_also_stand_in_for()
    {
        await using var stage = await PostStage.OpenAsync(new ApprovalPolicy { Needed = 2 });
        await stage.AwayAsync(stage.Omar, new Absence(Monday, stage.Olga.Id));
        var post = await stage.SubmittedAsync();

        (await stage.ApproveAsync(stage.Olga, post.Id)).ShouldBeDone().Cleared.ShouldBeEmpty();
        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.InReview);
    }

    [Fact]
    public async Task Where_all_must_say_yes_a_delegate_says_it_for_the_absent()
    {
        await using var stage = await PostStage.OpenAsync(new ApprovalPolicy { AllOf = true });
        await stage.AwayAsync(stage.Omar, new Absence(Monday, stage.Slice.Carl.Id));
        var post = await stage.SubmittedAsync();

        (await stage.ApproveAsync(stage.Slice.Carl, post.Id))
            .ShouldBeDone()
            .Cleared.ShouldBeEmpty();
        (await stage.ApproveAsync(stage.Olga, post.Id)).ShouldBeDone().Cleared.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_absence_needs_an_end_ahead_and_somebody_else()
    {
        await using var stage = await PostStage.OpenAsync();

        (
            await stage.AwayAsync(stage.Omar, new Absence(stage.Now, DelegateId: null))
        ).ShouldBeRefused("time.past");
        (await stage.AwayAsync(stage.Omar, new Absence(Monday, stage.Omar.Id))).ShouldBeRefused(
            "away.yourself"
        );
        (await stage.AwayAsync(stage.Omar, new Absence(Monday, 999))).ShouldBeRefused(
            "member.unknown"
        );
        (await stage.AuditAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Back_again_they_decide_themselves()
    {
        await using var stage = await PostStage.OpenAsync();
        await stage.AwayAsync(stage.Omar, new Absence(Monday, stage.Slice.Carl.Id));
        (await stage.AwayAsync(stage.Omar, absence: null)).ShouldBeDone();
        var post = await stage.SubmittedAsync();

        (await stage.ApproveAsync(stage.Slice.Carl, post.Id)).ShouldBeRefused(
            "approve.not-an-approver"
        );
        (await stage.AuditAsync("member.back")).ShouldHaveSingleItem();
    }
}
