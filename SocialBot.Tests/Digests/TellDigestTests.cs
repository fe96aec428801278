using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Board;
using SocialBot.Core.Digests;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Workspaces;
using Xunit;

namespace SocialBot.Tests.Digests;

public sealed class TellDigestTests
{
    private static DateOnly June(int day) => new(2026, 6, day);

    private static Task<int> ShownAsync(MeteredWorld world) =>
        world.Slice.DbAsync(db =>
            db.Set<DueRow>()
                .CountAsync(r => r.Kind == Outbox.Show && r.Subject.StartsWith("digest:"))
        );

    private static Task<Outcome<DigestSetting>> SetAsync(
        MeteredWorld world,
        Member by,
        DigestChange change
    ) =>
        world.Slice.RunAsync<SetDigestPlan, Outcome<DigestSetting>>(s =>
            s.RunAsync(by, change, TestContext.Current.CancellationToken)
        );

    [Fact]
    public async Task At_its_time_the_digest_is_told_once_and_hung_in_the_rooms()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await world.AddDigestRoomAsync();
        world.GoTo(6, 10, 7, 59);
        (await world.TellAsync()).ShouldBe(0);
        world.GoTo(6, 10, 8, 0);
        (await world.TellAsync()).ShouldBe(1);
        (await world.TellAsync()).ShouldBe(0);

