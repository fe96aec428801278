using Shouldly;
using SocialBot.Core.Digests;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using Xunit;

namespace SocialBot.Tests.Digests;

public sealed class ComposeDigestTests
{
    private static DateOnly June(int day) => new(2026, 6, day);

    private static Figure Views(DigestFacts facts) =>
        facts.Figures.Single(f => f.Metric == Metrics.Views);

    /// <summary>Views of one post: 100 on the 9th, then gains of 10, 20, 30, 40, 50, 60, 70 on the 10th to the 16th.</summary>
    private static async Task<MeteredWorld> AWeekAsync()
    {
        var world = await MeteredWorld.OpenAsync();
        await world.PublishAsync("a", "We open our lab");
        long[] standings = [100, 110, 130, 160, 200, 250, 310, 380];
        for (var i = 0; i < standings.Length; i++)
            await world.ReadAsync(6, 9 + i, "a", standings[i]);
        return world;
    }

    [Fact]
    public async Task Yesterday_stands_beside_the_day_before_and_the_median()
    {
        await using var world = await AWeekAsync();
        world.GoTo(6, 17, 8);
        var facts = await world.ComposeAsync(June(16), June(16));

        // The seven days before: 100, 10, 20, 30, 40, 50, 60; their median is 40.
        var views = Views(facts);
        views.Gain.ShouldBe(70);
        views.Previous.ShouldBe(60);
        views.Median.ShouldBe(40);
        views.MeasuredDays.ShouldBe(7);
        views.AgainstPrevious!.Value.ShouldBe(10.0 / 60, 1e-9);
        views.AgainstMedian!.Value.ShouldBe(0.75, 1e-9);
        views.Catches.ShouldBeFalse();
        facts.SoFar.ShouldBeFalse();
    }

    [Fact]
    public async Task Six_measured_days_make_no_median()
    {
        await using var world = await AWeekAsync();
        world.GoTo(6, 17, 8);
        var views = Views(await world.ComposeAsync(June(15), June(15)));
        views.MeasuredDays.ShouldBe(6);
        views.Median.ShouldBeNull();
        views.AgainstMedian.ShouldBeNull();
    }

    [Fact]
    public async Task Merged_days_are_compared_with_as_many_days_before_and_by_the_day_with_the_median()
    {
        await using var world = await AWeekAsync();
        world.GoTo(6, 18, 8);
        await world.ReadAsync(6, 18, "a", 1_000);
        world.GoTo(6, 19, 8);
        // 14th to 16th: 50 + 60 + 70 = 180; 11th to 13th: 20 + 30 + 40 = 90.
        var views = Views(await world.ComposeAsync(June(14), June(16)));
        views.Gain.ShouldBe(180);
        views.Days.ShouldBe(3);
        views.PerDay.ShouldBe(60);
        views.Previous.ShouldBe(90);
    }

    [Fact]
    public async Task A_day_that_was_not_read_is_missing_on_both_sides_of_the_gap()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await world.PublishAsync("a");
        await world.ReadAsync(6, 9, "a", 100);
        await world.ReadAsync(6, 10, "a", 110);
        // Nothing on the 11th: what stands there on the 12th was gained on two days.
        await world.ReadAsync(6, 12, "a", 150);
        await world.ReadAsync(6, 13, "a", 155);
        world.GoTo(6, 14, 8);

        var facts = await world.ComposeAsync(June(13), June(13));
        Views(facts).Previous.ShouldBeNull();
        Views(facts).MeasuredDays.ShouldBe(2); // the 9th and the 10th
        facts.Series!.Values.TakeLast(5).ShouldBe([100, 10, null, null, 5]);

