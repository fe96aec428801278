using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Tests.Support;
using Xunit;
using Act = SocialBot.Tests.Support.ScriptedNetwork.Act;

namespace SocialBot.Tests.Publishing;

/// <summary>A timeout, a reset, a crash: it may be out. Nothing is sent again that may be, and nothing is lost.</summary>
public sealed class LostAnswerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_post_whose_answer_was_lost_is_found_by_reading_back(bool tellsKeys)
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.TellsKeys = tellsKeys;
        var post = await stage.ApprovedAsync(on: [stage.First]);
        stage.Network.Next(new Act.LoseAnswer());

        await stage.ToAsync(PostStage.Noon);
        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Sending);
        await stage.ToAsync(PostStage.Noon + stage.Network.SettleWindow - TimeSpan.FromSeconds(1));
        stage.Network.Reads.ShouldBe(0);

        await stage.SettleAsync();
        var copy = await stage.CopyAsync(post.Id);
        copy.Status.ShouldBe(CopyStatus.Published);
        copy.RemoteId.ShouldBe("r1");
        copy.PublishedAt.ShouldBe(PostStage.Noon);
        stage.Network.Got.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_post_that_never_arrived_is_sent_again_after_the_settle_window()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(on: [stage.First]);
        stage.Network.Next(new Act.LoseRequest());

        await stage.ToAsync(PostStage.Noon);
        await stage.SettleAsync();

        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
        stage.Network.Got.Count.ShouldBe(2);
        stage.Network.Live.ShouldHaveSingleItem();
        (await stage.AttemptsAsync())
            .Select(a => a.Outcome)
            .ShouldBe([AttemptOutcome.TryLater, AttemptOutcome.Published]);
    }

    [Fact]
    public async Task A_bug_in_a_connector_is_not_a_reason_to_send_again()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(on: [stage.First]);
        stage.Network.Next(new Act.Break());

        await stage.ToAsync(PostStage.Noon);
        await stage.SettleAsync();

        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
        stage.Network.Got.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_crash_in_the_middle_is_settled_by_the_next_owner(bool itHadLeft)
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(on: [stage.First]);
        stage.Slice.Clock.Advance(PostStage.Noon - stage.Now);
        await CrashAsync(stage, post.Id, itHadLeft);

        // The dead owner's lease must run out, and only then does the settle window begin.
        await stage.PassAsync(WorkDueLane.Lease - TimeSpan.FromSeconds(1));
        stage.Network.Reads.ShouldBe(0);
        await stage.PassAsync(TimeSpan.FromSeconds(1));
        await stage.PassAsync(stage.Network.SettleWindow - TimeSpan.FromSeconds(1));
        stage.Network.Reads.ShouldBe(0);
        await stage.SettleAsync();

        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
        stage.Network.Live.ShouldHaveSingleItem();
        stage.Network.Got.Count.ShouldBe(itHadLeft ? 0 : 1);
    }

    [Fact]
    public async Task What_becomes_visible_late_but_within_the_window_is_not_doubled()
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.SettleWindow = TimeSpan.FromMinutes(2);
        stage.Network.VisibleAfter = TimeSpan.FromSeconds(119);
        await stage.ApprovedAsync(on: [stage.First]);
        stage.Network.Next(new Act.LoseAnswer());

        await stage.ToAsync(PostStage.Noon);
        await stage.SettleAsync();

        stage.Network.Got.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_slow_call_whose_answer_is_lost_waits_the_whole_window_after_its_end()
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.VisibleAfter = TimeSpan.FromSeconds(19);
        await stage.ApprovedAsync(on: [stage.First]);
        stage.Network.Next(new Act.LoseAnswer());
        // It takes longer than the window; the network accepts it at the very end.
        stage.Network.Meanwhile = () =>
        {
            stage.Slice.Clock.Advance(TimeSpan.FromSeconds(25));
            return Task.CompletedTask;
        };

        await stage.ToAsync(PostStage.Noon);
        await stage.SettleAsync();

        stage.Network.Got.Count.ShouldBe(1);
        stage.Network.Live.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_same_words_of_another_post_are_not_taken_for_this_one()
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.TellsKeys = false;
        await stage.ApprovedAsync("Same words", on: [stage.First]);
        await stage.ToAsync(PostStage.Noon);
        var again = await stage.ApprovedAsync(
            "Same words",
            at: PostStage.Noon.AddMinutes(1),
            on: [stage.First]
        );
        stage.Network.Next(new Act.LoseRequest());

        await stage.ToAsync(PostStage.Noon.AddMinutes(1));
        await stage.SettleAsync();

        // Found were the words of the first post, which its own attempt owns: so this one was not out, and goes.
        stage.Network.Live.Count.ShouldBe(2);
        (await stage.CopyAsync(again.Id)).RemoteId.ShouldBe("r2");
    }

    [Fact]
    public async Task White_space_and_normal_forms_that_a_network_changes_are_no_difference()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync("Cafe\u0301  opens\n\ntoday ", on: [stage.First]);
        stage.Network.Next(new Act.LoseRequest());
        await stage.ToAsync(PostStage.Noon);
        stage.Network.PostByHand("one", "Caf\u00e9 opens today");

        await stage.SettleAsync();

        stage.Network.Got.Count.ShouldBe(1);
        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
    }

    [Fact]
    public async Task What_reading_back_cannot_settle_is_asked_of_a_person()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(on: [stage.First]);
        stage.Network.Next(new Act.LoseRequest());
        for (var i = 0; i < 9; i++)
            stage.Network.NextReading(new FoundPosts.Listed([], Complete: false));
        await stage.HushAsync();

        await stage.ToAsync(PostStage.Noon);
        await stage.SettleAsync();

        stage.Network.Reads.ShouldBe(5);
        stage.Network.Got.Count.ShouldBe(1);
        var copy = await stage.CopyAsync(post.Id);
        copy.Status.ShouldBe(CopyStatus.Unconfirmed);
        copy.Trouble!.Code.ShouldBe("network.unconfirmed");
        (await stage.NoticesAsync()).ShouldBe([$"post.trouble to {stage.Anna.Id}"]);
        (await stage.AttemptsAsync()).Single().Outcome.ShouldBe(AttemptOutcome.Unconfirmed);
    }

    [Fact]
    public async Task A_network_that_cannot_be_read_now_is_read_when_it_said()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(on: [stage.First]);
        stage.Network.Next(new Act.LoseAnswer());
        stage.Network.NextReading(new FoundPosts.NotNow("429", TimeSpan.FromMinutes(9)));

        await stage.ToAsync(PostStage.Noon);
        await stage.PassAsync(stage.Network.SettleWindow);
        await stage.PassAsync(TimeSpan.FromMinutes(9) - TimeSpan.FromSeconds(1));
        stage.Network.Reads.ShouldBe(1);
        await stage.SettleAsync();

        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
    }

    [Fact]
    public async Task A_network_that_cannot_be_read_back_is_a_persons_business_at_once()
    {
        await using var stage = await PostStage.OpenAsync();
        var mute = await stage.Slice.AddAccountAsync("Mute", "quiet");
        var post = await stage.ApprovedAsync(on: [mute]);

        await stage.ToAsync(PostStage.Noon);
        await stage.SettleAsync();

        (await stage.CopyAsync(post.Id, mute)).Status.ShouldBe(CopyStatus.Unconfirmed);
        stage.Mute.Got.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_person_says_it_is_live_and_gives_the_address()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await UnconfirmedAsync(stage);

        (
            await stage.ResolveAsync(stage.Anna, post.Id, isLive: true, "https://x.example/1")
        ).ShouldBeDone();
        await stage.SettleAsync();

        var copy = (await stage.PostAsync(post.Id)).Copies.Single();
        copy.Status.ShouldBe(CopyStatus.Published);
        copy.Permalink.ShouldBe("https://x.example/1");
        copy.RemoteId.ShouldBeNull();
        stage.Mute.Got.Count.ShouldBe(1);
        (await stage.AuditAsync("post.is-live"))
            .ShouldHaveSingleItem()
            .MemberId.ShouldBe(stage.Anna.Id);
    }

    [Fact]
    public async Task A_person_says_it_is_not_live_and_it_goes_out_however_late_it_is()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await UnconfirmedAsync(stage);
        stage.Mute.Answer = new PublishOutcome.Published("m2", Permalink: null, stage.Now);
        await stage.PassAsync(TimeSpan.FromHours(20));

        (await stage.ResolveAsync(stage.Omar, post.Id, isLive: false)).ShouldBeDone();
        await stage.Slice.WorkAsync(Lane.Network);

        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
        stage.Mute.Got.Count.ShouldBe(2);
        (await stage.AuditAsync("post.send-again")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_is_not_in_doubt_is_not_resolved_and_strangers_do_not_resolve()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await UnconfirmedAsync(stage);

        (await stage.ResolveAsync(stage.Slice.Nils, post.Id, isLive: true)).ShouldBeRefused(
            "post.not-yours"
        );
        (await stage.ResolveAsync(stage.Anna, post.Id, isLive: true)).ShouldBeDone();
        (await stage.ResolveAsync(stage.Anna, post.Id, isLive: false)).ShouldBeRefused(
            "unconfirmed.none"
        );
        (await stage.ResolveAsync(stage.Anna, 999, isLive: true)).ShouldBeRefused("post.unknown");
        await stage.SettleAsync();
        stage.Mute.Got.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_first_comment_follows_when_a_person_says_that_the_post_is_live()
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.VisibleAfter = TimeSpan.FromDays(9);
        var post = await stage.ApprovedAsync(on: [stage.First], firstComment: "Directions");
        stage.Network.Next(new Act.Work(TimeSpan.FromMinutes(1)));
        await stage.ToAsync(PostStage.Noon);
        await stage.SettleAsync();
        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Unconfirmed);

        (await stage.ResolveAsync(stage.Anna, post.Id, isLive: true)).ShouldBeDone();
        await stage.Slice.WorkAsync(Lane.Network);

        stage.Network.Comments.ShouldHaveSingleItem().InReplyTo.ShouldBe("r1");
    }

    private static async Task<Post> UnconfirmedAsync(PostStage stage)
    {
        var mute = await stage.Slice.AddAccountAsync("Mute", "quiet");
        var post = await stage.ApprovedAsync(on: [mute]);
        await stage.ToAsync(PostStage.Noon);
        await stage.SettleAsync();
        return post;
    }

    /// <summary>What kill -9 leaves behind: the row claimed, the attempt committed, the copy on its way; perhaps the post is out.</summary>
    private static async Task CrashAsync(PostStage stage, long postId, bool itHadLeft)
    {
        var key = AttemptKey.New(stage.Now);
        await stage.Slice.DbAsync(async db =>
        {
            await db.Database.ExecuteSqlAsync(
                $"UPDATE due SET lease_until = {(stage.Now + WorkDueLane.Lease - DateTimeOffset.UnixEpoch).Ticks / 10}, fence = fence + 1, tries = 1 WHERE kind = 'publish'",
                PostStage.Ct
            );
            var copy = await db.Copies.SingleAsync(c => c.PostId == postId, PostStage.Ct);
            copy.Start(stage.Now + PublishCopy.TryWindow);
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
        if (itHadLeft)
            stage.Network.PostByHand("one", "We open our lab");
    }
}
