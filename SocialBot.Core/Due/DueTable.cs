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
public sealed class DueTable(
    IServiceScopeFactory scopes,
    SharedCommit commit,
    TimeProvider clock,
    DueSignal signal
)
{
    private const string Columns =
        "id, workspace_id, lane, kind, subject, payload, order_key, due_at, fence, tries, lease_until, first_due_at";

    /// <summary>
    /// Adds the row in the context's own transaction. A row that waits under the same once-key is moved to the new time and
    /// fenced off from whoever is running it now, so that it runs again and no change is missed.
    /// </summary>
    internal static async Task<DueWritten> WriteAsync(
        SocialBotDb db,
        long workspaceId,
        DueWork work,
        CancellationToken ct
    )
    {
        if (work.AtOnce && await IsFreeAsync(db, work, ct))
            return new DueWritten(work.Lane, await WriteHeldAsync(db, workspaceId, work, ct));
        var once = work.OnceKey(workspaceId);
        var due = UtcMicros.ToMicros(work.At);
        var lane = (int)work.Lane;
        var strict = work.StrictOrder ? 1 : 0;
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO due (workspace_id, lane, kind, subject, payload, once_key, order_key, strict_order, due_at, first_due_at, lease_until, fence, tries)
            VALUES ({workspaceId}, {lane}, {work.Kind}, {work.Subject}, {work.Payload}, {once}, {work.Order}, {strict}, {due}, {due}, 0, 0, 0)
            ON CONFLICT (once_key) DO UPDATE
               SET due_at = excluded.due_at, first_due_at = excluded.first_due_at, payload = excluded.payload, fence = due.fence + 1, tries = 0
            """,
            ct
        );
        return new DueWritten(work.Lane, Ours: null);
    }

    private static async Task<bool> IsFreeAsync(SocialBotDb db, DueWork work, CancellationToken ct)
    {
        var lane = (int)work.Lane;
        return (
                await db
                    .Database.SqlQuery<long>(
                        $"""SELECT id AS "Value" FROM due WHERE lane = {lane} AND order_key = {work.Order} LIMIT 1"""
                    )
                    .ToListAsync(ct)
            ).Count == 0;
    }

    /// <summary>As written and claimed in one.</summary>
    private static async Task<DueClaim> WriteHeldAsync(
        SocialBotDb db,
        long workspaceId,
        DueWork work,
        CancellationToken ct
    )
    {
        var once = work.OnceKey(workspaceId);
        var due = UtcMicros.ToMicros(work.At);
        var until = UtcMicros.ToMicros(work.At + WorkDueLane.Lease);
        var lane = (int)work.Lane;
        var strict = work.StrictOrder ? 1 : 0;
        var id = (
            await db
                .Database.SqlQuery<long>(
                    $"""
                    INSERT INTO due (workspace_id, lane, kind, subject, payload, once_key, order_key, strict_order, due_at, first_due_at, lease_until, fence, tries)
                    VALUES ({workspaceId}, {lane}, {work.Kind}, {work.Subject}, {work.Payload}, {once}, {work.Order}, {strict}, {due}, {due}, {until}, 1, 1)
                    RETURNING id AS "Value"
                    """
                )
                .ToListAsync(ct)
        ).Single();
        return new DueClaim(
            id,
            workspaceId,
            work.Lane,
            work.Kind,
            work.Subject,
            work.Payload,
            UtcMicros.FromMicros(due),
            Fence: 1,
            Tries: 1,
            UtcMicros.FromMicros(until)
        )
        {
            Order = work.Order,
            FirstDue = UtcMicros.FromMicros(due),
        };
    }

    /// <summary>Takes back what waits, in the context's own transaction.</summary>
    internal static Task CancelAsync(
        SocialBotDb db,
        string kind,
        string subject,
        CancellationToken ct
    ) =>
        db.Database.ExecuteSqlAsync(
            $"DELETE FROM due WHERE workspace_id = {db.WorkspaceId} AND kind = {kind} AND subject = {subject}",
            ct
        );

    /// <summary>Removes a claimed row in the context's own transaction, unless it was written again meanwhile.</summary>
    internal static Task<int> FinishAsync(SocialBotDb db, DueClaim claim, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"DELETE FROM due WHERE id = {claim.Id} AND fence = {claim.Fence}",
            ct
        );

    /// <summary>
    /// Claims up to <paramref name="most"/> rows of a lane whose time has come, oldest first. Of an order only its first is
    /// taken, and none while one of it is running, here or in another process.
    /// </summary>
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
        if (!await HasDueAsync(db, lane, now, ct))
            return [];
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            UPDATE due SET lease_until = @lease, fence = fence + 1, tries = tries + 1
             WHERE id IN (
                   SELECT d.id FROM due d
                    WHERE d.lane = @lane AND d.due_at <= @now AND d.lease_until <= @now
                      AND NOT EXISTS (
                          SELECT 1 FROM due e
                           WHERE e.lane = d.lane AND e.order_key = d.order_key AND e.id <> d.id
                             AND (e.lease_until > @now OR e.id < d.id AND (e.due_at <= @now OR e.strict_order = 1)))
                    ORDER BY d.due_at, d.id LIMIT @most)
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

    /// <summary>Reading holds up nobody; a claim that finds nothing would still have waited for the only writer of a SQLite file.</summary>
    private static async Task<bool> HasDueAsync(
        SocialBotDb db,
        Lane lane,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var (number, now) = ((int)lane, UtcMicros.ToMicros(at));
        return (
                await db
                    .Database.SqlQuery<long>(
                        $"""SELECT id AS "Value" FROM due WHERE lane = {number} AND due_at <= {now} AND lease_until <= {now} LIMIT 1"""
                    )
                    .ToListAsync(ct)
            ).Count > 0;
    }

    /// <summary>Holds the row for longer. Null when its lease ran out and it was lost to somebody else, or it is finished.</summary>
    public async Task<DueClaim?> RenewAsync(DueClaim claim, TimeSpan lease, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
        var until = UtcMicros.ToMicros(clock.GetUtcNow() + lease);
        var held = await db.Database.ExecuteSqlAsync(
            $"UPDATE due SET lease_until = {until} WHERE id = {claim.Id} AND lease_until = {UtcMicros.ToMicros(claim.LeaseUntil)}",
            ct
        );
        return held == 0 ? null : claim with { LeaseUntil = UtcMicros.FromMicros(until) };
    }

    /// <summary>Removes the row, unless it was written again meanwhile: then it is let go, to be run again.</summary>
    public Task FinishAsync(DueClaim claim, CancellationToken ct) =>
        SettleAsync(
            claim,
            db =>
                db.Database.ExecuteSqlAsync(
                    $"DELETE FROM due WHERE id = {claim.Id} AND fence = {claim.Fence}",
                    ct
                ),
            ct
        );

    /// <summary>Puts the row back for later, unless it was written again meanwhile.</summary>
    /// <param name="afresh">Its age and tries begin anew.</param>
    /// <param name="broke">It no longer holds up the later ones of its order.</param>
    public async Task PostponeAsync(
        DueClaim claim,
        DateTimeOffset until,
        CancellationToken ct,
        bool afresh = false,
        bool broke = false
    )
    {
        var due = UtcMicros.ToMicros(until);
        var (anew, broken) = (afresh ? 1 : 0, broke ? 1 : 0);
        await SettleAsync(
            claim,
            db =>
                db.Database.ExecuteSqlAsync(
                    $"""
                    UPDATE due
                       SET due_at = {due}, lease_until = 0,
                           first_due_at = CASE WHEN {anew} = 1 THEN {due} ELSE first_due_at END,
                           tries = CASE WHEN {anew} = 1 THEN 0 ELSE tries END,
                           strict_order = CASE WHEN {broken} = 1 THEN 0 ELSE strict_order END
                     WHERE id = {claim.Id} AND fence = {claim.Fence}
                    """,
                    ct
                ),
            ct
        );
        signal.Wake(claim.Lane);
    }

    /// <summary>The ends of rows that end together are committed together; whatever waited for one of them is looked for.</summary>
    private async Task SettleAsync(
        DueClaim claim,
        Func<SocialBotDb, Task<int>> end,
        CancellationToken ct
    )
    {
        var waits = await commit.RunAsync(
            async db =>
            {
                if (await end(db) == 0)
                    await LetGoAsync(db, claim, ct);
                return await HasDueAsync(db, claim.Lane, clock.GetUtcNow(), ct);
            },
            ct
        );
        if (waits)
            signal.Wake(claim.Lane);
    }

    /// <summary>Gives the row back as it was: whoever comes next takes it.</summary>
    public async Task LetGoAsync(DueClaim claim, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await LetGoAsync(scope.ServiceProvider.GetRequiredService<SocialBotDb>(), claim, ct);
    }

    /// <summary>
    /// Frees every claim. Only for the one process that works on this database, before its workers start: whoever held them is
    /// dead, and what was under way goes on at once instead of when the lease runs out.
    /// </summary>
    public async Task<int> FreeAllAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
        return await db.Database.ExecuteSqlAsync(
            $"UPDATE due SET lease_until = 0, fence = fence + 1 WHERE lease_until > 0",
            ct
        );
    }

    /// <summary>
    /// When the lane must look again by itself: the next row falls due or the next lease runs out. Null = nothing lies ahead;
    /// a row that is due and waits for another one of its order is seen when that one ends.
    /// </summary>
    public async Task<DateTimeOffset?> NextAsync(Lane lane, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
        var laneNumber = (int)lane;
        var now = UtcMicros.ToMicros(clock.GetUtcNow());
        var next = await db
            .Database.SqlQuery<long?>(
                $"""
                SELECT MIN(CASE WHEN lease_until > {now} THEN lease_until WHEN due_at > {now} THEN due_at END) AS "Value"
                  FROM due WHERE lane = {laneNumber}
                """
            )
            .SingleAsync(ct);
        return next is { } micros ? UtcMicros.FromMicros(micros) : null;
    }

    /// <summary>Nothing is due now and nothing is being worked on: whatever is left waits for its time.</summary>
    public async Task<bool> IsQuietAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
        var now = UtcMicros.ToMicros(clock.GetUtcNow());
        return await db
                .Database.SqlQuery<int>(
                    $"""SELECT COUNT(*) AS "Value" FROM due WHERE due_at <= {now} OR lease_until > {now}"""
                )
                .SingleAsync(ct) == 0;
    }

    private static Task<int> LetGoAsync(SocialBotDb db, DueClaim claim, CancellationToken ct) =>
        // A rewrite raised the fence but left the lease; a new owner's claim set a later lease, and keeps it.
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
            FirstDue = UtcMicros.FromMicros(row.GetInt64(11)),
        };

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
