using Microsoft.EntityFrameworkCore;
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
        var limits = rulebook.For(copy.Account.Network) is { } rules
            ? PictureLimits.Of(rules.Media)
            : Any;
        var media = new List<OutgoingMedia>();
        foreach (var medium in content.Media)
        {
            if (await FittedAsync(medium, limits, ct) is not { } fitted)
                return null;
            media.Add(fitted);
        }
        return new PackedPost(
            media,
            await LinkAsync(content, ct),
            await LanguagesAsync(content, ct)
        );
    }

    private async Task<OutgoingLink?> LinkAsync(CopyContent content, CancellationToken ct) =>
        content.Link is { IsShown: true } card
            ? new OutgoingLink(
                new Uri(card.Url),
                card.Title,
                card.Description,
                card.Picture is { } picture ? await FittedAsync(picture, Thumb, ct) : null
            )
            : null;

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

    private async Task<OutgoingMedia?> FittedAsync(
        AttachedMedia medium,
        PictureLimits limits,
        CancellationToken ct
    )
    {
        var stored = await db
            .Media.AsNoTracking()
            .Where(m => m.Id == medium.MediaId)
            .Select(m => m.Bytes)
            .SingleAsync(ct);
        return fitsPictures.Fit(stored, limits) is { } fitted
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
