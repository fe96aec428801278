using System.Buffers.Binary;

namespace SocialBot.Core.Media;

/// <summary>Type and size of a picture, read from its first bytes without decoding it.</summary>
public sealed record PictureHeader(string ContentType, int Width, int Height)
{
    /// <summary>Null for anything but PNG, JPEG, GIF and WebP.</summary>
    public static PictureHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (
            bytes.Length >= 24
            && bytes.StartsWith(
                (ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]
            )
        )
            return new(
                "image/png",
                BinaryPrimitives.ReadInt32BigEndian(bytes[16..]),
                BinaryPrimitives.ReadInt32BigEndian(bytes[20..])
            );
        if (bytes.Length >= 10 && (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8)))
            return new(
                "image/gif",
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]),
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..])
            );
        if (bytes.Length >= 30 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8))
            return Webp(bytes);
        if (bytes.Length >= 4 && bytes[0] == 0xff && bytes[1] == 0xd8)
            return Jpeg(bytes);
        return null;
    }

    private static PictureHeader? Webp(ReadOnlySpan<byte> bytes)
    {
        var kind = bytes[12..16];
        if (kind.SequenceEqual("VP8X"u8))
            return new("image/webp", 1 + Int24(bytes[24..]), 1 + Int24(bytes[27..]));
        if (kind.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(bytes[21..]);
            return new("image/webp", 1 + (int)(bits & 0x3fff), 1 + (int)((bits >> 14) & 0x3fff));
        }
        if (kind.SequenceEqual("VP8 "u8))
            return new(
                "image/webp",
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[26..]) & 0x3fff,
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]) & 0x3fff
            );
        return null;
    }

    /// <summary>Walks the segments to the frame header (ITU T.81, B.2.2).</summary>
    private static PictureHeader? Jpeg(ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        while (at + 9 < bytes.Length && bytes[at] == 0xff)
        {
            var marker = bytes[at + 1];
            if (marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc))
                return new(
                    "image/jpeg",
                    BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]),
                    BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..])
                );
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        }
        return null;
    }

    private static int Int24(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;
}
