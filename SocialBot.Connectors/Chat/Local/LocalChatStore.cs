using System.Text.Json;
using Microsoft.Data.Sqlite;
using SocialBot.Core.Cards;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>
/// The local chat's own memory, one SQLite file: what was said, by whom, and what each person has seen of it. Every write takes
/// the next number of one counter, so "what changed since" is a question to the rows and needs no log.
/// </summary>
internal sealed class LocalChatStore(string file, LocalChatFeed feed, TimeProvider clock)
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS message (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL UNIQUE,
            conversation TEXT NOT NULL,
            root INTEGER NULL,
            author TEXT NULL,
            only_for TEXT NULL,
            text TEXT NULL,
            card TEXT NULL,
            at INTEGER NOT NULL,
            edited INTEGER NOT NULL DEFAULT 0,
            gone INTEGER NOT NULL DEFAULT 0,
            change INTEGER NOT NULL
        );
        CREATE INDEX IF NOT EXISTS message_by_conversation ON message (conversation, id);
        CREATE INDEX IF NOT EXISTS message_by_change ON message (change);
        CREATE TABLE IF NOT EXISTS picture (
            message INTEGER PRIMARY KEY REFERENCES message (id),
            name TEXT NOT NULL,
            type TEXT NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            bytes BLOB NOT NULL
        );
        CREATE TABLE IF NOT EXISTS own_view (
            message INTEGER NOT NULL REFERENCES message (id),
            person TEXT NOT NULL,
            card TEXT NOT NULL,
            change INTEGER NOT NULL,
            PRIMARY KEY (message, person)
        );
        CREATE TABLE IF NOT EXISTS seen (
            person TEXT NOT NULL,
            conversation TEXT NOT NULL,
            message INTEGER NOT NULL,
            PRIMARY KEY (person, conversation)
        );
        CREATE TABLE IF NOT EXISTS met (conversation TEXT PRIMARY KEY);
        CREATE TABLE IF NOT EXISTS counter (change INTEGER NOT NULL);
        INSERT INTO counter (change) SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM counter);
        """;

    /// <summary>
    /// What one person may see. A personal chat is its owner's, whatever a caller asks for: this is the second wall behind
    /// <see cref="LocalViewer.MaySee"/>.
    /// </summary>
    private const string AsSeen = """
        SELECT m.id, m.conversation, m.author, m.text, coalesce(v.card, m.card) AS card, p.name, p.width, p.height,
               m.only_for IS NOT NULL AS private, coalesce(m.root, m.id) AS place, m.at, m.edited, m.gone,
               max(m.change, coalesce(v.change, 0)) AS changed
        FROM message m
        LEFT JOIN own_view v ON v.message = m.id AND v.person = $person
        LEFT JOIN picture p ON p.message = m.id
        WHERE (m.only_for IS NULL OR m.only_for = $person)
          AND (m.conversation NOT LIKE 'personal:%' OR m.conversation = 'personal:' || $person)
        """;

    private static readonly TimeSpan Shortly = TimeSpan.FromMilliseconds(20);

    private readonly Lazy<string> connectionString = new(() => Prepare(file));

    /// <summary>The same key again gives the same message and changes nothing.</summary>
    public Task<long> AddAsync(NewMessage message, CancellationToken ct) =>
        WriteAsync(
            async work =>
            {
                var known = await work.NumberAsync(
                    "SELECT id FROM message WHERE key = $key",
                    ("$key", message.Key)
                );
                if (known is { } already)
                    return already;
                var id = await work.InsertAsync(
                    """
                    INSERT INTO message (key, conversation, author, only_for, text, card, at, change)
                    VALUES ($key, $conversation, $author, $only_for, $text, $card, $at, $change)
                    RETURNING id
                    """,
                    ("$key", message.Key),
                    ("$conversation", message.Conversation),
                    ("$author", message.Author),
                    ("$only_for", message.OnlyFor),
                    ("$text", message.Text),
                    ("$card", message.Card is null ? null : CardJson.Write(message.Card)),
                    ("$at", Now()),
                    ("$change", await work.NextChangeAsync())
                );
                if (message.Picture is { } picture)
                    await work.RunAsync(
                        """
                        INSERT INTO picture (message, name, type, width, height, bytes)
                        VALUES ($message, $name, $type, $width, $height, $bytes)
                        """,
                        ("$message", id),
                        ("$name", picture.Name),
                        ("$type", picture.ContentType),
                        ("$width", picture.Width),
                        ("$height", picture.Height),
                        ("$bytes", picture.Bytes)
                    );
                return id;
            },
            ct
        );

    /// <summary>
    /// Takes a message away for everybody and its words out of the file, also out of its log: what was written over is zeroed, and the log is
    /// emptied into the file. The row stays, without words, for the pages that still show it.
    /// </summary>
    /// <returns>False where there is no such message.</returns>
    public async Task<bool> RemoveAsync(string key, CancellationToken ct)
    {
        var removed = await WriteAsync(
            async work =>
            {
                await work.RunAsync("PRAGMA secure_delete = ON");
                await work.RunAsync(
                    "DELETE FROM picture WHERE message IN (SELECT id FROM message WHERE key = $key)",
                    ("$key", key)
                );
                return await work.RunAsync(
                        "UPDATE message SET text = NULL, gone = 1, change = $change WHERE key = $key",
                        ("$key", key),
                        ("$change", await work.NextChangeAsync())
                    ) > 0;
            },
            ct
        );
        if (removed)
            await EmptyLogAsync(ct);
        return removed;
    }

    /// <summary>The card's next state for everybody; it also ends whatever somebody saw in its place.</summary>
    /// <returns>False where there is no such message in the conversation.</returns>
    public Task<bool> ReplaceCardAsync(
        string conversation,
        long id,
        Card card,
        CancellationToken ct
    ) =>
        WriteAsync(
            async work =>
            {
                var replaced = await work.RunAsync(
                    """
                    UPDATE message SET card = $card, edited = 1, change = $change
                    WHERE id = $id AND conversation = $conversation AND author IS NULL AND gone = 0
                    """,
                    ("$id", id),
                    ("$conversation", conversation),
                    ("$card", CardJson.Write(card)),
                    ("$change", await work.NextChangeAsync())
                );
                await work.RunAsync("DELETE FROM own_view WHERE message = $id", ("$id", id));
                return replaced > 0;
            },
            ct
        );

    /// <summary>
    /// The pressed card's next state, for the person who pressed. Where the message itself has changed since they saw it, that
    /// is newer, and stays.
    /// </summary>
    public Task<bool> ShowInsteadAsync(
        LocalMessage pressed,
        string person,
        Card card,
        CancellationToken ct
    ) =>
        WriteAsync(
            async work =>
                await work.RunAsync(
                    """
                    INSERT INTO own_view (message, person, card, change)
                    SELECT id, $person, $card, $change FROM message WHERE id = $id AND change <= $before
                    ON CONFLICT (message, person) DO UPDATE SET card = excluded.card, change = excluded.change
                    """,
                    ("$id", pressed.Id),
                    ("$before", pressed.Change),
                    ("$person", person),
                    ("$card", CardJson.Write(card)),
                    ("$change", await work.NextChangeAsync())
                ) > 0,
            ct
        );

    /// <summary>
    /// A passing answer that one person sees right below what they pressed: one at a time, the newest. What is pressed in a
    /// passing answer is answered in its place.
    /// </summary>
    public Task<long> AnswerBelowAsync(
        LocalMessage pressed,
        string person,
        Card card,
        CancellationToken ct
    ) =>
        WriteAsync(
            async work =>
                await work.InsertAsync(
                    """
                    INSERT INTO message (key, conversation, root, only_for, card, at, change)
                    VALUES ($key, $conversation, $root, $person, $card, $at, $change)
                    ON CONFLICT (key) DO UPDATE
                    SET card = excluded.card, at = excluded.at, change = excluded.change, gone = 0
                    RETURNING id
                    """,
                    ("$key", $"below:{LocalMessage.IdText(pressed.Root)}:{person}"),
                    ("$conversation", pressed.Conversation),
                    ("$root", pressed.Root),
                    ("$person", person),
                    ("$card", CardJson.Write(card)),
                    ("$at", Now()),
                    ("$change", await work.NextChangeAsync())
                ),
            ct
        );

    /// <summary>Takes a passing answer off its reader's page.</summary>
    public Task<bool> DismissAsync(long id, string person, CancellationToken ct) =>
        WriteAsync(
            async work =>
                await work.RunAsync(
                    "UPDATE message SET gone = 1, change = $change WHERE id = $id AND only_for = $person AND gone = 0",
                    ("$id", id),
                    ("$person", person),
                    ("$change", await work.NextChangeAsync())
                ) > 0,
            ct
        );

    public Task<bool> SeeAsync(
        string person,
        string conversation,
        long upTo,
        CancellationToken ct
    ) =>
        WriteAsync(
            async work =>
                await work.RunAsync(
                    """
                    INSERT INTO seen (person, conversation, message) VALUES ($person, $conversation, $message)
                    ON CONFLICT (person, conversation) DO UPDATE SET message = excluded.message
                    WHERE excluded.message > seen.message
                    """,
                    ("$person", person),
                    ("$conversation", conversation),
                    ("$message", upTo)
                ) > 0,
            ct
        );

    public Task<bool> HasMetAsync(string conversation, CancellationToken ct) =>
        ReadAsync(
            async work =>
                await work.NumberAsync(
                    "SELECT 1 FROM met WHERE conversation = $conversation",
                    ("$conversation", conversation)
                )
                    is not null,
            ct
        );

    public Task<bool> MeetAsync(string conversation, CancellationToken ct) =>
        WriteAsync(
            async work =>
                await work.RunAsync(
                    "INSERT INTO met (conversation) VALUES ($conversation) ON CONFLICT DO NOTHING",
                    ("$conversation", conversation)
                ) > 0,
            ct
        );

    /// <summary>The number of the last change, whoever sees it.</summary>
    public Task<long> LastChangeAsync(CancellationToken ct) =>
        ReadAsync(async work => await work.NumberAsync("SELECT change FROM counter") ?? 0, ct);

    /// <summary>The newest messages of a conversation, oldest first, and the number of the last change before they were read.</summary>
    public Task<(long Change, IReadOnlyList<LocalMessage> Messages)> NewestAsync(
        string person,
        string conversation,
        int count,
        CancellationToken ct
    ) =>
        ReadAsync(
            async work =>
            {
                var change = await work.NumberAsync("SELECT change FROM counter") ?? 0;
                var newestFirst = await work.MessagesAsync(
                    $"""
                    {AsSeen} AND m.conversation = $conversation AND m.gone = 0
                    ORDER BY place DESC, m.id DESC LIMIT $count
                    """,
                    ("$person", person),
                    ("$conversation", conversation),
                    ("$count", count)
                );
                newestFirst.Reverse();
                return (change, (IReadOnlyList<LocalMessage>)newestFirst);
            },
            ct
        );

    /// <summary>What changed after a change, in the order in which it changed; each message once, as it is now.</summary>
    public Task<IReadOnlyList<LocalMessage>> ChangesAsync(
        string person,
        IReadOnlyList<string> conversations,
        long after,
        int count,
        CancellationToken ct
    ) =>
        ReadAsync<IReadOnlyList<LocalMessage>>(
            async work =>
                await work.MessagesAsync(
                    $"""
                    {AsSeen} AND m.conversation IN (SELECT value FROM json_each($conversations)) AND changed > $after
                    ORDER BY changed LIMIT $count
                    """,
                    ("$person", person),
                    ("$conversations", JsonSerializer.Serialize(conversations)),
                    ("$after", after),
                    ("$count", count)
                ),
            ct
        );

    /// <summary>Null where there is no such message for this person.</summary>
    public Task<LocalMessage?> FindAsync(string person, long id, CancellationToken ct) =>
        ReadAsync(
            async work =>
                (
                    await work.MessagesAsync(
                        $"{AsSeen} AND m.id = $id AND m.gone = 0",
                        ("$person", person),
                        ("$id", id)
                    )
                ).SingleOrDefault(),
            ct
        );

    /// <summary>How many messages of others a person has not seen yet, by conversation; where all are seen, nothing.</summary>
    public Task<IReadOnlyDictionary<string, int>> UnreadAsync(
        string person,
        IReadOnlyList<string> conversations,
        CancellationToken ct
    ) =>
        ReadAsync<IReadOnlyDictionary<string, int>>(
            async work =>
                await work.CountsAsync(
                    """
                    SELECT m.conversation, count(*) FROM message m
                    LEFT JOIN seen s ON s.person = $person AND s.conversation = m.conversation
                    WHERE m.conversation IN (SELECT value FROM json_each($conversations))
                      AND m.id > coalesce(s.message, 0) AND m.gone = 0 AND m.author IS NOT $person
                      AND (m.only_for IS NULL OR m.only_for = $person)
                    GROUP BY m.conversation
                    """,
                    ("$person", person),
                    ("$conversations", JsonSerializer.Serialize(conversations))
                ),
            ct
        );

    public Task<(string ContentType, byte[] Bytes)?> PictureAsync(
        long message,
        CancellationToken ct
    ) =>
        ReadAsync(
            work =>
                work.PictureAsync(
                    "SELECT type, bytes FROM picture WHERE message = $message",
                    ("$message", message)
                ),
            ct
        );

    /// <summary>A reader may hold the log for a moment.</summary>
    private async Task EmptyLogAsync(CancellationToken ct)
    {
        for (var tries = 0; tries < 50; tries++)
        {
            if (
                await ReadAsync(work => work.NumberAsync("PRAGMA wal_checkpoint(TRUNCATE)"), ct)
                is not 1
            )
                return;
            // In real time: what is waited for is another connection, not the program's clock.
            await Task.Delay(Shortly, TimeProvider.System, ct);
        }
    }

    private static string Prepare(string file)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            Directory.CreateDirectory(folder);
        var address = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            ForeignKeys = true,
        }.ToString();
        using var connection = new SqliteConnection(address);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
        return address;
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<T> ReadAsync<T>(Func<SqliteWork, Task<T>> read, CancellationToken ct)
    {
        await using var connection = new SqliteConnection(connectionString.Value);
        await connection.OpenAsync(ct);
        return await read(new SqliteWork(connection, Transaction: null, ct));
    }

    /// <summary>Takes the write lock first: the counter's numbers become visible in their order.</summary>
    private async Task<T> WriteAsync<T>(Func<SqliteWork, Task<T>> write, CancellationToken ct)
    {
        T result;
        await using (var connection = new SqliteConnection(connectionString.Value))
        {
            await connection.OpenAsync(ct);
            await using var transaction = connection.BeginTransaction(deferred: false);
            result = await write(new SqliteWork(connection, transaction, ct));
            await transaction.CommitAsync(ct);
        }
        feed.Wake();
        return result;
    }
}
