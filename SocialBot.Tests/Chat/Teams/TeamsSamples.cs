using System.Text.Json.Nodes;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Chat.Teams;

/// <summary>Activities as a Teams client emulator really sent them.</summary>
internal static class TeamsSamples
{
    private const string Folder = "teams/samples";

    public static string Text(string name) =>
        File.ReadAllText(SharedData.Path($"{Folder}/{name}.json"));

    public static JsonObject Json(string name) => JsonNode.Parse(Text(name))!.AsObject();

    /// <summary>Names as the index lists them; a sample that arrives later is read without a change here.</summary>
    public static IReadOnlyList<string> Names() =>
        [
            .. JsonNode.Parse(File.ReadAllText(SharedData.Path($"{Folder}/index.json")))!["files"]!
                .AsArray()
                .Select(f => Path.GetFileNameWithoutExtension((string)f!["file"]!)),
        ];
}
