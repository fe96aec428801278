using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SocialBot.Core.Language;

namespace SocialBot.Connectors.Language.Luis;

/// <summary>
/// The LUIS v3 prediction endpoint. Asked by POST: a query in the address would put what people say into every proxy's log. Microsoft
/// ended the service in 2026; the client serves those who run a container of it.
/// </summary>
public sealed class LuisRecognizer(
    IHttpClientFactory clients,
    IOptions<LuisOptions> options,
    [FromKeyedServices(LanguageProvider.Local)] IRecognizesIntents local,
    TimeProvider clock,
    ILogger<LuisRecognizer> log
) : RemoteRecognizer(clients, local, clock, log)
{
    public override string Name => LanguageProvider.Luis;

    protected override HttpRequestMessage Request(string query, string language)
    {
        var luis = options.Value;
        var address =
            $"{luis.Endpoint.TrimEnd('/')}/luis/prediction/v3.0/apps/{luis.AppId}/slots/{luis.Slot}/predict?show-all-intents=true&verbose=false&log=false";
        return new HttpRequestMessage(HttpMethod.Post, address)
        {
            Headers = { { RemoteLanguageClient.KeyHeader, luis.Key } },
            Content = JsonContent.Create(new LuisRequest(query), LuisJson.Default.LuisRequest),
        };
    }

    protected override async Task<IReadOnlyList<IntentScore>?> ReadAsync(
        HttpContent content,
        CancellationToken ct
    )
    {
        var answer = await content.ReadFromJsonAsync(LuisJson.Default.LuisResponse, ct);
        return answer?.Prediction?.Intents is { } intents
            ? [.. intents.Select(i => new IntentScore(i.Key, i.Value?.Score ?? -1))]
            : null;
    }
}
