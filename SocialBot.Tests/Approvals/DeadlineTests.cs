using Shouldly;
using SocialBot.Core.Approvals;
using SocialBot.Core.Posts;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Approvals;

/// <summary>Planned for noon: needed by 11:30, reminder at 09:30, escalation at 11:00.</summary>
public sealed class DeadlineTests
{
    private static DateTimeOffset Clock(int hour, int minute = 0) =>
        new(2026, 6, 9, hour, minute, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_post_nobody_decides_is_reminded_escalated_and_missed_never_sent()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();
        await stage.HushAsync();

        await stage.ToAsync(Clock(9, 29));
        (await stage.NoticesAsync()).ShouldBeEmpty();
        await stage.ToAsync(Clock(9, 30));
        (await stage.NoticesAsync()).ShouldBe(
            [$"approval.reminder to {stage.Omar.Id}", $"approval.reminder to {stage.Olga.Id}"],
            ignoreOrder: true
        );

        await stage.HushAsync();
        await stage.ToAsync(Clock(11));
        (await stage.NoticesAsync()).ShouldBe([$"approval.escalation to {stage.Ada.Id}"]);

        await stage.HushAsync();
        await stage.ToAsync(Clock(12));
        (await stage.NoticesAsync()).ShouldBe([$"post.missed to {stage.Anna.Id}"]);
        var missed = await stage.PostAsync(post.Id);
        missed.Status.ShouldBe(CopyStatus.Missed);
        missed.Copies[0].Trouble!.Code.ShouldBe("missed.not-approved");
        await stage.PassAsync(TimeSpan.FromDays(2));
        stage.Network.Got.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_decided_post_reminds_nobody()
    {
        await using var stage = await PostStage.OpenAsync();
        await stage.ApprovedAsync();
        await stage.HushAsync();

        await stage.ToAsync(Clock(11, 59));

        (await stage.NoticesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_said_yes_already_is_not_reminded()
    {
        await using var stage = await PostStage.OpenAsync(new ApprovalPolicy { Needed = 2 });
        var post = await stage.SubmittedAsync();
        await stage.ApproveAsync(stage.Omar, post.Id);
        await stage.HushAsync();

        await stage.ToAsync(Clock(9, 30));

        (await stage.NoticesAsync()).ShouldBe([$"approval.reminder to {stage.Olga.Id}"]);
    }

    [Fact]
    public async Task A_moved_post_moves_its_clocks()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();
        (await stage.MoveAsync(post.Id, Clock(18))).ShouldBeDone();
        await stage.HushAsync();

        await stage.ToAsync(Clock(15, 29));
        (await stage.NoticesAsync()).ShouldBeEmpty();
        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.InReview);

        await stage.ToAsync(Clock(15, 30));
        (await stage.NoticesAsync()).Count.ShouldBe(2);
        await stage.ToAsync(Clock(18));
        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Missed);
    }

    [Fact]
    public async Task A_post_moved_to_as_soon_as_approved_has_no_deadline_any_more()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();
        (await stage.MoveAsync(post.Id, at: null)).ShouldBeDone();
        await stage.HushAsync();

        await stage.PassAsync(TimeSpan.FromDays(2));

        (await stage.NoticesAsync()).ShouldBeEmpty();
        var waiting = await stage.PostAsync(post.Id);
        waiting.Status.ShouldBe(CopyStatus.InReview);
        waiting.NeededBy.ShouldBeNull();
    }

    [Fact]
    public async Task A_post_submitted_after_its_reminder_goes_on_to_the_next_clock()
    {
        await using var stage = await PostStage.OpenAsync();
        await stage.ToAsync(Clock(10));
        await stage.SubmittedAsync();
        await stage.HushAsync();

        await stage.ToAsync(Clock(10, 59));
        (await stage.NoticesAsync()).ShouldBeEmpty();
        await stage.ToAsync(Clock(11));
        (await stage.NoticesAsync()).ShouldBe([$"approval.escalation to {stage.Ada.Id}"]);
    }

    [Fact]
    public async Task Copies_at_different_times_are_missed_one_by_one()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();
        await stage.MoveAsync(
            post.Id,
            Clock(14),
            copy: post.Copies.Single(c => c.AccountId == stage.Second.Id).Id
        );

        await stage.ToAsync(Clock(12));
        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Missed);
        (await stage.CopyAsync(post.Id, stage.Second)).Status.ShouldBe(CopyStatus.InReview);

        await stage.ToAsync(Clock(14));
        (await stage.CopyAsync(post.Id, stage.Second)).Status.ShouldBe(CopyStatus.Missed);
    }

    [Fact]
    public async Task An_approval_taken_back_puts_the_post_under_its_deadline_again()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();
        (await stage.MoveAsync(post.Id, Clock(18))).ShouldBeDone();
        await stage.ToAsync(Clock(13));
        (await stage.TakeBackAsync(stage.Omar, post.Id)).ShouldBeDone();

        await stage.ToAsync(Clock(18));

        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Missed);
        stage.Network.Got.ShouldBeEmpty();
    }
}
