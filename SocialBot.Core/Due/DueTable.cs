using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Due;

/// <summary>
/// The due table's hot path: write, claim a batch, finish, again. Hand-written SQL on the table of <see cref="DueRow"/>,
/// the same text on SQLite and PostgreSQL.
/// </summary>
public sealed class DueTable(IServiceScopeFactory scopes, TimeProvider clock, DueSignal signal)
{
    private const string Columns =
        "id, workspace_id, lane, kind, subject, payload, order_key, due_at, fence, tries, lease_until";

    /// <summary>
    /// Adds the row in the context's own transaction. A row that waits under the same once-key is moved to the new time and
    /// fenced off from whoever is running it now, so that it runs again and no change is missed.
    /// </summary>
    internal static Task WriteAsync(
        SocialBotDb db,
        long workspaceId,
        DueWork work,
        CancellationToken ct
    )
    {
        var once = work.Once
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{workspaceId}/{work.Kind}/{work.Subject}"
            )
            : null;
        var due = UtcMicros.ToMicros(work.At);
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO due (workspace_id, lane, kind, subject, payload, once_key, order_key, due_at, written_at, lease_until, fence, tries)
            VALUES ({workspaceId}, {(int)
                work.Lane}, {work.Kind}, {work.Subject}, {work.Payload}, {once}, {work.Order}, {due}, {due}, 0, 0, 0)
            ON CONFLICT (once_key) DO UPDATE
               SET due_at = excluded.due_at, payload = excluded.payload, fence = due.fence + 1, tries = 0
            """,
            ct
        );
    }

    /// <summary>Takes back what waits, in the context's own transaction.</summary>
    public static Task CancelAsync(
        SocialBotDb db,
        string kind,
        string subject,
        CancellationToken ct
    ) =>
        db.Database.ExecuteSqlAsync(
            $"DELETE FROM due WHERE workspace_id = {db.WorkspaceId} AND kind = {kind} AND subject = {subject}",
            ct
        );

    /// <summary>Claims up to <paramref name="most"/> rows of a lane whose time has come, oldest first.</summary>
    public async Task<IReadOnlyList<DueClaim>> ClaimAsync(
        Lane lane,
        int most,
        TimeSpan lease,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
        var connection = db.Database.GetDbConnection();
        await db.Database.OpenConnectionAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            UPDATE due SET lease_until = @lease, fence = fence + 1, tries = tries + 1
             WHERE id IN (SELECT id FROM due WHERE lane = @lane AND due_at <= @now AND lease_until <= @now ORDER BY due_at, id LIMIT @most)
               AND lease_until <= @now
            RETURNING {Columns}
            """;
        Add(command, "@lease", UtcMicros.ToMicros(now + lease));
        Add(command, "@lane", (int)lane);
        Add(command, "@now", UtcMicros.ToMicros(now));
        Add(command, "@most", most);

        var claims = new List<DueClaim>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            claims.Add(Read(rows));
        claims.Sort(
            (a, b) => a.DueAt != b.DueAt ? a.DueAt.CompareTo(b.DueAt) : a.Id.CompareTo(b.Id)
        );
        return claims;
    }

    /// <summary>Removes the row, unless it was written again meanwhile: then it is let go, to be run again.</summary>
    public async Task FinishAsync(DueClaim claim, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
        var removed = await db.Database.ExecuteSqlAsync(
            $"DELETE FROM due WHERE id = {claim.Id} AND fence = {claim.Fence}",
            ct
        );
        if (removed == 0)
            await LetGoAsync(db, claim, ct);
    }

    /// <summary>Puts the row back for later, unless it was written again meanwhile.</summary>
    public async Task PostponeAsync(DueClaim claim, DateTimeOffset until, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
        var moved = await db.Database.ExecuteSqlAsync(
            $"UPDATE due SET due_at = {UtcMicros.ToMicros(until)}, lease_until = 0 WHERE id = {claim.Id} AND fence = {claim.Fence}",
            ct
        );
        if (moved == 0)
            await LetGoAsync(db, claim, ct);
        signal.Wake();
    }

    /// <summary>When the next row of the lane falls due; null = nothing waits.</summary>
    public async Task<DateTimeOffset?> NextAsync(Lane lane, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
        var laneNumber = (int)lane;
        var next = await db
            .Database.SqlQuery<long?>(
                $"SELECT MIN(CASE WHEN lease_until > due_at THEN lease_until ELSE due_at END) AS \"Value\" FROM due WHERE lane = {laneNumber}"
            )
            .SingleAsync(ct);
        return next is { } micros ? UtcMicros.FromMicros(micros) : null;
    }

    private static Task<int> LetGoAsync(SocialBotDb db, DueClaim claim, CancellationToken ct) =>
        // Only a rewrite raised the fence by one; a new owner's claim raised it too and set a later lease.
        db.Database.ExecuteSqlAsync(
            $"UPDATE due SET lease_until = 0 WHERE id = {claim.Id} AND lease_until = {UtcMicros.ToMicros(claim.LeaseUntil)}",
            ct
        );

    private static DueClaim Read(DbDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetInt64(1),
            (Lane)row.GetInt32(2),
            row.GetString(3),
            row.GetString(4),
            row.IsDBNull(5) ? null : row.GetString(5),
            UtcMicros.FromMicros(row.GetInt64(7)),
            row.GetInt64(8),
            row.GetInt32(9),
            UtcMicros.FromMicros(row.GetInt64(10))
        )
        {
            Order = row.IsDBNull(6) ? null : row.GetString(6),
        };

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