        var catching = Views(await world.ComposeAsync(June(12), June(12)));
        catching.Gain.ShouldBe(40);
        catching.Catches.ShouldBeTrue();
        Views(await world.ComposeAsync(June(11), June(12))).Catches.ShouldBeFalse();
    }

    [Fact]
    public async Task Days_more_than_28_before_do_not_count()
    {
        await using var world = await MeteredWorld.OpenAsync();
        world.GoTo(6, 30, 9);
        await world.ReadAsync(6, 30, "none", 0);
        // Followers: the account's figure, which has no end of its own.
        for (var i = 0; i <= 31; i++)
        {
            var day = June(30).AddDays(i);
            world.GoTo(day.Month, day.Day, 22);
            // 50 more on each of the first two days, then 1 more a day.
            world.Network.Account[Metrics.Followers] = i switch
            {
                0 => 1000,
                1 => 1050,
                2 => 1100,
                _ => 1100 + i - 2,
            };
            world.Slice.Clock.Advance(TimeSpan.FromMinutes(1));
            await world.CollectAsync();
        }
        var last = June(30).AddDays(31);
        world.GoTo(8, 1, 8);
        var followers = (await world.ComposeAsync(last, last)).Figures.Single();
        followers.Level.ShouldBe(1129);
        followers.Gain.ShouldBe(1);
        followers.MeasuredDays.ShouldBe(28); // the 30 measured days before less the two fifties
        followers.Median.ShouldBe(1);
    }

    [Fact]
    public async Task What_went_out_is_listed_with_links_and_its_first_day_against_the_others()
    {
        await using var world = await MeteredWorld.OpenAsync();
        // Five older posts with 100, 200, 300, 400, 500 views on their first days: the median is 300.
        for (var i = 1; i <= 5; i++)
        {
            world.GoTo(6, 9 + i, 9);
            await world.PublishAsync($"old{i}");
            await world.ReadAsync(6, 9 + i, $"old{i}", i * 100);
        }
        world.GoTo(6, 15, 9);
        await world.PublishAsync("new", "A launch,\n\n  with a   new line");
        world.Network.Set("new", Metrics.Likes, 12);
        await world.ReadAsync(6, 15, "new", 414);
        world.GoTo(6, 16, 8);

        var outThen = (await world.ComposeAsync(June(15), June(15))).Out.ShouldHaveSingleItem();
        outThen.Permalink.ShouldBe("https://metered.example/new");
        outThen.Account.ShouldBe("Metered @acme");
        outThen.Text.ShouldBe("A launch, with a new line");
        outThen.Numbers[Metrics.Views].ShouldBe(414);
        outThen.Numbers[Metrics.Likes].ShouldBe(12);
        outThen.AgainstMedian!.Value.ShouldBe(0.38, 1e-9);
    }

    [Fact]
    public async Task Top_and_worst_are_named_with_their_numbers()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await world.PublishAsync("a", "First");
        await world.PublishAsync("b", "Second");
        await world.PublishAsync("c", "Third");
        world.Network.Set("a", Metrics.Views, 300);
        world.Network.Set("b", Metrics.Views, 900);
        world.Network.Set("b", Metrics.Likes, 40);
        await world.ReadAsync(6, 9, "c", 20);
        world.GoTo(6, 10, 8);

        var ranking = (await world.ComposeAsync(June(9), June(9))).Ranking!;
        ranking.Metric.ShouldBe(Metrics.Views);
        ranking.Posts.ShouldBe(3);
        ranking.Days.ShouldBe(1);
        ranking.Top.Text.ShouldBe("Second");
        ranking.Top.Value.ShouldBe(900);
        ranking.Top.Numbers[Metrics.Likes].ShouldBe(40);
        ranking.Worst!.Text.ShouldBe("Third");
        ranking.Worst.Value.ShouldBe(20);
    }

    [Fact]
    public async Task A_single_post_is_ranked_among_those_of_the_week()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await world.PublishAsync("a", "First");
        await world.ReadAsync(6, 9, "a", 300);
        world.GoTo(6, 12, 9);
        await world.PublishAsync("b", "Second");
        await world.ReadAsync(6, 12, "b", 100);
        world.GoTo(6, 13, 8);

        var ranking = (await world.ComposeAsync(June(12), June(12))).Ranking!;
        ranking.Days.ShouldBe(7);
        ranking.Top.Text.ShouldBe("First");
        ranking.Worst!.Text.ShouldBe("Second");
    }

    [Fact]
    public async Task Where_no_views_are_counted_reactions_rank()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await world.PublishAsync("a", "First");
        await world.PublishAsync("b", "Second");
        world.Network.Set("a", Metrics.Likes, 4);
        world.Network.Set("a", Metrics.Shares, 3);
        world.Network.Set("b", Metrics.Likes, 6);
        await world.CollectAsync();
        world.GoTo(6, 10, 8);

        var ranking = (await world.ComposeAsync(June(9), June(9))).Ranking!;
        ranking.Metric.ShouldBe(Ranking.Reactions);
        ranking.Top.Text.ShouldBe("First");
        ranking.Top.Value.ShouldBe(7);
    }

    [Fact]
    public async Task Twice_the_usual_is_an_oddity_and_a_little_more_is_none()
    {
        await using var world = await AWeekAsync();
        await world.ReadAsync(6, 17, "a", 380 + 89); // the median of the eight days before is 45
        await world.ReadAsync(6, 18, "a", 469 + 100); // and of the nine before that is 50
        world.GoTo(6, 19, 8);

        (await world.ComposeAsync(June(17), June(17))).Oddity.ShouldBeNull();
        var oddity = (await world.ComposeAsync(June(18), June(18))).Oddity!;
        oddity.Account.ShouldBe("Metered @acme");
        oddity.Metric.ShouldBe(Metrics.Views);
        oddity.PerDay.ShouldBe(100);
        oddity.Median.ShouldBe(50);
        oddity.Times.ShouldBe(2);
        oddity.MeasuredDays.ShouldBe(9);
    }

    [Fact]
    public async Task Half_the_usual_is_an_oddity_unless_the_day_is_not_over()
    {
        await using var world = await AWeekAsync();
        await world.ReadAsync(6, 17, "a", 380 + 5);

        (await world.ComposeAsync(June(17), June(17))).Oddity.ShouldBeNull();
        world.GoTo(6, 18, 8);
        (await world.ComposeAsync(June(17), June(17))).Oddity!.Times.ShouldBe(5.0 / 45, 1e-9);
    }

    [Fact]
    public async Task What_waits_and_what_is_planned_today_is_told()
    {
        await using var world = await MeteredWorld.OpenAsync();
        var account = await world.Slice.AddAccountAsync("Metered", "second");
        await world.Slice.DbAsync(async db =>
        {
            var owner = db.Accounts.Single(a => a.Id == account.Id);
            owner.SignInNeeded = "expired";
            Copy Add(string text, DateTimeOffset? at)
            {
                var post = new Post { AuthorId = world.Slice.Anna.Id, CreatedAt = world.Now };
                var copy = new Copy(
                    post,
                    owner,
                    new CopyContent { Text = text },
                    at is { } when ? new PlannedTime(when, "Europe/Berlin") : null
                );
                post.Copies.Add(copy);
                db.Posts.Add(post);
                return copy;
            }
            Add("in review", world.Now.AddHours(5)).Submit();
            Add("cleared", world.Now.AddHours(3)).Clear();
            Add("tomorrow", world.Now.AddHours(20)).Clear();
            Add("missed", world.Now.AddHours(-3)).Miss(new Trouble("missed.late", world.Now));
            Add("unsure", world.Now.AddHours(-2))
                .Doubt(new Trouble("network.unconfirmed", world.Now));
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });

        var facts = await world.ComposeAsync(June(8), June(8));
        facts.Waiting.Approvals.ShouldBe(1);
        facts.Waiting.Missed.ShouldBe(1);
        facts.Waiting.Unconfirmed.ShouldBe(1);
        facts.Waiting.SignIns.ShouldBe(1);
        facts
            .Today.Select(p => (p.Text, p.Status))
            .ShouldBe([("cleared", CopyStatus.Approved), ("in review", CopyStatus.InReview)]);
        facts.IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public async Task An_empty_workspace_has_nothing_to_tell_and_invents_nothing()
    {
        await using var world = await MeteredWorld.OpenAsync();
        var facts = await world.ComposeAsync(June(8), June(8));
        facts.IsEmpty.ShouldBeTrue();
        facts.Series.ShouldBeNull();
        facts.Ranking.ShouldBeNull();
        facts.Oddity.ShouldBeNull();
    }

    [Fact]
    public async Task The_five_that_reached_furthest_in_28_days_are_the_top_posts()
    {
        await using var world = await MeteredWorld.OpenAsync();
        for (var i = 1; i <= 7; i++)
        {
            await world.PublishAsync($"p{i}", $"Post {i}");
            world.Network.Set($"p{i}", Metrics.Views, i * 10);
        }
        await world.CollectAsync();
        var top = await world.Slice.RunAsync<ListTopPosts, TopPosts>(l =>
            l.RunAsync(TestContext.Current.CancellationToken)
        );
        top.Measured.ShouldBe(7);
        top.Posts.Select(p => p.Text).ShouldBe(["Post 7", "Post 6", "Post 5", "Post 4", "Post 3"]);
    }
}
