using System.Buffers.Binary;

namespace SocialBot.Connectors.Pictures;

/// <summary>
/// Whether a file is a picture and nothing else: only parts that are needed to draw it, whole from its first byte to its last.
/// Whatever is not known here counts as something else.
/// </summary>
internal static class BarePicture
{
    public static bool Is(string contentType, ReadOnlySpan<byte> file) =>
        contentType switch
        {
            "image/jpeg" => Jpeg(file),
            "image/png" => Png(file),
            "image/webp" => Webp(file),
            _ => false,
        };

    /// <summary>Segments of ITU T.81, B.1: of the application's own ones JFIF (APP0) and Adobe's colour transform (APP14).</summary>
    private static bool Jpeg(ReadOnlySpan<byte> file)
    {
        for (var at = 2; at + 4 <= file.Length; )
        {
            if (file[at] != 0xff)
                return false;
            var marker = file[at + 1];
            if (
                marker
                is not (0xe0 or 0xee or 0xdb or 0xc4 or 0xdd or 0xda or (>= 0xc0 and <= 0xc2))
            )
                return false;
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            // Longer ones carry a thumbnail, or something else.
            if (marker == 0xe0 && (length != 16 || !file[(at + 4)..].StartsWith("JFIF\0"u8)))
                return false;
            if (marker == 0xee && (length != 14 || !file[(at + 4)..].StartsWith("Adobe"u8)))
                return false;
            at += 2 + length;
            if (marker != 0xda)
                continue;
            // The scan: until a marker that is neither a stuffed byte nor a restart.
            while (
                at + 1 < file.Length
                && (file[at] != 0xff || file[at + 1] is 0 or (>= 0xd0 and <= 0xd7))
            )
                at++;
            if (at + 1 < file.Length && file[at + 1] == 0xd9)
                return at + 2 == file.Length;
        }
        return false;
    }

    private static bool Png(ReadOnlySpan<byte> file)
    {
        for (var at = 8; at + 12 <= file.Length; )
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file[at..]);
            if (length < 0 || length > file.Length - at - 12)
                return false;
            var kind = file.Slice(at + 4, 4);
            at += 12 + length;
            if (kind.SequenceEqual("IEND"u8))
                return at == file.Length;
            if (
                !kind.SequenceEqual("IHDR"u8)
                && !kind.SequenceEqual("PLTE"u8)
                && !kind.SequenceEqual("IDAT"u8)
                && !kind.SequenceEqual("tRNS"u8)
                && !kind.SequenceEqual("gAMA"u8)
                && !kind.SequenceEqual("cHRM"u8)
                && !kind.SequenceEqual("sRGB"u8)
                && !kind.SequenceEqual("sBIT"u8)
                && !kind.SequenceEqual("bKGD"u8)
                && !kind.SequenceEqual("pHYs"u8)
            )
                return false;
        }
        return false;
    }

    private static bool Webp(ReadOnlySpan<byte> file)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8 != file.Length)
            return false;
        for (var at = 12; at + 8 <= file.Length; )
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            var kind = file.Slice(at, 4);
            if (
                !kind.SequenceEqual("VP8 "u8)
                && !kind.SequenceEqual("VP8L"u8)
                && !kind.SequenceEqual("VP8X"u8)
                && !kind.SequenceEqual("ALPH"u8)
            )
                return false;
            var next = at + 8L + length + (length & 1);
            if (next == file.Length)
                return true;
            if (next > file.Length)
                return false;
            at = (int)next;
        }
        return false;
    }
}
