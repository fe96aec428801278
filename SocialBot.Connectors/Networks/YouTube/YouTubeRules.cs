using SocialBot.Core.Networks;
using SocialBot.Core.Networks.Counting;

namespace SocialBot.Connectors.Networks.YouTube;

/// <summary>YouTube takes videos only: the text's first line is the title, all of it the description.</summary>
public static class YouTubeRules
{
    public static NetworkRules Rules { get; } =
        new()
        {
            Network = "YouTube",
            Text = [new TextLimit(TextUnits.Bytes, 5_000, Characters.Utf8)],
            Comment = [new TextLimit(TextUnits.Characters, 10_000, Characters.Utf16)],
            TitleMax = 100,
            ForbiddenCharacters = "<>",
            Media = new MediaRules(
                new Dictionary<string, long>
                {
                    ["video/mp4"] = 274_877_906_944,
                    ["video/quicktime"] = 274_877_906_944,
                    ["video/webm"] = 274_877_906_944,
                }
            )
            {
                Needed = true,
                MostVideos = 1,
            },
            FirstComment = true,
        };
}
