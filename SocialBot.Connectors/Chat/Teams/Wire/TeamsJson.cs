using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocialBot.Connectors.Chat.Teams.Wire;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AdaptiveCard))]
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
