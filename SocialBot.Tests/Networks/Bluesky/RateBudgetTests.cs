using Microsoft.Extensions.Time.Testing;
using Shouldly;
using SocialBot.Connectors.Networks.Bluesky;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

public sealed class RateBudgetTests
{
    private const string Brand = "did:plc:ciodswhrbf6pjpzqa6jf7rgs";

    private readonly FakeTimeProvider clock = new(Slice.Start);

    [Fact]
    public void An_hour_has_5000_points_and_each_comes_back_when_it_is_an_hour_old()
    {
        var budget = new RateBudget(clock);
        for (var i = 0; i < 2_500; i++)
        {
            budget.Spend(Brand, RateBudget.Put).ShouldBeNull();
            if (i == 0)
                clock.Advance(TimeSpan.FromMinutes(10));
        }

        budget.Spend(Brand, RateBudget.Put).ShouldBe(TimeSpan.FromMinutes(50));
        budget.Spend("did:plc:another", RateBudget.Put).ShouldBeNull();
        clock.Advance(TimeSpan.FromMinutes(50));
        budget.Spend(Brand, RateBudget.Put).ShouldBeNull();
        budget.Spend(Brand, RateBudget.Delete).ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void A_day_has_35000()
    {
        var budget = new RateBudget(clock);
        for (var hour = 0; hour < 7; hour++)
        {
            for (var i = 0; i < 2_500; i++)
                budget.Spend(Brand, RateBudget.Put).ShouldBeNull();
            clock.Advance(TimeSpan.FromHours(1));
        }

        budget.Spend(Brand, RateBudget.Put).ShouldBe(TimeSpan.FromHours(17));
    }

    [Fact]
    public void What_the_network_says_is_used_up_waits_for_its_reset()
    {
        var budget = new RateBudget(clock);
        budget.Exhausted(Brand, reads: true, clock.GetUtcNow().AddSeconds(90));

        budget.ReadWait(Brand).ShouldBe(TimeSpan.FromSeconds(90));
        budget.Spend(Brand, RateBudget.Put).ShouldBeNull("writing has a budget of its own");
        clock.Advance(TimeSpan.FromSeconds(90));
        budget.ReadWait(Brand).ShouldBeNull();

        budget.Exhausted(Brand, reads: false, clock.GetUtcNow().AddSeconds(5));
        budget.Spend(Brand, RateBudget.Put).ShouldBe(TimeSpan.FromSeconds(5));
        budget.ReadWait(Brand).ShouldBeNull();
    }

    [Fact]
    public void Thirty_sign_ins_in_five_minutes_are_enough()
    {
        var budget = new LoginBudget(clock);
        for (var i = 0; i < 30; i++)
            budget.Spend("brand.test").ShouldBeNull();

        budget.Spend("BRAND.test").ShouldBe(TimeSpan.FromMinutes(5));
        budget.Spend("ann.test").ShouldBeNull();
        clock.Advance(TimeSpan.FromMinutes(5));
        budget.Spend("brand.test").ShouldBeNull();
    }

    [Fact]
    public void Three_hundred_sign_ins_are_enough_for_a_day()
    {
        var budget = new LoginBudget(clock);
        for (var i = 0; i < 300; i++)
        {
            budget.Spend("brand.test").ShouldBeNull();
            clock.Advance(TimeSpan.FromSeconds(20));
        }

        budget.Spend("brand.test").ShouldBe(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(6_000));
    }
}
