namespace SocialBot.Core.Links;

/// <summary>Reads what a public page says of itself for a link preview.</summary>
public interface IReadsPages
{
    /// <param name="address">As a person typed it: http or https, may lead anywhere.</param>
    Task<PageReading> ReadAsync(Uri address, CancellationToken ct);
}

public abstract record PageReading
{
    private PageReading() { }

    /// <param name="Title">Plain text, not empty, of any length.</param>
    /// <param name="Description">Plain text, may be empty.</param>
    /// <param name="Picture">PNG, JPEG, GIF or WebP by its bytes; null when the page has none that can be had.</param>
    public sealed record Read(string Title, string Description, byte[]? Picture) : PageReading;

    /// <summary>Not there, not public, too slow, too large, no page, or one that says nothing of itself.</summary>
    public sealed record Unreadable : PageReading;
}