        var digest = (await world.ToldAsync()).ShouldHaveSingleItem();
        (digest.From, digest.To).ShouldBe((June(9), June(9)));
        digest.Facts.IsEmpty.ShouldBeTrue();
        (await ShownAsync(world)).ShouldBe(1);
    }

    [Fact]
    public async Task A_clock_that_fires_eight_times_at_once_tells_one_digest()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await world.AddDigestRoomAsync();
        for (var day = 10; day <= 12; day++)
        {
            world.GoTo(6, day, 8);
            var told = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.TellAsync()));
            told.Sum().ShouldBe(1);
        }
        (await world.ToldAsync()).Select(d => d.To).ShouldBe([June(9), June(10), June(11)]);
        (await ShownAsync(world)).ShouldBe(3);
    }

    [Fact]
    public async Task The_weekend_and_the_days_of_a_downtime_are_merged_not_doubled()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await world.AddDigestRoomAsync();
        world.GoTo(6, 12, 8); // Friday
        await world.TellAsync();
        world.GoTo(6, 15, 8); // Monday
        await world.TellAsync();
        world.GoTo(6, 18, 11); // the bot was down on Tuesday and Wednesday, and on Thursday until eleven
        await world.TellAsync();

        (await world.ToldAsync())
            .Select(d => d.Facts.Period)
            .ShouldBe([
                new DigestPeriod(June(11), June(11)),
                new DigestPeriod(June(12), June(14)),
                new DigestPeriod(June(15), June(17)) { Missed = 2 },
            ]);
    }

    [Fact]
    public async Task Without_a_room_it_waits_until_there_is_one()
    {
        await using var world = await MeteredWorld.OpenAsync();
        world.GoTo(6, 10, 8);
        (await world.TellAsync()).ShouldBe(0);
        await world.AddDigestRoomAsync();
        (await world.TellAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_muted_digest_is_silent_and_comes_back_without_the_silent_days()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await world.AddDigestRoomAsync();
        var muted = await SetAsync(world, world.Slice.Nils, new DigestChange.Mute());
        muted.ShouldBeOfType<Outcome<DigestSetting>.Done>().Value.NextAt.ShouldBeNull();
        world.GoTo(6, 10, 8);
        (await world.TellAsync()).ShouldBe(0);

        world.GoTo(6, 16, 15);
        await SetAsync(world, world.Slice.Nils, new DigestChange.Unmute());
        (await world.TellAsync()).ShouldBe(0);
        world.GoTo(6, 17, 8);
        (await world.TellAsync()).ShouldBe(1);
        (await world.ToldAsync()).Single().From.ShouldBe(June(16));
    }

    [Fact]
    public async Task Digest_at_half_past_seven_moves_it_and_is_on_record()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await world.AddDigestRoomAsync();
        var set = (await SetAsync(world, world.Slice.Ada, new DigestChange.TellAt(new(7, 30))))
            .ShouldBeOfType<Outcome<DigestSetting>.Done>()
            .Value;
        set.NextAt.ShouldBe(new DateTimeOffset(2026, 6, 10, 5, 30, 0, TimeSpan.Zero));
        set.Zone.ShouldBe("Europe/Berlin");

        world.GoTo(6, 10, 7, 30);
        (await world.TellAsync()).ShouldBe(1);
        var entry = await world.Slice.DbAsync(db => db.Audit.SingleAsync());
        (entry.Action, entry.MemberId, entry.Detail).ShouldBe(
            ("digest.at", world.Slice.Ada.Id, "07:30")
        );
    }

    [Fact]
    public async Task Only_analysts_and_admins_set_the_digest()
    {
        await using var world = await MeteredWorld.OpenAsync();
        foreach (var member in (Member[])[world.Slice.Anna, world.Slice.Omar, world.Slice.Carl])
            (await SetAsync(world, member, new DigestChange.Mute()))
                .ShouldBeOfType<Outcome<DigestSetting>.Refused>()
                .Why.Code.ShouldBe("digest.not-allowed");
    }

    [Fact]
    public async Task Digest_now_reads_fresh_numbers_and_renews_its_card_when_asked_again()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await world.AddDigestRoomAsync();
        await world.PublishAsync("a");
        world.Network.Set("a", Metrics.Views, 10);
        await AskAsync(world, inRoom: true);
        world.Slice.Clock.Advance(TimeSpan.FromMinutes(10));
        world.Network.Set("a", Metrics.Views, 25);
        await AskAsync(world, inRoom: true);

        var digest = (await world.ToldAsync()).ShouldHaveSingleItem();
        digest.Kind.ShouldBe(DigestKind.SoFar);
        digest.Version.ShouldBe(2);
        digest.Facts.SoFar.ShouldBeTrue();
        digest.Facts.Figures.Single().Gain.ShouldBe(25);
        var stale = await world.Slice.DbAsync(db =>
            db.Set<DueRow>().CountAsync(r => r.Kind == Outbox.Stale)
        );
        stale.ShouldBe(1);

        // The morning after, the whole day is told as ever.
        world.GoTo(6, 10, 8);
        (await world.TellAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Asked_elsewhere_the_digest_comes_to_whoever_asked()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await AskAsync(world, inRoom: false);
        var told = await world.Slice.DbAsync(db =>
            db.Set<DueRow>().SingleAsync(r => r.Kind == Outbox.Tell)
        );
        told.Payload!.ShouldContain($"\"MemberId\":{world.Slice.Carl.Id}");
    }

    [Fact]
    public async Task A_network_that_asked_to_wait_is_not_bothered_by_digest_now()
    {
        await using var world = await MeteredWorld.OpenAsync();
        world.Network.Instead = () =>
            new MetricsReading.NotNow("rate limit", TimeSpan.FromHours(3));
        await AskAsync(world, inRoom: false);
        world.Slice.Clock.Advance(TimeSpan.FromMinutes(30));
        await AskAsync(world, inRoom: false);
        world.Network.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Figures_of_a_moment_ago_are_fresh_until_something_goes_out()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await AskAsync(world, inRoom: true);
        world.Slice.Clock.Advance(TimeSpan.FromSeconds(30));
        await AskAsync(world, inRoom: true);
        world.Network.Asked.Count.ShouldBe(1);

        await world.PublishAsync("new");
        world.Network.Set("new", Metrics.Views, 7);
        world.Slice.Clock.Advance(TimeSpan.FromSeconds(30));
        await AskAsync(world, inRoom: true);

        world.Network.Asked.Count.ShouldBe(2);
        (await world.ToldAsync()).Single().Facts.Figures.Single().Gain.ShouldBe(7);
    }

    [Fact]
    public async Task The_chart_is_kept_as_a_picture_in_each_rooms_language()
    {
        var artist = new Artist();
        await using var world = await MeteredWorld.OpenAsync(artist: artist);
        await world.AddDigestRoomAsync();
        await world.AddDigestRoomAsync("de");
        world.GoTo(6, 10, 8);
        await world.TellAsync();

        var pictures = (await world.ToldAsync()).Single().Pictures;
        pictures.Keys.Order().ShouldBe(["de", "en"]);
        pictures["de"].AltText.ShouldBe("alt de");
        var media = await world.Slice.DbAsync(db => db.Media.ToListAsync());
        media.Select(m => m.Key).ShouldContain(pictures["en"].MediaKey);
        media.ShouldAllBe(m => m.ContentType == "image/png");
    }

    [Fact]
    public async Task The_rows_behind_the_figures_can_be_looked_at()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await world.AddDigestRoomAsync();
        await world.PublishAsync("a");
        await world.PublishAsync("b");
        world.Network.Set("a", Metrics.Views, 10);
        world.Network.Account[Metrics.Followers] = 77;
        await world.ReadAsync(6, 9, "b", 5);
        world.GoTo(6, 10, 8);
        await world.TellAsync();
        var digest = (await world.ToldAsync()).Single();

        var rows = await world.Slice.RunAsync<ReadDigestRows, DigestRows?>(r =>
            r.RunAsync(digest.Id, TestContext.Current.CancellationToken)
        );
        rows!
            .Rows.Select(r => (r.Account, r.Metric, r.Posts, r.Gain, r.Value))
            .ShouldBe([
                ("Metered @acme", Metrics.Followers, 0, null, 77),
                ("Metered @acme", Metrics.Views, 2, 15, 15),
            ]);
        (
            await world.Slice.RunAsync<ReadDigestRows, DigestRows?>(r =>
                r.RunAsync(999, TestContext.Current.CancellationToken)
            )
        ).ShouldBeNull();
    }

    private static async Task AskAsync(MeteredWorld world, bool inRoom)
    {
        await world.Slice.RunAsync<AskDigest, bool>(async ask =>
        {
            await ask.RunAsync(world.Slice.Carl, inRoom, TestContext.Current.CancellationToken);
            return true;
        });
        await world.Slice.WorkAsync(Lane.Network);
    }

    private sealed class Artist : IDrawsDigests
    {
        /// <summary>A picture of one pixel, different by language.</summary>
        public DrawnChart Draw(DigestFacts facts, string language) =>
            new(
                [
                    .. Convert.FromBase64String(
                        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
                    ),
                    (byte)language[0],
                ],
                $"alt {language}"
            );
    }
}
