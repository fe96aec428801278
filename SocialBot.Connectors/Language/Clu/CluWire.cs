using System.Text.Json.Serialization;

namespace SocialBot.Connectors.Language.Clu;

// https://learn.microsoft.com/rest/api/language/conversation-analysis-runtime/analyze-conversation

internal sealed record CluRequest(string Kind, CluInput AnalysisInput, CluParameters Parameters);

internal sealed record CluInput(CluItem ConversationItem);

internal sealed record CluItem(
    string Id,
    string ParticipantId,
    string Modality,
    string Language,
    string Text
);

internal sealed record CluParameters(
    string ProjectName,
    string DeploymentName,
    string StringIndexType,
    bool IsLoggingEnabled
);

internal sealed record CluResponse(string? Kind, CluResult? Result);

internal sealed record CluResult(string? Query, CluPrediction? Prediction);

/// <param name="ProjectKind">Declared behind the intents by some servers, before them by others.</param>
internal sealed record CluPrediction(
    string? ProjectKind,
    string? TopIntent,
    List<CluIntent?>? Intents
);

internal sealed record CluIntent(string? Category, double? ConfidenceScore);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CluRequest))]
[JsonSerializable(typeof(CluResponse))]
internal sealed partial class CluJson : JsonSerializerContext;
