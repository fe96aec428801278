using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Shouldly;
using SocialBot.Connectors.Networks.Instagram;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Tests.Support;
using Xunit;
using Act = SocialBot.Tests.Support.ScriptedNetwork.Act;

namespace SocialBot.Tests.Publishing;

public sealed class PublishTests
{
    [Fact]
    public async Task A_published_post_says_where_it_is_and_tells_its_author()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(on: [stage.First]);
        await stage.HushAsync();

        await stage.ToAsync(PostStage.Noon);

        var copy = await stage.CopyAsync(post.Id);
        copy.Status.ShouldBe(CopyStatus.Published);
        copy.Permalink.ShouldBe("https://scripted.example/r1");
        copy.PublishedAt.ShouldBe(PostStage.Noon);
        (await stage.NoticesAsync()).ShouldBe([$"post.published to {stage.Anna.Id}"]);
        (await stage.AuditAsync("post.published")).ShouldHaveSingleItem().MemberId.ShouldBeNull();
    }

    [Fact]
    public async Task A_network_that_fetches_pictures_is_given_the_address_of_the_bytes_that_fit()
    {
        await using var stage = await PostStage.OpenAsync(more: services =>
            services.AddSingleton(InstagramRules.Rules with { Network = "Scripted" })
        );
        var content = new CopyContent
        {
            Text = "Sunrise",
            Media = [await RedDot.StoreAsync(stage.Slice, "A red dot")],
        };
        var post = (
            await stage.TryDraftAsync(stage.Anna, [stage.First], content, when: null)
        ).ShouldBeDone();
        (await stage.SubmitAsync(post.Id)).ShouldBeDone();
        (await stage.ApproveAsync(stage.Omar, post.Id)).ShouldBeDone();

        await stage.Slice.WorkAsync(Lane.Network);

        var sent = stage.Network.Published.ShouldHaveSingleItem().Post.Media.ShouldHaveSingleItem();
        sent.ContentType.ShouldBe("image/jpeg", "what the network takes; a PNG was stored");
        var key = sent.Address.ShouldNotBeNull().Segments[^1];
        sent.Address.Host.ShouldBe("bot.example");
        var served = await stage.Slice.DbAsync(db =>
            db.Media.SingleAsync(m => m.Key == key, PostStage.Ct)
        );
        served.Bytes.ShouldBe(sent.Bytes);
    }

    [Fact]
    public async Task As_soon_as_approved_means_now()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(asSoonAsApproved: true);

        await stage.Slice.WorkAsync(Lane.Network);

        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
    }

    [Fact]
    public async Task The_attempt_is_committed_before_any_byte_leaves()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(on: [stage.First]);
        Attempt? during = null;
        Copy? copy = null;
        stage.Network.Meanwhile = async () =>
        {
            during = (await stage.AttemptsAsync()).Single();
            copy = await stage.CopyAsync(post.Id);
        };

        await stage.ToAsync(PostStage.Noon);

        during.ShouldNotBeNull().IsOpen.ShouldBeTrue();
        during.Key.ShouldBe(stage.Network.Got.Single().Post.Key);
        during.Revision.ShouldBe(post.Copies[0].Revision);
        copy.ShouldNotBeNull().Status.ShouldBe(CopyStatus.Sending);
        (await stage.AttemptsAsync()).Single().Outcome.ShouldBe(AttemptOutcome.Published);
    }

    [Fact]
    public async Task Two_copies_of_a_post_leave_together_and_neither_doubts_the_other()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();
        using var both = new SemaphoreSlim(0, 2);
        var inside = 0;
        // Each call ends only when the other has begun: their settling meets on the same post.
        stage.Network.Meanwhile = async () =>
        {
            if (Interlocked.Increment(ref inside) == 2)
                both.Release(2);
            await both.WaitAsync(PostStage.Ct);
        };

        await stage.ToAsync(PostStage.Noon);

        (await stage.PostAsync(post.Id)).Copies.ShouldAllBe(c => c.Status == CopyStatus.Published);
        (await stage.AttemptsAsync()).ShouldAllBe(a => a.Outcome == AttemptOutcome.Published);
        stage.Network.Reads.ShouldBe(0);
        stage.Network.Published.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_edit_of_the_other_copy_during_the_call_loses_nothing()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();
        var second = post.Copies.Single(c => c.AccountId == stage.Second.Id).Id;
        await stage.MoveAsync(post.Id, PostStage.Noon.AddHours(1), copy: second);
        stage.Network.Meanwhile = async () =>
            (
                await stage.EditAsync(post.Id, c => c with { Text = "Edited meanwhile" }, second)
            ).ShouldBeDone();

        await stage.ToAsync(PostStage.Noon);

        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
        (await stage.CopyAsync(post.Id, stage.Second)).Content.Text.ShouldBe("Edited meanwhile");
        stage.Network.Reads.ShouldBe(0);
    }

    [Fact]
    public async Task Two_processes_at_once_send_every_post_once()
    {
        await using var stage = await PostStage.OpenAsync();
        for (var i = 0; i < 10; i++)
            await stage.ApprovedAsync($"Post {i}", on: [stage.First]);
        stage.Slice.Clock.Advance(PostStage.Noon - stage.Now);

        await Task.WhenAll(
            Enumerable
                .Range(0, 3)
                .Select(_ => Task.Run(() => stage.Slice.WorkAsync(Lane.Network), PostStage.Ct))
        );

        stage
            .Network.Published.Select(p => p.Post.Text)
            .Order()
            .ShouldBe(Enumerable.Range(0, 10).Select(i => $"Post {i}"));
    }

    [Fact]
    public async Task A_rejected_post_says_what_to_change_and_goes_out_once_changed()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(asSoonAsApproved: true, on: [stage.First]);
        stage.Network.Next(
            new Act.Answer(new PublishOutcome.Rejected("too-long", "The video is too long."))
        );
        await stage.HushAsync();

        await stage.SettleAsync();
        var copy = await stage.CopyAsync(post.Id);
        copy.Status.ShouldBe(CopyStatus.Rejected);
        copy.Trouble!.Code.ShouldBe("network.rejected");
        copy.Trouble.Said.ShouldBe("The video is too long.");
        (await stage.NoticesAsync()).ShouldBe([$"post.trouble to {stage.Anna.Id}"]);

        await stage.EditAsync(post.Id, c => c with { Text = "Shorter" });
        await stage.SubmitAsync(post.Id);
        await stage.ApproveAsync(stage.Omar, post.Id);
        await stage.Slice.WorkAsync(Lane.Network);
        stage.Network.Live.ShouldHaveSingleItem().Text.ShouldBe("Shorter");
    }

    [Fact]
    public async Task One_copys_rejection_leaves_the_other_alone()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();
        stage.Network.Next(new Act.Answer(new PublishOutcome.Rejected("no", "No.")));

        await stage.ToAsync(PostStage.Noon);

        (await stage.PostAsync(post.Id))
            .Copies.Select(c => c.Status)
            .ShouldBe([CopyStatus.Published, CopyStatus.Rejected], ignoreOrder: true);
    }

    [Fact]
    public async Task A_lost_sign_in_parks_the_post_and_marks_the_account()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(on: [stage.First]);
        stage.Network.Next(new Act.Answer(new PublishOutcome.SignInNeeded("token revoked")));
        await stage.HushAsync();

        await stage.ToAsync(PostStage.Noon);
        await stage.PassAsync(TimeSpan.FromHours(3));

        stage.Network.Got.Count.ShouldBe(1);
        (await stage.CopyAsync(post.Id)).Trouble!.Code.ShouldBe("network.sign-in");
        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Missed);
        (
            await stage.Slice.DbAsync(db => db.Accounts.SingleAsync(a => a.Id == stage.First.Id))
        ).SignInNeeded.ShouldBe("token revoked");
        (await stage.NoticesAsync()).ShouldBe(
            [$"account.sign-in to {stage.Anna.Id}", "account.sign-in-needed to Alerts"],
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task A_rate_limited_post_is_tried_again_when_the_network_said()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(on: [stage.First]);
        stage.Network.Next(
            new Act.Answer(new PublishOutcome.TryLater(TimeSpan.FromMinutes(17), "429"))
        );

        await stage.ToAsync(PostStage.Noon);
        var waiting = await stage.CopyAsync(post.Id);
        waiting.Status.ShouldBe(CopyStatus.Due);
        waiting.Trouble!.Until.ShouldBe(PostStage.Noon.AddMinutes(17));

        await stage.ToAsync(PostStage.Noon.AddMinutes(17).AddSeconds(-1));
        stage.Network.Got.Count.ShouldBe(1);
        await stage.ToAsync(PostStage.Noon.AddMinutes(17));
        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
        stage.Network.Got.Select(g => g.Post.Key).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_word_from_the_network_the_waits_grow_until_the_window_ends()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(on: [stage.First]);
        stage.Network.Next([
            .. Enumerable.Repeat(
                new Act.Answer(new PublishOutcome.TryLater(After: null, "503")),
                50
            ),
        ]);
        var tries = new List<TimeSpan>();
        stage.Network.Meanwhile = () =>
        {
            tries.Add(stage.Now - PostStage.Noon);
            return Task.CompletedTask;
        };

        await stage.ToAsync(PostStage.Noon);
        await stage.SettleAsync();

        tries.Select(t => t.TotalMinutes).ShouldBe([0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 61.5, 91.5]);
        var copy = await stage.CopyAsync(post.Id);
        copy.Status.ShouldBe(CopyStatus.Rejected);
        copy.Trouble!.Code.ShouldBe("network.gave-up");
        stage.Network.Live.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wait_beyond_the_window_is_not_begun()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(on: [stage.First]);
        stage.Network.Next(
            new Act.Answer(new PublishOutcome.TryLater(TimeSpan.FromHours(3), "429"))
        );

        await stage.ToAsync(PostStage.Noon);

        (await stage.CopyAsync(post.Id)).Trouble!.Code.ShouldBe("network.gave-up");
    }

    [Fact]
    public async Task What_was_given_up_gets_a_whole_new_window_when_handed_in_again()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(asSoonAsApproved: true, on: [stage.First]);
        stage.Network.Next(
            new Act.Answer(new PublishOutcome.TryLater(TimeSpan.FromHours(3), "429")),
            new Act.Answer(new PublishOutcome.TryLater(TimeSpan.FromMinutes(5), "429"))
        );
        await stage.Slice.WorkAsync(Lane.Network);
        await stage.PassAsync(TimeSpan.FromHours(5));

        // The same words keep their approvals.
        (await stage.SubmitAsync(post.Id))
            .ShouldBeDone()
            .Status.ShouldBe(CopyStatus.Approved);
        await stage.Slice.WorkAsync(Lane.Network);
        await stage.PassAsync(TimeSpan.FromMinutes(5));

        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
    }

    [Fact]
    public async Task What_the_network_still_works_on_is_asked_about_and_never_sent_again()
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.VisibleAfter = TimeSpan.FromMinutes(3);
        var post = await stage.ApprovedAsync(on: [stage.First]);
        stage.Network.Next(new Act.Work(TimeSpan.FromMinutes(1)));

        await stage.ToAsync(PostStage.Noon);
        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Processing);

        await stage.SettleAsync();
        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Published);
        stage.Network.Got.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_the_network_works_on_for_ever_is_asked_of_a_person()
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.VisibleAfter = TimeSpan.FromDays(9);
        var post = await stage.ApprovedAsync(on: [stage.First]);
        stage.Network.Next(new Act.Work(TimeSpan.FromMinutes(1)));

        await stage.ToAsync(PostStage.Noon);
        await stage.SettleAsync();

        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Unconfirmed);
        stage.Network.Got.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Work_said_to_take_longer_than_the_window_is_not_forgotten()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(on: [stage.First]);
        stage.Network.Next(new Act.Work(TimeSpan.FromHours(9)));

        await stage.ToAsync(PostStage.Noon);

        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Unconfirmed);
    }

    [Fact]
    public async Task Pictures_leave_in_order_with_their_alt_texts()
    {
        await using var stage = await PostStage.OpenAsync();
        var pictures = new List<AttachedMedia>();
        foreach (var (width, alt) in ((int, string?)[])[(2, "A cat"), (3, null)])
            pictures.Add(
                (
                    await stage.Slice.RunAsync<
                        Core.Media.StorePicture,
                        Core.Outcome<AttachedMedia>
                    >(s => s.RunAsync(DrawnPictures.Png(width, 2), alt, PostStage.Ct))
                ).ShouldBeDone()
            );
        var post = (
            await stage.TryDraftAsync(
                stage.Anna,
                [stage.First],
                new CopyContent { Text = "Look", Media = pictures },
                when: null
            )
        ).ShouldBeDone();
        await stage.SubmitAsync(post.Id);
        await stage.ApproveAsync(stage.Omar, post.Id);

        await stage.Slice.WorkAsync(Lane.Network);

        var sent = stage.Network.Published.ShouldHaveSingleItem().Post.Media;
        sent.Select(m => m.AltText).ShouldBe(["A cat", null]);
        sent[0].Bytes.ShouldBe(DrawnPictures.Png(2, 2));
        sent.Select(m => (m.Width, m.Height)).ShouldBe([(2, 2), (3, 2)]);
        sent[0].ContentType.ShouldBe("image/png");
        sent[0].FileName.ShouldEndWith(".png");
    }

    [Fact]
    public async Task Tries_are_counted_by_network_and_outcome()
    {
        await using var stage = await PostStage.OpenAsync();
        using var tries = new MetricCollector<long>(
            stage.Slice.Services.Meters(),
            "SocialBot",
            "socialbot.publishes"
        );
        await stage.ApprovedAsync(on: [stage.First]);
        stage.Network.Next(
            new Act.Answer(new PublishOutcome.TryLater(TimeSpan.FromSeconds(5), "429"))
        );

        await stage.ToAsync(PostStage.Noon);
        await stage.SettleAsync();

        tries
            .GetMeasurementSnapshot()
            .Select(m => $"{m.Tags["network"]} {m.Tags["outcome"]}")
            .ShouldBe(["Scripted TryLater", "Scripted Published"]);
    }
}
