using SocialBot.Core.Networks;
using SocialBot.Core.Networks.Counting;

namespace SocialBot.Connectors.Networks.Instagram;

/// <summary>Instagram for professionals, as its content publishing pages have it. Nothing goes out without a picture or reel.</summary>
public static class InstagramRules
{
    public static NetworkRules Rules { get; } =
        new()
        {
            Network = "Instagram",
            Text = [new TextLimit(TextUnits.Characters, 2_200, Characters.Utf16)],
            Media = new MediaRules(
                new Dictionary<string, long>
                {
                    ["image/jpeg"] = 8 * 1024 * 1024,
                    ["video/mp4"] = 300 * 1024 * 1024,
                    ["video/quicktime"] = 300 * 1024 * 1024,
                }
            )
            {
                Fetched = true,
                Needed = true,
                MostPictures = 10,
                MostVideos = 10,
                MayMix = true, // a carousel takes both
                MinAspect = 0.8,
                MaxAspect = 1.91,
            },
            AltText = new AltTextRules(Max: null),
            FirstComment = true,
            MostHashtags = 30,
            MostMentions = 20,
            LinksClickable = false,
        };
}
