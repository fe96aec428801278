using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Shouldly;
using SocialBot.Connectors.Chat.Teams;
using SocialBot.Core.Cards;
using SocialBot.Dialogs.Conversation;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests;

/// <summary>The Teams app package in <c>manifest/</c>: what Teams would refuse, and what it would offer although the bot cannot.</summary>
public sealed class ManifestTests
{
    [Theory]
    [InlineData("manifest.json", "MicrosoftTeams.schema.v1.29.json")]
    [InlineData("en.json", "MicrosoftTeams.Localization.schema.json")]
    [InlineData("de.json", "MicrosoftTeams.Localization.schema.json")]
    public void Every_file_is_valid_against_the_schema_that_Microsoft_publishes(
        string file,
        string schema
    ) => Violations(schema, Read(file)).ShouldBeEmpty($"{file} is what Teams is given");

    [Fact]
    public void The_schema_is_really_asked()
    {
        var manifest = Read("manifest.json");
        manifest["bots"]![0]!["botId"] = "not a guid";
        manifest["unheard"] = "of";

        Violations("MicrosoftTeams.schema.v1.29.json", manifest).Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void The_bot_is_offered_in_personal_chats_teams_and_group_chats()
    {
        var bot = Read("manifest.json")["bots"]![0]!;

        Texts(bot["scopes"]!).ShouldBe(["personal", "team", "groupChat"], ignoreOrder: true);
        bot["commandLists"]!
            .AsArray()
            .SelectMany(list => Texts(list!["scopes"]!))
            .ShouldBe(["personal", "team", "groupChat"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void Every_command_of_the_menu_is_one_the_bot_understands_word_for_word(string language)
    {
        var verbs = new VerbCatalogue();
        var titles = Titles(language);

        titles.Count.ShouldBe(Titles("en").Count);
        titles
            .Where(t => verbs.ReadTyped(t.Value, language) is not { Verb.ButtonOnly: false })
            .Select(t => t.Value)
            .ShouldBeEmpty("the menu offers it");
    }

    [Fact]
    public void The_message_extension_offers_exactly_what_the_endpoint_serves()
    {
        var commands = Read("manifest.json")["composeExtensions"]![0]!["commands"]!.AsArray();
        IEnumerable<string> Ids(string type) =>
            commands.Where(c => (string?)c!["type"] == type).Select(c => (string)c!["id"]!);

        Ids("query").ShouldBe(MessageExtension.Searches.Keys);
        Ids("action").ShouldBe(MessageExtension.Actions.Keys);
        var verbs = new VerbCatalogue();
        foreach (var command in MessageExtension.Actions.Values)
            verbs.Find(CardCommand.Read(command)!.Verb).ShouldNotBeNull(command);
        commands
            .Where(c => (string?)c!["type"] == "action")
            .ShouldAllBe(c => Texts(c!["context"]!).Single() == "message" && (bool)c["fetchTask"]!);
        foreach (var language in (string[])["en", "de"])
        foreach (var (command, i) in commands.Select((c, i) => (c, i)))
            Read($"{language}.json")[$"composeExtensions[0].commands[{i}].title"]
                .ShouldNotBeNull((string?)command!["id"]);
    }

    [Fact]
    public void A_command_means_the_same_in_both_languages()
    {
        var verbs = new VerbCatalogue();
        var (english, german) = (Titles("en"), Titles("de"));

        foreach (var (key, title) in english)
            verbs
                .ReadTyped(german[key], "de")!
                .Verb.ShouldBe(verbs.ReadTyped(title, "en")!.Verb, title);
    }

    [Fact]
    public void The_English_file_says_what_the_manifest_says()
    {
        var manifest = Read("manifest.json");
        var english = Read("en.json");

        foreach (var (key, text) in english.Where(e => e.Key != "$schema"))
            At(manifest, key).ShouldBe((string?)text, key);
    }

    [Theory]
    [InlineData("color.png", 192)]
    [InlineData("outline.png", 32)]
    public void The_icons_have_the_size_that_Teams_asks_for(string icon, int size)
    {
        var png = File.ReadAllBytes(FileOf(icon));

        png[..8].ShouldBe([0x89, .. "PNG\r\n"u8, 0x1a, 0x0a]);
        BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)).ShouldBe(size);
        BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)).ShouldBe(size);
    }

    [Fact]
    public void The_outline_is_transparent_around_its_line()
    {
        // Colour type 6 in the header: red, green, blue and alpha.
        File.ReadAllBytes(FileOf("outline.png"))[25].ShouldBe((byte)6);
    }

    private static Dictionary<string, string> Titles(string language) =>
        Read($"{language}.json")
            .Where(e =>
                e.Key.StartsWith("bots[", StringComparison.Ordinal)
                && e.Key.EndsWith(".title", StringComparison.Ordinal)
            )
            .ToDictionary(e => e.Key, e => (string)e.Value!, StringComparer.Ordinal);

    /// <summary>The text at <c>bots[0].commandLists[1].commands[2].title</c>.</summary>
    private static string? At(JsonNode manifest, string path)
    {
        JsonNode? at = manifest;
        foreach (var step in path.Split('.', '['))
            at = step.EndsWith(']')
                ? at![int.Parse(step[..^1], System.Globalization.CultureInfo.InvariantCulture)]
                : at![step];
        return (string?)at;
    }

    private static IEnumerable<string> Texts(JsonNode list) =>
        list.AsArray().Select(text => (string)text!);

    internal static List<string> Violations(string schema, JsonObject file)
    {
        var published = JsonNode.Parse(
            File.ReadAllText(SharedData.Path($"contracts/teams-manifest/{schema}"))
        )!;
        // Draft 4 by name; it uses nothing that draft 7 reads differently, and the validator begins with draft 6.
        published["$schema"] = "http://json-schema.org/draft-07/schema#";
        var rules = JsonSchema.FromText(published.ToJsonString());
        using var document = JsonDocument.Parse(file.ToJsonString());
        var results = rules.Evaluate(
            document.RootElement,
            new EvaluationOptions { OutputFormat = OutputFormat.List }
        );
        return results.IsValid
            ? []
            :
            [
                .. (results.Details ?? []).SelectMany(d =>
                    (d.Errors ?? []).Select(e => $"{d.InstanceLocation}: {e.Value}")
                ),
            ];
    }

    private static JsonObject Read(string file) =>
        JsonNode.Parse(File.ReadAllText(FileOf(file)))!.AsObject();

    private static string FileOf(string name) => Path.Combine(SharedData.Project("manifest"), name);
}
