using Shouldly;
using SocialBot.Core.Networks;
using SocialBot.Core.Publishing;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>What goes into a record, and what is asked of the network for it.</summary>
public sealed class BlueskyActTests : BlueskyBench
{
    private const string Resolve = "com.atproto.identity.resolveHandle";
    private const string Profile = "app.bsky.actor.getProfile";
    private const string Posts = "app.bsky.feed.getPosts";

    [Fact]
    public async Task Mentions_are_marked_by_identity_and_nobody_is_plain_text()
    {
        var ann = Bluesky.Account("ann.test");

        await PublishAsync("Thanks @ann.test and @ANN.test, not @nobody.test");

        var facets = Bluesky.Records(Brand).ShouldHaveSingleItem().Value["facets"]!.AsArray();
        facets
            .Select(f => f!["features"]![0]!["did"]!.GetValue<string>())
            .ShouldBe([ann.Did, ann.Did]);
    }

    [Fact]
    public async Task While_nobody_can_say_whose_a_handle_is_the_post_waits()
    {
        Bluesky.Account("ann.test");
        Bluesky.Befall(Resolve, Mishap.FailBefore);

        (await PublishAsync("Thanks @ann.test")).ShouldBeOfType<PublishOutcome.TryLater>();
        Bluesky.Calls(Put).ShouldBe(0);
        (await PublishAsync("Thanks @ann.test")).ShouldBeOfType<PublishOutcome.Published>();
    }

    [Fact]
    public async Task What_is_no_address_for_the_server_does_not_cost_the_post()
    {
        (await PublishAsync("see httpfoo.com")).ShouldBeOfType<PublishOutcome.Published>();

        Bluesky.Records(Brand).ShouldHaveSingleItem().Value["facets"].ShouldBeNull();
    }

    [Fact]
    public async Task The_record_says_the_time_of_its_key_and_at_most_three_languages()
    {
        var key = AttemptKey.New(Clock.GetUtcNow().AddMinutes(-5));
        var post = new OutgoingPost(key, "Hallo", [])
        {
            Languages = ["de", "no language", "pt-BR", "zh-Hant", "en"],
        };

        var published = (
            await Role<IPublishes>().PublishAsync(Account, post, Ct)
        ).ShouldBeOfType<PublishOutcome.Published>();

        var record = Bluesky.Records(Brand).ShouldHaveSingleItem().Value;
        record["createdAt"]!.GetValue<string>().ShouldBe("2026-06-09T07:55:00.000Z");
        published.At.ShouldBe(Slice.Start.AddMinutes(-5));
        record["langs"]!
            .AsArray()
            .Select(l => l!.GetValue<string>())
            .ShouldBe(["de", "pt-BR", "zh-Hant"]);
    }

    [Fact]
    public async Task A_link_card_whose_picture_is_refused_goes_without_it()
    {
        Bluesky.Befall(Upload, Mishap.Refuse);

        (await PublishCardAsync()).ShouldBeOfType<PublishOutcome.Published>();

        var card = Bluesky.Records(Brand).ShouldHaveSingleItem().Value["embed"]!["external"]!;
        card["title"]!.GetValue<string>().ShouldBe("A story");
        card["thumb"].ShouldBeNull();
    }

    [Fact]
    public async Task A_link_card_whose_picture_got_lost_waits_for_it()
    {
        Bluesky.Befall(Upload, Mishap.LoseAnswer);

        (await PublishCardAsync()).ShouldBeOfType<PublishOutcome.TryLater>();
        (await PublishCardAsync()).ShouldBeOfType<PublishOutcome.Published>();

        Bluesky.Records(Brand).ShouldHaveSingleItem().Value["embed"]!["external"]!
            ["thumb"]
            .ShouldNotBeNull();
    }

