using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using SocialBot.Core.Networks.Counting;
using SocialBot.Tests.Support;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>
/// The contracts of the AT Protocol, and whether a request, an answer or a record keeps them. What is refused is refused in the words of
/// Bluesky's own server. Stricter than it in one thing: a name that the contract does not know is refused, for here it is a slip.
/// Source: https://atproto.com/specs/lexicon, https://atproto.com/specs/data-model.
/// </summary>
internal sealed class Lexicons
{
    /// <summary>What JSON can carry exactly: https://atproto.com/specs/data-model#data-types.</summary>
    private const long BiggestInteger = (1L << 53) - 1;

    private readonly Dictionary<string, JsonElement> documents = new(StringComparer.Ordinal);

    private Lexicons(string folder)
    {
        foreach (
            var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
        )
        {
            var document = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
            documents.Add(document.GetProperty("id").GetString()!, document.GetProperty("defs"));
        }
    }

    /// <summary>Null where they are not on this machine.</summary>
    public static Lexicons? Known { get; } =
        SharedData.Find("contracts/bluesky/lexicons") is { } folder ? new(folder) : null;

    public static string WhereTheyAre => SharedData.Path("contracts/bluesky/lexicons");

    public IEnumerable<string> Names => documents.Keys;

    public bool Knows(string nsid) => documents.ContainsKey(nsid);

    /// <summary>Whether it is called with POST; null when it is no call at all.</summary>
    public bool? IsProcedure(string nsid) =>
        Main(nsid) is { } main
            ? TypeOf(main) switch
            {
                "procedure" => true,
                "query" => false,
                _ => null,
            }
            : null;

    /// <summary>The names of the errors a call may answer with, besides those every call has.</summary>
    public IEnumerable<string> Errors(string nsid) =>
        Main(nsid) is { } main && main.TryGetProperty("errors", out var errors)
            ? errors.EnumerateArray().Select(e => e.GetProperty("name").GetString()!)
            : [];

    public string? RefuseParameters(
        string nsid,
        IEnumerable<KeyValuePair<string, StringValues>> parameters
    )
    {
        if (Main(nsid) is not { } main)
            return $"Unknown method {nsid}";
        var given = parameters.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        if (!main.TryGetProperty("parameters", out var schema))
            return given.Count == 0 ? null : $"Unknown parameter \"{given.Keys.First()}\"";
        var properties = schema.GetProperty("properties");
        foreach (var required in Strings(schema, "required"))
            if (!given.ContainsKey(required))
                return $"Missing required key \"{required}\"";
        foreach (var (name, values) in given)
        {
            if (!properties.TryGetProperty(name, out var property))
                return $"Unknown parameter \"{name}\"";
            if (
                RefuseParameter(property, [.. values.Select(v => v ?? "")], new(nsid, "")) is
                { } refusal
            )
                return refusal;
        }
        return null;
    }

    public string? RefuseInput(string nsid, string? contentType, ReadOnlySpan<byte> body) =>
        RefuseBody(nsid, "input", contentType, body);

    public string? RefuseOutput(string nsid, string? contentType, ReadOnlySpan<byte> body) =>
        RefuseBody(nsid, "output", contentType, body);

    /// <summary>A record as it is kept in a repository. Collections that are not known here are taken as they come.</summary>
    public string? RefuseRecord(string collection, JsonElement record)
    {
        if (record.ValueKind != JsonValueKind.Object)
            return Wrong("object", record, new(collection, "$.record"));
        if (!record.TryGetProperty("$type", out var type) || type.GetString() is not { } named)
            return "Missing required key \"$type\" at $.record";
        if (named != collection)
            return $"Invalid $type: expected {collection}, got {named}";
        if (RefuseData(record, "$.record") is { } unsayable)
            return unsayable;
        return Main(collection) is { } main && TypeOf(main) == "record"
            ? RefuseValue(main.GetProperty("record"), record, new(collection, "$.record"))
            : null;
    }

    public string? RefuseRecordKey(string collection, string key)
    {
        if (!LexiconFormats.IsRecordKey(key))
            return $"Invalid record key (got \"{key}\") at $.rkey";
        if (Main(collection) is not { } main || TypeOf(main) != "record")
            return null;
        return main.GetProperty("key").GetString() switch
        {
            "tid" when !LexiconFormats.IsTid(key) =>
                $"Invalid record key for {collection}: Invalid TID string (got \"{key}\") at $",
            { } fixedKey when fixedKey.StartsWith("literal:", StringComparison.Ordinal) => fixedKey[
                "literal:".Length..
            ] == key
                ? null
                : $"Invalid record key for {collection}: Expected {fixedKey} (got \"{key}\")",
            _ => null,
        };
    }

