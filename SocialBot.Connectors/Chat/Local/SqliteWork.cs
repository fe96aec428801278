using Microsoft.Data.Sqlite;
using SocialBot.Core.Cards;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>Statements on one open connection, and how their rows are read.</summary>
internal sealed record SqliteWork(
    SqliteConnection Connection,
    SqliteTransaction? Transaction,
    CancellationToken Ct
)
{
    public async Task<int> RunAsync(string sql, params (string Name, object? Value)[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(Ct);
    }

    public async Task<long?> NumberAsync(string sql, params (string Name, object? Value)[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteScalarAsync(Ct) is long number ? number : null;
    }

    /// <summary>An insert that returns its row's id.</summary>
    public async Task<long> InsertAsync(string sql, params (string Name, object? Value)[] values) =>
        await NumberAsync(sql, values)
        ?? throw new InvalidOperationException("The insert returned no id.");

    public Task<long> NextChangeAsync() =>
        InsertAsync("UPDATE counter SET change = change + 1 RETURNING change");

    public async Task<List<LocalMessage>> MessagesAsync(
        string sql,
        params (string Name, object? Value)[] values
    )
    {
        await using var command = Command(sql, values);
        await using var row = await command.ExecuteReaderAsync(Ct);
        var messages = new List<LocalMessage>();
        while (await row.ReadAsync(Ct))
            messages.Add(
                new LocalMessage
                {
                    Id = row.GetInt64(0),
                    Conversation = row.GetString(1),
                    Author = row.IsDBNull(2) ? null : row.GetString(2),
                    Text = row.IsDBNull(3) ? null : row.GetString(3),
                    Card = row.IsDBNull(4) ? null : CardJson.Read(row.GetString(4)),
                    Picture = row.IsDBNull(5)
                        ? null
                        : new LocalPicture(row.GetString(5), row.GetInt32(6), row.GetInt32(7)),
                    Private = row.GetBoolean(8),
                    Root = row.GetInt64(9),
                    At = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(10)),
                    Edited = row.GetBoolean(11),
                    Gone = row.GetBoolean(12),
                    Change = row.GetInt64(13),
                }
            );
        return messages;
    }

    public async Task<Dictionary<string, int>> CountsAsync(
        string sql,
        params (string Name, object? Value)[] values
    )
    {
        await using var command = Command(sql, values);
        await using var row = await command.ExecuteReaderAsync(Ct);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        while (await row.ReadAsync(Ct))
            counts[row.GetString(0)] = row.GetInt32(1);
        return counts;
    }

    public async Task<(string ContentType, byte[] Bytes)?> PictureAsync(
        string sql,
        params (string Name, object? Value)[] values
    )
    {
        await using var command = Command(sql, values);
        await using var row = await command.ExecuteReaderAsync(Ct);
        return await row.ReadAsync(Ct)
            ? (row.GetString(0), await row.GetFieldValueAsync<byte[]>(1, Ct))
            : null;
    }

    private SqliteCommand Command(string sql, (string Name, object? Value)[] values)
    {
        var command = Connection.CreateCommand();
        command.Transaction = Transaction;
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
}
