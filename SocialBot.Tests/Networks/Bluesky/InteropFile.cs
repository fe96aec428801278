using SocialBot.Tests.Support;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>The network's own examples of what is well-formed and what is not, one a line.</summary>
internal static class InteropFile
{
    public static IReadOnlyList<string> Lines(string file)
    {
        var lines = File.ReadAllLines(
                SharedData.Path($"contracts/bluesky/interop-test-files/{file}")
            )
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .ToList();
        return lines.Count > 0
            ? lines
            : throw new InvalidOperationException($"{file} has no examples.");
    }
}
