using Shouldly;
using SocialBot.Core.Approvals;
using SocialBot.Core.Posts;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Posts;

public sealed class SchedulingTests
{
    [Theory]
    [InlineData(24, true)]
    [InlineData(-2, true)]
    [InlineData(24.01, false)]
    [InlineData(100, false)]
    public async Task A_move_within_the_window_keeps_the_approvals_and_a_further_one_voids_them(
        double hours,
        bool keeps
    )
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();
        var to = PostStage.Noon.AddHours(hours);

        var moved = (await stage.MoveAsync(post.Id, to)).ShouldBeDone();

        moved.Fallen.Count.ShouldBe(keeps ? 0 : 2);
        (await stage.PostAsync(post.Id)).Status.ShouldBe(
            keeps ? CopyStatus.Approved : CopyStatus.InReview
        );
        (await stage.ApprovalsAsync(post.Id)).ShouldAllBe(a => a.Counts == keeps);
        if (to > PostStage.Noon)
        {
            await stage.ToAsync(PostStage.Noon);
            stage.Network.Got.ShouldBeEmpty();
        }
        await stage.ToAsync(to);
        stage.Network.Published.Count.ShouldBe(keeps ? 2 : 0);
    }

    [Fact]
    public async Task The_window_is_measured_from_what_was_approved_not_from_the_last_move()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();

        (await stage.MoveAsync(post.Id, PostStage.Noon.AddHours(20))).ShouldBeDone();
        var second = (await stage.MoveAsync(post.Id, PostStage.Noon.AddHours(40))).ShouldBeDone();

        second.Fallen.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Approvers_are_asked_anew_only_where_approvals_fell()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();
        await stage.HushAsync();

        await stage.MoveAsync(post.Id, PostStage.Noon.AddHours(1));
        (await stage.ToldAsync()).ShouldBeEmpty();

        await stage.MoveAsync(post.Id, PostStage.Noon.AddHours(100));
        (await stage.ToldAsync()).ShouldBe([stage.Omar.Id, stage.Olga.Id], ignoreOrder: true);
        (await stage.PostAsync(post.Id)).NeededBy.ShouldBe(
            PostStage.Noon.AddHours(100).AddMinutes(-30)
        );
    }

    [Fact]
    public async Task Moving_one_copy_voids_at_most_its_own_approval()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();
        var first = post.Copies.Single(c => c.AccountId == stage.First.Id).Id;

        (await stage.MoveAsync(post.Id, PostStage.Noon.AddHours(100), copy: first))
            .ShouldBeDone()
            .Fallen.ShouldHaveSingleItem()
            .CopyId.ShouldBe(first);

        (await stage.CopyAsync(post.Id, stage.Second)).Status.ShouldBe(CopyStatus.Approved);
    }

    [Fact]
    public async Task Approved_for_at_once_is_not_approved_for_some_day()
    {
        await using var stage = await PostStage.OpenAsync(new ApprovalPolicy { Needed = 2 });
        var post = await stage.SubmittedAsync(asSoonAsApproved: true);
        await stage.ApproveAsync(stage.Omar, post.Id);

        (await stage.MoveAsync(post.Id, PostStage.Noon)).ShouldBeDone().Fallen.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_post_moved_earlier_goes_out_earlier()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();

        (await stage.MoveAsync(post.Id, stage.Now.AddHours(1))).ShouldBeDone();
        await stage.PassAsync(TimeSpan.FromHours(1));

        stage.Network.Published.Count.ShouldBe(2);
        await stage.ToAsync(PostStage.Noon);
        stage.Network.Published.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_past_is_no_time_to_plan_for()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();

        (await stage.MoveAsync(post.Id, stage.Now)).ShouldBeRefused("time.past");
        (
            await stage.TryDraftAsync(
                stage.Anna,
                [stage.First],
                new CopyContent { Text = "x" },
                PostStage.At(stage.Now)
            )
        ).ShouldBeRefused("time.past");
        (await stage.CopyAsync(post.Id)).PlannedAt.ShouldBe(PostStage.Noon);
    }

    [Fact]
    public async Task What_has_left_stays_where_it_is_and_strangers_move_nothing()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.PublishedAsync();
        var other = await stage.DraftAsync("Another", at: PostStage.Noon.AddHours(5));

        (await stage.MoveAsync(post.Id, PostStage.Noon.AddHours(9))).ShouldBeRefused(
            "post.already-left"
        );
        (
            await stage.MoveAsync(post.Id, PostStage.Noon.AddHours(9), copy: post.Copies[0].Id)
        ).ShouldBeRefused("copy.already-left");
        (
            await stage.MoveAsync(other.Id, PostStage.Noon.AddHours(9), by: stage.Slice.Nils)
        ).ShouldBeRefused("post.not-yours");
        (await stage.MoveAsync(other.Id, PostStage.Noon.AddHours(9), copy: 999)).ShouldBeRefused(
            "copy.unknown"
        );
        (await stage.MoveAsync(999, PostStage.Noon.AddHours(9))).ShouldBeRefused("post.unknown");
    }

    [Fact]
    public async Task A_local_time_travels_with_its_zone()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.DraftAsync();

        var planned = (await stage.CopyAsync(post.Id)).Planned.ShouldNotBeNull();

        planned.Zone.ShouldBe("Europe/Berlin");
        planned.Local.ShouldBe(new DateTimeOffset(2026, 6, 9, 14, 0, 0, TimeSpan.FromHours(2)));
    }
}
