namespace SocialBot.Tests.Support;

/// <summary>The checkout that the tests were built from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    /// <summary>The C# files of a project, or of a folder in it, with their paths from the root.</summary>
    public static IEnumerable<(string Path, string Code)> Files(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(Root, file).Replace('\\', '/'), File: file))
            .Where(f => !f.Path.Contains("/obj/", StringComparison.Ordinal))
            .Where(f => !f.Path.Contains("/bin/", StringComparison.Ordinal))
            .Select(f => (f.Path, File.ReadAllText(f.File)));

    /// <summary>Comments may name what the code must not know.</summary>
    public static IEnumerable<string> CodeLines(string code) =>
        code.Split('\n')
            .Select(line => line.Trim())
            .Where(line => !line.StartsWith("//", StringComparison.Ordinal));

    private static string FindRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "SocialBot.slnx")))
            at = at.Parent;
        return at?.FullName
            ?? throw new InvalidOperationException("The tests run outside of a checkout.");
    }
}
