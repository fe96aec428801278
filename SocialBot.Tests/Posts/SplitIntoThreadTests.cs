using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Connectors.Networks.Bluesky;
using SocialBot.Core;
using SocialBot.Core.Posts;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Posts;

public sealed class SplitIntoThreadTests
{
    private static readonly string Long =
        string.Join(' ', Enumerable.Repeat("We open our lab.", 20))
        + "\n\n  "
        + string.Join(' ', Enumerable.Repeat("Come and see.", 20));

    private static CancellationToken Ct => PostStage.Ct;

    [Fact]
    public async Task A_copy_that_is_too_long_becomes_a_thread_and_one_text_again()
    {
        await using var stage = await OpenAsync();
        var post = await stage.DraftAsync(Long);
        (await stage.SubmitAsync(post.Id)).ShouldBeRefused("rule.text.too-long");

        (await SplitAsync(stage, post.Id, numbered: true)).ShouldBeDone().Touched.Count.ShouldBe(2);

        var content = (await stage.CopyAsync(post.Id)).Content;
        content.Thread.Count.ShouldBe(2);
        content.Text.ShouldEndWith(" 1/3");
        content.Thread[^1].ShouldEndWith(" 3/3");

        (await JoinAsync(stage, post.Id)).ShouldBeDone();
        content = (await stage.CopyAsync(post.Id)).Content;
        content.Text.ShouldBe(Long);
        content.Thread.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_copy_alone_can_be_split()
    {
        await using var stage = await OpenAsync();
        var post = await stage.DraftAsync(Long);
        var first = await stage.CopyAsync(post.Id);

        (await SplitAsync(stage, post.Id, copies: [first.Id])).ShouldBeDone();

        (await stage.CopyAsync(post.Id)).Content.Thread.ShouldNotBeEmpty();
        (await stage.CopyAsync(post.Id, stage.Second)).Content.Thread.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_thread_that_was_edited_is_joined_from_its_parts()
    {
        await using var stage = await OpenAsync();
        var post = await stage.DraftAsync(Long, on: [stage.First]);
        await SplitAsync(stage, post.Id, numbered: true);
        await stage.EditAsync(post.Id, c => c with { Text = "Shorter 1/3" });

        await JoinAsync(stage, post.Id);

        (await stage.CopyAsync(post.Id)).Content.Text.ShouldStartWith("Shorter\n\n");
    }

    [Fact]
    public async Task It_is_refused_where_it_makes_no_sense()
    {
        await using var stage = await OpenAsync();
        var fits = await stage.DraftAsync("Short");
        (await SplitAsync(stage, fits.Id)).ShouldBeRefused("thread.not-needed");
        (await JoinAsync(stage, fits.Id)).ShouldBeRefused("thread.none");
        var link = await stage.DraftAsync("https://acme.test/" + new string('x', 400));
        (await SplitAsync(stage, link.Id)).ShouldBeRefused("thread.cannot");

        await using var without = await OpenAsync(thread: false);
        var post = await without.DraftAsync(Long);
        (await SplitAsync(without, post.Id)).ShouldBeRefused("thread.not-there");
    }

    private static Task<PostStage> OpenAsync(bool thread = true) =>
        PostStage.OpenAsync(more: services =>
            services.AddSingleton(BlueskyRules.Rules with { Network = "Scripted", Thread = thread })
        );

    private static Task<Outcome<EditedPost>> SplitAsync(
        PostStage stage,
        long postId,
        IReadOnlyList<long>? copies = null,
        bool numbered = false
    ) =>
        stage.Slice.RunAsync<SplitIntoThread, Outcome<EditedPost>>(s =>
            s.RunAsync(stage.Anna, postId, copies, numbered, shownVersion: null, Ct)
        );

    private static Task<Outcome<EditedPost>> JoinAsync(PostStage stage, long postId) =>
        stage.Slice.RunAsync<JoinThread, Outcome<EditedPost>>(s =>
            s.RunAsync(stage.Anna, postId, copyIds: null, shownVersion: null, Ct)
        );
}
