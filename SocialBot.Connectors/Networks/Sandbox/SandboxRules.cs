using SocialBot.Core.Networks;
using SocialBot.Core.Networks.Counting;

namespace SocialBot.Connectors.Networks.Sandbox;

/// <summary>Our own network for trying things out: small numbers, so that a limit is soon met.</summary>
public static class SandboxRules
{
    public static NetworkRules Rules { get; } =
        new()
        {
            Network = "Sandbox",
            Text = [new TextLimit(TextUnits.Graphemes, 500, Graphemes.Count)],
            Media = new MediaRules(
                new Dictionary<string, long>
                {
                    ["image/jpeg"] = 5 * 1024 * 1024,
                    ["image/png"] = 5 * 1024 * 1024,
                    ["image/gif"] = 5 * 1024 * 1024,
                    ["image/webp"] = 5 * 1024 * 1024,
                }
            )
            {
                MostPictures = 4,
                MayMix = true,
            },
            AltText = new AltTextRules(Max: 1_000),
            FirstComment = true,
            Thread = true,
        };
}
