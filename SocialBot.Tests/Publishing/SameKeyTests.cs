using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Tests.Support;
using Xunit;
using Act = SocialBot.Tests.Support.ScriptedNetwork.Act;

namespace SocialBot.Tests.Publishing;

/// <summary>Where a network keeps one post per key, the same thing goes out under the same key, however often.</summary>
public sealed class SameKeyTests
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task A_post_that_must_wait_keeps_its_key_where_that_means_something(
        bool keepsOnePerKey,
        int keys
    )
    {
        await using var stage = await OpenAsync(keepsOnePerKey);
        stage.Network.Next(new Act.Answer(new PublishOutcome.TryLater(null, "429")));
        var post = await stage.PublishedAsync();
        await stage.SettleAsync();

        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
        stage.Network.Published.Count.ShouldBe(2);
        stage.Network.Published.Select(p => p.Post.Key).Distinct().Count().ShouldBe(keys);
        var attempts = await stage.AttemptsAsync();
        attempts.Count.ShouldBe(keys);
        attempts.Sum(a => a.Tries).ShouldBe(2);
    }

    [Fact]
    public async Task What_was_read_back_as_not_out_is_sent_again_under_its_key_and_an_earlier_call_does_no_harm()
    {
        await using var stage = await OpenAsync(keepsOnePerKey: true);
        stage.Network.Next(new Act.LoseRequest());
        var post = await stage.PublishedAsync();
        await stage.SettleAsync();

        // The first call arrives after all, long after the second.
        var first = stage.Network.Published[0];
        await stage.Network.PublishAsync(first.Account, first.Post, PostStage.Ct);

        stage.Network.Live.ShouldHaveSingleItem();
        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
        var attempt = (await stage.AttemptsAsync()).ShouldHaveSingleItem();
        attempt.Outcome.ShouldBe(AttemptOutcome.Published);
        attempt.Tries.ShouldBe(2);
        attempt.Key.ShouldBe(first.Post.Key);
        attempt.IntentAt.ShouldBe(PostStage.Noon);
    }

    [Fact]
    public async Task A_crash_between_commit_and_call_is_sent_under_the_committed_key()
    {
        await using var stage = await OpenAsync(keepsOnePerKey: true);
        var post = await stage.ApprovedAsync(on: [stage.First]);
        var key = AttemptKey.New(stage.Now);
        await stage.Slice.DbAsync(async db =>
        {
            var copy = await db.Copies.SingleAsync(c => c.PostId == post.Id, PostStage.Ct);
            copy.Start(PostStage.Noon + PublishCopy.TryWindow);
            db.Attempts.Add(
                new Attempt
                {
                    Subject = PublishCopy.Subject(copy.Id),
                    AccountId = copy.AccountId,
                    Key = key,
                    Revision = copy.Revision,
                    IntentAt = stage.Now,
                }
            );
            return await db.SaveChangesAsync(PostStage.Ct);
        });

        await stage.ToAsync(PostStage.Noon);
        await stage.SettleAsync();

        stage.Network.Published.ShouldHaveSingleItem().Post.Key.ShouldBe(key);
        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
    }

    [Fact]
    public async Task A_refused_post_that_was_changed_gets_a_new_key()
    {
        await using var stage = await OpenAsync(keepsOnePerKey: true);
        stage.Network.Next(new Act.Answer(new PublishOutcome.Rejected("no", "Not like this.")));
        var post = await stage.PublishedAsync();

        await stage.EditAsync(post.Id, c => c with { Text = "Better" });
        (await stage.MoveAsync(post.Id, at: null)).ShouldBeDone();
        (await stage.SubmitAsync(post.Id)).ShouldBeDone();
        (await stage.ApproveAsync(stage.Omar, post.Id)).ShouldBeDone();
        await stage.SettleAsync();

        stage.Network.Published.Select(p => p.Post.Key).Distinct().Count().ShouldBe(2);
        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_by_its_key_and_no_look_alike_is_taken_for_it()
    {
        await using var stage = await PostStage.OpenAsync(findsByKey: true);
        stage.Network.TellsKeys = false;
        stage.Network.PostByHand("one", "We open our lab");
        stage.Network.Next(new Act.LoseRequest());
        stage.Keys.Answers.Enqueue(new FoundByKey.NotNow("429", TimeSpan.FromMinutes(3)));
        var post = await stage.PublishedAsync();
        await stage.PassAsync(stage.Network.SettleWindow);
        await stage.PassAsync(TimeSpan.FromMinutes(3) - TimeSpan.FromSeconds(1));
        stage.Keys.Asked.Count.ShouldBe(1);

        await stage.SettleAsync();

        stage.Network.Reads.ShouldBe(0);
        stage.Keys.Asked[0].ShouldBe(stage.Network.Published[0].Post.Key);
        stage.Network.Published.Count.ShouldBe(2);
        (await stage.CopyAsync(post.Id)).RemoteId.ShouldBe("r2");
    }

    [Fact]
    public async Task A_post_found_by_its_key_is_not_sent_again()
    {
        await using var stage = await PostStage.OpenAsync(findsByKey: true);
        stage.Network.Next(new Act.LoseAnswer());
        var post = await stage.PublishedAsync();
        await stage.SettleAsync();

        stage.Network.Published.ShouldHaveSingleItem();
        (await stage.CopyAsync(post.Id)).RemoteId.ShouldBe("r1");
    }

    private static async Task<PostStage> OpenAsync(bool keepsOnePerKey)
    {
        var stage = await PostStage.OpenAsync();
        stage.Network.KeepsOnePerKey = keepsOnePerKey;
        return stage;
    }
}