    private string? RefuseBody(
        string nsid,
        string side,
        string? contentType,
        ReadOnlySpan<byte> body
    )
    {
        if (Main(nsid) is not { } main)
            return $"Unknown method {nsid}";
        if (!main.TryGetProperty(side, out var described))
            return body.IsEmpty ? null : $"A body where none is expected";
        var encoding = described.GetProperty("encoding").GetString()!;
        var plain = contentType?.Split(';')[0].Trim();
        if (plain is null || !Fits(encoding, plain))
            return $"Wrong request encoding (Content-Type): {contentType ?? "none"}";
        if (!described.TryGetProperty("schema", out var schema))
            return null;
        try
        {
            using var parsed = JsonDocument.Parse(body.ToArray());
            return RefuseData(parsed.RootElement, "$")
                ?? RefuseValue(schema, parsed.RootElement, new(nsid, "$"));
        }
        catch (JsonException broken)
        {
            return $"Not JSON: {broken.Message}";
        }
    }

    private string? RefuseParameter(JsonElement schema, IReadOnlyList<string> values, Place at)
    {
        if (TypeOf(schema) == "array")
        {
            if (RefuseCount(schema, values.Count, at) is { } wrongCount)
                return wrongCount;
            return values
                .Select(v => RefuseParameter(schema.GetProperty("items"), [v], at))
                .FirstOrDefault(r => r is not null);
        }
        if (values is not [var value])
            return $"Expected one value (got {values.Count})";
        return TypeOf(schema) switch
        {
            "integer" => long.TryParse(value, CultureInfo.InvariantCulture, out var number)
                ? RefuseInteger(schema, number, at)
                : $"Expected integer value type (got \"{value}\")",
            "boolean" => value is "true" or "false"
                ? null
                : $"Expected boolean value type (got \"{value}\")",
            "string" => RefuseString(schema, value, at),
            _ => null,
        };
    }

