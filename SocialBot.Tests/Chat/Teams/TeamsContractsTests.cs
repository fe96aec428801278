using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using SocialBot.Connectors.Chat.Teams;
using SocialBot.Connectors.Chat.Teams.Wire;
using Xunit;

namespace SocialBot.Tests.Chat.Teams;

/// <summary>A contract test is worth what its validator refuses: these are the validator's own tests.</summary>
public sealed class TeamsContractsTests
{
    private const int Mutants = 64;

    [Fact]
    public void The_card_schema_refuses_every_seeded_mutant()
    {
        var card = Card();
        TeamsContracts.CardViolations(card).ShouldBeEmpty();
        var mutants = MutantsOf(card, seed: 15).ToList();

        mutants.Count.ShouldBeGreaterThanOrEqualTo(50);
        foreach (var (what, mutant) in mutants)
            TeamsContracts.CardViolations(mutant).ShouldNotBeEmpty(what);
    }

    [Fact]
    public void The_activity_schemas_refuse_every_seeded_mutant()
    {
        var activity = Activity();
        TeamsContracts.ActivityViolations(activity).ShouldBeEmpty();
        var mutants = MutantsOf(activity, seed: 31, envelopeOnly: true).ToList();

        mutants.Count.ShouldBeGreaterThanOrEqualTo(50);
        foreach (var (what, mutant) in mutants)
            TeamsContracts.ActivityViolations(mutant).ShouldNotBeEmpty(what);
    }

    [Theory]
    [InlineData("POST", "/v3/conversations/a%3A1/activities", true)]
    [InlineData("PUT", "/v3/conversations/a%3A1/activities/17", true)]
    [InlineData("PUT", "/v3/conversations/a%3A1/activities", false)]
    [InlineData("PATCH", "/v3/conversations/a%3A1/activities/17", false)]
    [InlineData("POST", "/v3/conversation/a%3A1/activities", false)]
    [InlineData("POST", "/v3/conversations//activities", false)]
    public void Only_paths_of_the_Swagger_file_are_known(string method, string path, bool known) =>
        TeamsContracts.Knows(method, path).ShouldBe(known);

    [Fact]
    public void Every_captured_request_to_the_connector_is_valid()
    {
        var exchanges = JsonNode.Parse(
            File.ReadAllText(Support.SharedData.Path("teams/samples/connector-exchanges.json"))
        )!["exchanges"]!.AsArray();

        foreach (
            var exchange in exchanges.Where(e =>
                ((string)e!["path"]!).Contains("/activities", StringComparison.Ordinal)
                && e["request"] is not null
            )
        )
        {
            TeamsContracts
                .Knows((string)exchange!["method"]!, (string)exchange["path"]!)
                .ShouldBeTrue();
            // The captured card has a fallback that Microsoft's schema does not allow: only its envelope is judged,
            // and without the recipient, whose name the tool leaves out.
            var request = exchange["request"]!.DeepClone().AsObject();
            request.Remove("attachments");
            request.Remove("recipient");
            TeamsContracts.ActivityViolations(request).ShouldBeEmpty();
        }
    }

    private static JsonObject Card() =>
        JsonNode
            .Parse(
                JsonSerializer.Serialize(
                    AdaptiveCards.Render(SampleCards.Everything, new SamplePictures()),
                    TeamsJson.Wire.AdaptiveCard
                )
            )!
            .AsObject();

    private static JsonObject Activity() =>
        new()
        {
            ["type"] = "message",
            ["channelId"] = "msteams",
            ["from"] = new JsonObject { ["id"] = "28:bot", ["name"] = "SocialBot" },
            ["conversation"] = new JsonObject
            {
                ["id"] = "19:x@thread.tacv2",
                ["conversationType"] = "channel",
                ["tenantId"] = "t",
            },
            ["summary"] = "Maya asks",
            ["text"] = "<at>Omar</at>",
            ["entities"] = new JsonArray(new JsonObject { ["type"] = "mention" }),
            ["attachments"] = new JsonArray(
                new JsonObject
                {
                    ["contentType"] = "application/vnd.microsoft.card.adaptive",
                    ["content"] = Card(),
                }
            ),
        };

    /// <summary>Each breaks one rule of the contract at a place chosen by the seed.</summary>
    private static IEnumerable<(string What, JsonObject Mutant)> MutantsOf(
        JsonObject original,
        int seed,
        bool envelopeOnly = false
    )
    {
        var random = new Seeded(seed);
        for (var i = 0; i < Mutants; i++)
        {
            var mutant = original.DeepClone().AsObject();
            var objects = Objects(mutant)
                .Where(o => !envelopeOnly || IsEnvelope(o, mutant))
                .ToList();
            var target = objects[random.Next(objects.Count)];
            var keys = target.Select(p => p.Key).Where(k => k != "socialbot").ToList();
            if (keys.Count == 0)
                continue;
            var key = keys[random.Next(keys.Count)];
            var how = random.Next(envelopeOnly ? 3 : 5);
            switch (how)
            {
                case 0:
                    target[key] = null;
                    break;
                case 1:
                case 2:
                    target[key] = Wrong(target[key], how);
                    break;
                case 3:
                    target["madeUp"] = "value";
                    break;
                case 4 when target["type"] is not null:
                    target["type"] = "Made.Up";
                    break;
                default:
                    continue;
            }
            yield return ($"{how} at {target.GetPath()}.{key}", mutant);
        }
    }

    private static JsonNode Wrong(JsonNode? value, int how) =>
        how == 2 ? new JsonArray(new JsonArray())
        : value?.GetValueKind() == JsonValueKind.Number ? "a number"
        : 7;

    /// <summary>Data of a button may be anything; so may an entity beyond its type.</summary>
    private static IEnumerable<JsonObject> Objects(JsonNode? node) =>
        node switch
        {
            JsonObject o =>
            [
                o,
                .. o.Where(p => p.Key is not "data").SelectMany(p => Objects(p.Value)),
            ],
            JsonArray a => a.SelectMany(Objects),
            _ => [],
        };

    private static bool IsEnvelope(JsonObject node, JsonObject root) =>
        node == root
        || node.GetPath() is "$.from" or "$.conversation" or "$.entities[0]" or "$.attachments[0]";
}

/// <summary>The same numbers on every machine and version (xorshift32).</summary>
internal sealed class Seeded(int seed)
{
    private uint _state = (uint)seed | 1;

    public int Next(int below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)(_state % (uint)below);
    }
}
