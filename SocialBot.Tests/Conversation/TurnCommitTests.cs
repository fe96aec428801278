using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core.Chat;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Conversation;

/// <summary>A turn is committed once, with its answer; who delivers it, and what a crash leaves behind.</summary>
public sealed class TurnCommitTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_is_written_as_held_by_the_process_that_says_it()
    {
        await using var talk = await Talk.OpenAsync();

        await AnswerAsync(talk, "1");

        (await ClaimAsync(talk)).ShouldBeEmpty("another process leaves it alone");
        await talk.SettleAsync();
        talk.Wall("anna").Count.ShouldBe(1);
        (await RowsAsync(talk)).ShouldBe(0);
    }

    [Fact]
    public async Task After_a_crash_between_commit_and_delivery_the_answer_goes_out_when_the_lease_is_over()
    {
        await using var talk = await Talk.OpenAsync();
        await AnswerAsync(talk, "1");
        Crash(talk);

        await talk.SettleAsync();
        talk.Wall("anna").ShouldBeEmpty();

        await talk.PassAsync(WorkDueLane.Lease);
        talk.Wall("anna").Count.ShouldBe(1);
        (await RowsAsync(talk)).ShouldBe(0);
    }

    [Fact]
    public async Task A_restart_delivers_it_at_once()
    {
        await using var talk = await Talk.OpenAsync();
        await AnswerAsync(talk, "1");
        Crash(talk);

        await talk.Slice.Services.GetRequiredService<DueTable>().FreeAllAsync(Stop);
        await talk.SettleAsync();

        talk.Wall("anna").Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_waited_here_for_longer_than_its_lease_is_said_once()
    {
        await using var talk = await Talk.OpenAsync();
        await AnswerAsync(talk, "1");
        talk.Slice.Clock.Advance(WorkDueLane.Lease);
        var elsewhere = (await ClaimAsync(talk)).ShouldHaveSingleItem();

        await talk.SettleAsync();

        talk.Wall("anna").ShouldBeEmpty("another process has it now");
        var rows = await talk.Slice.DbAsync(db => db.Set<DueRow>().SingleAsync(Stop));
        rows.Fence.ShouldBe(elsewhere.Fence);
    }

    [Fact]
    public async Task The_same_turn_again_while_its_answer_is_on_its_way_says_nothing_more()
    {
        await using var talk = await Talk.OpenAsync();
        talk.Chat.Meanwhile = async _ =>
        {
            talk.Chat.Meanwhile = null;
            await AnswerAsync(talk, "1");
        };

        await AnswerAsync(talk, "1");
        await talk.SettleAsync();

        talk.Wall("anna").Count.ShouldBe(1);
        (await RowsAsync(talk)).ShouldBe(0);
    }

    [Fact]
    public async Task The_next_answer_of_a_conversation_waits_for_the_one_that_is_on_its_way()
    {
        await using var talk = await Talk.OpenAsync();
        await AnswerAsync(talk, "1", "help");
        await AnswerAsync(talk, "2", "accounts");

        await talk.SettleAsync();

        talk.Wall("anna").Count.ShouldBe(2);
        talk.Wall("anna")[0].Title.ShouldNotBe(talk.Wall("anna")[1].Title);
        (await RowsAsync(talk)).ShouldBe(0);
    }

    [Fact]
    public async Task Many_turns_at_once_are_each_answered_once()
    {
        await using var talk = await Talk.OpenAsync();

        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(n => Task.Run(() => AnswerAsync(talk, $"{n % 20}", "help"), Stop))
        );
        await talk.SettleAsync();

        talk.Wall("anna").Count.ShouldBe(20);
        (await talk.Slice.DbAsync(db => db.AnsweredTurns.CountAsync(Stop))).ShouldBe(20);
    }

    [Fact]
    public async Task What_fails_beside_others_in_one_commit_takes_only_itself_back()
    {
        await using var slice = await Slice.OpenAsync();
        var commit = slice.Services.GetRequiredService<SharedCommit>();

        var all = Enumerable
            .Range(0, 30)
            .Select(async n =>
                await slice.DbAsync(db =>
                    commit.RunAsync(
                        db,
                        async ct =>
                        {
                            db.Members.Add(new Member { Name = $"M{n}", Roles = Roles.Author });
                            await db.SaveChangesAsync(ct);
                            return n % 3 == 0 ? throw new InvalidOperationException($"{n}") : n;
                        },
                        Stop
                    )
                )
            )
            .ToList();
        foreach (var (one, n) in all.Select((one, n) => (one, n)))
            if (n % 3 == 0)
                (await Should.ThrowAsync<InvalidOperationException>(one)).Message.ShouldBe($"{n}");
            else
                (await one).ShouldBe(n);

        var names = await slice.DbAsync(db =>
            db.Members.Where(m => m.Name.StartsWith('M')).Select(m => m.Name).ToListAsync(Stop)
        );
        names.ShouldBe(
            Enumerable.Range(0, 30).Where(n => n % 3 != 0).Select(n => $"M{n}"),
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task Rows_that_end_together_end_each_by_its_own_fence()
    {
        await using var slice = await Slice.OpenAsync();
        var due = slice.Services.GetRequiredService<DueTable>();
        await slice.DbAsync(db =>
        {
            for (var n = 1; n <= 10; n++)
                db.Queue(new DueWork(Lane.Clock, "test", $"a:{n}", slice.Clock.GetUtcNow()));
            return db.SaveChangesAsync(Stop);
        });
        var claims = await due.ClaimAsync(Lane.Clock, 10, WorkDueLane.Lease, Stop);
        await slice.DbAsync(db =>
        {
            db.Queue(new DueWork(Lane.Clock, "test", "a:4", slice.Clock.GetUtcNow()));
            return db.SaveChangesAsync(Stop);
        });

        await Task.WhenAll(claims.Select(claim => due.FinishAsync(claim, Stop)));

        (await due.ClaimAsync(Lane.Clock, 10, WorkDueLane.Lease, Stop))
            .ShouldHaveSingleItem()
            .Subject.ShouldBe("a:4");
    }

    private static Task<InlineAnswer?> AnswerAsync(Talk talk, string id, string text = "help") =>
        talk
            .Slice.Services.GetRequiredService<IAnswersChat>()
            .AnswerAsync(
                new ChatTurn(
                    id,
                    new ChatUser("local", "", "anna"),
                    "anna",
                    "anna",
                    new ChatPlace(
                        "local",
                        "",
                        "personal:anna",
                        Thread: null,
                        Personal: true,
                        Reference: null
                    ),
                    new ChatInput.Said(text),
                    talk.Slice.Clock.GetUtcNow()
                ),
                Stop
            );

    /// <summary>What was handed over inside the process is gone with it; the rows stay.</summary>
    private static void Crash(Talk talk)
    {
        var signal = talk.Slice.Services.GetRequiredService<DueSignal>();
        signal.TryTake(Lane.Chat, out _).ShouldBeTrue("it was handed over");
    }

    private static Task<IReadOnlyList<DueClaim>> ClaimAsync(Talk talk) =>
        talk
            .Slice.Services.GetRequiredService<DueTable>()
            .ClaimAsync(Lane.Chat, 10, WorkDueLane.Lease, Stop);

    private static Task<int> RowsAsync(Talk talk) =>
        talk.Slice.DbAsync(db => db.Set<DueRow>().CountAsync(Stop));
}
