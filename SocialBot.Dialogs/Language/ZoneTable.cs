using System.Reflection;

namespace SocialBot.Dialogs.Language;

/// <summary>Time zones as people name them: IANA ids, cities and countries, abbreviations.</summary>
internal static class ZoneTable
{
    private static readonly Dictionary<string, string> Ids = new(StringComparer.OrdinalIgnoreCase);
    private static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal);

    /// <summary>
    /// A place whose wall clock is meant and, where the abbreviation is strict about it, the offset it stands for: "CET" in July is
    /// Berlin's clock to most and UTC+1 to some, so both are offered.
    /// </summary>
    private static readonly Dictionary<string, ZoneSaid[]> Abbreviations = new(
        StringComparer.Ordinal
    )
    {
        ["utc"] = [new("UTC", TimeSpan.Zero)],
        ["gmt"] = [new("UTC", TimeSpan.Zero)],
        ["cet"] = [new("Europe/Berlin", TimeSpan.FromHours(1))],
        ["cest"] = [new("Europe/Berlin", TimeSpan.FromHours(2))],
        ["mez"] = [new("Europe/Berlin", TimeSpan.FromHours(1))],
        ["mesz"] = [new("Europe/Berlin", TimeSpan.FromHours(2))],
        ["eet"] = [new("Europe/Helsinki", TimeSpan.FromHours(2))],
        ["eest"] = [new("Europe/Helsinki", TimeSpan.FromHours(3))],
        ["bst"] =
        [
            new("Europe/London", TimeSpan.FromHours(1)),
            new("Asia/Dhaka", TimeSpan.FromHours(6)),
        ],
        ["ist"] =
        [
            new("Asia/Kolkata", TimeSpan.FromHours(5.5)),
            new("Europe/Dublin", TimeSpan.FromHours(1)),
            new("Asia/Jerusalem", TimeSpan.FromHours(2)),
        ],
        ["cst"] =
        [
            new("America/Chicago", TimeSpan.FromHours(-6)),
            new("Asia/Shanghai", TimeSpan.FromHours(8)),
        ],
        ["cdt"] = [new("America/Chicago", TimeSpan.FromHours(-5))],
        ["ct"] = [new("America/Chicago", null)],
        ["est"] = [new("America/New_York", TimeSpan.FromHours(-5))],
        ["edt"] = [new("America/New_York", TimeSpan.FromHours(-4))],
        ["et"] = [new("America/New_York", null)],
        ["mst"] = [new("America/Denver", TimeSpan.FromHours(-7))],
        ["mdt"] = [new("America/Denver", TimeSpan.FromHours(-6))],
        ["pst"] = [new("America/Los_Angeles", TimeSpan.FromHours(-8))],
        ["pdt"] = [new("America/Los_Angeles", TimeSpan.FromHours(-7))],
        ["pt"] = [new("America/Los_Angeles", null)],
        ["jst"] = [new("Asia/Tokyo", TimeSpan.FromHours(9))],
        ["aest"] = [new("Australia/Sydney", TimeSpan.FromHours(10))],
        ["aedt"] = [new("Australia/Sydney", TimeSpan.FromHours(11))],
        ["awst"] = [new("Australia/Perth", TimeSpan.FromHours(8))],
        ["nzst"] = [new("Pacific/Auckland", TimeSpan.FromHours(12))],
        ["nzdt"] = [new("Pacific/Auckland", TimeSpan.FromHours(13))],
        ["sgt"] = [new("Asia/Singapore", TimeSpan.FromHours(8))],
    };

    static ZoneTable()
    {
        using var stream = Assembly
            .GetExecutingAssembly()
            .GetManifestResourceStream("SocialBot.Dialogs.Language.zones.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var parts = line.Split(' ');
            Ids[parts[0]] = parts[0];
            if (parts[^1] != "!")
                Places[parts[0][(parts[0].LastIndexOf('/') + 1)..].ToLowerInvariant()] = parts[0];
            foreach (var name in parts.Skip(1).Where(n => n != "!"))
                Places[name] = parts[0];
        }
    }

    /// <summary>By IANA id in any letter case. Null when there is no such zone.</summary>
    public static string? ById(string id) =>
        Ids.TryGetValue(id, out var known) ? known
        : id.StartsWith("Etc/", StringComparison.OrdinalIgnoreCase)
        && TimeZoneInfo.TryFindSystemTimeZoneById(id, out _)
            ? id
        : null;

    /// <summary>By the name of a city or country; <paramref name="name"/> folded, words joined by _.</summary>
    public static string? ByPlace(string name) => Places.GetValueOrDefault(name);

    public static ZoneSaid[]? ByAbbreviation(string letters) =>
        Abbreviations.GetValueOrDefault(letters);
}

/// <summary>A zone as it was said.</summary>
/// <param name="Id">IANA id; null = the one the reader was given.</param>
/// <param name="Offset">The fixed offset the words stand for; null = the place's wall clock.</param>
internal readonly record struct ZoneSaid(string? Id, TimeSpan? Offset);
