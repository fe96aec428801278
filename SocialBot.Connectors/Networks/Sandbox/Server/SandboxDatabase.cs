using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace SocialBot.Connectors.Networks.Sandbox.Server;

/// <summary>
/// The server's own SQLite file: one connection, one caller at a time, every change on the disk (WAL, FULL) before it is
/// answered. Times are UTC milliseconds; texts are UTF-8 bytes, because SQLite's own text type ends at the first NUL.
/// </summary>
internal sealed class SandboxDatabase : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        CREATE TABLE IF NOT EXISTS profiles (
            id TEXT PRIMARY KEY, handle TEXT NOT NULL UNIQUE, name TEXT NOT NULL, at INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS tokens (
            hash BLOB PRIMARY KEY, profile_id TEXT NOT NULL, at INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS visitors (
            handle TEXT PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL);
        -- Everything written: post, part and reply are the brand's, comment, mention and message a visitor's.
        CREATE TABLE IF NOT EXISTS items (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, profile_id TEXT NOT NULL, kind TEXT NOT NULL,
            visitor TEXT, text BLOB NOT NULL, answers TEXT, root TEXT NOT NULL, key TEXT, at INTEGER NOT NULL,
            visible_at INTEGER NOT NULL, gone_at INTEGER, hidden INTEGER NOT NULL DEFAULT 0,
            liked INTEGER NOT NULL DEFAULT 0, views INTEGER NOT NULL DEFAULT 0);
        CREATE UNIQUE INDEX IF NOT EXISTS items_by_key ON items (profile_id, key) WHERE key IS NOT NULL;
        CREATE INDEX IF NOT EXISTS items_by_profile ON items (profile_id, at);
        CREATE INDEX IF NOT EXISTS items_by_root ON items (root);
        CREATE VIEW IF NOT EXISTS written AS
            SELECT i.seq, i.id, i.profile_id, i.kind, i.visitor, v.name, i.text, i.answers, i.root, i.at, i.hidden, i.liked, i.views,
                   i.visible_at
              FROM items i LEFT JOIN visitors v ON v.handle = i.visitor WHERE i.gone_at IS NULL;
        CREATE TABLE IF NOT EXISTS pictures (
            sha TEXT PRIMARY KEY, content_type TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, bytes BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS item_pictures (
            item_id TEXT NOT NULL, place INTEGER NOT NULL, sha TEXT NOT NULL, alt TEXT, PRIMARY KEY (item_id, place));
        CREATE TABLE IF NOT EXISTS marks (
            item_id TEXT NOT NULL, visitor TEXT NOT NULL, mark TEXT NOT NULL, PRIMARY KEY (item_id, visitor, mark));
        CREATE TABLE IF NOT EXISTS follows (
            profile_id TEXT NOT NULL, visitor TEXT NOT NULL, PRIMARY KEY (profile_id, visitor));
        CREATE TABLE IF NOT EXISTS ledger (
            number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, what TEXT NOT NULL, profile_id TEXT NOT NULL,
            key TEXT, item_id TEXT NOT NULL, answers TEXT, text BLOB NOT NULL);
        """;

    private readonly Lock door = new();
    private readonly SqliteConnection connection;

    public SandboxDatabase(IOptions<SandboxOptions> options)
    {
        var file = Path.GetFullPath(options.Value.Database);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString()
        );
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
    }

    public T Read<T>(Func<SqliteConnection, T> work)
    {
        lock (door)
            return work(connection);
    }

    /// <summary>All or nothing, and on the disk when it returns.</summary>
    public T Write<T>(Func<SqliteConnection, T> work)
    {
        lock (door)
        {
            using var transaction = connection.BeginTransaction();
            var result = work(connection);
            transaction.Commit();
            return result;
        }
    }

    public void Dispose() => connection.Dispose();
}

/// <summary>SQL whose holes are parameters, never text.</summary>
internal static class Sql
{
    public static int Execute(this SqliteConnection connection, FormattableString sql)
    {
        using var command = Command(connection, sql);
        return command.ExecuteNonQuery();
    }

    public static List<T> Query<T>(
        this SqliteConnection connection,
        FormattableString sql,
        Func<SqliteDataReader, T> read
    )
    {
        using var command = Command(connection, sql);
        using var rows = command.ExecuteReader();
        var all = new List<T>();
        while (rows.Read())
            all.Add(read(rows));
        return all;
    }

    public static T? First<T>(
        this SqliteConnection connection,
        FormattableString sql,
        Func<SqliteDataReader, T> read
    )
        where T : class => connection.Query(sql, read).FirstOrDefault();

    public static long Number(this SqliteConnection connection, FormattableString sql) =>
        connection.Query(sql, r => r.GetInt64(0)).FirstOrDefault();

    public static string? Word(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    public static string Text(this SqliteDataReader row, int column) =>
        Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(column));

    public static DateTimeOffset Time(this SqliteDataReader row, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static byte[] Utf8(this string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>For <c>IN (SELECT value FROM json_each(…))</c>: a list is one parameter.</summary>
    public static string List(IEnumerable<string> words) =>
        System.Text.Json.JsonSerializer.Serialize([.. words], SandboxJson.Default.StringArray);

    private static SqliteCommand Command(SqliteConnection connection, FormattableString sql)
    {
        var command = connection.CreateCommand();
        var names = new object[sql.ArgumentCount];
        for (var i = 0; i < names.Length; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"@p{i}");
            names[i] = name;
            command.Parameters.AddWithValue(name, sql.GetArgument(i) ?? DBNull.Value);
        }
        command.CommandText = string.Format(CultureInfo.InvariantCulture, sql.Format, names);
        return command;
    }
}
