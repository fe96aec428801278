using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Posts;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Posts;

public sealed class DraftingTests
{
    [Fact]
    public async Task A_draft_has_a_copy_for_each_account_in_the_order_asked_for()
    {
        await using var stage = await PostStage.OpenAsync();

        var post = await stage.DraftAsync(on: [stage.Second, stage.First]);

        post.Copies.Select(c => c.AccountId).ShouldBe([stage.Second.Id, stage.First.Id]);
        post.Status.ShouldBe(CopyStatus.Draft);
        post.Version.ShouldBe(1);
        (await stage.AuditAsync("post.draft"))
            .ShouldHaveSingleItem()
            .Subject.ShouldBe($"post:{post.Id}");
    }

    [Fact]
    public async Task Who_only_answers_or_only_counts_does_not_draft()
    {
        await using var stage = await PostStage.OpenAsync();

        foreach (var other in (Member[])[stage.Slice.Carl, stage.Slice.Nils])
            (
                await stage.TryDraftAsync(
                    other,
                    [stage.First],
                    new CopyContent { Text = "x" },
                    null
                )
            ).ShouldBeRefused("not-an-author");
    }

    [Fact]
    public async Task An_account_that_is_unknown_or_disconnected_is_not_drafted_for()
    {
        await using var stage = await PostStage.OpenAsync();
        await stage.Slice.DbAsync(async db =>
        {
            (await db.Accounts.SingleAsync(a => a.Id == stage.Second.Id)).DisconnectedAt =
                Slice.Start;
            return await db.SaveChangesAsync();
        });
        var content = new CopyContent { Text = "x" };

        (
            await stage.TryDraftAsync(stage.Anna, [stage.First, stage.Second], content, null)
        ).ShouldBeRefused("account.unknown");
        (await stage.TryDraftAsync(stage.Anna, [], content, null)).ShouldBeRefused(
            "account.unknown"
        );
        (await stage.Slice.DbAsync(db => db.Posts.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task An_empty_copy_is_not_submitted()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.DraftAsync(" ");

        (await stage.SubmitAsync(post.Id))
            .ShouldBeRefused("copy.empty")
            .Args.ShouldBe(["Scripted @one"]);
    }

    [Fact]
    public async Task What_was_submitted_is_not_submitted_again()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();

        (await stage.SubmitAsync(post.Id)).ShouldBeRefused("post.nothing-to-submit");
        (await stage.SubmitAsync(999)).ShouldBeRefused("post.unknown");
        (await stage.SubmitAsync(post.Id, stage.Slice.Carl)).ShouldBeRefused("post.not-yours");
    }

    [Fact]
    public async Task An_old_preview_does_not_submit_other_words()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.DraftAsync();
        await stage.EditAsync(post.Id, c => c with { Text = "Other words" });

        (await stage.SubmitAsync(post.Id, shown: post.Version)).ShouldBeRefused("post.changed");
        (await stage.SubmitAsync(post.Id, shown: post.Version + 1)).ShouldBeDone();
    }

    [Fact]
    public async Task A_draft_whose_time_has_passed_is_moved_before_it_is_submitted()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.DraftAsync();
        await stage.ToAsync(PostStage.Noon);

