using System.Buffers.Binary;
using SkiaSharp;

namespace SocialBot.Tests.Support;

/// <summary>Pictures that can really be looked at: left half red, right half blue, unless told otherwise.</summary>
internal static class DrawnPictures
{
    public static byte[] Png(int width, int height, bool seeThrough = false, int? noise = null) =>
        Encoded(width, height, SKEncodedImageFormat.Png, seeThrough, noise);

    public static byte[] Webp(int width, int height, bool seeThrough = false) =>
        Encoded(width, height, SKEncodedImageFormat.Webp, seeThrough, noise: null);

    public static byte[] Jpeg(int width, int height, int? noise = null) =>
        Encoded(width, height, SKEncodedImageFormat.Jpeg, seeThrough: false, noise);

    /// <summary>As a phone writes it: EXIF with orientation and the place (52° 31' N, 13° 24' E), XMP, and a comment.</summary>
    /// <param name="orientation">1 to 8 (CIPA DC-008, table 6).</param>
    public static byte[] PhoneJpeg(int width, int height, ushort orientation)
    {
        var jpeg = Jpeg(width, height);
        return
        [
            .. jpeg.AsSpan(0, 2),
            .. Segment(0xe1, [.. "Exif\0\0"u8, .. Exif(orientation)]),
            .. Segment(
                0xe1,
                [
                    .. "http://ns.adobe.com/xap/1.0/\0"u8,
                    .. "<x:xmpmeta><rdf:Description exif:GPSLatitude=\"52,31N\"/></x:xmpmeta>"u8,
                ]
            ),
            .. Segment(0xfe, "taken by Anna"u8),
            .. jpeg.AsSpan(2),
        ];
    }

    /// <summary>Two frames of one pixel each that repeat, with a comment and XMP between them, and a tail behind the end.</summary>
    public static byte[] TalkativeGif() =>
        [
            .. "GIF89a"u8,
            1,
            0,
            1,
            0,
            0x80,
            0,
            0,
            0xff,
            0,
            0,
            0,
            0,
            0xff,
            0x21,
            0xff,
            11,
            .. "NETSCAPE2.0"u8,
            3,
            1,
            0,
            0,
            0,
            0x21,
            0xfe,
            9,
            .. "by Anna !"u8,
            0,
            .. Frame(0x44),
            0x21,
            0xff,
            11,
            .. "XMP DataXMP"u8,
            4,
            .. "52,3"u8,
            0,
            .. Frame(0x4c),
            0x3b,
            .. "<script>"u8,
        ];

    public static SKColor PixelOf(byte[] picture, int x, int y)
    {
        using var bitmap = SKBitmap.Decode(picture);
        return bitmap.GetPixel(x, y);
    }

    private static byte[] Frame(byte colour) =>
        [0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, colour, 1, 0];

    private static byte[] Segment(byte marker, ReadOnlySpan<byte> content)
    {
        byte[] segment = [0xff, marker, 0, 0, .. content];
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(content.Length + 2));
        return segment;
    }

    /// <summary>A TIFF header, IFD0 with orientation and a pointer to the GPS directory, and that directory (CIPA DC-008, 4.6).</summary>
    private static byte[] Exif(ushort orientation)
    {
        var exif = new byte[160];
        "MM\0*\0\0\0\u0008"u8.CopyTo(exif);
        short entries = 2;
        BinaryPrimitives.WriteInt16BigEndian(exif.AsSpan(8), entries);
        Entry(exif.AsSpan(10), tag: 0x0112, type: 3, count: 1, value: (uint)orientation << 16);
        Entry(exif.AsSpan(22), tag: 0x8825, type: 4, count: 1, value: 38);
        BinaryPrimitives.WriteInt16BigEndian(exif.AsSpan(38), 4);
        Entry(exif.AsSpan(40), tag: 1, type: 2, count: 2, value: (uint)'N' << 24);
        Entry(exif.AsSpan(52), tag: 2, type: 5, count: 3, value: 92);
        Entry(exif.AsSpan(64), tag: 3, type: 2, count: 2, value: (uint)'E' << 24);
        Entry(exif.AsSpan(76), tag: 4, type: 5, count: 3, value: 116);
        uint[] places = [52, 1, 31, 1, 12, 1, 13, 1, 24, 1, 18, 1];
        for (var i = 0; i < places.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(exif.AsSpan(92 + i * 4), places[i]);
        return exif;
    }

    private static void Entry(Span<byte> at, ushort tag, ushort type, uint count, uint value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(at, tag);
        BinaryPrimitives.WriteUInt16BigEndian(at[2..], type);
        BinaryPrimitives.WriteUInt32BigEndian(at[4..], count);
        BinaryPrimitives.WriteUInt32BigEndian(at[8..], value);
    }

    private static byte[] Encoded(
        int width,
        int height,
        SKEncodedImageFormat format,
        bool seeThrough,
        int? noise
    )
    {
        using var bitmap = new SKBitmap(
            new SKImageInfo(
                width,
                height,
                SKColorType.Rgba8888,
                seeThrough ? SKAlphaType.Unpremul : SKAlphaType.Opaque
            )
        );
        if (noise is { } seed)
        {
            var random = new Random(seed);
            var pixels = new SKColor[width * height];
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = new SKColor((uint)random.Next() | 0xff000000);
            bitmap.Pixels = pixels;
        }
        else
        {
            bitmap.Erase(SKColors.Red);
            bitmap.Erase(
                seeThrough ? SKColors.Transparent : SKColors.Blue,
                new SKRectI(width / 2, 0, width, height)
            );
        }
        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }
}
