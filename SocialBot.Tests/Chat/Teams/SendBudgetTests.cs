using System.Globalization;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using SocialBot.Connectors.Chat.Teams;
using Xunit;

namespace SocialBot.Tests.Chat.Teams;

/// <summary>Teams' limits, counted through every window.</summary>
public sealed class SendBudgetTests
{
    private static readonly (int Most, int Seconds)[] Limits =
    [
        (7, 1),
        (8, 2),
        (60, 30),
        (1800, 3600),
    ];

    private readonly FakeTimeProvider _clock = new();
    private readonly SendBudget _budget;
    private readonly List<DateTimeOffset> _sent = [];

    public SendBudgetTests() =>
        _budget = new SendBudget(Options.Create(new TeamsOptions()), _clock);

    [Fact]
    public void Five_hundred_edits_of_one_conversation_break_no_limit_and_keep_their_line()
    {
        var order = SendAll(Enumerable.Range(0, 500).Select(n => $"{n}"), mayWait: true);

        order.Count.ShouldBe(500);
        order
            .Select((key, place) => Math.Abs(int.Parse(key, CultureInfo.InvariantCulture) - place))
            .Max()
            .ShouldBeLessThan(10);
        ShouldBreakNone();
    }

    [Fact]
    public void The_limit_of_an_hour_is_kept_too()
    {
        SendAll(Enumerable.Range(0, 2000).Select(n => $"{n}"), mayWait: false).Count.ShouldBe(2000);

        ShouldBreakNone();
        (_sent[^1] - _sent[0]).ShouldBeGreaterThan(TimeSpan.FromHours(1));
    }

    [Fact]
    public void An_answer_does_not_wait_behind_the_edits()
    {
        for (var n = 0; n < 200; n++)
            _ = _budget.Take("tenant", "talk", $"{n}", 1, mayWait: true);

        _budget.Take("tenant", "talk", "an answer", 1, mayWait: false).ShouldBeNull();
        _budget.Take("tenant", "another talk", "0", 1, mayWait: true).ShouldBeNull();
    }

    [Fact]
    public void Who_comes_too_early_keeps_their_time()
    {
        for (var n = 0; n < 6; n++)
            _budget.Take("tenant", "talk", $"{n}", 1, mayWait: true);
        var wait = _budget.Take("tenant", "talk", "late", 1, mayWait: true).ShouldNotBeNull();

        _budget.Take("tenant", "talk", "late", 1, mayWait: true).ShouldBe(wait);
        _clock.Advance(wait / 2);
        _budget.Take("tenant", "talk", "late", 1, mayWait: true).ShouldBe(wait - wait / 2);
        _clock.Advance(wait - wait / 2);
        _budget.Take("tenant", "talk", "late", 1, mayWait: true).ShouldBeNull();
    }

    [Fact]
    public void A_tenant_takes_fifty_in_a_second_from_all_its_conversations()
    {
        for (var n = 0; n < 50; n++)
            _budget.Take("tenant", $"talk {n}", "k", 1, mayWait: false).ShouldBeNull();

        var wait = _budget.Take("tenant", "one more", "k", 1, mayWait: false).ShouldNotBeNull();
        wait.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        _budget.Take("another tenant", "talk", "k", 1, mayWait: false).ShouldBeNull();
    }

    [Fact]
    public void Where_Teams_does_not_say_how_long_the_pause_grows_until_something_works()
    {
        var pauses = Enumerable
            .Range(0, 10)
            .Select(_ => _budget.Hold("talk", asked: null))
            .ToList();

        pauses[0].ShouldBeInRange(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6));
        pauses[3].ShouldBeInRange(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(48));
        pauses[^1].ShouldBe(TimeSpan.FromMinutes(10));
        _budget.Worked("talk");
        _budget.Hold("talk", asked: null).ShouldBeLessThan(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public void Those_who_waited_for_a_held_conversation_do_not_come_all_at_once()
    {
        for (var n = 0; n < 6; n++)
            _budget.Take("tenant", "talk", $"{n}", 1, mayWait: true);
        _budget.Hold("talk", TimeSpan.FromSeconds(30));

        var waits = Enumerable
            .Range(10, 20)
            .Select(n => _budget.Take("tenant", "talk", $"{n}", 1, mayWait: true)!.Value)
            .ToList();

        waits[0].ShouldBe(TimeSpan.FromSeconds(30));
        waits.GroupBy(w => w).ShouldAllBe(g => g.Count() <= 5);
    }

    /// <summary>Everybody comes when they were told to, a little late at times.</summary>
    private List<string> SendAll(IEnumerable<string> keys, bool mayWait)
    {
        var line = new PriorityQueue<string, DateTimeOffset>();
        var order = new List<string>();
        var late = 0;
        foreach (var key in keys)
            Try(key);
        while (line.TryDequeue(out var key, out var at))
        {
            at += TimeSpan.FromMilliseconds(late++ % 3 * 20);
            if (at > _clock.GetUtcNow())
                _clock.SetUtcNow(at);
            Try(key);
        }
        return order;

        void Try(string key)
        {
            if (_budget.Take("tenant", "talk", key, 1, mayWait) is { } wait)
            {
                line.Enqueue(key, _clock.GetUtcNow() + wait);
                return;
            }
            _sent.Add(_clock.GetUtcNow());
            order.Add(key);
        }
    }

    private void ShouldBreakNone()
    {
        foreach (var (most, seconds) in Limits)
            for (var n = most; n < _sent.Count; n++)
                (_sent[n] - _sent[n - most]).ShouldBeGreaterThanOrEqualTo(
                    TimeSpan.FromSeconds(seconds),
                    $"{most} in {seconds} s"
                );
    }
}