        (await stage.SubmitAsync(post.Id)).ShouldBeRefused("time.past");
        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Draft);
    }

    [Fact]
    public async Task A_withdrawn_post_is_a_draft_again_and_does_not_go_out()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();

        (await stage.WithdrawAsync(post.Id)).ShouldBeDone();

        (await stage.PostAsync(post.Id)).Status.ShouldBe(CopyStatus.Draft);
        (await stage.ApprovalsAsync(post.Id)).ShouldAllBe(a => a.VoidReason == "withdrawn");
        await stage.ToAsync(PostStage.Noon);
        stage.Network.Got.ShouldBeEmpty();
        (await stage.WithdrawAsync(post.Id)).ShouldBeRefused("post.not-submitted");
        (await stage.WithdrawAsync(post.Id, stage.Slice.Carl)).ShouldBeRefused("post.not-yours");
        (await stage.WithdrawAsync(999)).ShouldBeRefused("post.unknown");
    }

    [Fact]
    public async Task A_discarded_post_does_not_go_out_and_what_is_out_stays_out()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();
        var second = post.Copies.Single(c => c.AccountId == stage.Second.Id).Id;

        (await stage.DiscardAsync(post.Id, second)).ShouldBeDone();
        await stage.ToAsync(PostStage.Noon);
        stage.Network.Published.ShouldHaveSingleItem().Account.Handle.ShouldBe("one");

        (await stage.DiscardAsync(post.Id)).ShouldBeRefused("post.already-left");
        (await stage.DiscardAsync(post.Id, 999)).ShouldBeRefused("copy.unknown");
        (await stage.DiscardAsync(999)).ShouldBeRefused("post.unknown");
        (await stage.DiscardAsync(post.Id, by: stage.Slice.Nils)).ShouldBeRefused("post.not-yours");
        stage.Network.Live.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_duplicate_is_a_draft_without_time_or_approvals()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(firstComment: "Directions");
        await stage.DiscardAsync(
            post.Id,
            post.Copies.Single(c => c.AccountId == stage.Second.Id).Id
        );

        var twin = (
            await stage.Slice.RunAsync<DuplicatePost, Outcome<Post>>(d =>
                d.RunAsync(stage.Omar, post.Id, PostStage.Ct)
            )
        ).ShouldBeDone();

        var copy = twin.Copies.ShouldHaveSingleItem();
        copy.Content.ShouldBeEquivalentTo(post.Copies[0].Content);
        copy.Status.ShouldBe(CopyStatus.Draft);
        copy.PlannedAt.ShouldBeNull();
        twin.AuthorId.ShouldBe(stage.Omar.Id);
        twin.DuplicateOf.ShouldBe(post.Id);
        (await stage.ApprovalsAsync(twin.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_week_lists_what_goes_out_in_order_and_open_drafts_last()
    {
        await using var stage = await PostStage.OpenAsync();
        await stage.DraftAsync("no time yet", asSoonAsApproved: true);
        await stage.ApprovedAsync("Thursday", at: PostStage.Noon.AddDays(2));
        await stage.ApprovedAsync("Tuesday", at: PostStage.Noon);
        await stage.DraftAsync("next week", at: PostStage.Noon.AddDays(8));
        var dropped = await stage.DraftAsync("dropped", at: PostStage.Noon);
        await stage.DiscardAsync(dropped.Id);

        var week = await stage.Slice.RunAsync<ListPosts, IReadOnlyList<Post>>(l =>
            l.RunAsync(Slice.Start, Slice.Start.AddDays(7), PostStage.Ct)
        );

        week.Select(p => p.Copies[0].Content.Text).ShouldBe(["Tuesday", "Thursday", "no time yet"]);
    }

    [Theory]
    [InlineData(CopyStatus.Published, CopyStatus.Unconfirmed, CopyStatus.Unconfirmed)]
    [InlineData(CopyStatus.Published, CopyStatus.Missed, CopyStatus.Missed)]
    [InlineData(CopyStatus.Approved, CopyStatus.InReview, CopyStatus.InReview)]
    [InlineData(CopyStatus.Published, CopyStatus.Discarded, CopyStatus.Published)]
    public void A_post_is_what_its_least_settled_copy_says(
        CopyStatus one,
        CopyStatus two,
        CopyStatus post
    )
    {
        var account = new Core.Accounts.Account
        {
            Network = "Scripted",
            Handle = "a",
            RemoteId = "a",
        };
        var whole = new Post { AuthorId = 1 };
        foreach (var status in (CopyStatus[])[one, two])
        {
            var copy = new Copy(whole, account, new CopyContent { Text = "x" }, planned: null);
            Bring(copy, status);
            whole.Copies.Add(copy);
        }

        whole.Status.ShouldBe(post);
    }

    private static void Bring(Copy copy, CopyStatus to)
    {
        var trouble = new Trouble("test", Slice.Start);
        switch (to)
        {
            case CopyStatus.Published:
                copy.Publish("r", permalink: null, Slice.Start);
                break;
            case CopyStatus.Unconfirmed:
                copy.Doubt(trouble);
                break;
            case CopyStatus.Missed:
                copy.Miss(trouble);
                break;
            case CopyStatus.Approved:
                copy.Clear();
                break;
            case CopyStatus.InReview:
                copy.Submit();
                break;
            default:
                copy.Discard();
                break;
        }
    }
}
