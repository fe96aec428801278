using SocialBot.Core.Networks;
using SocialBot.Core.Networks.Counting;

namespace SocialBot.Connectors.Networks.Facebook;

/// <summary>Facebook Pages. The page that states the length names no unit; UTF-16 units are the cautious reading.</summary>
public static class FacebookRules
{
    public static NetworkRules Rules { get; } =
        new()
        {
            Network = "Facebook",
            Text = [new TextLimit(TextUnits.Characters, 63_206, Characters.Utf16)],
            Media = new MediaRules(
                new Dictionary<string, long>
                {
                    ["image/jpeg"] = 10 * 1024 * 1024,
                    ["image/png"] = 10 * 1024 * 1024,
                    ["image/gif"] = 10 * 1024 * 1024,
                    ["image/bmp"] = 10 * 1024 * 1024,
                    ["image/tiff"] = 10 * 1024 * 1024,
                }
            )
            {
                MostPictures = 10,
                MostVideos = 1,
            },
            AltText = new AltTextRules(Max: null),
            FirstComment = true,
        };
}
