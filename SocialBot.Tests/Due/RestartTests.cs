using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Migrations.Sqlite;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Due;

public sealed class RestartTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task What_a_dead_process_held_is_free_at_once_and_its_ghost_finishes_nothing()
    {
        await using var slice = await Slice.OpenAsync();
        var due = slice.Services.GetRequiredService<DueTable>();
        await slice.DbAsync(db =>
        {
            db.Queue(new DueWork(Lane.Clock, "test", "thing:1", slice.Clock.GetUtcNow()));
            return db.SaveChangesAsync(Ct);
        });
        var before = (await due.ClaimAsync(Lane.Clock, most: 10, Lease, Ct)).ShouldHaveSingleItem();
        (await due.ClaimAsync(Lane.Clock, most: 10, Lease, Ct)).ShouldBeEmpty();

        (await due.FreeAllAsync(Ct)).ShouldBe(1);

        var after = (await due.ClaimAsync(Lane.Clock, most: 10, Lease, Ct)).ShouldHaveSingleItem();
        after.Id.ShouldBe(before.Id);
        after.Fence.ShouldBeGreaterThan(before.Fence);
        await due.FinishAsync(before, Ct);
        slice.Clock.Advance(Lease);
        (await due.ClaimAsync(Lane.Clock, most: 10, Lease, Ct)).ShouldHaveSingleItem();
    }

    [Fact]
    public void Only_one_process_at_a_time_is_the_sole_one()
    {
        var file = Path.Combine(Path.GetTempPath(), $"socialbot-{Guid.NewGuid():N}.db");
        try
        {
            using (var first = SoleProcess.TryTake(file))
            {
                first.ShouldNotBeNull();
                SoleProcess.TryTake(file).ShouldBeNull();
            }
            using var next = SoleProcess.TryTake(file);
            next.ShouldNotBeNull();
        }
        finally
        {
            File.Delete(file + ".lock");
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
