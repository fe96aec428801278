using SocialBot.Core.Networks;
using SocialBot.Core.Networks.Counting;

namespace SocialBot.Connectors.Networks.Mastodon;

/// <summary>Mastodon's defaults; a server may have other numbers (GET /api/v2/instance, configuration).</summary>
public static class MastodonRules
{
    public static NetworkRules Rules { get; } =
        new()
        {
            Network = "Mastodon",
            Text = [new TextLimit(TextUnits.Graphemes, 500, MastodonText.Length)],
            Media = new MediaRules(
                new Dictionary<string, long>
                {
                    ["image/jpeg"] = 16 * 1024 * 1024,
                    ["image/png"] = 16 * 1024 * 1024,
                    ["image/gif"] = 16 * 1024 * 1024,
                    ["image/webp"] = 16 * 1024 * 1024,
                    ["image/heif"] = 16 * 1024 * 1024,
                    ["image/avif"] = 16 * 1024 * 1024,
                    ["video/mp4"] = 99 * 1024 * 1024,
                    ["video/quicktime"] = 99 * 1024 * 1024,
                    ["video/webm"] = 99 * 1024 * 1024,
                }
            )
            {
                MostPictures = 4,
                MostVideos = 1,
            },
            AltText = new AltTextRules(Max: 1_500),
            FirstComment = true,
            Thread = true,
        };
}
