using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Storage;

public sealed class KeptConnectionsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_unit_of_work_gets_the_connection_as_it_was_left()
    {
        await using var slice = await Slice.OpenAsync();

        var first = await AskAsync(slice);
        var second = await AskAsync(slice);

        second.ShouldBeSameAs(first);
        second.State.ShouldBe(ConnectionState.Open);
    }

    [Fact]
    public async Task What_was_begun_and_not_committed_is_not_seen_by_whoever_comes_next()
    {
        await using var slice = await Slice.OpenAsync();

        await slice.DbAsync(async db =>
        {
            await db.Database.BeginTransactionAsync(Stop);
            db.Members.Add(new Member { Name = "Nobody", Roles = Roles.Author });
            return await db.SaveChangesAsync(Stop); // left without a commit
        });

        (
            await slice.DbAsync(db => db.Members.AnyAsync(m => m.Name == "Nobody", Stop))
        ).ShouldBeFalse();
    }

    [Fact]
    public async Task The_same_question_may_be_asked_while_its_first_answer_is_still_being_read()
    {
        await using var slice = await Slice.OpenAsync();

        var pairs = await slice.DbAsync(async db =>
        {
            var names = new List<string>();
            await foreach (var one in db.Members.OrderBy(m => m.Id).AsAsyncEnumerable())
            await foreach (var other in db.Members.OrderBy(m => m.Id).AsAsyncEnumerable())
                names.Add($"{one.Name}+{other.Name}");
            return names;
        });

        pairs.Count.ShouldBe(36);
        pairs.Distinct().Count().ShouldBe(36);
    }

    [Fact]
    public async Task The_same_statement_is_told_new_values_each_time()
    {
        await using var slice = await Slice.OpenAsync();

        foreach (var name in new[] { "Anna", "Omar", "Nils" })
            (
                await slice.DbAsync(db => db.Members.SingleAsync(m => m.Name == name, Stop))
            ).Name.ShouldBe(name);
    }

    private static Task<DbConnection> AskAsync(Slice slice) =>
        slice.DbAsync(async db =>
        {
            await db.Members.CountAsync(Stop);
            return db.Database.GetDbConnection();
        });
}
