using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core.Due;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Due;

public sealed class DueLaneTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_runs_before_its_time()
    {
        await using var due = await Lanes.OpenAsync();
        await due.QueueAsync("a:1", after: TimeSpan.FromMinutes(5));

        await due.WorkAsync();
        due.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(10));
        await due.WorkAsync();
        due.Ran.ShouldBeEmpty();

        due.Clock.Advance(TimeSpan.FromTicks(10));
        await due.WorkAsync();
        due.Ran.ShouldBe(["a:1"]);
        (await due.RowsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Work_written_again_while_it_runs_runs_again()
    {
        await using var due = await Lanes.OpenAsync();
        await due.QueueAsync("a:1");
        due.Does = async claim =>
        {
            if (due.Ran.Count == 1)
                await due.QueueAsync("a:1");
            return DueResult.Finished;
        };

        await due.WorkAsync();

        due.Ran.ShouldBe(["a:1", "a:1"]);
        (await due.RowsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Work_taken_back_while_it_runs_does_not_come_back()
    {
        await using var due = await Lanes.OpenAsync();
        await due.QueueAsync("a:1");
        due.Does = async claim =>
        {
            await due.Slice.DbAsync(db =>
            {
                db.Cancel("test", "a:1");
                return db.SaveChangesAsync();
            });
            return new DueResult.Again(due.Clock.GetUtcNow());
        };

        await due.WorkAsync();

        due.Ran.ShouldBe(["a:1"]);
        (await due.RowsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rows_of_one_order_never_run_at_the_same_time()
    {
        await using var due = await Lanes.OpenAsync();
        for (var i = 1; i <= 20; i++)
            await due.QueueAsync($"a:{i}", order: i % 2 == 0 ? "even" : "odd");
        var inside = new ConcurrentDictionary<string, int>();
        due.Does = async claim =>
        {
            inside.AddOrUpdate(claim.Order!, 1, (_, n) => n + 1).ShouldBe(1);
            await Task.Yield();
            inside.AddOrUpdate(claim.Order!, 0, (_, n) => n - 1);
            return DueResult.Finished;
        };

        await due.WorkAsync();

        due.Broken.ShouldBeEmpty();
        due.Ran.Where(s => int.Parse(s[2..]) % 2 == 0)
            .ShouldBe(Enumerable.Range(1, 10).Select(i => $"a:{2 * i}"));
        due.Ran.Count.ShouldBe(20);
    }

    [Fact]
    public async Task A_row_of_an_order_that_another_process_runs_is_not_claimed()
    {
        await using var due = await Lanes.OpenAsync();
        await due.QueueAsync("a:1", order: "talk");
        await due.QueueAsync("a:2", order: "talk");
        await due.QueueAsync("b:1");

        var first = await due.Table.ClaimAsync(Lane.Clock, 10, WorkDueLane.Lease, Stop);
        first.Select(c => c.Subject).ShouldBe(["a:1", "b:1"]);
        (await due.Table.ClaimAsync(Lane.Clock, 10, WorkDueLane.Lease, Stop)).ShouldBeEmpty();

        await due.Table.FinishAsync(first[0], Stop);
        (await due.Table.ClaimAsync(Lane.Clock, 10, WorkDueLane.Lease, Stop))
            .ShouldHaveSingleItem()
            .Subject.ShouldBe("a:2");
    }

    [Fact]
    public async Task A_row_put_off_holds_up_the_later_ones_only_where_order_is_strict()
    {
        await using var due = await Lanes.OpenAsync();
        await due.QueueAsync("loose:1", order: "loose");
        await due.QueueAsync("loose:2", order: "loose");
        await due.QueueAsync("strict:1", order: "strict", strict: true);
        await due.QueueAsync("strict:2", order: "strict", strict: true);
        due.Does = claim =>
            Task.FromResult<DueResult>(
                claim is { Tries: 1, SubjectId: 1 }
                    ? new DueResult.Again(due.Clock.GetUtcNow() + TimeSpan.FromSeconds(9))
                    : DueResult.Finished
            );

        await due.WorkAsync();
        due.Ran.ShouldBe(["loose:1", "strict:1", "loose:2"], ignoreOrder: true);

        due.Clock.Advance(TimeSpan.FromSeconds(9));
        await due.WorkAsync();
        due.Ran.Where(s => s.StartsWith("strict", StringComparison.Ordinal))
            .ShouldBe(["strict:1", "strict:1", "strict:2"]);
    }

    [Fact]
    public async Task A_row_that_always_breaks_is_retried_ever_more_rarely_and_holds_up_nobody()
    {
        await using var due = await Lanes.OpenAsync();
        await due.QueueAsync("poison:1", order: "talk", strict: true);
        await due.QueueAsync("fine:2", order: "talk", strict: true);
        due.Does = claim =>
            claim.SubjectId == 1
                ? throw new InvalidOperationException("broken")
                : Task.FromResult(DueResult.Finished);

        await due.WorkAsync();
        due.Ran.ShouldBe(["poison:1", "fine:2"]);

        var waits = new List<double>();
        for (var i = 0; i < 10; i++)
        {
            var row = (await due.RowsAsync()).ShouldHaveSingleItem();
            var wait = At(row.DueAt) - due.Clock.GetUtcNow();
            waits.Add(wait.TotalSeconds);
            due.Clock.Advance(wait);
            await due.WorkAsync();
        }
        waits.ShouldBe([2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    }

    [Fact]
    public async Task Work_that_names_an_end_is_given_up_then()
    {
        await using var due = await Lanes.OpenAsync();
        due.GivesUp = TimeSpan.FromMinutes(10);
        await due.QueueAsync("poison:1");
        due.Does = _ => throw new InvalidOperationException("broken");

        for (var minute = 0; minute < 20; minute++)
        {
            await due.WorkAsync();
            due.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        (await due.RowsAsync()).ShouldBeEmpty();
        due.Ran.Count.ShouldBeInRange(5, 10);
    }

    [Fact]
    public async Task What_was_only_not_its_time_yet_begins_afresh()
    {
        await using var due = await Lanes.OpenAsync();
        due.GivesUp = TimeSpan.FromMinutes(10);
        await due.QueueAsync("a:1");
        due.Does = claim =>
            Task.FromResult<DueResult>(
                due.Ran.Count == 1
                    ? new DueResult.Again(due.Clock.GetUtcNow().AddHours(9), Afresh: true)
                    : DueResult.Finished
            );

        await due.WorkAsync();
        due.Clock.Advance(TimeSpan.FromHours(9));
        await due.WorkAsync();

        due.Claims[^1].Tries.ShouldBe(1);
        due.Claims[^1].FirstDue.ShouldBe(due.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_crashed_row_is_free_again_when_its_lease_is_over()
    {
        await using var due = await Lanes.OpenAsync();
        await due.QueueAsync("a:1");
        await due.Table.ClaimAsync(Lane.Clock, 1, WorkDueLane.Lease, Stop);

        await due.WorkAsync();
        due.Ran.ShouldBeEmpty();

        due.Clock.Advance(WorkDueLane.Lease);
        await due.WorkAsync();
        due.Ran.ShouldBe(["a:1"]);
    }

    [Fact]
    public async Task Who_lost_the_lease_finishes_nothing()
    {
        await using var due = await Lanes.OpenAsync();
        await due.QueueAsync("a:1");
        var slow = (await due.Table.ClaimAsync(Lane.Clock, 1, WorkDueLane.Lease, Stop)).Single();
        due.Clock.Advance(WorkDueLane.Lease);
        var next = (await due.Table.ClaimAsync(Lane.Clock, 1, WorkDueLane.Lease, Stop)).Single();

        await due.Table.FinishAsync(slow, Stop);
        await due.Table.PostponeAsync(slow, due.Clock.GetUtcNow(), Stop);
        (await due.Table.RenewAsync(slow, WorkDueLane.Lease, Stop)).ShouldBeNull();

        var row = (await due.RowsAsync()).ShouldHaveSingleItem();
        row.Fence.ShouldBe(next.Fence);
        At(row.LeaseUntil).ShouldBe(next.LeaseUntil);
    }

    [Fact]
    public async Task A_slow_row_keeps_its_lease_while_it_runs()
    {
        await using var due = await Lanes.OpenAsync();
        await due.QueueAsync("a:1");
        due.Does = async claim =>
        {
            // Three leases long; each renewal is a timer of the fake clock.
            for (var i = 0; i < 18; i++)
            {
                var before = At((await due.RowsAsync()).Single().LeaseUntil);
                due.Clock.Advance(TimeSpan.FromSeconds(5));
                if (i % 2 == 1)
                    await due.UntilAsync(async () =>
                        At((await due.RowsAsync()).Single().LeaseUntil) > before
                    );
                (
                    await due.Table.ClaimAsync(Lane.Clock, 1, WorkDueLane.Lease, Stop)
                ).ShouldBeEmpty();
            }
            return DueResult.Finished;
        };

        await due.WorkAsync();

        due.Broken.ShouldBeEmpty();
        due.Ran.ShouldBe(["a:1"]);
        (await due.RowsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stopping_lane_gives_its_rows_back_at_once()
    {
        await using var due = await Lanes.OpenAsync();
        using var stopping = new CancellationTokenSource();
        await due.QueueAsync("a:1");
        due.DoesUntil = async (_, ct) =>
        {
            await stopping.CancelAsync();
            ct.ThrowIfCancellationRequested();
            return DueResult.Finished;
        };

        await due.Runner.OnceAsync(Lane.Clock, stopping.Token);

        due.DoesUntil = null;
        await due.WorkAsync();
        due.Ran.ShouldBe(["a:1", "a:1"]);
    }

    [Fact]
    public async Task A_running_lane_wakes_for_what_is_written_and_a_slow_row_delays_no_other()
    {
        await using var due = await Lanes.OpenAsync();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var slow = new TaskCompletionSource<DueResult>();
        var quick = new TaskCompletionSource();
        due.Does = claim =>
        {
            if (claim.SubjectId == 1)
                return slow.Task;
            quick.TrySetResult();
            return Task.FromResult(DueResult.Finished);
        };
        var running = due.Runner.RunAsync(Lane.Network, stopping.Token);

        await due.QueueAsync("a:1", lane: Lane.Network);
        await due.QueueAsync("a:2", lane: Lane.Network);
        await quick.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Stop);

        await stopping.CancelAsync();
        running.IsCompleted.ShouldBeFalse("what was begun is brought to its end");
        slow.SetResult(DueResult.Finished);
        await running.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Stop);
        (await due.RowsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Work_of_a_kind_nobody_does_waits_for_a_newer_version()
    {
        await using var due = await Lanes.OpenAsync();
        await due.QueueAsync("a:1", kind: "from.the.future");

        await due.WorkAsync();

        At((await due.RowsAsync()).ShouldHaveSingleItem().DueAt)
            .ShouldBe(Slice.Start.AddMinutes(10));
    }

    [Fact]
    public async Task Two_that_met_on_a_row_look_again_at_once()
    {
        await using var due = await Lanes.OpenAsync();
        await due.QueueAsync("a:1");
        due.Does = _ =>
            due.Ran.Count < 3
                ? throw new DbUpdateConcurrencyException("somebody was first")
                : Task.FromResult(DueResult.Finished);

        await due.WorkAsync();

        due.Ran.Count.ShouldBe(3);
        (await due.RowsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Due_work_is_written_and_taken_back_with_the_change_or_not_at_all()
    {
        await using var due = await Lanes.OpenAsync();
        await due.QueueAsync("kept:1");

        await due.Slice.DbAsync(async db =>
        {
            await using var whole = await db.BeginAsync(Stop);
            db.Cancel("test", "kept:1");
            db.Queue(new DueWork(Lane.Clock, "test", "lost:1", Slice.Start));
            return await db.SaveChangesAsync(Stop); // left without a commit
        });

        (await due.RowsAsync()).ShouldHaveSingleItem().Subject.ShouldBe("kept:1");
    }

    private static DateTimeOffset At(long micros) =>
        DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}

/// <summary>A lane whose only worker does what the test says.</summary>
internal sealed class Lanes : IAsyncDisposable
{
    private readonly ConcurrentQueue<DueClaim> claims = new();

    private Lanes() { }

    public Slice Slice { get; private set; } = null!;
    public Func<DueClaim, Task<DueResult>> Does { get; set; } =
        _ => Task.FromResult(DueResult.Finished);
    public Func<DueClaim, CancellationToken, Task<DueResult>>? DoesUntil { get; set; }
    public TimeSpan? GivesUp { get; set; }
    public IReadOnlyList<DueClaim> Claims => [.. claims];
    public IReadOnlyList<string> Ran => [.. claims.Select(c => c.Subject)];
    public ConcurrentQueue<Exception> Broken { get; } = new();

    public Microsoft.Extensions.Time.Testing.FakeTimeProvider Clock => Slice.Clock;
    public DueTable Table => Slice.Services.GetRequiredService<DueTable>();
    public WorkDueLane Runner => Slice.Services.GetRequiredService<WorkDueLane>();

    public static async Task<Lanes> OpenAsync()
    {
        var lanes = new Lanes();
        lanes.Slice = await Slice.OpenAsync(services =>
            services
                .AddScoped(_ => new Worker(lanes))
                .AddScoped<IDoesDueWork>(s => s.GetRequiredService<Worker>())
        );
        return lanes;
    }

    public Task<int> QueueAsync(
        string subject,
        TimeSpan after = default,
        string? order = null,
        bool strict = false,
        string kind = "test",
        Lane lane = Lane.Clock
    ) =>
        Slice.DbAsync(db =>
        {
            db.Queue(
                new DueWork(lane, kind, subject, Clock.GetUtcNow() + after)
                {
                    Order = order,
                    StrictOrder = strict,
                }
            );
            return db.SaveChangesAsync();
        });

    public Task<int> WorkAsync() => Slice.WorkAsync(Core.Due.Lane.Clock);

    public Task<List<DueRow>> RowsAsync() =>
        Slice.DbAsync(db => db.Set<DueRow>().AsNoTracking().OrderBy(r => r.Id).ToListAsync());

    /// <summary>What another thread is about to do, without sleeping; the test's own time limit ends it.</summary>
    public async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public ValueTask DisposeAsync() => Slice.DisposeAsync();

    private sealed class Worker(Lanes lanes) : IDoesDueWork
    {
        public string Kind => "test";

        public TimeSpan? GivesUpAfter => lanes.GivesUp;

        public async Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
        {
            lanes.claims.Enqueue(claim);
            try
            {
                return lanes.DoesUntil is { } until
                    ? await until(claim, ct)
                    : await lanes.Does(claim);
            }
            catch (ShouldAssertException e)
            {
                lanes.Broken.Enqueue(e);
                throw;
            }
        }
    }
}
