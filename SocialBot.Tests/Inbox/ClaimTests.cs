using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Due;
using SocialBot.Core.Inbox;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Inbox;

public sealed class ClaimTests
{
    [Fact]
    public async Task Of_fifty_who_claim_at_once_exactly_one_wins_and_the_others_hear_who()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("My shoes broke");
        var team = await stage.Slice.DbAsync(async db =>
        {
            var members = Enumerable
                .Range(1, 50)
                .Select(i => new Member { Name = $"Kim {i}", Roles = Roles.CommunityManager })
                .ToList();
            db.Members.AddRange(members);
            await db.SaveChangesAsync();
            return members;
        });

        var outcomes = await Task.WhenAll(
            team.Select(m => Task.Run(() => stage.ClaimAsync(m, @case.Id)))
        );

        var won = outcomes.OfType<Outcome<Case>.Done>().ShouldHaveSingleItem().Value;
        var winner = team.Single(m => m.Id == won.ClaimedById);
        var lost = outcomes.OfType<Outcome<Case>.Refused>().Select(o => o.Why).ToList();
        lost.Count.ShouldBe(49);
        lost.ShouldAllBe(r => r.Code == "claim.lost" && (string)r.Args[1]! == winner.Name);
        (
            await stage.Slice.DbAsync(db => db.Audit.CountAsync(e => e.Action == "case.claim"))
        ).ShouldBe(1);
    }

    [Fact]
    public async Task The_loser_is_told_how_many_seconds_faster_the_winner_was()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("My shoes broke");
        await stage.ClaimAsync(stage.Slice.Carl, @case.Id);
        stage.Slice.Clock.Advance(TimeSpan.FromSeconds(3));

        var late = await stage.ClaimAsync(stage.Slice.Ada, @case.Id);

        late.Refused().Args[..3].ShouldBe([@case.Id, "Carl", 3]);
    }

    [Fact]
    public async Task Claiming_again_prolongs_ones_own_claim()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("My shoes broke");
        await stage.ClaimAsync(stage.Slice.Carl, @case.Id);
        stage.Slice.Clock.Advance(TimeSpan.FromMinutes(20));
        await stage.ClaimAsync(stage.Slice.Carl, @case.Id);

        await stage.PassAsync(TimeSpan.FromMinutes(20), Lane.Clock);

        var still = await stage.CaseAsync(@case.Id);
        still.ClaimedById.ShouldBe(stage.Slice.Carl.Id);
        still.ClaimedAt.ShouldBe(Slice.Start);
    }

    [Fact]
    public async Task A_claim_runs_out_after_thirty_minutes_without_action()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("My shoes broke");
        await stage.ClaimAsync(stage.Slice.Carl, @case.Id);

        await stage.PassAsync(TimeSpan.FromMinutes(29), Lane.Clock);
        (await stage.CaseAsync(@case.Id)).ClaimedById.ShouldBe(stage.Slice.Carl.Id);
        await stage.PassAsync(TimeSpan.FromMinutes(1), Lane.Clock);

        (await stage.CaseAsync(@case.Id)).ClaimedById.ShouldBeNull();
        (await stage.NoticesAsync()).ShouldBe(["case.claim-expired"]);
        (await stage.ClaimAsync(stage.Slice.Ada, @case.Id))
            .Done()
            .ClaimedById.ShouldBe(stage.Slice.Ada.Id);
    }

    [Fact]
    public async Task A_claim_that_is_over_can_be_taken_even_before_the_clock_worker_came()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("My shoes broke");
        await stage.ClaimAsync(stage.Slice.Carl, @case.Id);
        stage.Slice.Clock.Advance(TimeSpan.FromMinutes(30));
        (await stage.ClaimAsync(stage.Slice.Ada, @case.Id)).Done().ClaimedAt.ShouldBe(stage.Now);
    }

    [Fact]
    public async Task An_author_may_not_claim()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("My shoes broke");
        (await stage.ClaimAsync(stage.Slice.Anna, @case.Id))
            .Refused()
            .Code.ShouldBe("case.not-allowed");
        (await stage.ClaimAsync(stage.Slice.Carl, 4711)).Refused().Code.ShouldBe("case.unknown");
    }

    [Fact]
    public async Task A_released_case_is_free_again_and_only_its_holder_or_an_admin_releases_it()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("My shoes broke");
        (await stage.ReleaseAsync(stage.Slice.Carl, @case.Id))
            .Refused()
            .Code.ShouldBe("case.not-claimed");
        await stage.ClaimAsync(stage.Slice.Ada, @case.Id);
        (await stage.ReleaseAsync(stage.Slice.Carl, @case.Id)).Refused().Code.ShouldBe("case.held");
        (await stage.ReleaseAsync(stage.Slice.Ada, @case.Id)).Done().ClaimedById.ShouldBeNull();

        await stage.ClaimAsync(stage.Slice.Carl, @case.Id);
        (await stage.ReleaseAsync(stage.Slice.Ada, @case.Id)).Done().ClaimedById.ShouldBeNull();
    }
}
