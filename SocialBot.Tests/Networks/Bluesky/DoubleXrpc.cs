using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>A call as it arrived.</summary>
/// <param name="Nsid">The method's name.</param>
/// <param name="Bearer">The token it came with; null = none.</param>
internal sealed record DoubleCall(
    string Nsid,
    bool IsPost,
    IReadOnlyDictionary<string, StringValues> Query,
    string? ContentType,
    byte[] Body,
    string? Bearer
)
{
    private JsonObject? input;

    public JsonObject Input => input ??= (JsonObject)JsonNode.Parse(Body)!;

    /// <summary>Whose call it is, once that is known.</summary>
    public DoubleAccount? Account { get; set; }

    /// <summary>Publishing and answering: what the network's contract calls arriving.</summary>
    public bool WritesPost =>
        Nsid is "com.atproto.repo.putRecord" or "com.atproto.repo.createRecord"
        && Collection == "app.bsky.feed.post";

    public string? Text(string name) =>
        Query.TryGetValue(name, out var values) ? values.ToString() : null;

    public int Number(string name, int otherwise) =>
        Text(name) is { } text
            ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
            : otherwise;

    private string? Collection
    {
        get
        {
            try
            {
                return Input["collection"]?.GetValue<string>();
            }
            catch (Exception e)
                when (e is JsonException or InvalidCastException or InvalidOperationException)
            {
                return null; // what is wrong with it is said by the checker
            }
        }
    }
}

/// <param name="Body">Null = an empty one.</param>
internal sealed record DoubleAnswer(int Status, JsonObject? Body)
{
    public Dictionary<string, string> Headers { get; } = new(StringComparer.Ordinal);

    public static DoubleAnswer Ok(JsonObject body) => new(200, body);

    public static DoubleAnswer Error(int status, string error, string message) =>
        new(status, new JsonObject { ["error"] = error, ["message"] = message });
}

/// <summary>The server understands and says no.</summary>
internal sealed class DoubleRefusal(int status, string error, string message) : Exception(message)
{
    public DoubleAnswer Answer => DoubleAnswer.Error(status, error, Message);

    public static DoubleRefusal Invalid(string message) => new(400, "InvalidRequest", message);
}
