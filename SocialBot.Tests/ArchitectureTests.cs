using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;
using SocialBot.Core.Storage;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests;

/// <summary>The house of docs: references point down only, and what must not know each other does not.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> MayKnow = new(StringComparer.Ordinal)
    {
        ["SocialBot.Core"] = [],
        ["SocialBot.Dialogs"] = ["SocialBot.Core"],
        ["SocialBot.Connectors"] = ["SocialBot.Core"],
        ["SocialBot.Migrations.Sqlite"] = ["SocialBot.Core"],
        ["SocialBot.Migrations.Postgres"] = ["SocialBot.Core"],
    };

    public static TheoryData<string> Layers =>
        [.. MayKnow.Keys.Where(name => Directory.Exists(Path.Combine(SourceTree.Root, name)))];

    public static TheoryData<string> ConnectorFolders =>
        [
            .. ((string[])["Chat", "Networks"])
                .Select(kind => Path.Combine(SourceTree.Root, "SocialBot.Connectors", kind))
                .SelectMany(Directory.EnumerateDirectories)
                .Select(folder =>
                    Path.GetRelativePath(
                            Path.Combine(SourceTree.Root, "SocialBot.Connectors"),
                            folder
                        )
                        .Replace('\\', '/')
                ),
        ];

    [Theory]
    [MemberData(nameof(Layers))]
    public void References_point_down_only(string layer)
    {
        var project = XDocument.Load(Path.Combine(SourceTree.Root, layer, $"{layer}.csproj"));
        var projects = project
            .Descendants("ProjectReference")
            .Select(r =>
                Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/'))
            );
        projects.Except(MayKnow[layer]).ShouldBeEmpty();

        Assembly
            .Load(layer)
            .GetReferencedAssemblies()
            .Select(a => a.Name!)
            .Where(name => name.StartsWith("SocialBot", StringComparison.Ordinal))
            .Except(MayKnow[layer])
            .ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(ConnectorFolders))]
    public void A_connector_knows_no_other_connector(string folder)
    {
        var own = $"SocialBot.Connectors.{folder.Replace('/', '.')}";
        var others = ConnectorFolders
            .Select(o => $"SocialBot.Connectors.{o.Data.Replace('/', '.')}")
            .Where(o => o != own)
            .ToList();
        others.Count.ShouldBeGreaterThan(1);

        var files = SourceTree.Files($"SocialBot.Connectors/{folder}").ToList();
        files.ShouldNotBeEmpty();
        foreach (var (path, code) in files)
        {
            code.ShouldContain($"namespace {own}", customMessage: path);
            foreach (var other in others)
                Regex
                    .IsMatch(code, $@"\b{Regex.Escape(other)}\b")
                    .ShouldBeFalse($"{path}: {other}");
            // Inside one parent namespace a neighbour can be named by its last word alone.
            foreach (Match match in NeighbourByLastWord().Matches(code))
                others.ShouldNotContain(
                    $"SocialBot.Connectors.{match.Groups[1].Value}.{match.Groups[2].Value}",
                    path
                );
        }
    }

    [Fact]
    public void Core_speaks_no_HTTP()
    {
        var known = typeof(SocialBotDb)
            .Assembly.GetReferencedAssemblies()
            .Select(a => a.Name!)
            .ToList();
        known.ShouldContain("Microsoft.EntityFrameworkCore");
        known.ShouldNotContain(name =>
            name.StartsWith("System.Net", StringComparison.Ordinal)
                && name != "System.Net.Primitives"
            || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Extensions.Http", StringComparison.Ordinal)
        );
    }

    /// <summary>
    /// Names of networks and chat platforms are data. Two places know them as words: the counting of texts is named after those
    /// who defined it, and the recognizer's vocabulary holds what people type.
    /// </summary>
    [Theory]
    [InlineData("SocialBot.Core")]
    [InlineData("SocialBot.Dialogs")]
    public void What_is_true_and_what_we_say_know_no_vendor(string layer)
    {
        var files = SourceTree.Files(layer).ToList();
        files.Count.ShouldBeGreaterThan(20);
        foreach (var (path, code) in files)
        {
            if (
                path.StartsWith("SocialBot.Core/Networks/Counting/", StringComparison.Ordinal)
                || path
                    is "SocialBot.Dialogs/Language/Terms.cs"
                        or "SocialBot.Dialogs/Language/NetworksSaid.cs"
            )
                continue;
            foreach (var line in SourceTree.CodeLines(code))
                VendorName().IsMatch(line).ShouldBeFalse($"{path}: {line}");
        }
    }

    [Fact]
    public void The_domain_is_not_built_on_one_database()
    {
        typeof(SocialBotDb)
            .Assembly.GetReferencedAssemblies()
            .Select(a => a.Name!)
            .ShouldNotContain(name =>
                name.Contains("Sqlite", StringComparison.OrdinalIgnoreCase)
                || name.Contains("Npgsql", StringComparison.OrdinalIgnoreCase)
            );
    }

    [Fact]
    public void No_folder_is_called_after_nothing()
    {
        var folders = Directory
            .EnumerateDirectories(SourceTree.Root, "SocialBot*")
            .SelectMany(project =>
                Directory.EnumerateDirectories(project, "*", SearchOption.AllDirectories)
            )
            .Where(folder =>
                !folder.Contains($"{Path.DirectorySeparatorChar}obj", StringComparison.Ordinal)
                && !folder.Contains($"{Path.DirectorySeparatorChar}bin", StringComparison.Ordinal)
            )
            .Select(folder => Path.GetFileName(folder)!)
            .ToList();
        folders.Count.ShouldBeGreaterThan(20);
        folders.ShouldNotContain(name =>
            name == "Services" || name == "Helpers" || name == "Models" || name == "Managers"
        );
    }

    /// <summary>Each has its reason in words beside it; a new one is a decision, not an accident.</summary>
    [Fact]
    public void Only_named_places_look_past_the_workspace_filter()
    {
        var places = SourceTree
            .Files("SocialBot.Core")
            .Concat(SourceTree.Files("SocialBot.Dialogs"))
            .Concat(SourceTree.Files("SocialBot.Connectors"))
            .Concat(SourceTree.Files("SocialBot"))
            .Where(f => f.Code.Contains("IgnoreQueryFilters", StringComparison.Ordinal))
            .Select(f => f.Path);

        places.ShouldBe(
            [
                "SocialBot.Core/Accounts/ConnectAccount.cs",
                "SocialBot.Core/Accounts/OpenTicket.cs",
                "SocialBot.Core/Inbox/StreamAudience.cs",
                "SocialBot.Core/Workspaces/BindRoom.cs",
                "SocialBot.Core/Workspaces/ClaimAdminCode.cs",
                "SocialBot.Core/Workspaces/WhoIsOnPlatform.cs",
                "SocialBot.Core/Workspaces/WhoSpeaks.cs",
                "SocialBot/Clocks/Jobs.cs",
                "SocialBot/Commands/Demo/DemoBot.cs",
                "SocialBot/MediaFiles/PictureEndpoint.cs",
            ],
            ignoreOrder: true
        );
    }

    /// <summary>SQL by hand knows no filter: the tables of a workspace are touched by it in these places only.</summary>
    [Fact]
    public void Only_the_hot_paths_write_SQL_by_hand()
    {
        var places = SourceTree
            .Files("SocialBot.Core")
            .Concat(SourceTree.Files("SocialBot.Dialogs"))
            .Where(f => HandWrittenSql().IsMatch(f.Code))
            .Select(f => f.Path);

        places.ShouldBe(HotPaths, ignoreOrder: true);
    }

    private static readonly string[] HotPaths =
    [
        "SocialBot.Core/Digests/DailyRollup.cs",
        "SocialBot.Core/Due/DueTable.cs",
        "SocialBot.Core/Inbox/ShowCase.cs",
    ];

    [GeneratedRegex(@"\b(Chat|Networks)\.([A-Z]\w*)")]
    private static partial Regex NeighbourByLastWord();

    [GeneratedRegex(
        @"\b(Teams|Discord|Slack|Facebook|Instagram|LinkedIn|YouTube|TikTok|Bluesky|Mastodon|Twitter)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex VendorName();

    [GeneratedRegex(@"\b(ExecuteSql|FromSql|SqlQuery|CreateCommand)\w*\s*[<(]")]
    private static partial Regex HandWrittenSql();
}
