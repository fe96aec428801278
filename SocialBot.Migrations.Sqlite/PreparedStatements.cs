using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace SocialBot.Migrations.Sqlite;

/// <summary>
/// Each connection keeps the statements it has run, prepared: SQLite takes longer to read the text of most of ours than to do what
/// it says.
/// </summary>
internal sealed class PreparedStatements : DbCommandInterceptor
{
    private readonly ConditionalWeakTable<SqliteConnection, Statements> kept = [];

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result
    ) =>
        command is SqliteCommand { Connection: { } connection } asked
            ? InterceptionResult<DbDataReader>.SuppressWithResult(Of(connection).Read(asked))
            : result;

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    ) => ValueTask.FromResult(ReaderExecuting(command, eventData, result));

    public override InterceptionResult<int> NonQueryExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result
    ) =>
        command is SqliteCommand { Connection: { } connection } asked
            ? InterceptionResult<int>.SuppressWithResult(Of(connection).Run(asked))
            : result;

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    ) => ValueTask.FromResult(NonQueryExecuting(command, eventData, result));

    public override InterceptionResult DataReaderDisposing(
        DbCommand command,
        DataReaderDisposingEventData eventData,
        InterceptionResult result
    )
    {
        if (command is SqliteCommand { Connection: { } connection })
            Of(connection).Return(eventData.DataReader);
        return result;
    }

    private Statements Of(SqliteConnection connection) =>
        kept.GetValue(connection, _ => new Statements());

    /// <summary>Those of one connection, which one unit of work has at a time.</summary>
    private sealed class Statements
    {
        /// <summary>More texts than this program has; lists written out into a text make endless new ones.</summary>
        private const int Most = 500;

        private readonly Dictionary<string, SqliteCommand> idle = new(StringComparer.Ordinal);
        private readonly Dictionary<DbDataReader, SqliteCommand> reading = [];

        public SqliteDataReader Read(SqliteCommand asked)
        {
            var statement = Take(asked);
            var reader = statement.ExecuteReader();
            reading.Add(reader, statement);
            return reader;
        }

        public int Run(SqliteCommand asked)
        {
            var statement = Take(asked);
            var rows = statement.ExecuteNonQuery();
            Keep(statement);
            return rows;
        }

        public void Return(DbDataReader reader)
        {
            if (!reading.Remove(reader, out var statement))
                return;
            // Now, not when the caller comes to it: only then it is free for the next.
            reader.Dispose();
            Keep(statement);
        }

        /// <summary>One that is still being read is not taken; its text is prepared a second time.</summary>
        private SqliteCommand Take(SqliteCommand asked)
        {
            if (!idle.Remove(asked.CommandText, out var statement))
                statement = new SqliteCommand(asked.CommandText, asked.Connection);
            statement.Transaction = asked.Transaction;
            statement.CommandTimeout = asked.CommandTimeout;
            foreach (SqliteParameter parameter in asked.Parameters)
                statement.Parameters.Add(parameter);
            return statement;
        }

        private void Keep(SqliteCommand statement)
        {
            statement.Parameters.Clear();
            if (idle.Count < Most && idle.TryAdd(statement.CommandText, statement))
                return;
            statement.Dispose();
        }
    }
}
