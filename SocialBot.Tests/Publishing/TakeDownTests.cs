using Shouldly;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Tests.Support;
using Xunit;
using Act = SocialBot.Tests.Support.ScriptedNetwork.Act;

namespace SocialBot.Tests.Publishing;

public sealed class TakeDownTests
{
    [Fact]
    public async Task A_post_taken_down_is_gone_and_its_history_says_who()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.PublishedAsync();

        (await stage.TakeDownAsync(stage.Omar, post.Id)).ShouldBeDone();
        await stage.Slice.WorkAsync(Core.Due.Lane.Network);

        stage.Network.Live.ShouldBeEmpty();
        (await stage.CopyAsync(post.Id)).TakenDownAt.ShouldBe(stage.Now);
        (await stage.AuditAsync("post.takedown"))
            .ShouldHaveSingleItem()
            .MemberId.ShouldBe(stage.Omar.Id);
        (await stage.AuditAsync("post.taken-down")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_lost_answer_is_simply_asked_again()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.PublishedAsync();
        stage.Network.Next(new Act.LoseAnswer());

        await stage.TakeDownAsync(stage.Omar, post.Id);
        await stage.SettleAsync();

        stage.Network.Got.Count(g => g.IsTakedown).ShouldBe(2);
        (await stage.CopyAsync(post.Id)).TakenDownAt.ShouldNotBeNull();
        stage.Network.Live.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_network_that_will_not_is_told_to_the_author()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.PublishedAsync();
        await stage.HushAsync();
        stage.Network.Next(new Act.Answer(new PublishOutcome.Rejected("no", "Too old to delete.")));

        await stage.TakeDownAsync(stage.Omar, post.Id);
        await stage.SettleAsync();

        var copy = await stage.CopyAsync(post.Id);
        copy.TakenDownAt.ShouldBeNull();
        copy.Status.ShouldBe(CopyStatus.Published);
        copy.Trouble!.Said.ShouldBe("Too old to delete.");
        (await stage.NoticesAsync()).ShouldBe([$"post.trouble to {stage.Anna.Id}"]);
    }

    [Fact]
    public async Task A_network_that_is_down_all_day_is_given_up_aloud()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.PublishedAsync();
        stage.Network.Next([
            .. Enumerable.Repeat(
                new Act.Answer(new PublishOutcome.TryLater(TimeSpan.FromMinutes(10), "503")),
                200
            ),
        ]);

        await stage.TakeDownAsync(stage.Omar, post.Id);
        await stage.Slice.WorkAsync(Core.Due.Lane.Network);
        await stage.SettleAsync();

        stage.Network.Got.Count(g => g.IsTakedown).ShouldBe(13);
        (await stage.CopyAsync(post.Id)).Trouble!.Code.ShouldBe("network.not-taken-down");
    }

    [Fact]
    public async Task Not_everyone_takes_down_and_not_everything_can_be()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.PublishedAsync();
        var waiting = await stage.ApprovedAsync("Waiting", at: PostStage.Noon.AddHours(3));
        stage.Mute.Answer = new PublishOutcome.Published("m1", Permalink: null, stage.Now);
        var mute = await stage.Slice.AddAccountAsync("Mute", "quiet");
        var quiet = await stage.ApprovedAsync("Quiet", asSoonAsApproved: true, on: [mute]);
        await stage.Slice.WorkAsync(Core.Due.Lane.Network);

        (await stage.TakeDownAsync(stage.Anna, post.Id)).ShouldBeRefused("takedown.not-allowed");
        (await stage.TakeDownAsync(stage.Omar, 999)).ShouldBeRefused("post.unknown");
        (await stage.TakeDownAsync(stage.Omar, waiting.Id)).ShouldBeRefused("takedown.not-out");
        (await stage.TakeDownAsync(stage.Omar, quiet.Id))
            .ShouldBeRefused("takedown.not-offered")
            .Args.ShouldBe(["Mute"]);
    }

    [Fact]
    public async Task What_is_down_is_not_taken_down_twice()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.PublishedAsync();
        await stage.TakeDownAsync(stage.Omar, post.Id);
        (await stage.TakeDownAsync(stage.Omar, post.Id)).ShouldBeDone(); // pressed twice: one row
        await stage.Slice.WorkAsync(Core.Due.Lane.Network);

        stage.Network.Got.Count(g => g.IsTakedown).ShouldBe(1);
        (await stage.TakeDownAsync(stage.Omar, post.Id)).ShouldBeRefused("takedown.not-out");
    }

    [Fact]
    public async Task One_copy_is_taken_down_and_the_other_stays()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();
        await stage.ToAsync(PostStage.Noon);
        var first = await stage.CopyAsync(post.Id);

        (await stage.TakeDownAsync(stage.Omar, post.Id, first.Id)).ShouldBeDone();
        await stage.Slice.WorkAsync(Core.Due.Lane.Network);

        (await stage.CopyAsync(post.Id)).TakenDownAt.ShouldNotBeNull();
        (await stage.CopyAsync(post.Id, stage.Second)).TakenDownAt.ShouldBeNull();
        stage.Network.Live.ShouldHaveSingleItem();
    }
}
