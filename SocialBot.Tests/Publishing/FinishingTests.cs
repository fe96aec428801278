using Shouldly;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Tests.Support;
using Xunit;
using Act = SocialBot.Tests.Support.ScriptedNetwork.Act;

namespace SocialBot.Tests.Publishing;

/// <summary>What a network is still working on is finished in later calls, and never sent again.</summary>
public sealed class FinishingTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task It_is_asked_when_the_network_said_with_the_same_post_under_the_same_key()
    {
        await using var stage = await OpenAsync(
            new PublishOutcome.Processing("container-2", Minute),
            new PublishOutcome.Published("p9", "https://scripted.example/p9", PostStage.Noon)
        );
        var post = await stage.PublishedAsync();
        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Processing);
        await stage.PassAsync(Minute - TimeSpan.FromSeconds(1));
        stage.Finish.Asked.ShouldBeEmpty();

        await stage.SettleAsync();

        stage.Finish.Asked.Select(a => a.RemoteId).ShouldBe(["r1", "container-2"]);
        stage.Finish.Asked[0].Post.ShouldBeEquivalentTo(stage.Network.Published.Single().Post);
        var copy = await stage.CopyAsync(post.Id);
        copy.Status.ShouldBe(CopyStatus.Published);
        copy.RemoteId.ShouldBe("p9");
        stage.Network.Reads.ShouldBe(0);
    }

    [Fact]
    public async Task What_it_refuses_after_working_on_it_is_told_with_its_reason()
    {
        await using var stage = await OpenAsync(
            new PublishOutcome.Rejected("video", "The video has no sound track.")
        );
        var post = await stage.PublishedAsync();
        await stage.SettleAsync();

        var copy = await stage.CopyAsync(post.Id);
        copy.Status.ShouldBe(CopyStatus.Rejected);
        copy.Trouble!.Said.ShouldBe("The video has no sound track.");
    }

    [Fact]
    public async Task A_rate_limit_or_a_lost_answer_is_asked_again_and_the_attempt_stays_open()
    {
        await using var stage = await OpenAsync(
            new PublishOutcome.TryLater(TimeSpan.FromMinutes(5), "429"),
            new PublishOutcome.Unconfirmed("timed out"),
            new PublishOutcome.Published("p9", Permalink: null, PostStage.Noon)
        );
        var post = await stage.PublishedAsync();
        await stage.PassAsync(Minute);
        await stage.PassAsync(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        stage.Finish.Asked.Count.ShouldBe(1);
        (await stage.AttemptsAsync()).Single().IsOpen.ShouldBeTrue();

        await stage.SettleAsync();

        stage.Finish.Asked.Count.ShouldBe(3);
        stage.Network.Published.Count.ShouldBe(1);
        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
        (await stage.AttemptsAsync()).Single().Outcome.ShouldBe(AttemptOutcome.Published);
    }

    [Fact]
    public async Task What_never_ends_becomes_a_persons_business()
    {
        await using var stage = await OpenAsync([
            .. Enumerable.Repeat(new PublishOutcome.Processing("r1", TimeSpan.FromMinutes(30)), 9),
        ]);
        var post = await stage.PublishedAsync();
        await stage.SettleAsync();

        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Unconfirmed);
        stage.Network.Published.Count.ShouldBe(1);
    }

    private static async Task<PostStage> OpenAsync(params PublishOutcome[] answers)
    {
        var stage = await PostStage.OpenAsync(finishes: true);
        stage.Network.Next(new Act.Work(Minute));
        foreach (var answer in answers)
            stage.Finish.Answers.Enqueue(answer);
        return stage;
    }
}
