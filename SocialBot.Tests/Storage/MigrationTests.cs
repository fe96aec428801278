using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core.Storage;
using SocialBot.Migrations.Sqlite;
using Xunit;

namespace SocialBot.Tests.Storage;

public sealed class MigrationTests
{
    [Fact]
    public void The_migrations_are_up_to_date_with_the_model()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        using var db = Open(connection);
        db.Database.HasPendingModelChanges()
            .ShouldBeFalse(
                "the model has changed: dotnet ef migrations add … --project SocialBot.Migrations.Sqlite"
            );
    }

    [Fact]
    public async Task An_empty_file_is_brought_up_to_date_and_a_second_time_changes_nothing()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var db = Open(connection);
        await db.Database.MigrateAsync(TestContext.Current.CancellationToken);
        (
            await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken)
        ).ShouldBeEmpty();
        await db.Database.MigrateAsync(TestContext.Current.CancellationToken);
        (await db.Workspaces.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
    }

    private static SocialBotDb Open(SqliteConnection connection) =>
        new(
            new DbContextOptionsBuilder<SocialBotDb>()
                .UseSqlite(
                    connection,
                    sqlite => sqlite.MigrationsAssembly(typeof(SqliteDatabase).Assembly)
                )
                .Options,
            new WorkspaceScope()
        );
}
