using Xunit;

namespace SocialBot.Tests.Support;

/// <summary>Other people's test data beside the checkout (<c>../shared</c>): read where it is, skipped with a reason where it is not.</summary>
internal static class SharedData
{
    private static readonly string? Root = FindRoot();

    public static string Path(string relative)
    {
        Assert.SkipWhen(
            Root is null,
            "The contract data (a folder 'shared' beside the checkout) is not on this machine."
        );
        return System.IO.Path.Combine(Root!, relative);
    }

    /// <summary>Null where it is not: for what is better with it and works without.</summary>
    public static string? Find(string relative) =>
        Root is null ? null : System.IO.Path.Combine(Root, relative);

    /// <summary>A folder of the checkout that these tests were built from.</summary>
    public static string Project(string folder) =>
        System.IO.Path.Combine(
            FindCheckout()?.FullName
                ?? throw new InvalidOperationException("The tests run outside their checkout."),
            folder
        );

    private static string? FindRoot() =>
        FindCheckout()?.Parent is { } beside
        && System.IO.Path.Combine(beside.FullName, "shared") is var shared
        && Directory.Exists(shared)
            ? shared
            : null;

    private static DirectoryInfo? FindCheckout()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(System.IO.Path.Combine(at.FullName, "SocialBot.slnx")))
                return at;
        return null;
    }
}
