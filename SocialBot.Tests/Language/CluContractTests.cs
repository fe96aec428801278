using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Connectors.Language.Clu;
using SocialBot.Core.Language;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Language;

public sealed class CluContractTests : RemoteRecognizerContract
{
    private const string Contract = "contracts/clu/analyze-conversations-2023-04-01.trimmed.json";

    protected override string Provider => LanguageProvider.Clu;

    protected override Dictionary<string, string?> Settings(string address) =>
        new()
        {
            ["Language:Provider"] = "Clu",
            ["Language:Clu:Endpoint"] = address,
            ["Language:Clu:Key"] = Key,
            ["Language:Clu:Project"] = "socialbot",
            ["Language:Clu:Deployment"] = "production",
        };

    protected override void Add(IServiceCollection services, IConfiguration configuration) =>
        services.AddClu(configuration);

    protected override string Wire(params (string Intent, double Score)[] intents) =>
        new JsonObject
        {
            ["kind"] = "ConversationResult",
            ["result"] = new JsonObject
            {
                ["query"] = "approve 214",
                ["prediction"] = new JsonObject
                {
                    ["topIntent"] = intents[0].Intent,
                    ["projectKind"] = "Conversation",
                    ["intents"] = new JsonArray([
                        .. intents.Select(i =>
                            (JsonNode?)
                                new JsonObject
                                {
                                    ["category"] = i.Intent,
                                    ["confidenceScore"] = i.Score,
                                }
                        ),
                    ]),
                    ["entities"] = new JsonArray(),
                },
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

        var asked = await AskedAsync("gib 214 frei – \"jetzt\"", "de");

        asked.Method.ShouldBe("POST");
        asked.Path.ShouldBe("/language" + contract["paths"]!.AsObject().Single().Key);
        asked.Query.ShouldBe([new("api-version", (string)contract["info"]!["version"]!)]);
        asked.Headers["Content-Type"].ShouldStartWith("application/json");
        Violations(Contract, "ConversationalTask", asked.Body).ShouldBeEmpty();
        var item = asked.Body!["analysisInput"]!["conversationItem"];
        Violations(Contract, "TextConversationItem", item).ShouldBeEmpty();
        ((string?)item!["text"]).ShouldBe("gib 214 frei – \"jetzt\"");
        ((string?)item["language"]).ShouldBe("de");
        ((string?)asked.Body["parameters"]!["projectName"]).ShouldBe("socialbot");
        ((string?)asked.Body["parameters"]!["deploymentName"]).ShouldBe("production");
        ((bool?)asked.Body["parameters"]!["isLoggingEnabled"]).ShouldBe(false);
    }

    [Fact]
    public void The_double_speaks_the_contract_and_the_contract_can_be_broken()
    {
        var answer = JsonNode.Parse(Wire(("help", 0.9)))!;
        Violations(Contract, "ConversationalTaskResult", answer).ShouldBeEmpty();
        Violations(Contract, "ConversationPrediction", answer["result"]!["prediction"])
            .ShouldBeEmpty();
        Violations(Contract, "ConversationalTask", JsonNode.Parse("{\"kind\":\"Conversation\"}"))
            .ShouldNotBeEmpty();
        Violations(
                Contract,
                "TextConversationItem",
                JsonNode.Parse("{\"id\":\"1\",\"participantId\":\"1\"}")
            )
            .ShouldNotBeEmpty();
        Violations(
                Contract,
                "ConversationIntent",
                JsonNode.Parse("{\"category\":\"a\",\"confidenceScore\":2}")
            )
            .ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_orchestration_project_is_no_answer_of_this_kind()
    {
        Service.Answer = LanguageServiceDouble.Says(
            "{\"kind\":\"ConversationResult\",\"result\":{\"query\":\"a\",\"prediction\":{\"projectKind\":\"Orchestration\",\"topIntent\":\"a\",\"intents\":{\"a\":{\"confidenceScore\":1}}}}}"
        );
        (await AskAsync("approve 214")).Intent.ShouldBe("waiting");
    }
}