    [Fact]
    public async Task Pictures_stand_in_front_of_the_link_card()
    {
        await PublishCardAsync(new OutgoingMedia("image/png", RedDot.Png, "A dot", "dot.png"));

        var embed = Bluesky.Records(Brand).ShouldHaveSingleItem().Value["embed"]!;
        embed["$type"]!.GetValue<string>().ShouldBe("app.bsky.embed.images");
    }

    [Fact]
    public async Task More_pictures_than_it_takes_and_videos_are_refused_before_anything_leaves()
    {
        var dot = new OutgoingMedia("image/png", RedDot.Png, null, "dot.png");

        (await PublishAsync("Five", dot, dot, dot, dot, dot))
            .ShouldBeOfType<PublishOutcome.Rejected>()
            .Code.ShouldBe("media.too-many");
        (await PublishAsync("Film", dot with { ContentType = "video/mp4" }))
            .ShouldBeOfType<PublishOutcome.Rejected>()
            .Code.ShouldBe("media.type");
        Bluesky.Calls(Upload).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_hidden_at_the_same_time_is_all_hidden_and_who_may_answer_stays_as_it_was()
    {
        var post = (await PublishAsync("Talk")).ShouldBeOfType<PublishOutcome.Published>();
        foreach (var text in new[] { "one", "two", "three" })
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Bluesky.SayAsync("Jo", IncomingKind.Comment, text, post.RemoteId);
        }
        var comments = Bluesky.Records(Bluesky.Account("Jo")).Select(r => r.Uri).ToList();

        var outcomes = await Task.WhenAll(
            comments.Select(c => Role<IHides>().HideAsync(Account, c, Ct))
        );

        outcomes.ShouldAllBe(o => o is PublishOutcome.Published);
        var gate = Bluesky.Records(Brand, "app.bsky.feed.threadgate").ShouldHaveSingleItem().Value;
        gate["hiddenReplies"]!
            .AsArray()
            .Select(h => h!.GetValue<string>())
            .ShouldBe(comments, ignoreOrder: true);
        gate["allow"].ShouldBeNull("everybody may still answer");
    }

