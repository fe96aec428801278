using SkiaSharp;
using SocialBot.Core.Media;

namespace SocialBot.Connectors.Pictures;

/// <summary>Draws a picture anew where it has to be, upright and without anything but its pixels, in steps that are always the same.</summary>
internal sealed class FitPictures : IFitsPictures
{
    private const string Jpeg = "image/jpeg";
    private const string Png = "image/png";
    private const string Webp = "image/webp";
    private const string Gif = "image/gif";

    /// <summary>More is scaled down: no network shows more, and all of it is in memory at once.</summary>
    private const long MostPixels = 16_000_000;

    /// <summary>Each step has about half the pixels of the one before.</summary>
    private const double Step = 0.7;
    private const int SmallestSide = 32;

    /// <summary>One at a time: a large one takes 160 MB while it is drawn.</summary>
    private static readonly Lock Drawing = new();

    public FittedPicture? Fit(byte[] picture, PictureLimits limits)
    {
        if (
            PictureHeader.Read(picture) is not { Width: > 0, Height: > 0 } header
            || (long)header.Width * header.Height > StorePicture.MaxPixels
            || picture.Length > StorePicture.MaxBytes
        )
            return null;
        if (header.ContentType == Gif)
            return BareGif.Of(picture) is { } gif && Fits(header, gif, limits)
                ? new FittedPicture(Gif, gif, header.Width, header.Height)
                : null;
        if (BarePicture.Is(header.ContentType, picture) && Fits(header, picture, limits))
            return new FittedPicture(header.ContentType, picture, header.Width, header.Height);
        lock (Drawing)
            return Redrawn(picture, header, limits);
    }

    private static bool Fits(PictureHeader header, byte[] picture, PictureLimits limits) =>
        limits.MaxBytes.TryGetValue(header.ContentType, out var most)
        && picture.Length <= most
        && (long)header.Width * header.Height <= (limits.MaxPixels ?? long.MaxValue);

