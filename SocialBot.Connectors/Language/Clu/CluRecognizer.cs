using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SocialBot.Core.Language;

namespace SocialBot.Connectors.Language.Clu;

/// <summary>The runtime of Azure's conversational language understanding, for a project of the kind Conversation.</summary>
public sealed class CluRecognizer(
    IHttpClientFactory clients,
    IOptions<CluOptions> options,
    [FromKeyedServices(LanguageProvider.Local)] IRecognizesIntents local,
    TimeProvider clock,
    ILogger<CluRecognizer> log
) : RemoteRecognizer(clients, local, clock, log)
{
    public override string Name => LanguageProvider.Clu;

    protected override HttpRequestMessage Request(string query, string language)
    {
        var clu = options.Value;
        var address =
            $"{clu.Endpoint.TrimEnd('/')}/language/:analyze-conversations?api-version={Uri.EscapeDataString(clu.ApiVersion)}";
        return new HttpRequestMessage(HttpMethod.Post, address)
        {
            Headers = { { RemoteLanguageClient.KeyHeader, clu.Key } },
            Content = JsonContent.Create(
                new CluRequest(
                    "Conversation",
                    new CluInput(new CluItem("1", "1", "text", language, query)),
                    new CluParameters(clu.Project, clu.Deployment, "Utf16CodeUnit", false)
                ),
                CluJson.Default.CluRequest
            ),
        };
    }

    protected override async Task<IReadOnlyList<IntentScore>?> ReadAsync(
        HttpContent content,
        CancellationToken ct
    )
    {
        var answer = await content.ReadFromJsonAsync(CluJson.Default.CluResponse, ct);
        return
            answer is { Result.Prediction: { ProjectKind: "Conversation", Intents: { } intents } }
            ? [.. intents.Select(i => new IntentScore(i?.Category ?? "", i?.ConfidenceScore ?? -1))]
            : null;
    }
}
