using Shouldly;
using SocialBot.Core.Approvals;
using SocialBot.Core.Posts;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Approvals;

public sealed class SendBackTests
{
    [Fact]
    public async Task Requested_changes_go_back_to_the_author_with_the_reason()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();
        await stage.HushAsync();

        (
            await stage.SendBackAsync(stage.Omar, post.Id, "  'first in Europe' needs a source ")
        ).ShouldBeDone();

        var copy = await stage.CopyAsync(post.Id);
        copy.Status.ShouldBe(CopyStatus.Draft);
        copy.Trouble!.Code.ShouldBe("approval.changes-requested");
        copy.Trouble.Said.ShouldBe("'first in Europe' needs a source");
        copy.Trouble.ByMemberId.ShouldBe(stage.Omar.Id);
        (await stage.ToldAsync()).ShouldBe([stage.Anna.Id]);
        (await stage.AuditAsync("post.request-changes"))
            .ShouldHaveSingleItem()
            .Detail.ShouldBe("'first in Europe' needs a source");
    }

    [Fact]
    public async Task A_rejected_post_stays_rejected_until_its_author_acts()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();

        (await stage.SendBackAsync(stage.Omar, post.Id, "not us", forGood: true)).ShouldBeDone();
        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Rejected);
        await stage.ToAsync(PostStage.Noon.AddHours(1));
        stage.Network.Got.ShouldBeEmpty();
        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Rejected);

        (await stage.EditAsync(post.Id, c => c with { Text = "More us" })).ShouldBeDone();
        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Draft);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \n ")]
    public async Task Without_a_reason_nothing_goes_back(string? reason)
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();

        (await stage.SendBackAsync(stage.Omar, post.Id, reason)).ShouldBeRefused("reason.missing");
        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.InReview);
    }

    [Fact]
    public async Task A_reason_is_a_reason_and_not_a_novel()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();

        (
            await stage.SendBackAsync(
                stage.Omar,
                post.Id,
                new string('x', SendBackPost.MaxReason + 1)
            )
        ).ShouldBeRefused("text.too-long");
    }

    [Fact]
    public async Task Sending_one_copy_back_leaves_the_other_waiting_with_its_yes()
    {
        await using var stage = await PostStage.OpenAsync(new ApprovalPolicy { Needed = 2 });
        var post = await stage.SubmittedAsync();
        await stage.ApproveAsync(stage.Omar, post.Id);
        var first = post.Copies.Single(c => c.AccountId == stage.First.Id).Id;

        (
            await stage.SendBackAsync(stage.Olga, post.Id, "too long", copies: [first])
        ).ShouldBeDone();

        var approvals = await stage.ApprovalsAsync(post.Id);
        approvals
            .Single(a => a.CopyId == first && a.Decision == Decision.Approve)
            .VoidReason.ShouldBe("changes-requested");
        approvals.Single(a => a.CopyId != first).Counts.ShouldBeTrue();
        (await stage.CopyAsync(post.Id, stage.Second)).Status.ShouldBe(CopyStatus.InReview);
    }

    [Fact]
    public async Task What_was_sent_back_is_no_longer_there_to_approve()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();
        await stage.SendBackAsync(stage.Omar, post.Id, "why");

        var why = (await stage.ApproveAsync(stage.Olga, post.Id, post.Version)).ShouldBeRefused(
            "approve.already-decided"
        );
        why.Args[1].ShouldBe("Omar");
        why.Args[3].ShouldBe(Decision.RequestChanges);
    }

    [Fact]
    public async Task After_the_changes_it_is_handed_in_and_approved_anew()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();
        await stage.SendBackAsync(stage.Omar, post.Id, "why");
        await stage.EditAsync(post.Id, c => c with { Text = "Better" });
        (await stage.SubmitAsync(post.Id)).ShouldBeDone();

        (await stage.ApproveAsync(stage.Omar, post.Id)).ShouldBeDone();

        await stage.ToAsync(PostStage.Noon);
        stage.Network.Published.Select(p => p.Post.Text).ShouldAllBe(t => t == "Better");
        stage.Network.Published.Count.ShouldBe(2);
    }
}
