using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Tests.Support;
using Xunit;
using Act = SocialBot.Tests.Support.ScriptedNetwork.Act;

namespace SocialBot.Tests.Publishing;

public sealed class PauseTests
{
    [Fact]
    public async Task Paused_nothing_leaves_and_what_falls_due_is_parked()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();
        (await stage.PauseAsync(stage.Omar, "recall")).ShouldBeDone();

        await stage.ToAsync(PostStage.Noon.AddMinutes(5));

        stage.Network.Got.ShouldBeEmpty();
        (await stage.PostAsync(post.Id)).Copies.ShouldAllBe(c =>
            c.Status == CopyStatus.Missed && c.Trouble!.Code == "missed.paused"
        );
        var entry = (await stage.AuditAsync("workspace.pause")).ShouldHaveSingleItem();
        entry.MemberId.ShouldBe(stage.Omar.Id);
        entry.Detail.ShouldBe("recall");
    }

    [Fact]
    public async Task Resuming_asks_about_each_and_fires_nothing()
    {
        await using var stage = await PostStage.OpenAsync();
        var parked = await stage.ApprovedAsync("Parked");
        var later = await stage.ApprovedAsync("Later", at: PostStage.Noon.AddHours(3));
        await stage.PauseAsync(stage.Omar);
        await stage.ToAsync(PostStage.Noon.AddHours(1));

        var missed = (await stage.ResumeAsync(stage.Olga)).ShouldBeDone();

        missed.ShouldHaveSingleItem().Id.ShouldBe(parked.Id);
        await stage.PassAsync(TimeSpan.FromMinutes(30));
        stage.Network.Got.ShouldBeEmpty();
        await stage.ToAsync(PostStage.Noon.AddHours(3));
        stage.Network.Published.ShouldAllBe(p => p.Post.Text == "Later");
        (await stage.PostAsync(later.Id)).Status.ShouldBe(CopyStatus.Published);
        (await stage.AuditAsync("workspace.resume"))
            .ShouldHaveSingleItem()
            .MemberId.ShouldBe(stage.Olga.Id);
    }

    [Fact]
    public async Task What_fell_due_in_the_last_moment_of_the_pause_is_parked_with_its_history()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();
        await stage.PauseAsync(stage.Omar);
        stage.Slice.Clock.Advance(PostStage.Noon - stage.Now); // no worker has looked yet

        (await stage.ResumeAsync(stage.Omar)).ShouldBeDone().ShouldHaveSingleItem();

        await stage.PassAsync(TimeSpan.FromMinutes(1));
        stage.Network.Got.ShouldBeEmpty();
        (await stage.PostAsync(post.Id)).Version.ShouldBe(post.Version + 1);
        (await stage.AuditAsync("post.missed"))
            .ShouldHaveSingleItem()
            .Detail.ShouldBe("missed.paused");
    }

    [Fact]
    public async Task The_pause_tells_honestly_what_has_left_what_is_leaving_and_what_it_holds()
    {
        await using var stage = await PostStage.OpenAsync();
        await stage.ApprovedAsync("Out", on: [stage.First]);
        await stage.ToAsync(PostStage.Noon);
        var leaving = await stage.ApprovedAsync(
            "Leaving",
            asSoonAsApproved: true,
            on: [stage.First]
        );
        stage.Network.Next(new Act.LoseAnswer());
        await stage.Slice.WorkAsync(Core.Due.Lane.Network);
        await stage.ApprovedAsync("Held", at: PostStage.Noon.AddHours(2), on: [stage.First]);
        await stage.ApprovedAsync("Far away", at: PostStage.Noon.AddDays(3), on: [stage.First]);

        var paused = (await stage.PauseAsync(stage.Ada)).ShouldBeDone();

        paused.JustOut.ShouldHaveSingleItem().Content.Text.ShouldBe("Out");
        paused.Leaving.ShouldHaveSingleItem().Content.Text.ShouldBe("Leaving");
        paused.Held.ShouldHaveSingleItem().Content.Text.ShouldBe("Held");

        // What had left is settled all the same.
        await stage.PassAsync(stage.Network.SettleWindow);
        (await stage.PostAsync(leaving.Id)).Status.ShouldBe(CopyStatus.Published);
    }

    [Fact]
    public async Task A_retry_does_not_leave_during_a_pause()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(on: [stage.First]);
        stage.Network.Next(
            new Act.Answer(new PublishOutcome.TryLater(TimeSpan.FromMinutes(5), "429"))
        );
        await stage.ToAsync(PostStage.Noon);
        await stage.PauseAsync(stage.Omar);

        await stage.PassAsync(TimeSpan.FromMinutes(5));

        stage.Network.Got.Count.ShouldBe(1);
        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Missed);
    }

    [Fact]
    public async Task Approving_during_a_pause_is_possible_and_sends_nothing()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync(asSoonAsApproved: true);
        await stage.PauseAsync(stage.Omar);

        (await stage.ApproveAsync(stage.Omar, post.Id)).ShouldBeDone();
        await stage.PassAsync(TimeSpan.FromMinutes(1));

        stage.Network.Got.ShouldBeEmpty();
        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Missed);
    }

    [Fact]
    public async Task Only_an_approver_or_an_Admin_pauses_and_with_a_reason()
    {
        await using var stage = await PostStage.OpenAsync();

        foreach (
            var other in (Core.Workspaces.Member[])[stage.Anna, stage.Slice.Carl, stage.Slice.Nils]
        )
        {
            (await stage.PauseAsync(other)).ShouldBeRefused("pause.not-allowed");
            (await stage.ResumeAsync(other)).ShouldBeRefused("pause.not-allowed");
        }
        (await stage.PauseAsync(stage.Omar, " ")).ShouldBeRefused("reason.missing");
        (await stage.ResumeAsync(stage.Omar)).ShouldBeRefused("resume.not-paused");
        (await stage.Slice.DbAsync(db => db.Workspaces.SingleAsync())).Pause.ShouldBeNull();
    }

    [Fact]
    public async Task A_second_pause_is_told_who_paused_and_why()
    {
        await using var stage = await PostStage.OpenAsync();
        await stage.PauseAsync(stage.Omar, "recall");

        (await stage.PauseAsync(stage.Ada, "other"))
            .ShouldBeRefused("pause.already")
            .Args.ShouldBe([stage.Now, "Omar", "recall"]);
    }
}
