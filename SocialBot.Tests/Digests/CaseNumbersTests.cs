using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core.Digests;
using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;
using Xunit;

namespace SocialBot.Tests.Digests;

public sealed class CaseNumbersTests
{
    private static DateOnly June(int day) => new(2026, 6, day);

    [Fact]
    public async Task Half_of_the_first_replies_of_a_day_were_quicker_than_the_median()
    {
        await using var world = await MeteredWorld.OpenAsync();
        // Arrived on the 9th; answered after 10, 20 and 90 minutes, one only on the 10th, one never, one is spam, one asked nobody.
        await AddAsync(world, CaseState.Done, minutes: 10);
        await AddAsync(world, CaseState.Open, minutes: 20);
        await AddAsync(world, CaseState.Done, minutes: 90);
        await AddAsync(world, CaseState.Open, minutes: 24 * 60);
        await AddAsync(world, CaseState.Escalated, minutes: null);
        await AddAsync(world, CaseState.Spam, minutes: null);
        await AddAsync(world, CaseState.Noted, minutes: null);
        world.GoTo(6, 11, 8);

        (await world.ComposeAsync(June(9), June(9))).Responses.ShouldBe(
            new ResponseTimes(20, 3, 5)
        );
        (await world.ComposeAsync(June(10), June(10))).Responses.ShouldBe(
            new ResponseTimes(24 * 60, 1, 0)
        );
        (await world.ComposeAsync(June(8), June(8))).Responses.ShouldBeNull();
    }

    [Fact]
    public async Task Open_cases_are_counted_by_state_and_those_in_hand_apart()
    {
        await using var world = await MeteredWorld.OpenAsync();
        await AddAsync(world, CaseState.Open, minutes: null);
        await AddAsync(world, CaseState.Open, minutes: null);
        var held = await AddAsync(world, CaseState.Open, minutes: null);
        await AddAsync(world, CaseState.Snoozed, minutes: null);
        await AddAsync(world, CaseState.Done, minutes: 3);
        var until = world.Now.AddMinutes(30);
        await world.Slice.DbAsync(db =>
            db.Cases.Where(c => c.Id == held)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.ClaimedUntil, until))
        );

        (await world.ComposeAsync(June(8), June(8))).Waiting.Cases.ShouldBe(
            new Dictionary<string, int>
            {
                ["Open"] = 2,
                [CaseNumbers.Claimed] = 1,
                ["Snoozed"] = 1,
            },
            ignoreOrder: true
        );
        world.Slice.Clock.Advance(TimeSpan.FromHours(1));
        (await world.ComposeAsync(June(8), June(8))).Waiting.Cases["Open"].ShouldBe(3);
    }

    private static int number;

    private static Task<long> AddAsync(MeteredWorld world, CaseState state, int? minutes) =>
        world.Slice.DbAsync(async db =>
        {
            var n = Interlocked.Increment(ref number);
            var account = await db.Accounts.SingleAsync(a => a.Id == world.Account.Id);
            var item = new IncomingItem(
                $"event{n}",
                $"thing{n}",
                IncomingKind.Mention,
                $"talk{n}",
                null,
                "author",
                "author",
                "Author",
                null,
                "a text",
                world.Now,
                null
            );
            var incoming = new Case(account, item, world.Now);
            db.Cases.Add(incoming);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
            var reply = minutes is { } wait ? world.Now.AddMinutes(wait) : (DateTimeOffset?)null;
            await db
                .Cases.Where(c => c.Id == incoming.Id)
                .ExecuteUpdateAsync(c =>
                    c.SetProperty(x => x.State, state).SetProperty(x => x.FirstReplyAt, reply)
                );
            return incoming.Id;
        });
}
