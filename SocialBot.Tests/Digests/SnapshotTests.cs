using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core.Digests;
using SocialBot.Core.Networks;
using Xunit;

namespace SocialBot.Tests.Digests;

public sealed class SnapshotTests
{
    [Fact]
    public async Task One_batch_asks_for_what_was_published_in_the_last_28_days()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await world.PublishAsync("old");
        world.Slice.Clock.Advance(TimeSpan.FromDays(1));
        await world.PublishAsync("younger");
        world.Slice.Clock.Advance(TimeSpan.FromDays(27) + TimeSpan.FromMinutes(1));
        await world.PublishAsync("new");

        await world.CollectAsync();

        world.Network.Asked.ShouldHaveSingleItem().ShouldBe(["younger", "new"]);
    }

    [Fact]
    public async Task What_was_not_reported_is_missing_and_never_zero()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await world.PublishAsync("a");
        await world.PublishAsync("b");
        world.Network.Set("a", Metrics.Likes, 3);
        world.Network.Set("stranger", Metrics.Likes, 99);

        (await world.CollectAsync()).ShouldBe(1);

        var kept = await world.Slice.DbAsync(db => db.Snapshots.ToListAsync());
        kept.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                s => s.Metric.ShouldBe(Metrics.Likes),
                s => s.Value.ShouldBe(3)
            );
    }

    [Fact]
    public async Task An_account_is_read_once_an_hour_however_often_the_clock_calls()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await world.CollectAsync();
        await world.CollectAsync();
        world.Slice.Clock.Advance(TimeSpan.FromMinutes(59));
        await world.CollectAsync();
        world.Network.Asked.Count.ShouldBe(1);

        world.Slice.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.CollectAsync();
        world.Network.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Two_processes_at_once_read_an_account_once()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.CollectAsync()));
        world.Network.Asked.Count.ShouldBe(1);

        world.Slice.Clock.Advance(TimeSpan.FromHours(1));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.CollectAsync()));
        world.Network.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_network_that_asks_to_wait_is_left_alone_that_long()
    {
        await using var world = await MeteredWorld.OpenAsync();
        world.Network.Instead = () =>
            new MetricsReading.NotNow("rate limit", TimeSpan.FromHours(3));
        (await world.CollectAsync()).ShouldBe(0);
        world.Network.Instead = null;

        world.Slice.Clock.Advance(TimeSpan.FromHours(2));
        (await world.CollectAsync()).ShouldBe(0);
        world.Slice.Clock.Advance(TimeSpan.FromHours(1));
        (await world.CollectAsync()).ShouldBe(1);
        world.Network.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_expired_sign_in_marks_the_account_and_is_not_tried_again()
    {
        await using var world = await MeteredWorld.OpenAsync();
        world.Network.Instead = () => new MetricsReading.SignInNeeded("The token has expired.");
        await world.CollectAsync();
        world.Slice.Clock.Advance(TimeSpan.FromHours(5));
        await world.CollectAsync();

        world.Network.Asked.Count.ShouldBe(1);
        var account = await world.Slice.DbAsync(db => db.Accounts.SingleAsync());
        account.SignInNeeded.ShouldBe("The token has expired.");
    }

    [Fact]
    public async Task One_accounts_trouble_does_not_stop_the_others()
    {
        var broken = new MeteredNetwork("Broken")
        {
            Instead = () => throw new InvalidOperationException("a bug of the connector"),
        };
        await using var world = await MeteredWorld.OpenAsync(broken);
        await world.Slice.AddAccountAsync("Broken", "first");
        await world.Slice.AddAccountAsync("Metered", "second");

        (await world.CollectAsync()).ShouldBe(2);
        broken.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_day_ends_at_midnight_in_the_workspaces_zone()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await world.PublishAsync("a");
        world.GoTo(6, 9, 23, 59);
        world.Network.Set("a", Metrics.Views, 100);
        await world.CollectAsync();
        world.GoTo(6, 10, 0, 59); // 22:59 UTC, still the 9th there
        world.Network.Set("a", Metrics.Views, 130);
        await world.CollectAsync();

        var days = await world.Slice.DbAsync(db =>
            db.DailyMetrics.OrderBy(d => d.Day).ToListAsync()
        );
        days.Select(d => (d.Day, d.Value, d.Gain, d.Span))
            .ShouldBe([
                (new DateOnly(2026, 6, 9), 100, 100, 1),
                (new DateOnly(2026, 6, 10), 130, 30, 1),
            ]);
    }

    [Fact]
    public async Task An_accounts_first_reading_says_where_it_stands_and_nothing_of_a_gain()
    {
        await using var world = await MeteredWorld.OpenAsync();
        world.GoTo(6, 9, 20);
        world.Network.Account[Metrics.Followers] = 1200;
        await world.CollectAsync();
        world.GoTo(6, 12, 20);
        world.Network.Account[Metrics.Followers] = 1212;
        await world.CollectAsync();

        var days = await world.Slice.DbAsync(db =>
            db.DailyMetrics.OrderBy(d => d.Day).ToListAsync()
        );
        days.Select(d => (d.Value, d.Gain, d.Span))
            .ShouldBe([(1200L, null, null), (1212L, 12L, 3)]);
    }

    [Fact]
    public async Task A_reading_that_is_written_late_or_twice_leaves_the_rows_as_if_it_had_come_in_order()
    {
        await using var world = await MeteredWorld.OpenAsync();
        var copy = await world.PublishAsync("a");
        var midnight = new DateTimeOffset(2026, 6, 9, 22, 0, 0, TimeSpan.Zero); // in Berlin

        await WriteAsync(midnight.AddHours(-5), 9, 10);
        await WriteAsync(midnight.AddHours(20), 10, 50);
        await WriteAsync(midnight.AddMinutes(-1), 9, 30); // read before, written after
        await WriteAsync(midnight.AddHours(-2), 9, 20); // older than what the day ends with
        await WriteAsync(midnight.AddHours(20), 10, 99); // the same instant again

        var days = await world.Slice.DbAsync(db =>
            db.DailyMetrics.OrderBy(d => d.Day).ToListAsync()
        );
        days.Select(d => (d.Value, d.Gain)).ShouldBe([(30, 30), (50, 20)]);
        (await world.Slice.DbAsync(db => db.Snapshots.CountAsync())).ShouldBe(4);

        Task WriteAsync(DateTimeOffset at, int day, long value) =>
            world.Slice.DbAsync(async db =>
            {
                await DailyRollup.WriteAsync(
                    db,
                    world.Account.Id,
                    at,
                    new DateOnly(2026, 6, day),
                    [new ReadValue(copy.Id, Metrics.Views, value, new DateOnly(2026, 6, 9))],
                    TestContext.Current.CancellationToken
                );
                return 0;
            });
    }

    /// <summary>The rows kept as readings arrive against a full scan of all snapshots, by another path and in another language.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_rollup_equals_a_full_scan_of_the_snapshots(int seed)
    {
        var dice = new Dice(seed);
        await using var world = await MeteredWorld.OpenAsync(new MeteredNetwork("Other"));
        await world.Slice.AddAccountAsync("Other", "beta");
        string[] metrics = [Metrics.Views, Metrics.Likes, Metrics.Comments];
        var published = 0;
        for (var step = 0; step < 120; step++)
        {
            if (dice.Roll(6) == 0)
                await world.PublishAsync($"p{published++}");
            for (var p = 0; p < published; p++)
            {
                world.Network.Posts.Remove($"p{p}");
                foreach (var metric in metrics)
                    if (dice.Roll(5) != 0) // now and then a metric is not reported, or goes down
                        world.Network.Set($"p{p}", metric, step * 10 + dice.Roll(15));
            }
            world.Network.Account[Metrics.Followers] = 1000 + dice.Roll(50);
            await world.CollectAsync();
            // Hours, sometimes days on: nights, and gaps in which nothing was read.
            world.Slice.Clock.Advance(
                TimeSpan.FromHours(dice.Roll(12) == 0 ? 50 : 3 + dice.Roll(6))
            );
        }

        var (snapshots, kept, totals, began) = await world.Slice.DbAsync(async db =>
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
            return (
                await db.Snapshots.ToListAsync(),
                await db.DailyMetrics.ToListAsync(),
                await db.DailyTotals.ToListAsync(),
                (await db.Copies.ToListAsync()).ToDictionary(
                    c => c.Id,
                    c =>
                        DateOnly.FromDateTime(
                            TimeZoneInfo.ConvertTime(c.PublishedAt!.Value, zone).DateTime
                        )
                )
            );
        });

        snapshots.Count.ShouldBeGreaterThan(500);
        kept.Select(Row)
            .Order(StringComparer.Ordinal)
            .ShouldBe(Scan(snapshots, began).Order(StringComparer.Ordinal));
        totals
            .Select(t =>
                FormattableString.Invariant(
                    $"{t.AccountId} {t.Metric} {t.Day:O} {t.OfAccount} {t.Gain} {t.Span} {t.Level} {t.Posts}"
                )
            )
            .Order(StringComparer.Ordinal)
            .ShouldBe(
                kept.GroupBy(d => (d.AccountId, d.Metric, d.Day, OfAccount: d.CopyId == 0))
                    .Select(g =>
                        FormattableString.Invariant(
                            $"{g.Key.AccountId} {g.Key.Metric} {g.Key.Day:O} {g.Key.OfAccount} {(g.Any(d => d.Gain is not null) ? g.Sum(d => d.Gain) : null)} {g.Max(d => d.Span)} {g.Sum(d => d.Value)} {(g.Key.OfAccount ? 0 : g.Count())}"
                        )
                    )
                    .Order(StringComparer.Ordinal)
            );
    }

    private static string Row(DailyMetric d) =>
        FormattableString.Invariant(
            $"{d.AccountId}/{d.CopyId}/{d.Metric} {d.Day:O} {d.Value} {d.ReadAt:O} {d.Gain} {d.Span}"
        );

    private static IEnumerable<string> Scan(
        List<Snapshot> snapshots,
        Dictionary<long, DateOnly> began
    )
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        foreach (var subject in snapshots.GroupBy(s => (s.AccountId, s.CopyId, s.Metric)))
        {
            Snapshot? before = null;
            DateOnly dayBefore = default;
            foreach (
                var day in subject
                    .GroupBy(s =>
                        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(s.At, zone).DateTime)
                    )
                    .OrderBy(g => g.Key)
            )
            {
                var last = day.MaxBy(s => s.At)!;
                long? gain = null;
                int? span = null;
                if (before is not null)
                    (gain, span) = (
                        last.Value - before.Value,
                        day.Key.DayNumber - dayBefore.DayNumber
                    );
                else if (began.TryGetValue(subject.Key.CopyId, out var first))
                    (gain, span) = (last.Value, Math.Max(1, day.Key.DayNumber - first.DayNumber));
                yield return FormattableString.Invariant(
                    $"{last.AccountId}/{last.CopyId}/{last.Metric} {day.Key:O} {last.Value} {last.At:O} {gain} {span}"
                );
                (before, dayBefore) = (last, day.Key);
            }
        }
    }

    /// <summary>The same numbers on every machine and run.</summary>
    private sealed class Dice(int seed)
    {
        private uint state = (uint)seed * 2654435761u;

        public int Roll(int sides)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            return (int)(state % (uint)sides);
        }
    }
}
