using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core.Audit;
using SocialBot.Core.Storage;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Audit;

public sealed class VerifyAuditTests
{
    [Fact]
    public async Task A_chain_nobody_touched_is_intact()
    {
        await using var slice = await Slice.OpenAsync();
        await WriteAsync(slice, 12);

        var intact = (await VerifyAsync(slice)).ShouldBeOfType<AuditVerdict.Intact>();

        intact.Entries.ShouldBe(12);
        intact.Head.ShouldMatch("^[0-9a-f]{64}$");
    }

    [Fact]
    public async Task A_workspace_in_which_nothing_happened_is_intact() =>
        (await VerifyAsync(await Slice.OpenAsync())).ShouldBe(new AuditVerdict.Intact(0, ""));

    /// <summary>Each column that says something, forged in the middle of the chain.</summary>
    [Theory]
    [InlineData("At = At + 1")]
    [InlineData("MemberId = 99")]
    [InlineData("MemberId = NULL")]
    [InlineData("OnBehalfOfId = 4")]
    [InlineData("Action = 'post.reject'")]
    [InlineData("Subject = 'post:1'")]
    [InlineData("Revision = 'ffff'")]
    [InlineData("Detail = 'nothing to see'")]
    [InlineData("Hash = 'ffff'")]
    [InlineData("Before = 'ffff'")]
    public async Task A_changed_entry_is_found_and_named(string forgery)
    {
        await using var slice = await Slice.OpenAsync();
        await WriteAsync(slice, 9);

        await SqlAsync(slice, $"UPDATE Audit SET {forgery} WHERE Number = 5");

        (await VerifyAsync(slice)).ShouldBe(
            new AuditVerdict.Broken(5, "changed after it was written")
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    public async Task A_deleted_entry_is_found_and_named(int number)
    {
        await using var slice = await Slice.OpenAsync();
        await WriteAsync(slice, 9);

        await SqlAsync(slice, $"DELETE FROM Audit WHERE Number = {number}");

        (await VerifyAsync(slice)).ShouldBe(
            new AuditVerdict.Broken(number, "missing or out of order")
        );
    }

    [Fact]
    public async Task A_deleted_entry_whose_gap_was_closed_is_found_too()
    {
        await using var slice = await Slice.OpenAsync();
        await WriteAsync(slice, 9);

        await SqlAsync(slice, "DELETE FROM Audit WHERE Number = 5");
        for (var number = 6; number <= 9; number++)
            await SqlAsync(
                slice,
                $"UPDATE Audit SET Number = {number - 1} WHERE Number = {number}"
            );

        (await VerifyAsync(slice)).ShouldBe(
            new AuditVerdict.Broken(5, "changed after it was written")
        );
    }

    [Fact]
    public async Task A_cut_at_the_end_is_found_against_the_head_that_was_noted()
    {
        await using var slice = await Slice.OpenAsync();
        await WriteAsync(slice, 9);
        var noted = ((AuditVerdict.Intact)await VerifyAsync(slice)).Head;

        await SqlAsync(slice, "DELETE FROM Audit WHERE Number = 9");

        ((AuditVerdict.Intact)await VerifyAsync(slice)).Head.ShouldNotBe(noted);
    }

    [Fact]
    public async Task An_inserted_entry_is_found_and_named()
    {
        await using var slice = await Slice.OpenAsync();
        await WriteAsync(slice, 9);

        for (var number = 9; number >= 5; number--)
            await SqlAsync(
                slice,
                $"UPDATE Audit SET Number = {number + 1} WHERE Number = {number}"
            );
        await SqlAsync(
            slice,
            """
            INSERT INTO Audit (WorkspaceId, Number, At, MemberId, Action, Subject, Before, Hash)
            SELECT WorkspaceId, 5, At, 2, 'post.approve', 'post:1', Hash, 'ffff' FROM Audit WHERE Number = 4
            """
        );

        (await VerifyAsync(slice)).ShouldBe(
            new AuditVerdict.Broken(5, "changed after it was written")
        );
    }

    [Fact]
    public async Task Entries_that_changed_places_are_found_and_the_first_named()
    {
        await using var slice = await Slice.OpenAsync();
        await WriteAsync(slice, 9);

        await SqlAsync(slice, "UPDATE Audit SET Number = -1 WHERE Number = 4");
        await SqlAsync(slice, "UPDATE Audit SET Number = 4 WHERE Number = 7");
        await SqlAsync(slice, "UPDATE Audit SET Number = 7 WHERE Number = -1");

        (await VerifyAsync(slice)).ShouldBe(
            new AuditVerdict.Broken(4, "changed after it was written")
        );
    }

    [Fact]
    public async Task Many_writers_at_once_make_one_chain()
    {
        await using var slice = await Slice.OpenAsync();

        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    Task.Run(() => WriteAsync(slice, 5), TestContext.Current.CancellationToken)
                )
        );

        ((AuditVerdict.Intact)await VerifyAsync(slice)).Entries.ShouldBe(40);
    }

    [Fact]
    public async Task A_change_that_is_not_committed_leaves_no_entry()
    {
        await using var slice = await Slice.OpenAsync();
        await slice.DbAsync(async db =>
        {
            await using var whole = await db.BeginAsync(TestContext.Current.CancellationToken);
            db.Record(Entry(1));
            return await db.SaveChangesAsync();
        });

        (await slice.DbAsync(db => db.Audit.CountAsync())).ShouldBe(0);
    }

    private static async Task WriteAsync(Slice slice, int entries)
    {
        for (var i = 0; i < entries; i++)
            await slice.DbAsync(db =>
            {
                db.Record(Entry(i));
                return db.SaveChangesAsync(TestContext.Current.CancellationToken);
            });
    }

    private static AuditEntry Entry(int i) =>
        new()
        {
            At = Slice.Start.AddMinutes(i),
            MemberId = 1 + (i % 3),
            OnBehalfOfId = i % 2 == 0 ? null : 2,
            Action = "post.approve",
            Subject = $"post:{200 + i}",
            Revision = $"{i:x64}",
            Detail = i % 2 == 0 ? "Scripted @one" : null,
        };

    private static Task<AuditVerdict> VerifyAsync(Slice slice) =>
        slice.RunAsync<VerifyAudit, AuditVerdict>(v =>
            v.RunAsync(TestContext.Current.CancellationToken)
        );

    private static Task<int> SqlAsync(Slice slice, string sql) =>
        slice.DbAsync(async db =>
        {
            var rows = await db.Database.ExecuteSqlRawAsync(sql);
            rows.ShouldBeGreaterThan(0, "the forgery must reach a row");
            return rows;
        });
}
