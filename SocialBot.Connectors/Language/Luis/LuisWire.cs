using System.Text.Json.Serialization;

namespace SocialBot.Connectors.Language.Luis;

// https://learn.microsoft.com/azure/ai-services/luis/luis-migration-api-v3

internal sealed record LuisRequest(string Query);

internal sealed record LuisResponse(string? Query, LuisPrediction? Prediction);

internal sealed record LuisPrediction(string? TopIntent, Dictionary<string, LuisIntent?>? Intents);

internal sealed record LuisIntent(double? Score);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(LuisRequest))]
[JsonSerializable(typeof(LuisResponse))]
internal sealed partial class LuisJson : JsonSerializerContext;
