using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.LinkedIn;

/// <summary>LinkedIn's Posts API. The commentary is little text, so what is counted is the escaped text that is sent.</summary>
public static class LinkedInRules
{
    public static NetworkRules Rules { get; } =
        new()
        {
            Network = "LinkedIn",
            Text = [new TextLimit(TextUnits.Characters, 3_000, LittleText.EscapedLength)],
            Media = new MediaRules(
                new Dictionary<string, long>
                {
                    ["image/jpeg"] = long.MaxValue, // bounded by pixels, not by bytes
                    ["image/png"] = long.MaxValue,
                    ["image/gif"] = long.MaxValue,
                    ["video/mp4"] = 500L * 1024 * 1024,
                }
            )
            {
                MostPictures = 20,
                MostVideos = 1,
                MaxPixels = 36_152_319,
            },
            AltText = new AltTextRules(Max: null),
            FirstComment = true,
        };
}
