using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using SocialBot.Connectors.Chat.Local;
using SocialBot.Connectors.Chat.Teams;
using SocialBot.Connectors.Language.Clu;
using SocialBot.Connectors.Language.Luis;
using SocialBot.Connectors.Networks.Bluesky;
using SocialBot.Connectors.Networks.Sandbox;
using SocialBot.Connectors.Web;
using SocialBot.Core.Inbox;
using SocialBot.Settings;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests;

/// <summary>The README's table of settings against the options that are really bound.</summary>
public sealed partial class SettingsTableTests
{
    private static readonly Dictionary<string, Type> Sections = new(StringComparer.Ordinal)
    {
        ["Database"] = typeof(DatabaseOptions),
        ["ForwardedHeaders"] = typeof(ForwardedOptions),
        ["Language"] = typeof(LanguageOptions),
        ["Language:Luis"] = typeof(LuisOptions),
        ["Language:Clu"] = typeof(CluOptions),
        ["Inbox"] = typeof(InboxOptions),
        ["Clocks"] = typeof(ClockOptions),
        ["LocalChat"] = typeof(LocalChatOptions),
        ["Sandbox"] = typeof(SandboxOptions),
        ["Bluesky"] = typeof(BlueskyOptions),
        ["SampleData"] = typeof(SampleDataOptions),
        ["Teams"] = typeof(TeamsOptions),
        ["Teams:Certificate"] = typeof(TeamsCertificateOptions),
        ["Web"] = typeof(WebOptions),
    };

    private static readonly string Readme = File.ReadAllText(
        Path.Combine(Path.GetDirectoryName(SharedData.Project("SocialBot"))!, "README.md")
    );

    [Fact]
    public void Every_option_stands_in_the_table()
    {
        var missing = Sections.SelectMany(section =>
            Settable(section.Value)
                .Select(option => $"`{section.Key}:{option.Name}")
                .Where(key => !Readme.Contains(key, StringComparison.Ordinal))
        );
        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Every_key_of_the_table_is_an_option_with_the_default_it_says()
    {
        var checkedKeys = 0;
        foreach (Match row in Row().Matches(Readme))
        {
            var keys = Key()
                .Matches(row.Groups["keys"].Value)
                .Select(m => m.Groups[1].Value)
                .ToList();
            var defaults = Key()
                .Matches(row.Groups["default"].Value)
                .Select(m => m.Groups[1].Value);
            foreach (var (key, i) in keys.Select((key, i) => (key, i)))
            {
                var section = Sections
                    .Keys.Where(s => key.StartsWith(s + ":", StringComparison.Ordinal))
                    .MaxBy(s => s.Length);
                if (section is null)
                    continue;
                var name = key[(section.Length + 1)..].Split(':')[0];
                var option = Sections[section].GetProperty(name).ShouldNotBeNull(key);
                var said = defaults.ToList();
                if (said.Count == keys.Count)
                    Told(option, Activator.CreateInstance(Sections[section])!)
                        .ShouldBe(said[i], key);
                checkedKeys++;
            }
        }
        checkedKeys.ShouldBeGreaterThan(30);
    }

    [Fact]
    public void The_settings_file_has_only_keys_of_the_table()
    {
        using var file = JsonDocument.Parse(
            File.ReadAllText(
                Path.Combine(
                    Path.GetDirectoryName(SharedData.Project("SocialBot"))!,
                    "appsettings.json"
                )
            )
        );
        Leaves(file.RootElement, "")
            .Where(key => !key.StartsWith("Logging:", StringComparison.Ordinal))
            .Where(key => !Readme.Contains($"`{key}`", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    /// <summary>What configuration can set: not a constant, not derived from the others.</summary>
    private static IEnumerable<PropertyInfo> Settable(Type options) =>
        options
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p =>
                p.CanWrite
                || p.PropertyType.IsAssignableTo(typeof(IEnumerable))
                    && p.PropertyType != typeof(string)
            );

    private static string Told(PropertyInfo option, object options) =>
        option.GetValue(options) switch
        {
            bool flag => flag ? "true" : "false",
            string text => text.Replace('\\', '/'),
            var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };

    private static IEnumerable<string> Leaves(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Object
            ? element
                .EnumerateObject()
                .SelectMany(p => Leaves(p.Value, path.Length == 0 ? p.Name : $"{path}:{p.Name}"))
            : [path];

    [GeneratedRegex(
        @"^\| (?<keys>`[^|]+?) \| (?<default>[^|]*?) ?\| [^|]+\|$",
        RegexOptions.Multiline
    )]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Key();
}
