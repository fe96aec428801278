using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Connectors.Language.Luis;
using SocialBot.Core.Language;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Language;

public sealed class LuisContractTests : RemoteRecognizerContract
{
    private const string Contract = "contracts/luis/luis-runtime-3.0.json";
    private const string App = "b55e9b1c-4c15-4a5e-8a0f-2a4d5a1e7c11";

    protected override string Provider => LanguageProvider.Luis;

    protected override Dictionary<string, string?> Settings(string address) =>
        new()
        {
            ["Language:Provider"] = "Luis",
            ["Language:Luis:Endpoint"] = address,
            ["Language:Luis:AppId"] = App,
            ["Language:Luis:Key"] = Key,
            ["Language:Luis:Slot"] = "staging",
        };

    protected override void Add(IServiceCollection services, IConfiguration configuration) =>
        services.AddLuis(configuration);

    protected override string Wire(params (string Intent, double Score)[] intents) =>
        new JsonObject
        {
            ["query"] = "approve 214",
            ["prediction"] = new JsonObject
            {
                ["topIntent"] = intents[0].Intent,
                ["intents"] = new JsonObject(
                    intents.Select(i =>
                        KeyValuePair.Create(
                            i.Intent,
                            (JsonNode?)new JsonObject { ["score"] = i.Score }
                        )
                    )
                ),
                ["entities"] = new JsonObject(),
            },
        }.ToJsonString();

    [Fact]
    public async Task The_request_is_what_the_contract_asks_for()
    {
        var contract = JsonNode.Parse(
            await File.ReadAllTextAsync(
                SharedData.Path(Contract),
                TestContext.Current.CancellationToken
            )
        )!;
        var operation = contract["paths"]!["/apps/{appId}/slots/{slotName}/predict"]!["post"]!;

        var asked = await AskedAsync("approve \"214\" – ja!");

        asked.Method.ShouldBe("POST");
        asked.Path.ShouldBe($"/luis/prediction/v3.0/apps/{App}/slots/staging/predict");
        var known = operation["parameters"]!
            .AsArray()
            .Where(p => (string?)p!["in"] == "query")
            .Select(p => (string)p!["name"]!);
        asked.Query.Keys.Except(known).ShouldBeEmpty();
        asked.Query["show-all-intents"].ShouldBe("true");
        asked.Query["log"].ShouldBe("false");
        asked.Headers["Content-Type"].ShouldStartWith("application/json");
        Violations(Contract, "PredictionRequest", asked.Body).ShouldBeEmpty();
        ((string?)asked.Body!["query"]).ShouldBe("approve \"214\" – ja!");
        asked
            .Body.AsObject()
            .Select(p => p.Key)
            .Except(
                contract["definitions"]!["PredictionRequest"]!["properties"]!
                    .AsObject()
                    .Select(p => p.Key)
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_double_speaks_the_contract_and_the_contract_can_be_broken()
    {
        Violations(Contract, "PredictionResponse", JsonNode.Parse(Wire(("help", 0.9))))
            .ShouldBeEmpty();
        Violations(Contract, "PredictionRequest", JsonNode.Parse("{\"q\":\"x\"}"))
            .ShouldNotBeEmpty();
        Violations(Contract, "PredictionRequest", JsonNode.Parse("{\"query\":1}"))
            .ShouldNotBeEmpty();
    }
}
