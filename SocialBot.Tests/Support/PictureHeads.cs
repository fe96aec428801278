using System.Buffers.Binary;

namespace SocialBot.Tests.Support;

/// <summary>The first bytes of pictures: enough for whoever only reads type and size.</summary>
internal static class PictureHeads
{
    public static byte[] Png(int width, int height)
    {
        byte[] png =
        [
            0x89,
            .. "PNG\r\n"u8,
            0x1a,
            0x0a,
            0,
            0,
            0,
            13,
            .. "IHDR"u8,
            .. new byte[8],
            8,
            6,
            0,
            0,
            0,
        ];
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        return png;
    }

    public static byte[] Gif(ushort width, ushort height)
    {
        byte[] gif = [.. "GIF89a"u8, .. new byte[8]];
        BinaryPrimitives.WriteUInt16LittleEndian(gif.AsSpan(6), width);
        BinaryPrimitives.WriteUInt16LittleEndian(gif.AsSpan(8), height);
        return gif;
    }

    /// <summary>With an application segment before the frame header, as cameras write it.</summary>
    public static byte[] Jpeg(ushort width, ushort height)
    {
        byte[] jpeg =
        [
            0xff,
            0xd8,
            0xff,
            0xe0,
            0,
            16,
            .. "JFIF\0"u8,
            .. new byte[9],
            0xff,
            0xc0,
            0,
            17,
            8,
            .. new byte[20],
        ];
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(25), height);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(27), width);
        return jpeg;
    }

    public static byte[] WebpExtended(int width, int height)
    {
        byte[] webp = [.. "RIFF"u8, .. new byte[4], .. "WEBPVP8X"u8, .. new byte[14]];
        webp[24] = (byte)(width - 1);
        webp[25] = (byte)((width - 1) >> 8);
        webp[27] = (byte)(height - 1);
        webp[28] = (byte)((height - 1) >> 8);
        return webp;
    }
}
