using System.Globalization;

namespace SocialBot.Connectors.Networks.Bluesky.Identity;

/// <summary>A handle as people bring it: with <c>@</c>, as the address of a profile, with marks that copying took along.</summary>
internal abstract record TypedHandle
{
    private TypedHandle() { }

    /// <param name="Handle">In lower case.</param>
    public sealed record Valid(string Handle) : TypedHandle;

    public sealed record Email : TypedHandle;

    public sealed record Wrong : TypedHandle;

    public static TypedHandle Read(string typed)
    {
        // The app puts marks of writing direction around a copied handle.
        var text = string.Concat(
                typed.Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format)
            )
            .Trim();
        var profile = text.IndexOf("/profile/", StringComparison.OrdinalIgnoreCase);
        if (profile >= 0)
            text = text[(profile + "/profile/".Length)..].Split('/', '?', '#')[0];
        else if (text.StartsWith("at://", StringComparison.OrdinalIgnoreCase))
            text = text[5..].Split('/')[0];
        text = text.TrimStart('@');
        if (text.Contains('@'))
            return new Email();
        var handle = text.ToLowerInvariant();
        return AtSyntax.IsHandle(handle) ? new Valid(handle) : new Wrong();
    }
}
