using Shouldly;
using SocialBot.Core.Digests;
using SocialBot.Core.Workspaces;
using Xunit;

namespace SocialBot.Tests.Digests;

public sealed class DigestClockTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById(
        "Europe/Berlin"
    );
    private static readonly DateTimeOffset LongAgo = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DigestPlan AtEight = new();

    private static DateTimeOffset In(
        TimeZoneInfo zone,
        int month,
        int day,
        int hour,
        int minute = 0
    )
    {
        var wall = new DateTime(2026, month, day, hour, minute, 0, DateTimeKind.Unspecified);
        return new DateTimeOffset(wall, zone.GetUtcOffset(wall));
    }

    private static DateOnly June(int day) => new(2026, 6, day);

    private static DigestTime Ask(DateOnly? told, DateTimeOffset now, DigestPlan? plan = null) =>
        DigestClock.Ask(plan ?? AtEight, Berlin, LongAgo, told, now);

    [Fact]
    public void Nothing_is_told_a_minute_early()
    {
        var time = Ask(June(8), In(Berlin, 6, 10, 7, 59));
        time.Due.ShouldBeNull();
        time.NextAt.ShouldBe(In(Berlin, 6, 10, 8));
    }

    [Fact]
    public void At_eight_yesterday_is_told()
    {
        var time = Ask(June(8), In(Berlin, 6, 10, 8));
        time.Due.ShouldBe(new DigestPeriod(June(9), June(9)));
        time.NextAt.ShouldBe(In(Berlin, 6, 11, 8));
    }

    [Fact]
    public void What_was_told_is_not_told_again_that_day() =>
        Ask(June(9), In(Berlin, 6, 10, 20)).Due.ShouldBeNull();

    [Fact]
    public void Monday_tells_Friday_to_Sunday_and_nothing_was_missed()
    {
        var due = Ask(June(11), In(Berlin, 6, 15, 8, 1)).Due;
        due.ShouldBe(new DigestPeriod(June(12), June(14)) { Missed = 0 });
        due!.Length.ShouldBe(3);
    }

    [Fact]
    public void On_Saturday_nothing_is_told_and_Monday_is_next()
    {
        var time = Ask(June(11), In(Berlin, 6, 13, 9));
        time.Due.ShouldBeNull();
        time.NextAt.ShouldBe(In(Berlin, 6, 15, 8));
    }

    [Fact]
    public void A_digest_missed_on_its_morning_is_told_when_the_bot_is_back() =>
        Ask(June(8), In(Berlin, 6, 10, 17)).Due.ShouldBe(new DigestPeriod(June(9), June(9)));

    [Fact]
    public void Mornings_missed_in_a_row_are_merged_and_counted() =>
        // Told on Tuesday; the bot was away on Wednesday and Thursday morning and is back on Friday.
        Ask(June(8), In(Berlin, 6, 12, 8, 30))
            .Due.ShouldBe(new DigestPeriod(June(9), June(11)) { Missed = 2 });

    [Fact]
    public void Friday_missed_is_told_on_Saturday_without_waiting_for_Monday() =>
        Ask(June(10), In(Berlin, 6, 13, 10)).Due.ShouldBe(new DigestPeriod(June(11), June(11)));

    [Fact]
    public void After_months_only_the_last_28_days_are_told()
    {
        var due = Ask(new DateOnly(2026, 2, 1), In(Berlin, 6, 10, 8)).Due!;
        due.From.ShouldBe(new DateOnly(2026, 5, 13));
        due.Length.ShouldBe(28);
    }

    [Fact]
    public void The_first_digest_tells_yesterday_and_not_before_the_workspace_began()
    {
        var born = In(Berlin, 6, 10, 9);
        DigestClock
            .Ask(AtEight, Berlin, born, toldThrough: null, In(Berlin, 6, 10, 12))
            .Due.ShouldBeNull();
        DigestClock
            .Ask(AtEight, Berlin, born, toldThrough: null, In(Berlin, 6, 11, 8))
            .Due.ShouldBe(new DigestPeriod(June(10), June(10)));
    }

    [Fact]
    public void Muted_there_is_neither_now_nor_next() =>
        Ask(June(8), In(Berlin, 6, 10, 8), AtEight with { Muted = true })
            .ShouldBe(new DigestTime(Due: null, NextAt: null));

    [Fact]
    public void Unmuted_in_the_afternoon_it_waits_for_the_next_morning_and_tells_no_muted_days()
    {
        var plan = AtEight with { Since = In(Berlin, 6, 10, 15) };
        Ask(June(2), In(Berlin, 6, 10, 15, 1), plan).Due.ShouldBeNull();
        Ask(June(2), In(Berlin, 6, 11, 8), plan).Due.ShouldBe(new DigestPeriod(June(10), June(10)));
    }

    [Fact]
    public void Half_past_two_on_the_night_that_skips_it_is_half_past_three()
    {
        var plan = new DigestPlan { At = new(2, 30), Days = [DayOfWeek.Sunday] };
        var told = new DateOnly(2026, 3, 27);
        var spring = new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero); // 03:30 in Berlin
        DigestClock.Ask(plan, Berlin, LongAgo, told, spring.AddSeconds(-1)).Due.ShouldBeNull();
        DigestClock.Ask(plan, Berlin, LongAgo, told, spring.AddSeconds(-1)).NextAt.ShouldBe(spring);
        DigestClock
            .Ask(plan, Berlin, LongAgo, told, spring)
            .Due.ShouldBe(new DigestPeriod(new(2026, 3, 28), new(2026, 3, 28)));
    }

    [Fact]
    public void Half_past_two_on_the_night_that_has_it_twice_is_the_first_and_only_once()
    {
        var plan = new DigestPlan { At = new(2, 30), Days = [DayOfWeek.Sunday] };
        var first = new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero); // 02:30 summer time
        var told = new DateOnly(2026, 10, 23);
        DigestClock.Ask(plan, Berlin, LongAgo, told, first.AddSeconds(-1)).Due.ShouldBeNull();
        var due = DigestClock.Ask(plan, Berlin, LongAgo, told, first).Due;
        due.ShouldBe(new DigestPeriod(new(2026, 10, 24), new(2026, 10, 24)));
        DigestClock.Ask(plan, Berlin, LongAgo, due!.To, first.AddHours(1)).Due.ShouldBeNull();
    }

    [Theory]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("America/St_Johns")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Africa/Cairo")]
    [InlineData("Pacific/Chatham")]
    [InlineData("America/Santiago")]
    [InlineData("Europe/Berlin")]
    public void A_year_of_ticks_tells_every_day_once_in_every_zone(string id)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        foreach (var at in (TimeOnly[])[new(0, 0), new(2, 15), new(7, 30)])
        {
            var plan = new DigestPlan { At = at, Days = Enum.GetValues<DayOfWeek>() };
            var start = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
            DateOnly? told = null;
            var days = new List<DateOnly>();
            for (var now = start; now < start.AddDays(366); now = now.AddMinutes(97))
            {
                var time = DigestClock.Ask(plan, zone, start, told, now);
                time.NextAt!.Value.ShouldBeGreaterThan(now);
                if (time.Due is not { } period)
                    continue;
                period.Length.ShouldBe(1);
                days.Add(period.To);
                told = period.To;
            }
            days.Zip(days.Skip(1)).ShouldAllBe(pair => pair.First.AddDays(1) == pair.Second);
            days.Count.ShouldBeInRange(365, 366);
        }
    }
}
