using SocialBot.Core.Networks;
using SocialBot.Core.Networks.Counting;

namespace SocialBot.Connectors.Networks.X;

/// <summary>X without Premium, as configuration 3 of twitter-text and docs.x.com have it.</summary>
public static class XRules
{
    public static NetworkRules Rules { get; } =
        new()
        {
            Network = "X",
            Text = [new TextLimit(TextUnits.Weighted, 280, TwitterText.WeightedLength)],
            ForbiddenCharacters = "\uFFFE\uFEFF\uFFFF",
            Media = new MediaRules(
                new Dictionary<string, long>
                {
                    ["image/jpeg"] = 5 * 1024 * 1024,
                    ["image/png"] = 5 * 1024 * 1024,
                    ["image/webp"] = 5 * 1024 * 1024,
                    ["image/gif"] = 15 * 1024 * 1024,
                    ["video/mp4"] = 512 * 1024 * 1024,
                }
            )
            {
                MostPictures = 4,
                MostVideos = 1,
                MostGifs = 1,
            },
            AltText = new AltTextRules(Max: 1_000),
            FirstComment = true,
            Thread = true,
            MostCashtags = 1,
        };
}
