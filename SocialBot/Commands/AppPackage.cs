using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace SocialBot.Commands;

/// <summary>
/// The Teams app package: the files of <c>manifest/</c>, which are part of the program, made out for one bot. The same bot and
/// version always give the same bytes.
/// <see href="https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package"/>
/// </summary>
internal static partial class AppPackage
{
    private const string NoApp = "00000000-0000-0000-0000-000000000000";
    private const string NoHost = "bot.example.com";

    /// <summary>What is in it, in this order.</summary>
    private static readonly string[] Files =
    [
        "manifest.json",
        "en.json",
        "de.json",
        "color.png",
        "outline.png",
    ];

    /// <summary>Zip has no time zone and begins here.</summary>
    private static readonly DateTimeOffset Beginning = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The package's bytes.</summary>
    /// <param name="host">As <see cref="Host"/> gives it.</param>
    /// <param name="version">As <see cref="IsVersion"/> wants it; null = that of <c>manifest.json</c>.</param>
    public static byte[] Build(Guid appId, string host, string? version)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var name in Files)
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
                entry.LastWriteTime = Beginning;
                using var to = entry.Open();
                to.Write(
                    name.EndsWith(".json", StringComparison.Ordinal)
                        ? MadeOut(name, appId, host, version)
                        : Read(name)
                );
            }
        return bytes.ToArray();
    }

    /// <summary>The app id; null when it is none, or the zeros that stand where it belongs.</summary>
    public static Guid? AppId(string said) =>
        Guid.TryParseExact(said, "D", out var id) && id != Guid.Empty ? id : null;

    /// <summary>
    /// A public host name in lower case; null for everything else: an address with scheme, port or path, a number, a name without a
    /// dot, the name that stands for an example.
    /// </summary>
    public static string? Host(string said) =>
        HostName().IsMatch(said)
        && said.Length <= 253
        && !said.Equals(NoHost, StringComparison.OrdinalIgnoreCase)
            ? said.ToLowerInvariant()
            : null;

    /// <summary>Three numbers, and not under 0.0.1: what Teams compares to know a newer package.</summary>
    public static bool IsVersion(string said) => VersionNumber().IsMatch(said) && said != "0.0.0";

    private static byte[] MadeOut(string name, Guid appId, string host, string? version)
    {
        var text = Encoding
            .UTF8.GetString(Read(name))
            .TrimStart('\uFEFF')
            .Replace(NoApp, appId.ToString("D"), StringComparison.Ordinal)
            .Replace(NoHost, host, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(
            version is null ? text : VersionLine().Replace(text, $"${{1}}{version}${{2}}", 1)
        );
    }

    private static byte[] Read(string name)
    {
        using var file =
            typeof(AppPackage).Assembly.GetManifestResourceStream($"manifest/{name}")
            ?? throw new InvalidOperationException($"{name} was not built into the program.");
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    // The last label begins with a letter, so that an IPv4 address is none.
    [GeneratedRegex(
        @"\A(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex HostName();

    [GeneratedRegex(
        @"\A(?:0|[1-9][0-9]{0,4})(?:\.(?:0|[1-9][0-9]{0,4})){2}\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex VersionNumber();

    [GeneratedRegex(
        @"(^  ""version"": "")[^""]*("")",
        RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex VersionLine();
}
