using SocialBot.Core.Networks;
using SocialBot.Core.Networks.Counting;

namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>
/// Bluesky, as the lexicons app.bsky.feed.post and app.bsky.embed.images have it. It takes one video too, through a service of its own
/// that the connector does not speak to: what cannot be sent is refused while writing, not when it is due.
/// </summary>
public static class BlueskyRules
{
    public static NetworkRules Rules { get; } =
        new()
        {
            Network = "Bluesky",
            Text =
            [
                new TextLimit(TextUnits.Graphemes, 300, Graphemes.Count),
                new TextLimit(TextUnits.Bytes, 3_000, Characters.Utf8),
            ],
            Media = new MediaRules(
                new Dictionary<string, long>
                {
                    ["image/jpeg"] = 2_000_000,
                    ["image/png"] = 2_000_000,
                    ["image/webp"] = 2_000_000,
                    ["image/gif"] = 2_000_000,
                }
            )
            {
                MostPictures = 4,
            },
            AltText = new AltTextRules(Max: null),
            FirstComment = true,
            Thread = true,
            LinkCard = true,
        };
}
