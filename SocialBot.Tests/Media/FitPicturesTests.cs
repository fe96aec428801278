using Shouldly;
using SkiaSharp;
using SocialBot.Connectors.Pictures;
using SocialBot.Core.Media;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Media;

/// <summary>What goes out is the picture and nothing else, within what the network takes.</summary>
public sealed class FitPicturesTests
{
    private const string Jpeg = "image/jpeg";
    private const string Png = "image/png";
    private const string Webp = "image/webp";
    private const string Gif = "image/gif";

    private static readonly FitPictures Fitter = new();

    [Fact]
    public void The_place_the_camera_and_every_word_are_gone()
    {
        var phone = DrawnPictures.PhoneJpeg(64, 32, orientation: 1);
        Contains(phone, "GPSLatitude").ShouldBeTrue();

        var fitted = Fit(phone, Limits(Jpeg)).ShouldNotBeNull();

        foreach (var trace in (string[])["Exif", "GPS", "xmp", "adobe.com", "Anna", "52,31"])
            Contains(fitted.Bytes, trace).ShouldBeFalse(trace);
        BarePicture.Is(Jpeg, fitted.Bytes).ShouldBeTrue();
        (fitted.Width, fitted.Height).ShouldBe((64, 32));
    }

    /// <summary>Red is left and blue right before turning; where the red half is afterwards.</summary>
    [Theory]
    [InlineData(1, 64, 32, "left")]
    [InlineData(2, 64, 32, "right")]
    [InlineData(3, 64, 32, "right")]
    [InlineData(4, 64, 32, "left")]
    [InlineData(5, 32, 64, "top")]
    [InlineData(6, 32, 64, "top")]
    [InlineData(7, 32, 64, "bottom")]
    [InlineData(8, 32, 64, "bottom")]
    public void A_picture_held_askew_stands_upright(
        ushort orientation,
        int width,
        int height,
        string red
    )
    {
        var fitted = Fit(DrawnPictures.PhoneJpeg(64, 32, orientation), Limits(Jpeg))
            .ShouldNotBeNull();

        (fitted.Width, fitted.Height).ShouldBe((width, height));
        PictureHeader.Read(fitted.Bytes).ShouldBe(new(Jpeg, width, height));
        (int X, int Y) at = red switch
        {
            "left" => (4, height / 2),
            "right" => (width - 4, height / 2),
            "top" => (width / 2, 4),
            _ => (width / 2, height - 4),
        };
        IsRed(DrawnPictures.PixelOf(fitted.Bytes, at.X, at.Y)).ShouldBeTrue();
        IsRed(DrawnPictures.PixelOf(fitted.Bytes, width - at.X, height - at.Y)).ShouldBeFalse();
    }

    [Fact]
    public void What_fits_keeps_its_bytes()
    {
        var png = DrawnPictures.Png(20, 10);
        Fit(png, Limits(Png)).ShouldNotBeNull().Bytes.ShouldBe(png);
        var jpeg = DrawnPictures.Jpeg(20, 10);
        var bare = Fit(jpeg, Limits(Jpeg)).ShouldNotBeNull().Bytes;
        Fit(bare, Limits(Jpeg)).ShouldNotBeNull().Bytes.ShouldBe(bare);
    }

    [Fact]
    public void Too_many_bytes_become_fewer_and_always_the_same()
    {
        var noisy = DrawnPictures.Png(1200, 900, noise: 1);
        noisy.Length.ShouldBeGreaterThan(2_000_000);
        var limits = Limits(Jpeg, Png) with
        {
            MaxBytes = new Dictionary<string, long> { [Jpeg] = 300_000, [Png] = 300_000 },
        };

        var first = Fit(noisy, limits).ShouldNotBeNull();

        first.Bytes.Length.ShouldBeLessThanOrEqualTo(300_000);
        ((double)first.Width / first.Height).ShouldBe(4 / 3.0, 0.02);
        new FitPictures().Fit(noisy, limits).ShouldNotBeNull().Bytes.ShouldBe(first.Bytes);
    }

    [Fact]
    public void Too_many_pixels_become_fewer()
    {
        var fitted = Fit(DrawnPictures.Png(2000, 1000), Limits(Png) with { MaxPixels = 500_000 })
            .ShouldNotBeNull();
        ((long)fitted.Width * fitted.Height).ShouldBeLessThanOrEqualTo(500_000);
        ((double)fitted.Width / fitted.Height).ShouldBe(2, 0.02);
    }

