using Shouldly;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Tests.Support;
using Xunit;
using Act = SocialBot.Tests.Support.ScriptedNetwork.Act;

namespace SocialBot.Tests.Publishing;

public sealed class FirstCommentTests
{
    [Fact]
    public async Task The_first_comment_follows_under_the_post_as_a_step_of_its_own()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.PublishedAsync(firstComment: "Directions");

        var comment = stage.Network.Comments.ShouldHaveSingleItem();
        comment.InReplyTo.ShouldBe("r1");
        comment.Post.Text.ShouldBe("Directions");
        var copy = await stage.CopyAsync(post.Id);
        copy.Comment.ShouldBe(CommentStatus.Published);
        copy.CommentRemoteId.ShouldBe("r2");
        (await stage.AttemptsAsync())
            .Select(a => a.Subject)
            .ShouldBe([$"copy:{copy.Id}", $"comment:{copy.Id}"]);
    }

    [Fact]
    public async Task A_comment_that_must_wait_leaves_the_post_published()
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.Next(
            new Act.Accept(),
            new Act.Answer(new PublishOutcome.TryLater(TimeSpan.FromMinutes(5), "429"))
        );
        var post = await stage.PublishedAsync(firstComment: "Directions");

        var waiting = await stage.CopyAsync(post.Id);
        waiting.Status.ShouldBe(CopyStatus.Published);
        waiting.Comment.ShouldBe(CommentStatus.Waiting);
        await stage.PassAsync(TimeSpan.FromMinutes(5));
        (await stage.CopyAsync(post.Id)).Comment.ShouldBe(CommentStatus.Published);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task A_comment_whose_answer_was_lost_is_read_back_under_its_post(
        bool itArrived,
        int calls
    )
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.TellsKeys = false;
        stage.Network.Next(
            new Act.Accept(),
            itArrived ? new Act.LoseAnswer() : new Act.LoseRequest()
        );
        var post = await stage.PublishedAsync(firstComment: "Directions");

        await stage.SettleAsync();

        (await stage.CopyAsync(post.Id)).Comment.ShouldBe(CommentStatus.Published);
        stage.Network.Comments.Count.ShouldBe(calls);
        stage.Network.Live.Count(p => p.InReplyTo == "r1").ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_comment_is_told_to_the_author_and_the_post_stays_out()
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.Next(
            new Act.Accept(),
            new Act.Answer(new PublishOutcome.Rejected("closed", "Comments are closed."))
        );
        var post = await stage.PublishedAsync(firstComment: "Directions");

        var copy = await stage.CopyAsync(post.Id);
        copy.Status.ShouldBe(CopyStatus.Published);
        copy.Comment.ShouldBe(CommentStatus.Rejected);
        (await stage.NoticesAsync()).ShouldContain($"post.comment-trouble to {stage.Anna.Id}");
    }

    [Fact]
    public async Task Without_a_first_comment_none_is_sent()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.PublishedAsync(firstComment: "  ");

        stage.Network.Comments.ShouldBeEmpty();
        (await stage.CopyAsync(post.Id)).Comment.ShouldBe(CommentStatus.None);
    }

    [Fact]
    public async Task A_paused_workspace_holds_the_comment_too()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync(on: [stage.First], firstComment: "Directions");
        // The pause comes while the post itself is on its way.
        stage.Network.Meanwhile = async () => (await stage.PauseAsync(stage.Omar)).ShouldBeDone();
        await stage.ToAsync(PostStage.Noon);
        stage.Network.Meanwhile = null;

        await stage.PassAsync(TimeSpan.FromMinutes(10));
        stage.Network.Comments.ShouldBeEmpty();

        await stage.ResumeAsync(stage.Omar);
        await stage.PassAsync(TimeSpan.FromMinutes(2));
        (await stage.CopyAsync(post.Id)).Comment.ShouldBe(CommentStatus.Published);
    }

    [Fact]
    public async Task A_post_taken_down_before_its_comment_gets_none()
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.Next(
            new Act.Accept(),
            new Act.Answer(new PublishOutcome.TryLater(TimeSpan.FromMinutes(5), "429"))
        );
        var post = await stage.PublishedAsync(firstComment: "Directions");
        (await stage.TakeDownAsync(stage.Omar, post.Id)).ShouldBeDone();
        await stage.Slice.WorkAsync(Lane.Network);

        await stage.SettleAsync();

        stage.Network.Comments.Count.ShouldBe(1);
        stage.Network.Live.ShouldBeEmpty();
    }
}
