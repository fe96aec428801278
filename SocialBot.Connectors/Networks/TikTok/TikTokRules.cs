using SocialBot.Core.Networks;
using SocialBot.Core.Networks.Counting;

namespace SocialBot.Connectors.Networks.TikTok;

/// <summary>TikTok's direct post: a caption under a video, or the longer description under pictures.</summary>
public static class TikTokRules
{
    public static NetworkRules Rules { get; } =
        new()
        {
            Network = "TikTok",
            Text = [new TextLimit(TextUnits.Characters, 2_200, Characters.Utf16)],
            TextWithPictures = [new TextLimit(TextUnits.Characters, 4_000, Characters.Utf16)],
            Media = new MediaRules(
                new Dictionary<string, long>
                {
                    ["image/jpeg"] = 20 * 1024 * 1024,
                    ["image/webp"] = 20 * 1024 * 1024,
                    ["video/mp4"] = 4L * 1024 * 1024 * 1024,
                    ["video/webm"] = 4L * 1024 * 1024 * 1024,
                    ["video/quicktime"] = 4L * 1024 * 1024 * 1024,
                }
            )
            {
                Fetched = true,
                Needed = true,
                MostPictures = 35,
                MostVideos = 1,
            },
            LinksClickable = false,
        };
}
