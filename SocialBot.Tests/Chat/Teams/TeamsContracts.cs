using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using SocialBot.Connectors.Chat.Teams;
using SocialBot.Tests.Support;

namespace SocialBot.Tests.Chat.Teams;

/// <summary>What Microsoft publishes: the Adaptive Card schema, the Bot Connector's Swagger file and the activity schema.</summary>
internal static class TeamsContracts
{
    private static readonly Lazy<JsonSchema> CardSchema = new(() =>
    {
        var schema = JsonNode.Parse(Read("contracts/adaptivecards/adaptive-card-1.5.0.json"))!;
        PatternsAreForText(schema);
        return JsonSchema.FromText(schema.ToJsonString());
    });

    /// <summary>Swagger makes nothing required; the protocol's own schema does.</summary>
    private static readonly Lazy<JsonSchema[]> ActivitySchemas = new(() =>
        [
            Definition("contracts/botframework/botframework-channel-3.1.json", "Activity"),
            Definition("contracts/botframework/protocol-schema.json", "Activity"),
        ]
    );

    private static readonly Lazy<JsonObject> Paths = new(() =>
        JsonNode.Parse(Read("contracts/botframework/botframework-channel-3.1.json"))![
            "paths"
        ]!.AsObject()
    );

    private static readonly EvaluationOptions Options = new()
    {
        OutputFormat = OutputFormat.List,
        RequireFormatValidation = true,
    };

    /// <summary>Nulls too: the schema lets some pass, the connector none.</summary>
    public static IReadOnlyList<string> CardViolations(JsonNode? card) =>
        [.. Violations(CardSchema.Value, card), .. Nulls(card, "$")];

    /// <summary>The activity and every card in it.</summary>
    public static IReadOnlyList<string> ActivityViolations(JsonNode? activity) =>
        [
            .. ActivitySchemas.Value.SelectMany(schema => Violations(schema, activity)),
            .. Nulls(activity, "$"),
            .. (activity?["attachments"] as JsonArray ?? [])
                .OfType<JsonObject>()
                .Where(a => IsText(a["contentType"], AdaptiveCards.ContentType))
                .SelectMany(a =>
                    a["content"] is JsonObject card ? CardViolations(card) : ["a card as text"]
                ),
        ];

    /// <summary>True when the Swagger file knows the method on this path.</summary>
    public static bool Knows(string method, string path) =>
        Paths.Value.Any(known =>
            Matches(known.Key, path) && known.Value![method.ToLowerInvariant()] is not null
        );

    private static bool Matches(string template, string path)
    {
        var pattern = template.Split('/');
        var parts = path.Split('/');
        return pattern.Length == parts.Length
            && pattern
                .Zip(parts)
                .All(pair =>
                    pair.First.StartsWith('{') ? pair.Second.Length > 0 : pair.First == pair.Second
                );
    }

    private static bool IsText(JsonNode? node, string text) =>
        node?.GetValueKind() == JsonValueKind.String && (string?)node == text;

    private static List<string> Violations(JsonSchema schema, JsonNode? value)
    {
        using var document = JsonDocument.Parse(value?.ToJsonString() ?? "null");
        var results = schema.Evaluate(document.RootElement, Options);
        return results.IsValid
            ? []
            :
            [
                .. (results.Details ?? [])
                    .SelectMany(d =>
                        (d.Errors ?? []).Select(e => $"{d.InstanceLocation}: {e.Value}")
                    )
                    .DefaultIfEmpty("not valid"),
            ];
    }

    /// <summary>Its patterns stand without a type, so that any number or object would pass for a style or a fallback.</summary>
    private static void PatternsAreForText(JsonNode? node)
    {
        if (node is JsonObject { } schema)
        {
            if (schema["pattern"] is JsonValue)
                schema["type"] = "string";
            foreach (var (_, part) in schema)
                PatternsAreForText(part);
        }
        foreach (var part in node as JsonArray ?? [])
            PatternsAreForText(part);
    }

    private static IEnumerable<string> Nulls(JsonNode? node, string at) =>
        node switch
        {
            null => [$"{at}: null"],
            JsonObject o => o.SelectMany(p => Nulls(p.Value, $"{at}.{p.Key}")),
            JsonArray a => a.SelectMany((v, i) => Nulls(v, $"{at}[{i}]")),
            _ => [],
        };

    private static JsonSchema Definition(string file, string name)
    {
        var document = JsonNode.Parse(Read(file))!;
        return JsonSchema.FromText(
            new JsonObject
            {
                ["$schema"] = "http://json-schema.org/draft-07/schema#",
                ["definitions"] = document["definitions"]!.DeepClone(),
                ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/definitions/{name}" }),
            }.ToJsonString()
        );
    }

    private static string Read(string file) => File.ReadAllText(SharedData.Path(file));
}
