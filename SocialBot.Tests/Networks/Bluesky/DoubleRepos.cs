using System.Text.Json;
using System.Text.Json.Nodes;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>The repositories: records by account, collection and key.</summary>
internal sealed class DoubleRepos(TimeProvider clock)
{
    private readonly SortedDictionary<string, DoubleRecord> records = new(StringComparer.Ordinal);
    private long revision;

    /// <summary>All that show by now, oldest key first.</summary>
    public IEnumerable<DoubleRecord> Shown =>
        records.Values.Where(r => r.ShownAt <= clock.GetUtcNow());

    public DoubleRecord? Find(string uri) =>
        records.GetValueOrDefault(uri) is { } record && record.ShownAt <= clock.GetUtcNow()
            ? record
            : null;

    public IEnumerable<DoubleRecord> List(DoubleAccount account, string collection) =>
        Shown.Where(r => r.Account == account && r.Collection == collection);

    /// <summary>Creates it or replaces it; null = it was there, the same, and nothing changes.</summary>
    public DoubleRecord? Put(
        DoubleAccount account,
        string collection,
        string key,
        JsonObject value,
        TimeSpan showsAfter = default
    )
    {
        var record = new DoubleRecord(
            account,
            collection,
            key,
            (JsonObject)value.DeepClone(),
            clock.GetUtcNow()
        )
        {
            ShownAt = clock.GetUtcNow() + showsAfter,
        };
        if (records.TryGetValue(record.Uri, out var before) && before.Cid == record.Cid)
            return null;
        records[record.Uri] = record;
        return record;
    }

    /// <summary>Also of what does not show yet.</summary>
    public DoubleRecord? Held(string uri) => records.GetValueOrDefault(uri);

    public bool Remove(string uri) => records.Remove(uri);

    public JsonObject Commit()
    {
        var number = ++revision;
        return new JsonObject
        {
            ["cid"] = Base32.Cid(BitConverter.GetBytes(number), isRecord: true),
            ["rev"] = Tid(clock.GetUtcNow(), number),
        };
    }

    /// <summary>A key for a record whose writer has chosen none.</summary>
    public string NewKey() => Tid(clock.GetUtcNow(), ++revision);

    private static string Tid(DateTimeOffset at, long salt)
    {
        const string alphabet = "234567abcdefghijklmnopqrstuvwxyz";
        // A clock that stands still gives later records later microseconds.
        var value = ((at.ToUnixTimeMilliseconds() * 1_000 + salt % 1_000) << 10) | (salt & 0x3FF);
        return string.Create(
            13,
            value,
            (text, rest) =>
            {
                for (var at = text.Length - 1; at >= 0; at--, rest >>= 5)
                    text[at] = alphabet[(int)(rest & 31)];
            }
        );
    }
}

internal sealed class DoubleRecord(
    DoubleAccount account,
    string collection,
    string key,
    JsonObject value,
    DateTimeOffset indexedAt
)
{
    public DoubleAccount Account { get; } = account;
    public string Collection { get; } = collection;
    public string Key { get; } = key;
    public JsonObject Value { get; } = value;
    public DateTimeOffset IndexedAt { get; } = indexedAt;
    public DateTimeOffset ShownAt { get; init; } = indexedAt;
    public string Uri { get; } = $"at://{account.Did}/{collection}/{key}";
    public string Cid { get; } = Base32.Cid(Sorted(value), isRecord: true);

    public string Text => Value["text"]?.GetValue<string>() ?? "";
    public string? Parent => At("reply", "parent", "uri");
    public string? Root => At("reply", "root", "uri");
    public string? Subject => At("subject", "uri") ?? Value["subject"]?.ToString();

    /// <summary>What it quotes.</summary>
    public string? Quoted => At("embed", "record", "uri") ?? At("embed", "record", "record", "uri");

    public IEnumerable<string> Mentioned =>
        from facet in Value["facets"] as JsonArray ?? []
        from feature in facet!["features"] as JsonArray ?? []
        where feature!["$type"]?.GetValue<string>() == "app.bsky.richtext.facet#mention"
        select feature["did"]!.GetValue<string>();

    public JsonObject StrongRef => new() { ["uri"] = Uri, ["cid"] = Cid };

    /// <summary>The blobs it refers to, wherever they are in it.</summary>
    public static IEnumerable<JsonObject> Blobs(JsonNode? node) =>
        node switch
        {
            JsonObject blob when blob["$type"]?.ToString() == "blob" => [blob],
            JsonObject inner => inner.SelectMany(p => Blobs(p.Value)),
            JsonArray list => list.SelectMany(Blobs),
            _ => [],
        };

    private string? At(params string[] steps)
    {
        JsonNode? node = Value;
        foreach (var step in steps)
            node = (node as JsonObject)?[step];
        return (node as JsonValue)?.TryGetValue<string>(out var text) is true ? text : null;
    }

    /// <summary>The same record is the same bytes, in whatever order its names came.</summary>
    private static byte[] Sorted(JsonNode? node) =>
        JsonSerializer.SerializeToUtf8Bytes(SortedNode(node));

    private static JsonNode? SortedNode(JsonNode? node) =>
        node switch
        {
            JsonObject o => new JsonObject(
                o.OrderBy(p => p.Key, StringComparer.Ordinal)
                    .Select(p => KeyValuePair.Create(p.Key, SortedNode(p.Value)))
            ),
            JsonArray a => new JsonArray([.. a.Select(SortedNode)]),
            _ => node?.DeepClone(),
        };
}
