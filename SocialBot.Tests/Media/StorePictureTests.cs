using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Media;
using SocialBot.Core.Posts;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Media;

public sealed class StorePictureTests
{
    private static Task<Outcome<AttachedMedia>> StoreAsync(
        Slice slice,
        byte[] bytes,
        string? alt = null
    ) =>
        slice.RunAsync<StorePicture, Outcome<AttachedMedia>>(s =>
            s.RunAsync(bytes, alt, TestContext.Current.CancellationToken)
        );

    [Fact]
    public async Task A_picture_is_kept_once_however_often_it_is_attached()
    {
        await using var slice = await Slice.OpenAsync();

        var one = (await StoreAsync(slice, PictureHeads.Png(640, 480), "  A lab ")).ShouldBeDone();
        var two = (await StoreAsync(slice, PictureHeads.Png(640, 480), " ")).ShouldBeDone();

        one.AltText.ShouldBe("A lab");
        two.AltText.ShouldBeNull();
        two.MediaId.ShouldBe(one.MediaId);
        one.Key.ShouldMatch("^[0-9a-f]{32}$");
        (one.Width, one.Height, one.ContentType).ShouldBe((640, 480, "image/png"));
        (await slice.DbAsync(db => db.Media.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Whatever_its_name_says_a_picture_is_what_its_bytes_are()
    {
        await using var slice = await Slice.OpenAsync();

        (await StoreAsync(slice, "<svg onload=alert(1)>"u8.ToArray())).ShouldBeRefused(
            "picture.not-a-picture"
        );
        (await StoreAsync(slice, [])).ShouldBeRefused("picture.not-a-picture");
        (await StoreAsync(slice, PictureHeads.Png(0, 10))).ShouldBeRefused(
            "picture.too-many-pixels"
        );
        (await StoreAsync(slice, PictureHeads.Png(-1, -1))).ShouldBeRefused(
            "picture.too-many-pixels"
        );
        (await StoreAsync(slice, PictureHeads.Png(8000, 5001))).ShouldBeRefused(
            "picture.too-many-pixels"
        );
        (
            await StoreAsync(slice, [.. PictureHeads.Png(1, 1), .. new byte[StorePicture.MaxBytes]])
        ).ShouldBeRefused("picture.too-big");
    }

    [Fact]
    public void Type_and_size_are_read_from_the_first_bytes()
    {
        PictureHeader.Read(PictureHeads.Png(3, 4)).ShouldBe(new("image/png", 3, 4));
        PictureHeader.Read(PictureHeads.Gif(300, 4)).ShouldBe(new("image/gif", 300, 4));
        PictureHeader.Read(PictureHeads.Jpeg(1920, 1080)).ShouldBe(new("image/jpeg", 1920, 1080));
        PictureHeader
            .Read(PictureHeads.WebpExtended(1000, 700))
            .ShouldBe(new("image/webp", 1000, 700));
    }

    [Fact]
    public void A_picture_cut_short_anywhere_is_no_picture_and_no_crash()
    {
        foreach (
            var whole in (byte[][])
                [
                    PictureHeads.Png(3, 4),
                    PictureHeads.Gif(3, 4),
                    PictureHeads.Jpeg(3, 4),
                    PictureHeads.WebpExtended(3, 4),
                ]
        )
            for (var length = 0; length < whole.Length; length++)
                Should.NotThrow(() => PictureHeader.Read(whole.AsSpan(0, length)));
    }

    [Fact]
    public void A_JPEG_whose_segments_lead_nowhere_ends()
    {
        byte[] loop = [0xff, 0xd8, 0xff, 0xe0, 0, 0, .. new byte[40]];

        PictureHeader.Read(loop).ShouldBeNull();
    }
}