    [Theory]
    [InlineData(Png, true)]
    [InlineData(Webp, true)]
    [InlineData(Jpeg, false)]
    public void What_one_can_see_through_stays_so_where_the_network_can(string takes, bool stays)
    {
        var fitted = Fit(DrawnPictures.Webp(40, 20, seeThrough: true), Limits(takes))
            .ShouldNotBeNull();

        fitted.ContentType.ShouldBe(takes);
        var pixel = DrawnPictures.PixelOf(fitted.Bytes, 36, 10);
        if (stays)
            pixel.Alpha.ShouldBeLessThan((byte)10);
        else
            pixel.ShouldBe(SKColors.White);
    }

    [Fact]
    public void A_moving_picture_keeps_moving_without_its_talk()
    {
        var gif = DrawnPictures.TalkativeGif();
        using (var before = SKCodec.Create(SKData.CreateCopy(gif)))
            before.FrameCount.ShouldBe(2);

        var fitted = Fit(gif, Limits(Gif)).ShouldNotBeNull();

        using var codec = SKCodec.Create(SKData.CreateCopy(fitted.Bytes));
        codec.FrameCount.ShouldBe(2);
        Contains(fitted.Bytes, "NETSCAPE").ShouldBeTrue();
        foreach (var trace in (string[])["Anna", "XMP", "script"])
            Contains(fitted.Bytes, trace).ShouldBeFalse(trace);
        Fit(gif, Limits(Png)).ShouldBeNull();
        Fit(gif[..40], Limits(Gif)).ShouldBeNull();
    }

    [Theory]
    [InlineData(Jpeg)]
    [InlineData(Png)]
    [InlineData(Webp)]
    public void A_file_that_is_two_things_goes_out_as_the_picture_alone(string type)
    {
        byte[] picture = type switch
        {
            Jpeg => DrawnPictures.Jpeg(16, 16),
            Png => DrawnPictures.Png(16, 16),
            _ => DrawnPictures.Webp(16, 16),
        };

        var fitted = Fit([.. picture, .. "PK\u0003\u0004<script>alert(1)</script>"u8], Limits(type))
            .ShouldNotBeNull();

        Contains(fitted.Bytes, "script").ShouldBeFalse();
        BarePicture.Is(fitted.ContentType, fitted.Bytes).ShouldBeTrue();
    }

    [Fact]
    public void Bombs_are_refused_before_anything_is_drawn()
    {
        byte[][] bombs =
        [
            PictureHeads.Png(60_000, 60_000),
            PictureHeads.Png(int.MaxValue, int.MaxValue),
            PictureHeads.Png(0, 1),
            PictureHeads.Png(-1, -1),
            PictureHeads.Jpeg(65_000, 65_000),
            PictureHeads.WebpExtended(16_000, 16_000),
            PictureHeads.Gif(65_000, 65_000),
            [.. DrawnPictures.Png(4, 4), .. new byte[StorePicture.MaxBytes]],
            "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(),
            "%PDF-1.7"u8.ToArray(),
            [],
        ];
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var bomb in bombs)
            Fit(bomb, Limits(Jpeg, Png, Webp, Gif)).ShouldBeNull();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    [Fact]
    public void A_broken_file_never_breaks_us()
    {
        byte[][] whole =
        [
            DrawnPictures.PhoneJpeg(64, 64, 6),
            DrawnPictures.Png(64, 64, noise: 2),
            DrawnPictures.Webp(64, 64, seeThrough: true),
            DrawnPictures.TalkativeGif(),
        ];
        var random = new Random(7);
        var limits = Limits(Jpeg, Png, Webp, Gif);
        foreach (var picture in whole)
            for (var round = 0; round < 150; round++)
            {
                var broken = picture[..random.Next(picture.Length)];
                for (var flips = random.Next(4); flips > 0 && broken.Length > 0; flips--)
                    broken[random.Next(broken.Length)] ^= (byte)(1 << random.Next(8));
                if (PictureHeader.Read(broken) is { } h && (long)h.Width * h.Height > 4_000_000)
                    continue;
                if (Fit(broken, limits) is { } fitted)
                    limits.MaxBytes.Keys.ShouldContain(fitted.ContentType);
            }
    }

    private static FittedPicture? Fit(byte[] picture, PictureLimits limits) =>
        Fitter.Fit(picture, limits);

    private static PictureLimits Limits(params string[] types) =>
        new(types.ToDictionary(t => t, _ => 10_000_000L), MaxPixels: null);

    private static bool IsRed(SKColor colour) => colour is { Red: > 150, Blue: < 100 };

    private static bool Contains(byte[] bytes, string text) =>
        bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(text)) >= 0;
}
