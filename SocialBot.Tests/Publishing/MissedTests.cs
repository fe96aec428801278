using Shouldly;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Publishing;

public sealed class MissedTests
{
    [Fact]
    public async Task A_post_a_little_late_still_goes_out()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();

        await stage.ToAsync(PostStage.Noon + PublishCopy.Tolerance);

        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
    }

    [Fact]
    public async Task A_post_whose_time_passed_while_the_bot_was_down_is_parked_and_asked_about()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(on: [stage.First]);
        await stage.HushAsync();

        await stage.ToAsync(PostStage.Noon + PublishCopy.Tolerance + TimeSpan.FromSeconds(1));

        var copy = await stage.CopyAsync(post.Id);
        copy.Status.ShouldBe(CopyStatus.Missed);
        copy.Trouble!.Code.ShouldBe("missed.late");
        (await stage.NoticesAsync()).ShouldBe([$"post.missed to {stage.Anna.Id}"]);
        await stage.PassAsync(TimeSpan.FromDays(3));
        stage.Network.Got.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missed_post_with_its_approvals_goes_out_when_a_person_says_now()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await MissedAsync(stage);

        (await stage.SendNowAsync(stage.Anna, post.Id)).ShouldBeDone().Cleared.Count.ShouldBe(2);
        await stage.Slice.WorkAsync(Core.Due.Lane.Network);

        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
        (await stage.AuditAsync("post.send-missed"))
            .ShouldHaveSingleItem()
            .MemberId.ShouldBe(stage.Anna.Id);
    }

    [Fact]
    public async Task A_missed_post_without_its_approvals_is_asked_about_first()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();
        await stage.ToAsync(PostStage.Noon);
        await stage.HushAsync();

        (await stage.SendNowAsync(stage.Anna, post.Id)).ShouldBeDone().Cleared.ShouldBeEmpty();

        (await stage.ToldAsync()).ShouldBe([stage.Omar.Id, stage.Olga.Id], ignoreOrder: true);
        await stage.PassAsync(TimeSpan.FromMinutes(1));
        stage.Network.Got.ShouldBeEmpty();
        (await stage.ApproveAsync(stage.Omar, post.Id)).ShouldBeDone();
        await stage.PassAsync(TimeSpan.FromMinutes(1));
        stage.Network.Published.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_missed_post_moved_within_the_window_goes_out_at_its_new_time()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await MissedAsync(stage);

        (await stage.MoveAsync(post.Id, PostStage.Noon.AddHours(20))).ShouldBeDone();

        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Approved);
        await stage.ToAsync(PostStage.Noon.AddHours(20));
        stage.Network.Published.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_missed_post_moved_further_needs_its_approvals_again()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await MissedAsync(stage);
        await stage.HushAsync();

        (await stage.MoveAsync(post.Id, PostStage.Noon.AddHours(30))).ShouldBeDone();

        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.InReview);
        (await stage.ToldAsync()).ShouldBe([stage.Omar.Id, stage.Olga.Id], ignoreOrder: true);
    }

    [Fact]
    public async Task A_missed_post_is_dropped()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await MissedAsync(stage);

        (await stage.DiscardAsync(post.Id)).ShouldBeDone();

        await stage.PassAsync(TimeSpan.FromDays(1));
        stage.Network.Got.ShouldBeEmpty();
        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Discarded);
    }

    [Fact]
    public async Task What_was_not_missed_is_not_sent_now_and_not_everyone_may()
    {
        await using var stage = await PostStage.OpenAsync();
        var waiting = await stage.ApprovedAsync(at: PostStage.Noon.AddHours(5));
        var post = await MissedAsync(stage);

        (await stage.SendNowAsync(stage.Anna, waiting.Id)).ShouldBeRefused("missed.none");
        (await stage.SendNowAsync(stage.Slice.Carl, post.Id)).ShouldBeRefused("post.not-yours");
        (await stage.SendNowAsync(stage.Anna, 999)).ShouldBeRefused("post.unknown");
    }

    [Fact]
    public async Task While_all_is_paused_nothing_missed_goes_out()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await MissedAsync(stage);
        await stage.PauseAsync(stage.Omar);

        (await stage.SendNowAsync(stage.Anna, post.Id)).ShouldBeRefused("pause.on");
    }

    private static async Task<Post> MissedAsync(PostStage stage)
    {
        var post = await stage.ApprovedAsync();
        await stage.ToAsync(PostStage.Noon.AddHours(1));
        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Missed);
        return post;
    }
}