    [Fact]
    public async Task Only_what_stands_under_an_own_post_is_hidden_and_only_the_own_is_taken_down()
    {
        await Bluesky.SayAsync("Jo", IncomingKind.Post, "On my own");
        var theirs = Bluesky.Records(Bluesky.Account("Jo")).ShouldHaveSingleItem().Uri;

        (await Role<IHides>().HideAsync(Account, theirs, Ct))
            .ShouldBeOfType<PublishOutcome.Rejected>()
            .Code.ShouldBe("not-ours");
        (await Role<ITakesDown>().TakeDownAsync(Account, theirs, Ct))
            .ShouldBeOfType<PublishOutcome.Rejected>()
            .Code.ShouldBe("not-ours");
        Bluesky.Records(Bluesky.Account("Jo")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_is_gone_is_neither_answered_nor_liked()
    {
        await Bluesky.SayAsync("Jo", IncomingKind.Post, "Gone soon");
        var theirs = Bluesky.Records(Bluesky.Account("Jo")).ShouldHaveSingleItem().Uri;
        Bluesky.Delete(theirs);
        var reply = new OutgoingPost(AttemptKey.New(Clock.GetUtcNow()), "Hello?", []);

        foreach (var id in new[] { theirs, "not an address" })
        {
            (await Role<IReplies>().ReplyAsync(Account, id, reply, Ct))
                .ShouldBeOfType<PublishOutcome.Rejected>()
                .Code.ShouldBe("gone");
            (await Role<ILikes>().LikeAsync(Account, id, Ct))
                .ShouldBeOfType<PublishOutcome.Rejected>()
                .Code.ShouldBe("gone");
        }
        Bluesky.Calls(Put).ShouldBe(0);
    }

    [Fact]
    public async Task Numbers_are_asked_for_25_posts_at_a_time_and_what_is_gone_has_none()
    {
        var ids = new List<string>();
        for (var n = 0; n < 26; n++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            ids.Add(
                (await PublishAsync($"Post {n}"))
                    .ShouldBeOfType<PublishOutcome.Published>()
                    .RemoteId
            );
        }
        Bluesky.Delete(ids[3]);
        var before = Bluesky.Calls(Profile);

        var read = (
            await Role<IReadsMetrics>().ReadAsync(Account, ids, Ct)
        ).ShouldBeOfType<MetricsReading.Values>();

        read.Posts.Count.ShouldBe(25);
        read.Posts.Keys.ShouldNotContain(ids[3]);
        Bluesky.Calls(Posts).ShouldBe(2);
        Bluesky.Calls(Profile).ShouldBe(before + 1);
    }

    [Fact]
    public async Task Where_nothing_is_left_to_read_the_next_reading_does_not_even_ask()
    {
        var before = Bluesky.Calls(Profile);
        Bluesky.Befall(Profile, Mishap.RateLimit, wait: TimeSpan.FromSeconds(90));

        (await Role<IReadsMetrics>().ReadAsync(Account, [], Ct))
            .ShouldBeOfType<MetricsReading.NotNow>()
            .After.ShouldBe(TimeSpan.FromSeconds(90));
        Clock.Advance(TimeSpan.FromSeconds(60));
        (await Role<IReadsMetrics>().ReadAsync(Account, [], Ct))
            .ShouldBeOfType<MetricsReading.NotNow>()
            .After.ShouldBe(TimeSpan.FromSeconds(30));
        Bluesky.Calls(Profile).ShouldBe(before + 1);

        Clock.Advance(TimeSpan.FromSeconds(30));
        (
            await Role<IReadsMetrics>().ReadAsync(Account, [], Ct)
        ).ShouldBeOfType<MetricsReading.Values>();
    }

    [Fact]
    public async Task A_listing_is_read_page_by_page_back_to_its_time()
    {
        for (var n = 0; n < 120; n++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await PublishAsync($"Post {n}");
        }

        var all = await ListAsync(Slice.Start);
        var late = await ListAsync(Clock.GetUtcNow().AddSeconds(-9));

        all.Posts.Count.ShouldBe(120);
        all.Complete.ShouldBeTrue();
        all.Posts[0].Text.ShouldBe("Post 119");
        all.Posts.Select(p => p.At).ShouldBeInOrder(SortDirection.Descending);
        late.Posts.Count.ShouldBe(10);
        late.Complete.ShouldBeTrue();
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_may_be_asked_for_twice()
    {
        (await Role<ISignsOut>().SignOutAsync(Account, Ct)).ShouldBeTrue();
        (await Role<ISignsOut>().SignOutAsync(Account, Ct)).ShouldBeTrue();

        (
            await Role<IRenewsSessions>().RenewAsync(Account, Ct)
        ).ShouldBeOfType<SessionRenewal.SignInNeeded>();
    }

    [Fact]
    public async Task Signing_out_that_does_not_get_through_is_asked_for_again()
    {
        Bluesky.Befall("com.atproto.server.deleteSession", Mishap.FailBefore);

        (await Role<ISignsOut>().SignOutAsync(Account, Ct)).ShouldBeFalse();
        (await Role<ISignsOut>().SignOutAsync(Account, Ct)).ShouldBeTrue();
    }

    private async Task<FoundPosts.Listed> ListAsync(DateTimeOffset since) =>
        (
            await Role<IFindsPosts>().FindAsync(Account, since, Ct)
        ).ShouldBeOfType<FoundPosts.Listed>();

    private Task<PublishOutcome> PublishCardAsync(params OutgoingMedia[] media) =>
        Role<IPublishes>()
            .PublishAsync(
                Account,
                new OutgoingPost(AttemptKey.New(Clock.GetUtcNow()), "Read this", media)
                {
                    Link = new OutgoingLink(
                        new Uri("https://example.com/story"),
                        "A story",
                        "With words",
                        new OutgoingMedia("image/png", RedDot.Png, null, "thumb.png")
                    ),
                },
                Ct
            );
}
