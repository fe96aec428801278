using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocialBot.Connectors.Chat.Teams.Wire;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Activity))]
[JsonSerializable(typeof(OutgoingMessage))]
[JsonSerializable(typeof(ResourceResponse))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(CardAnswer))]
[JsonSerializable(typeof(MessageAnswer))]
[JsonSerializable(typeof(TaskAnswer))]
[JsonSerializable(typeof(ExtensionAnswer))]
[JsonSerializable(typeof(EmptyAnswer))]
[JsonSerializable(typeof(PlaceReference))]
internal sealed partial class TeamsJson : JsonSerializerContext
{
    /// <summary>
    /// The connector answers 400 to any null. Text stays text: it is never put into HTML, and an escaped emoji would count
    /// six times against the limit of a message.
    /// </summary>
    public static readonly TeamsJson Wire = new(
        new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }
    );
}

/// <summary>Reading what may be anything: what is not there, or not what it should be, is null.</summary>
internal static class RawJson
{
    public static JsonElement Get(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value
            : default;

    public static string? Text(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, written as \ud83d: JSON allows it, text does not.
            return null;
        }
    }

    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];
}
