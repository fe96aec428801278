using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Media;
using SocialBot.Core.Posts;

namespace SocialBot.Tests.Support;

internal static class RedDot
{
    /// <summary>One red pixel.</summary>
    public static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
    );

    public static async Task<AttachedMedia> StoreAsync(Slice slice, string altText) =>
        (
            await slice.RunAsync<StorePicture, Outcome<AttachedMedia>>(s =>
                s.RunAsync(Png, altText, CancellationToken.None)
            )
        )
            .ShouldBeOfType<Outcome<AttachedMedia>.Done>()
            .Value;
}
