using System.IO.Compression;
using System.Text.Json.Nodes;
using Shouldly;
using SocialBot.Commands;
using SocialBot.Dialogs.Conversation;
using Xunit;

namespace SocialBot.Tests.Commands;

/// <summary><c>manifest</c>: the package as it is uploaded.</summary>
public sealed class ManifestCommandTests : IDisposable
{
    private const string App = "1b2f6d0e-8c5a-4f0d-9a53-2d0f1c7e4b10";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("socialbot-manifest");

    [Theory]
    [InlineData("manifest.json", "MicrosoftTeams.schema.v1.29.json")]
    [InlineData("en.json", "MicrosoftTeams.Localization.schema.json")]
    [InlineData("de.json", "MicrosoftTeams.Localization.schema.json")]
    public async Task The_built_package_is_valid_against_the_schema_that_Microsoft_publishes(
        string file,
        string schema
    )
    {
        var package = await BuiltAsync();

        ManifestTests.Violations(schema, Json(package, file)).ShouldBeEmpty(file);
    }

    [Fact]
    public async Task The_package_is_made_out_for_the_bot_and_nothing_of_the_example_is_left()
    {
        var package = await BuiltAsync("--package-version", "1.2.30");
        var manifest = Json(package, "manifest.json");

        package.Keys.ShouldBe(
            ["manifest.json", "en.json", "de.json", "color.png", "outline.png"],
            ignoreOrder: true
        );
        ((string?)manifest["id"]).ShouldBe(App);
        ((string?)manifest["version"]).ShouldBe("1.2.30");
        ((string?)manifest["manifestVersion"]).ShouldBe("1.29");
        ((string?)manifest["bots"]![0]!["botId"]).ShouldBe(App);
        ((string?)manifest["composeExtensions"]![0]!["botId"]).ShouldBe(App);
        ((string?)manifest["developer"]!["websiteUrl"]).ShouldBe("https://bot.contoso.com");
        manifest["validDomains"]!
            .AsArray()
            .Select(d => (string?)d)
            .ShouldContain("bot.contoso.com");
        foreach (var file in package.Where(f => f.Key.EndsWith(".json", StringComparison.Ordinal)))
        {
            var text = System.Text.Encoding.UTF8.GetString(file.Value);
            text.ShouldNotContain("bot.example.com");
            text.ShouldNotContain("00000000-0000-0000-0000-000000000000");
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task Every_command_of_the_package_is_one_of_the_catalogue(string language)
    {
        var verbs = new VerbCatalogue();
        var package = await BuiltAsync();
        var titles = Json(package, $"{language}.json")
            .Where(e =>
                e.Key.StartsWith("bots[", StringComparison.Ordinal)
                && e.Key.EndsWith(".title", StringComparison.Ordinal)
            )
            .Select(e => (string)e.Value!)
            .ToList();

        titles.Count.ShouldBe(
            Json(package, "manifest.json")["bots"]![0]!["commandLists"]!
                .AsArray()
                .Sum(list => list!["commands"]!.AsArray().Count)
        );
        titles
            .Where(t => verbs.ReadTyped(t, language) is not { Verb.ButtonOnly: false })
            .ShouldBeEmpty("the menu offers it");
    }

    [Fact]
    public async Task The_same_bot_gives_the_same_bytes()
    {
        await BuiltAsync();
        var first = await File.ReadAllBytesAsync(Package, TestContext.Current.CancellationToken);
        await BuiltAsync();

        (await File.ReadAllBytesAsync(Package, TestContext.Current.CancellationToken)).ShouldBe(
            first
        );
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", "bot.contoso.com", "app id")]
    [InlineData("28:1b2f6d0e-8c5a-4f0d-9a53-2d0f1c7e4b10", "bot.contoso.com", "app id")]
    [InlineData(App, "https://bot.contoso.com", "host name")]
    [InlineData(App, "bot.contoso.com:443", "host name")]
    [InlineData(App, "bot.contoso.com/api", "host name")]
    [InlineData(App, "localhost", "host name")]
    [InlineData(App, "203.0.113.7", "host name")]
    [InlineData(App, "*.contoso.com", "host name")]
    [InlineData(App, "bot.example.com", "host name")]
    [InlineData(App, "bot.contoso.com\",\"x", "host name")]
    public async Task What_Teams_could_not_use_is_refused_in_words(
        string appId,
        string host,
        string wrong
    )
    {
        var (code, said) = await RunAsync("--app-id", appId, "--host", host, "--out", Package);

        code.ShouldBe(2);
        said.ShouldContain(wrong);
        File.Exists(Package).ShouldBeFalse();
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("1.0.0.0")]
    [InlineData("01.0.0")]
    [InlineData("0.0.0")]
    [InlineData("$1.0.0")]
    public async Task A_version_is_three_numbers(string version)
    {
        var (code, said) = await RunAsync([.. Arguments, "--package-version", version]);

        code.ShouldBe(2);
        said.ShouldContain("three numbers");
    }

    [Fact]
    public async Task What_is_missing_or_unknown_is_answered_with_how_to_say_it()
    {
        (await RunAsync("--app-id", App)).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(2),
            r => r.Said.ShouldContain("--host")
        );
        (await RunAsync([.. Arguments, "--sign"])).Said.ShouldContain("'--sign'");
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_named()
    {
        var nowhere = Path.Combine(folder.FullName, "no", "such.zip");

        var (code, said) = await RunAsync(
            "--app-id",
            App,
            "--host",
            "bot.contoso.com",
            "--out",
            nowhere
        );

        code.ShouldBe(1);
        said.ShouldContain(nowhere);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string Package => Path.Combine(folder.FullName, "socialbot.zip");

    private string[] Arguments => ["--app-id", App, "--host", "Bot.Contoso.com", "--out", Package];

    private async Task<Dictionary<string, byte[]>> BuiltAsync(params string[] more)
    {
        var (code, said) = await RunAsync([.. Arguments, .. more]);
        code.ShouldBe(0, said);
        using var zip = ZipFile.OpenRead(Package);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            using var from = entry.Open();
            using var bytes = new MemoryStream();
            await from.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            files.Add(entry.FullName, bytes.ToArray());
        }
        return files;
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] args)
    {
        using var said = new StringWriter();
        var code = await ManifestCommand.RunAsync(
            args,
            said,
            said,
            TestContext.Current.CancellationToken
        );
        return (code, said.ToString());
    }

    private static JsonObject Json(Dictionary<string, byte[]> package, string file) =>
        JsonNode.Parse(package[file])!.AsObject();
}
