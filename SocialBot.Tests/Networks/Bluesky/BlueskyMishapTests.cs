using Shouldly;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>What goes wrong on Bluesky's own ways, beside what every network is held to.</summary>
public sealed class BlueskyMishapTests : BlueskyBench
{
    [Theory]
    [InlineData(Mishap.FailBefore, 0)]
    [InlineData(Mishap.FailBeforeWithoutBody, 0)]
    [InlineData(Mishap.LoseCall, 0)]
    [InlineData(Mishap.FailAfter, 1)]
    [InlineData(Mishap.FailAfterWithoutBody, 1)]
    [InlineData(Mishap.LoseAnswer, 1)]
    [InlineData(Mishap.CutAnswer, 1)]
    [InlineData(Mishap.Garble, 1)]
    public async Task What_may_be_out_is_never_called_a_failure_and_comes_out_once(
        Mishap mishap,
        int outBefore
    )
    {
        Bluesky.Befall(Put, mishap);
        var post = new OutgoingPost(AttemptKey.New(Clock.GetUtcNow()), "Perhaps", []);

        var first = await Role<IPublishes>().PublishAsync(Account, post, Ct);
        first.ShouldBeOfType<PublishOutcome.Unconfirmed>();
        Bluesky.Records(Brand).Count.ShouldBe(outBefore);

        Clock.Advance(TimeSpan.FromSeconds(30));
        var again = await Role<IPublishes>().PublishAsync(Account, post, Ct);
        var found = await Role<IFindsByKey>().FindAsync(Account, post.Key, Ct);

        var published = again.ShouldBeOfType<PublishOutcome.Published>();
        found.ShouldBeOfType<FoundByKey.Out>().Post.RemoteId.ShouldBe(published.RemoteId);
        Bluesky.Records(Brand).ShouldHaveSingleItem();
        (await Bluesky.AcceptedAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_limit_without_retry_after_is_waited_for_by_its_reset()
    {
        Bluesky.Befall(Put, Mishap.RateLimitWithoutRetryAfter, wait: TimeSpan.FromSeconds(90));
        var copy = await ApproveAsync("Patience");

        await Slice.WorkAsync(Lane.Network);
        copy = await ReadAsync(copy);
        copy.Status.ShouldBe(CopyStatus.Due);
        copy.Trouble!.Until.ShouldBe(Clock.GetUtcNow() + TimeSpan.FromSeconds(90));

        Clock.Advance(TimeSpan.FromSeconds(90));
        await Slice.WorkAsync(Lane.Network);
        (await ReadAsync(copy)).Status.ShouldBe(CopyStatus.Published);
        Bluesky.Records(Brand).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(Mishap.LoseAnswer)]
    [InlineData(Mishap.CutAnswer)]
    [InlineData(Mishap.LoseCall)]
    [InlineData(Mishap.FailAfterWithoutBody)]
    [InlineData(Mishap.Garble)]
    public async Task An_upload_that_gets_lost_leaves_nothing_out_and_is_made_again(Mishap mishap)
    {
        Bluesky.Befall(Upload, mishap);
        var picture = new OutgoingMedia("image/png", [1, 2, 3], "A dot", "dot.png")
        {
            Width = 3,
            Height = 2,
        };

        (await PublishAsync("Look", picture)).ShouldBeOfType<PublishOutcome.TryLater>();
        Bluesky.Calls(Put).ShouldBe(0);

        (await PublishAsync("Look", picture)).ShouldBeOfType<PublishOutcome.Published>();
        var image = Bluesky.Records(Brand).ShouldHaveSingleItem().Value["embed"]!["images"]![0]!;
        image["alt"]!.GetValue<string>().ShouldBe("A dot");
        image["aspectRatio"]!["width"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task A_slow_answer_is_waited_for()
    {
        Bluesky.Befall(Put, Mishap.HangAfter, wait: TimeSpan.FromSeconds(5));

        var sending = PublishAsync("Slow");
        await Eventually.TrueAsync(() => Bluesky.Records(Brand).Count == 1, "it is accepted");
        await Eventually.TrueAsync(
            () =>
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
                return sending.IsCompleted;
            },
            "it is answered",
            TimeSpan.FromSeconds(5)
        );

        (await sending).ShouldBeOfType<PublishOutcome.Published>();
    }

    [Fact]
    public async Task What_was_taken_down_by_its_owner_elsewhere_is_taken_down()
    {
        var published = (await PublishAsync("Oops")).ShouldBeOfType<PublishOutcome.Published>();
        Bluesky.Delete(published.RemoteId);

        (
            await Role<ITakesDown>().TakeDownAsync(Account, published.RemoteId, Ct)
        ).ShouldBeOfType<PublishOutcome.Published>();
    }

    [Fact]
    public async Task Likes_hides_and_numbers_keep_the_contract()
    {
        var published = (
            await PublishAsync("Talk to us")
        ).ShouldBeOfType<PublishOutcome.Published>();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Bluesky.SayAsync("Jo", IncomingKind.Comment, "It broke", published.RemoteId);
        await Bluesky.SayAsync("Mia", IncomingKind.Quote, "Look at this", published.RemoteId);
        Bluesky.Do("Mia", "app.bsky.feed.like", published.RemoteId);
        Bluesky.Do("Mia", "app.bsky.feed.repost", published.RemoteId);
        Bluesky.Do("Jo", "app.bsky.graph.follow", Brand.Did);
        var comment = Bluesky.Records(Bluesky.Account("Jo")).ShouldHaveSingleItem().Uri;

        for (var twice = 0; twice < 2; twice++)
        {
            (
                await Role<ILikes>().LikeAsync(Account, comment, Ct)
            ).ShouldBeOfType<PublishOutcome.Published>();
            (
                await Role<IHides>().HideAsync(Account, comment, Ct)
            ).ShouldBeOfType<PublishOutcome.Published>();
        }

        Bluesky.Records(Brand, "app.bsky.feed.like").ShouldHaveSingleItem();
        Bluesky.Records(Brand, "app.bsky.feed.threadgate").ShouldHaveSingleItem();
        var read = (
            await Role<IReadsMetrics>().ReadAsync(Account, [published.RemoteId], Ct)
        ).ShouldBeOfType<MetricsReading.Values>();
        read.Account[Metrics.Followers].ShouldBe(1);
        read.Posts[published.RemoteId]
            .ShouldBe(
                new Dictionary<string, long>
                {
                    [Metrics.Likes] = 1,
                    [Metrics.Comments] = 1,
                    [Metrics.Shares] = 1,
                    [Metrics.Quotes] = 1,
                },
                ignoreOrder: true
            );
    }
}
