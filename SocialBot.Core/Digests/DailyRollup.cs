using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Digests;

/// <summary>
/// The hot path of figures: what a reading brought is written as snapshots and rolled up into its day in one transaction, with
/// the same SQL on SQLite and PostgreSQL. Readings may come late or twice; the rows end up as if counted from scratch.
/// </summary>
internal static class DailyRollup
{
    /// <summary>Seven parameters a row stay far below every database's limit.</summary>
    private const int RowsPerStatement = 500;

    /// <param name="at">When all of <paramref name="values"/> were read.</param>
    /// <param name="day">The workspace's day of that instant.</param>
    public static async Task WriteAsync(
        SocialBotDb db,
        long accountId,
        DateTimeOffset at,
        DateOnly day,
        IReadOnlyList<ReadValue> values,
        CancellationToken ct
    )
    {
        if (values.Count == 0)
            return;
        await using var own = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(ct)
            : null;
        foreach (var chunk in values.Chunk(RowsPerStatement))
        {
            await InsertSnapshotsAsync(db, accountId, at, chunk, ct);
            await InsertDaysAsync(db, accountId, at, day, chunk, ct);
        }
        await CountGainsAsync(db, accountId, day, ct);
        await SumUpAsync(db, accountId, day, ct);
        if (own is not null)
            await own.CommitAsync(ct);
    }

    private static async Task InsertSnapshotsAsync(
        SocialBotDb db,
        long accountId,
        DateTimeOffset at,
        ReadValue[] values,
        CancellationToken ct
    )
    {
        await using var command = Command(db);
        var rows = Rows(
            values,
            i =>
            {
                Add(command, $"@c{i}", values[i].CopyId);
                Add(command, $"@m{i}", values[i].Metric);
                Add(command, $"@v{i}", values[i].Value);
                return $"(@workspace, @account, @c{i}, @m{i}, @v{i}, @at)";
            }
        );
        command.CommandText = $"""
            INSERT INTO snapshots (workspace_id, account_id, copy_id, metric, value, read_at)
            VALUES {rows}
            ON CONFLICT DO NOTHING
            """;
        Add(command, "@workspace", db.WorkspaceId);
        Add(command, "@account", accountId);
        Add(command, "@at", UtcMicros.ToMicros(at));
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task InsertDaysAsync(
        SocialBotDb db,
        long accountId,
        DateTimeOffset at,
        DateOnly day,
        ReadValue[] values,
        CancellationToken ct
    )
    {
        await using var command = Command(db);
        var rows = Rows(
            values,
            i =>
            {
                Add(command, $"@c{i}", values[i].CopyId);
                Add(command, $"@m{i}", values[i].Metric);
                Add(command, $"@v{i}", values[i].Value);
                // A number in the text, as a parameter that is always NULL has no type on PostgreSQL.
                var began = values[i].Began is { } first
                    ? first.DayNumber.ToString(CultureInfo.InvariantCulture)
                    : "NULL";
                var age = values[i].Began is { } born
                    ? (day.DayNumber - born.DayNumber).ToString(CultureInfo.InvariantCulture)
                    : "NULL";
                return $"(@workspace, @account, @c{i}, @m{i}, @day, @v{i}, @at, {began}, {age})";
            }
        );
        command.CommandText = $"""
            INSERT INTO daily_metrics (workspace_id, account_id, copy_id, metric, day, value, read_at, began, age)
            VALUES {rows}
            ON CONFLICT (workspace_id, account_id, copy_id, metric, day) DO UPDATE
               SET value = excluded.value, read_at = excluded.read_at
             WHERE excluded.read_at > daily_metrics.read_at
            """;
        Add(command, "@workspace", db.WorkspaceId);
        Add(command, "@account", accountId);
        Add(command, "@day", day.DayNumber);
        Add(command, "@at", UtcMicros.ToMicros(at));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>From the day on: a reading that came late also moves the gain of the day after it.</summary>
    private static async Task CountGainsAsync(
        SocialBotDb db,
        long accountId,
        DateOnly day,
        CancellationToken ct
    )
    {
        await using var command = Command(db);
        command.CommandText = """
            UPDATE daily_metrics AS d
               SET gain = d.value - COALESCE(
                     (SELECT p.value FROM daily_metrics p
                       WHERE p.workspace_id = d.workspace_id AND p.account_id = d.account_id AND p.copy_id = d.copy_id AND p.metric = d.metric AND p.day < d.day
                       ORDER BY p.day DESC LIMIT 1),
                     CASE WHEN d.began IS NULL THEN NULL ELSE 0 END),
                   span = COALESCE(
                     d.day - (SELECT MAX(p.day) FROM daily_metrics p
                       WHERE p.workspace_id = d.workspace_id AND p.account_id = d.account_id AND p.copy_id = d.copy_id AND p.metric = d.metric AND p.day < d.day),
                     CASE WHEN d.began IS NULL THEN NULL WHEN d.began < d.day THEN d.day - d.began ELSE 1 END)
             WHERE d.workspace_id = @workspace AND d.account_id = @account AND d.day >= @day
            """;
        Add(command, "@workspace", db.WorkspaceId);
        Add(command, "@account", accountId);
        Add(command, "@day", day.DayNumber);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>From the same day on. A row counts once, whatever it was summed up as before.</summary>
    private static async Task SumUpAsync(
        SocialBotDb db,
        long accountId,
        DateOnly day,
        CancellationToken ct
    )
    {
        await using var command = Command(db);
        command.CommandText = """
            INSERT INTO daily_totals (workspace_id, account_id, metric, day, of_account, gain, span, level, posts, read_at)
            SELECT d.workspace_id, d.account_id, d.metric, d.day, CASE WHEN d.copy_id = 0 THEN 1 ELSE 0 END,
                   SUM(d.gain), MAX(d.span), SUM(d.value), SUM(CASE WHEN d.copy_id = 0 THEN 0 ELSE 1 END), MAX(d.read_at)
              FROM daily_metrics d
             WHERE d.workspace_id = @workspace AND d.account_id = @account AND d.day >= @day
             GROUP BY d.workspace_id, d.account_id, d.metric, d.day, CASE WHEN d.copy_id = 0 THEN 1 ELSE 0 END
            ON CONFLICT (workspace_id, account_id, day, metric, of_account) DO UPDATE
               SET gain = excluded.gain, span = excluded.span, level = excluded.level,
                   posts = excluded.posts, read_at = excluded.read_at
            """;
        Add(command, "@workspace", db.WorkspaceId);
        Add(command, "@account", accountId);
        Add(command, "@day", day.DayNumber);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string Rows(ReadValue[] values, Func<int, string> row)
    {
        var text = new StringBuilder();
        for (var i = 0; i < values.Length; i++)
            text.Append(i == 0 ? "" : ",\n").Append(row(i));
        return text.ToString();
    }

    private static DbCommand Command(SocialBotDb db)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        return command;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}

/// <param name="CopyId"><see cref="Snapshot.OfAccount"/> for the account's own figures.</param>
/// <param name="Began">See <see cref="DailyMetric.Began"/>.</param>
internal sealed record ReadValue(long CopyId, string Metric, long Value, DateOnly? Began);