    private static FittedPicture? Redrawn(
        byte[] picture,
        PictureHeader header,
        PictureLimits limits
    )
    {
        using var drawn = Upright(picture);
        if (drawn is null)
            return null;
        var seesThrough = SeesThrough(drawn);
        var most = Math.Min(limits.MaxPixels ?? MostPixels, MostPixels);
        var scale = Math.Min(1, Math.Sqrt((double)most / ((long)drawn.Width * drawn.Height)));
        for (; ; scale *= Step)
        {
            var size = new SKSizeI(
                Math.Max(1, (int)(drawn.Width * scale)),
                Math.Max(1, (int)(drawn.Height * scale))
            );
            using var scaled =
                size == new SKSizeI(drawn.Width, drawn.Height)
                    ? drawn.Copy()
                    : drawn.Resize(
                        size,
                        new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)
                    );
            foreach (var (type, quality) in Forms(header.ContentType, seesThrough, limits))
                if (
                    Encoded(scaled, type, quality) is { } bytes
                    && bytes.Length <= limits.MaxBytes[type]
                )
                    return new FittedPicture(type, bytes, scaled.Width, scaled.Height);
            if (Math.Max(size.Width, size.Height) <= SmallestSide)
                return null;
        }
    }

    /// <summary>What to try at each size, the best first.</summary>
    private static IEnumerable<(string Type, int Quality)> Forms(
        string was,
        bool seesThrough,
        PictureLimits limits
    )
    {
        (string, int)[] forms =
            seesThrough ? [(Png, 100), (Webp, 90), (Webp, 80)]
            : was == Png ? [(Png, 100), (Jpeg, 92), (Jpeg, 85), (Jpeg, 75)]
            : was == Webp ? [(Webp, 90), (Jpeg, 92), (Jpeg, 85), (Jpeg, 75)]
            : [(Jpeg, 92), (Jpeg, 85), (Jpeg, 75)];
        // A network without a form that one can see through gets it on white; one without JPEG gets what it takes.
        (string Type, int Quality)[] all =
        [
            .. forms,
            (Jpeg, 92),
            (Jpeg, 85),
            (Jpeg, 75),
            (Png, 100),
            (Webp, 80),
        ];
        var taken = forms.Where(f => limits.MaxBytes.ContainsKey(f.Item1)).ToList();
        return taken.Count > 0 ? taken : all.Where(f => limits.MaxBytes.ContainsKey(f.Type));
    }

    private static byte[]? Encoded(SKBitmap bitmap, string type, int quality)
    {
        using var opaque = type == Jpeg ? OnWhite(bitmap) : null;
        var shown = opaque ?? bitmap;
        // The pixels are in sRGB, which is what a file without a profile means: none is written.
        using var bare = new SKPixmap(
            shown.Info.WithColorSpace(null),
            shown.GetPixels(),
            shown.RowBytes
        );
        using var encoded = bare.Encode(
            type switch
            {
                Jpeg => SKEncodedImageFormat.Jpeg,
                Png => SKEncodedImageFormat.Png,
                _ => SKEncodedImageFormat.Webp,
            },
            quality
        );
        return encoded?.ToArray();
    }

    private static SKBitmap OnWhite(SKBitmap bitmap)
    {
        var opaque = new SKBitmap(
            new SKImageInfo(
                bitmap.Width,
                bitmap.Height,
                SKColorType.Rgba8888,
                SKAlphaType.Opaque,
                SKColorSpace.CreateSrgb()
            )
        );
        using var canvas = new SKCanvas(opaque);
        canvas.Clear(SKColors.White);
        canvas.DrawBitmap(bitmap, 0, 0, SKSamplingOptions.Default);
        return opaque;
    }

    /// <summary>The pixels in sRGB, turned as the camera's note says. Of an animated picture its first frame.</summary>
    private static SKBitmap? Upright(byte[] picture)
    {
        using var data = SKData.CreateCopy(picture);
        using var codec = SKCodec.Create(data);
        if (codec is null)
            return null;
        var info = new SKImageInfo(
            codec.Info.Width,
            codec.Info.Height,
            SKColorType.Rgba8888,
            codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul,
            SKColorSpace.CreateSrgb()
        );
        var bitmap = new SKBitmap(info);
        // What a broken file still shows is what its preview shows; one that shows nothing is no picture.
        if (
            codec.GetPixels(info, bitmap.GetPixels())
            is not (
                SKCodecResult.Success
                or SKCodecResult.IncompleteInput
                or SKCodecResult.ErrorInInput
            )
        )
        {
            bitmap.Dispose();
            return null;
        }
        return Turned(bitmap, codec.EncodedOrigin);
    }

    private static SKBitmap Turned(SKBitmap bitmap, SKEncodedOrigin origin)
    {
        if (origin == SKEncodedOrigin.TopLeft)
            return bitmap;
        var (w, h) = (bitmap.Width, bitmap.Height);
        var matrix = origin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, w, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, w, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, h, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, h, -1, 0, w, 0, 0, 1),
            SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, w, 0, 0, 1),
            _ => SKMatrix.Identity,
        };
        var onItsSide =
            origin
            is SKEncodedOrigin.LeftTop
                or SKEncodedOrigin.RightTop
                or SKEncodedOrigin.RightBottom
                or SKEncodedOrigin.LeftBottom;
        var turned = new SKBitmap(
            onItsSide ? bitmap.Info.WithSize(h, w) : bitmap.Info.WithSize(w, h)
        );
        using (var canvas = new SKCanvas(turned))
        {
            canvas.Clear(SKColors.Transparent);
            canvas.SetMatrix(matrix);
            canvas.DrawBitmap(bitmap, 0, 0, SKSamplingOptions.Default);
        }
        bitmap.Dispose();
        return turned;
    }

    private static bool SeesThrough(SKBitmap bitmap)
    {
        if (bitmap.AlphaType == SKAlphaType.Opaque)
            return false;
        var pixels = bitmap.GetPixelSpan();
        for (var alpha = 3; alpha < pixels.Length; alpha += 4)
            if (pixels[alpha] != 255)
                return true;
        return false;
    }
}
