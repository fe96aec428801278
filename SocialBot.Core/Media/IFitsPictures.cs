using SocialBot.Core.Networks;

namespace SocialBot.Core.Media;

/// <summary>
/// Makes a picture fit to go out: nothing in it but the picture (no place, no camera, no names), upright, and within what a network
/// takes. What fits already keeps its bytes. The same picture and rules give the same bytes, whenever and wherever.
/// </summary>
public interface IFitsPictures
{
    /// <returns>Null when it cannot be read, or be made to fit.</returns>
    FittedPicture? Fit(byte[] picture, PictureLimits limits);
}

/// <param name="MaxBytes">The content types that are taken, each with its most bytes.</param>
public sealed record PictureLimits(IReadOnlyDictionary<string, long> MaxBytes, long? MaxPixels)
{
    public static PictureLimits Of(MediaRules rules) => new(rules.MaxBytes, rules.MaxPixels);
}

public sealed record FittedPicture(string ContentType, byte[] Bytes, int Width, int Height);
