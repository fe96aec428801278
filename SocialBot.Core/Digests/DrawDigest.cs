using SocialBot.Core.Media;
using SocialBot.Core.Posts;

namespace SocialBot.Core.Digests;

/// <summary>Has a digest's chart drawn, in every language that will read it, and keeps the pictures.</summary>
public sealed class DrawDigest(StorePicture store, IEnumerable<IDrawsDigests> artists)
{
    /// <summary>Outside any transaction: it takes tens of milliseconds a picture.</summary>
    public IReadOnlyDictionary<string, DrawnChart> Draw(
        DigestFacts facts,
        IReadOnlyCollection<string> languages
    )
    {
        var charts = new Dictionary<string, DrawnChart>(StringComparer.Ordinal);
        if (artists.FirstOrDefault() is not { } artist)
            return charts;
        foreach (var language in languages)
            if (artist.Draw(facts, language) is { } chart)
                charts[language] = chart;
        return charts;
    }

    /// <summary>Stores the pictures in the caller's transaction.</summary>
    public async Task<IReadOnlyDictionary<string, DigestPicture>> KeepAsync(
        IReadOnlyDictionary<string, DrawnChart> charts,
        CancellationToken ct
    )
    {
        var pictures = new Dictionary<string, DigestPicture>(StringComparer.Ordinal);
        foreach (var (language, chart) in charts)
        {
            if (
                await store.RunAsync(chart.Png, chart.AltText, ct)
                is not Outcome<AttachedMedia>.Done kept
            )
                throw new InvalidOperationException("The chart of a digest is not a picture.");
            pictures[language] = new DigestPicture(
                kept.Value.Key,
                chart.AltText,
                kept.Value.Width,
                kept.Value.Height
            );
        }
        return pictures;
    }
}
