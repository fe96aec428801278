using System.Text.Json;

namespace SocialBot.Connectors.Networks.Bluesky.Listening;

/// <summary>What matters of a post record, whoever wrote it: anybody can write anything into a repository, so nothing is relied on.</summary>
/// <param name="Quoted">The at-uri of the post it quotes.</param>
/// <param name="Mentions">DIDs.</param>
internal sealed record HeardPost(
    string Text,
    string? Parent,
    string? Root,
    string? Quoted,
    IReadOnlyList<string> Mentions
)
{
    /// <summary>Far above the lexicon's 3,000 bytes: what is longer was not written by people.</summary>
    public const int MostText = 10_000;

    public static HeardPost Read(JsonElement record)
    {
        var reply = Field(record, "reply");
        var embed = Field(record, "embed");
        var quoted = Field(embed, "record");
        return new HeardPost(
            Short(Word(record, "text")),
            Word(Field(reply, "parent"), "uri"),
            Word(Field(reply, "root"), "uri"),
            // With pictures beside it the quoted post is one step further in.
            Word(quoted, "uri") ?? Word(Field(quoted, "record"), "uri"),
            [
                .. Items(Field(record, "facets"))
                    .SelectMany(f => Items(Field(f, "features")))
                    .Where(f => Word(f, "$type") == "app.bsky.richtext.facet#mention")
                    .Select(f => Word(f, "did"))
                    .OfType<string>(),
            ]
        );
    }

    internal static string Short(string? text) =>
        text is null ? ""
        : text.Length <= MostText ? text
        : text[..MostText];

    private static JsonElement Field(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var field)
            ? field
            : default;

    private static string? Word(JsonElement of, string name) =>
        Field(of, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;
}