    private string? RefuseValue(JsonElement schema, JsonElement value, Place at) =>
        TypeOf(schema) switch
        {
            "object" => RefuseObject(schema, value, at),
            "array" => RefuseArray(schema, value, at),
            "ref" => RefuseReference(schema, value, at),
            "union" => RefuseUnion(schema, value, at),
            "string" => value.ValueKind == JsonValueKind.String
                ? RefuseString(schema, value.GetString()!, at)
                : Wrong("string", value, at),
            "integer" => value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var number)
                ? RefuseInteger(schema, number, at)
                : Wrong("integer", value, at),
            "boolean" => RefuseBoolean(schema, value, at),
            "blob" => RefuseBlob(schema, value, at),
            "bytes" => RefuseBytes(schema, value, at),
            "cid-link" => IsLink(value) ? null : Wrong("cid", value, at),
            "unknown" => value.ValueKind == JsonValueKind.Object
                ? null
                : Wrong("object", value, at),
            // A token stands for itself, as a string; it is only ever reached through a reference.
            "token" => value.ValueKind == JsonValueKind.String ? null : Wrong("token", value, at),
            var other => $"Unknown kind of value \"{other}\"{at}",
        };

    private string? RefuseObject(JsonElement schema, JsonElement value, Place at)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return Wrong("object", value, at);
        var nullable = Strings(schema, "nullable").ToHashSet(StringComparer.Ordinal);
        foreach (var required in Strings(schema, "required"))
            if (!value.TryGetProperty(required, out _))
                return $"Missing required key \"{required}\"{at}";
        foreach (var property in value.EnumerateObject())
        {
            if (property.Name == "$type")
                continue;
            if (!schema.GetProperty("properties").TryGetProperty(property.Name, out var described))
                return $"Unknown key \"{property.Name}\"{at}";
            if (property.Value.ValueKind == JsonValueKind.Null && nullable.Contains(property.Name))
                continue;
            if (RefuseValue(described, property.Value, at.Into(property.Name)) is { } refusal)
                return refusal;
        }
        return null;
    }

    private string? RefuseArray(JsonElement schema, JsonElement value, Place at)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return Wrong("array", value, at);
        if (RefuseCount(schema, value.GetArrayLength(), at) is { } wrongCount)
            return wrongCount;
        return value
            .EnumerateArray()
            .Select((v, n) => RefuseValue(schema.GetProperty("items"), v, at.Into($"{n}")))
            .FirstOrDefault(r => r is not null);
    }

    private string? RefuseReference(JsonElement schema, JsonElement value, Place at)
    {
        var name = Full(schema.GetProperty("ref").GetString()!, at.Document);
        if (
            value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty("$type", out var type)
            && !IsNamed(type, name)
            && Find(name) is { } meant
            && TypeOf(meant.Schema) == "object"
        )
            return $"Invalid $type: expected {name}, got {type}{at}";
        return Find(name) is { } found
            ? RefuseValue(found.Schema, value, at with { Document = found.Document })
            : null;
    }

    private string? RefuseUnion(JsonElement schema, JsonElement value, Place at)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return Wrong("object", value, at);
        if (
            !value.TryGetProperty("$type", out var type)
            || type.ValueKind != JsonValueKind.String
            || type.GetString() is not { Length: > 0 } named
        )
            return $"Missing required key \"$type\"{at}";
        var choices = Strings(schema, "refs").Select(r => Full(r, at.Document)).ToList();
        if (choices.FirstOrDefault(c => IsNamed(type, c)) is { } chosen)
            return Find(chosen) is { } found
                ? RefuseValue(found.Schema, value, at with { Document = found.Document })
                : null;
        return schema.TryGetProperty("closed", out var closed) && closed.GetBoolean()
            ? $"Expected one of {string.Join(", ", choices)} (got \"{named}\"){at}"
            : null;
    }

    private static string? RefuseString(JsonElement schema, string text, Place at)
    {
        if (Limit(schema, "minLength") is { } least && Characters.Utf8(text) < least)
            return $"string too small (minimum {least}, got {Characters.Utf8(text)}){at}";
        if (Limit(schema, "maxLength") is { } most && Characters.Utf8(text) > most)
            return $"string too big (maximum {most}, got {Characters.Utf8(text)}){at}";
        if (Limit(schema, "minGraphemes") is { } fewest && Graphemes.Count(text) < fewest)
            return $"grapheme too small (minimum {fewest}, got {Graphemes.Count(text)}){at}";
        if (Limit(schema, "maxGraphemes") is { } longest && Graphemes.Count(text) > longest)
            return $"grapheme too big (maximum {longest}, got {Graphemes.Count(text)}){at}";
        if (
            schema.TryGetProperty("format", out var format)
            && LexiconFormats.Refuse(format.GetString()!, text) is { } wrong
        )
            return $"{wrong} (got \"{text}\"){at}";
        if (schema.TryGetProperty("const", out var only) && only.GetString() != text)
            return $"Expected \"{only.GetString()}\" (got \"{text}\"){at}";
        return schema.TryGetProperty("enum", out _) && !Strings(schema, "enum").Contains(text)
            ? $"Expected one of {string.Join(", ", Strings(schema, "enum"))} (got \"{text}\"){at}"
            : null;
    }

    private static string? RefuseInteger(JsonElement schema, long number, Place at)
    {
        if (Math.Abs(number) > BiggestInteger)
            return $"integer too big (maximum {BiggestInteger}, got {number}){at}";
        if (Limit(schema, "minimum") is { } least && number < least)
            return $"integer too small (minimum {least}, got {number}){at}";
        if (Limit(schema, "maximum") is { } most && number > most)
            return $"integer too big (maximum {most}, got {number}){at}";
        if (schema.TryGetProperty("const", out var only) && only.GetInt64() != number)
            return $"Expected {only} (got {number}){at}";
        return
            schema.TryGetProperty("enum", out var allowed)
            && !allowed.EnumerateArray().Any(a => a.GetInt64() == number)
            ? $"Expected one of {allowed} (got {number}){at}"
            : null;
    }

    private static string? RefuseBoolean(JsonElement schema, JsonElement value, Place at)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            return Wrong("boolean", value, at);
        return
            schema.TryGetProperty("const", out var only) && only.GetBoolean() != value.GetBoolean()
            ? $"Expected {only} (got {value}){at}"
            : null;
    }

    private static string? RefuseBlob(JsonElement schema, JsonElement value, Place at)
    {
        if (
            value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("$type", out var type)
            || !IsNamed(type, "blob#main")
            || !value.TryGetProperty("ref", out var reference)
            || !IsLink(reference)
            || !value.TryGetProperty("mimeType", out var mimeType)
            || mimeType.ValueKind != JsonValueKind.String
            || !value.TryGetProperty("size", out var length)
            || length.ValueKind != JsonValueKind.Number
            || !length.TryGetInt64(out var size)
            || size < 0
            || value.EnumerateObject().Count() != 4
        )
            return Wrong("blob", value, at);
        if (
            schema.TryGetProperty("accept", out _)
            && !Strings(schema, "accept").Any(a => Fits(a, mimeType.GetString()!))
        )
            return $"Unacceptable blob mime type (got \"{mimeType.GetString()}\"){at}";
        return Limit(schema, "maxSize") is { } most && size > most
            ? $"blob too big (maximum {most}, got {size}){at}"
            : null;
    }

    private static string? RefuseBytes(JsonElement schema, JsonElement value, Place at)
    {
        if (
            value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("$bytes", out var encoded)
            || encoded.ValueKind != JsonValueKind.String
            || !IsBase64(encoded.GetString()!, out var length)
        )
            return Wrong("bytes", value, at);
        if (Limit(schema, "minLength") is { } least && length < least)
            return $"bytes too small (minimum {least}, got {length}){at}";
        return Limit(schema, "maxLength") is { } most && length > most
            ? $"bytes too big (maximum {most}, got {length}){at}"
            : null;
    }

    /// <summary>What the data model cannot say at all: numbers with a fraction, names said twice, wrong links.</summary>
    private static string? RefuseData(JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number when !value.TryGetInt64(out _):
                return $"Expected integer value type (got {value}) at {path}";
            case JsonValueKind.Array:
                return value
                    .EnumerateArray()
                    .Select((v, n) => RefuseData(v, $"{path}.{n}"))
                    .FirstOrDefault(r => r is not null);
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var property in value.EnumerateObject())
                {
                    if (!names.Add(property.Name))
                        return $"Key \"{property.Name}\" said twice at {path}";
                    if (property.Name == "$link" && !IsLink(value))
                        return $"Invalid CID at {path}";
                    if (RefuseData(property.Value, $"{path}.{property.Name}") is { } refusal)
                        return refusal;
                }
                return null;
            default:
                return null;
        }
    }

    private static string? RefuseCount(JsonElement schema, int count, Place at)
    {
        if (Limit(schema, "minLength") is { } least && count < least)
            return $"array too small (minimum {least}, got {count}){at}";
        return Limit(schema, "maxLength") is { } most && count > most
            ? $"array too big (maximum {most}, got {count}){at}"
            : null;
    }

    private static string Wrong(string expected, JsonElement value, Place at)
    {
        var got = value.ValueKind switch
        {
            JsonValueKind.Number => value.ToString(),
            JsonValueKind.True or JsonValueKind.False => "boolean",
            var kind => kind.ToString().ToLowerInvariant(),
        };
        return $"Expected {expected} value type (got {got}){at}";
    }

    private static bool IsLink(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && value.EnumerateObject().Count() == 1
        && value.TryGetProperty("$link", out var cid)
        && cid.ValueKind == JsonValueKind.String
        && LexiconFormats.IsCid(cid.GetString()!);

    private static bool IsBase64(string text, out int length)
    {
        var buffer = new byte[Encoding.UTF8.GetByteCount(text)];
        return Convert.TryFromBase64String(
            text.PadRight((text.Length + 3) / 4 * 4, '='),
            buffer,
            out length
        );
    }

    /// <summary>A <c>$type</c> leaves <c>#main</c> away.</summary>
    private static bool IsNamed(JsonElement type, string full) =>
        type.ValueKind == JsonValueKind.String
        && type.GetString() is { } name
        && (name.Contains('#') ? name : $"{name}#main") == full;

    private static string Full(string reference, string document) =>
        reference.StartsWith('#') ? $"{document}{reference}"
        : reference.Contains('#') ? reference
        : $"{reference}#main";

    private (string Document, JsonElement Schema)? Find(string full)
    {
        var (document, name) = (full.Split('#')[0], full.Split('#')[1]);
        return
            documents.TryGetValue(document, out var defs)
            && defs.TryGetProperty(name, out var schema)
            ? (document, TypeOf(schema) == "record" ? schema.GetProperty("record") : schema)
            : null;
    }

    private JsonElement? Main(string nsid) =>
        documents.TryGetValue(nsid, out var defs) && defs.TryGetProperty("main", out var main)
            ? main
            : null;

    private static bool Fits(string pattern, string contentType) =>
        pattern == "*/*"
        || pattern == contentType
        || (
            pattern.EndsWith("/*", StringComparison.Ordinal)
            && contentType.StartsWith(pattern[..^1], StringComparison.Ordinal)
        );

    private static string TypeOf(JsonElement schema) => schema.GetProperty("type").GetString()!;

    private static long? Limit(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var limit) ? limit.GetInt64() : null;

    private static IEnumerable<string> Strings(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var list)
            ? list.EnumerateArray().Select(e => e.GetString()!)
            : [];

    /// <param name="Document">Where a reference without a document leads.</param>
    /// <param name="Path">Empty for parameters, whose refusals name no place.</param>
    private sealed record Place(string Document, string Path)
    {
        public Place Into(string name) => this with { Path = $"{Path}.{name}" };

        public override string ToString() => Path.Length == 0 ? "" : $" at {Path}";
    }
}
