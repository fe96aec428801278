using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Cards;
using SocialBot.Core.Links;
using SocialBot.Core.Media;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Publishing;

/// <summary>What goes out beside a copy's words: its pictures as the network takes them, the link preview, the languages.</summary>
public sealed class PackPost(
    SocialBotDb db,
    NetworkRulebook rulebook,
    IFitsPictures fitsPictures,
    StorePicture storePicture,
    IPictureLinks links,
    PlausibleLanguage plausible
)
{
    /// <summary>The picture of a link preview: networks name one limit for all of them or none.</summary>
    private static readonly PictureLimits Thumb = new(
        new Dictionary<string, long> { ["image/jpeg"] = 999_999, ["image/png"] = 999_999 },
        MaxPixels: 4_000_000
    );

    /// <summary>A video, or a picture for a network of which nothing is known: only what is no part of it goes.</summary>
    private static readonly PictureLimits Any = new(
        new[] { "image/jpeg", "image/png", "image/webp", "image/gif" }.ToDictionary(
            type => type,
            _ => (long)StorePicture.MaxBytes
        ),
        MaxPixels: null
    );

    /// <returns>Null when one of the pictures cannot be read or made to fit.</returns>
    public async Task<PackedPost?> RunAsync(Copy copy, CancellationToken ct)
    {
        var content = copy.Content;
        var rules = rulebook.For(copy.Account.Network)?.Media;
        var limits = rules is null ? Any : PictureLimits.Of(rules);
        var card = content.Link is { IsShown: true } shown ? shown : null;
        var stored = await StoredAsync([.. content.Media, .. Pictures(card)], ct);
        var media = new List<OutgoingMedia>();
        foreach (var medium in content.Media)
        {
            if (Fitted(medium, stored, limits) is not { } fitted)
                return null;
            media.Add(
                rules is { Fetched: true }
                    ? fitted with
                    {
                        Address = await AddressAsync(fitted, ct),
                    }
                    : fitted
            );
        }
        return new PackedPost(
            media,
            card is null
                ? null
                : new OutgoingLink(
                    new Uri(card.Url),
                    card.Title,
                    card.Description,
                    card.Picture is { } picture ? Fitted(picture, stored, Thumb) : null
                ),
            await LanguagesAsync(content, ct)
        );
    }

    private static IEnumerable<AttachedMedia> Pictures(LinkCard? card) =>
        card?.Picture is { } picture ? [picture] : [];

    /// <summary>Kept as it goes out, so that the network finds the very bytes at its address, whenever it comes.</summary>
    private async Task<Uri> AddressAsync(OutgoingMedia fitted, CancellationToken ct) =>
        await storePicture.RunAsync(fitted.Bytes, altText: null, ct) switch
        {
            Outcome<AttachedMedia>.Done { Value: var kept } => new Uri(links.For(kept.Key)),
            var refused => throw new InvalidOperationException(
                $"A picture that was made to fit could not be kept: {refused}"
            ),
        };

    /// <summary>As the author said; else the workspace's where the text may well be in it; else none.</summary>
    public async Task<IReadOnlyList<string>> LanguagesAsync(
        CopyContent content,
        CancellationToken ct
    )
    {
        if (content.Languages.Count > 0)
            return content.Languages;
        var spoken = await db
            .Workspaces.Where(w => w.Id == db.WorkspaceId)
            .Select(w => w.Language)
            .SingleAsync(ct);
        return plausible.Of(content.Text, spoken);
    }

    private async Task<Dictionary<long, byte[]>> StoredAsync(
        IReadOnlyList<AttachedMedia> media,
        CancellationToken ct
    )
    {
        if (media.Count == 0)
            return [];
        var ids = media.Select(m => m.MediaId).ToList();
        return await db
            .Media.AsNoTracking()
            .Where(m => ids.Contains(m.Id))
            .ToDictionaryAsync(m => m.Id, m => m.Bytes, ct);
    }

    private OutgoingMedia? Fitted(
        AttachedMedia medium,
        Dictionary<long, byte[]> stored,
        PictureLimits limits
    ) =>
        fitsPictures.Fit(stored[medium.MediaId], limits) is { } fitted
            ? new OutgoingMedia(
                fitted.ContentType,
                fitted.Bytes,
                medium.AltText,
                $"{medium.Sha256[..12]}.{fitted.ContentType.Split('/')[1]}"
            )
            {
                Width = fitted.Width,
                Height = fitted.Height,
            }
            : null;
}

public sealed record PackedPost(
    IReadOnlyList<OutgoingMedia> Media,
    OutgoingLink? Link,
    IReadOnlyList<string> Languages
)
{
    public OutgoingPost As(string key, string text) =>
        new(key, text, Media) { Link = Link, Languages = Languages };
}
