using System.Collections.Frozen;

namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>The ends of names that make a word a link or a handle for Bluesky's own client.</summary>
internal static class LinkableDomains
{
    private static readonly FrozenSet<string> Ends = Load();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        Ends.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>As the client has it, in lower case only.</summary>
    public static bool Has(ReadOnlySpan<char> domain) =>
        domain.LastIndexOf('.') is >= 0 and var dot && BySpan.Contains(domain[(dot + 1)..]);

    private static FrozenSet<string> Load()
    {
        using var stream = typeof(LinkableDomains).Assembly.GetManifestResourceStream(
            "Bluesky/TopLevelDomains.txt"
        )!;
        using var reader = new StreamReader(stream);
        reader.ReadLine(); // where it comes from
        return reader
            .ReadToEnd()
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .ToFrozenSet(StringComparer.Ordinal);
    }
}
