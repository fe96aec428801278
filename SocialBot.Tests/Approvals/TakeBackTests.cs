using Shouldly;
using SocialBot.Core.Approvals;
using SocialBot.Core.Posts;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Approvals;

public sealed class TakeBackTests
{
    [Fact]
    public async Task An_approver_who_takes_it_back_in_time_stops_the_post()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();

        (await stage.TakeBackAsync(stage.Omar, post.Id)).ShouldBeDone();

        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.InReview);
        (await stage.ApprovalsAsync(post.Id)).ShouldAllBe(a => a.VoidReason == "taken-back");
        await stage.ToAsync(PostStage.Noon);
        stage.Network.Got.ShouldBeEmpty();
    }

    [Fact]
    public async Task With_enough_others_left_it_still_goes_out()
    {
        await using var stage = await PostStage.OpenAsync(new ApprovalPolicy { Needed = 2 });
        var post = await stage.SubmittedAsync();
        await stage.ApproveAsync(stage.Omar, post.Id);
        await stage.ApproveAsync(stage.Olga, post.Id);
        await stage.PolicyAsync(new ApprovalPolicy { Needed = 1 });

        (await stage.TakeBackAsync(stage.Omar, post.Id)).ShouldBeDone();

        await stage.ToAsync(PostStage.Noon);
        stage.Network.Published.Count.ShouldBe(2);
    }

    [Fact]
    public async Task After_it_left_there_is_nothing_to_take_back()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.PublishedAsync();

        (await stage.TakeBackAsync(stage.Omar, post.Id)).ShouldBeRefused("post.already-left");
    }

    [Fact]
    public async Task While_it_is_being_sent_it_is_too_late()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(on: [stage.First]);
        var refused = "";
        stage.Network.Meanwhile = async () =>
            refused = ((Core.Outcome<Post>.Refused)await stage.TakeBackAsync(stage.Omar, post.Id))
                .Why
                .Code;

        await stage.ToAsync(PostStage.Noon);

        refused.ShouldBe("post.already-left");
        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
    }

    [Fact]
    public async Task Somebody_elses_approval_is_not_yours_to_take_back()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();

        (await stage.TakeBackAsync(stage.Olga, post.Id)).ShouldBeRefused("approve.none-of-yours");
        (await stage.TakeBackAsync(stage.Olga, 999)).ShouldBeRefused("post.unknown");
    }

    [Fact]
    public async Task Taken_back_and_given_again_counts_again()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();
        await stage.TakeBackAsync(stage.Omar, post.Id);

        (await stage.ApproveAsync(stage.Omar, post.Id)).ShouldBeDone();

        await stage.ToAsync(PostStage.Noon);
        stage.Network.Published.Count.ShouldBe(2);
    }
}
