namespace SocialBot.Connectors.Pictures;

/// <summary>A GIF keeps its frames, so it is not drawn anew: what is no part of the picture (comments, XMP, a tail) is cut out of it.</summary>
internal static class BareGif
{
    /// <summary>Null when the file is not whole (GIF89a, section 7 and on).</summary>
    public static byte[]? Of(ReadOnlySpan<byte> file)
    {
        if (file.Length < 14)
            return null;
        using var kept = new MemoryStream(file.Length);
        var at = 13 + ColourTable(file[10]);
        if (at > file.Length)
            return null;
        kept.Write(file[..at]);
        while (at < file.Length)
        {
            var start = at;
            switch (file[at])
            {
                case 0x3b:
                    kept.WriteByte(0x3b);
                    return kept.ToArray();
                case 0x21 when at + 2 < file.Length:
                    var label = file[at + 1];
                    at = Blocks(file, at + 2);
                    if (at < 0)
                        return null;
                    if (label == 0xf9 || label == 0xff && IsLoop(file[start..at]))
                        kept.Write(file[start..at]);
                    break;
                case 0x2c when at + 10 < file.Length:
                    at = Blocks(file, at + 11 + ColourTable(file[at + 9]));
                    if (at < 0)
                        return null;
                    kept.Write(file[start..at]);
                    break;
                default:
                    return null;
            }
        }
        return null;
    }

    private static int ColourTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static bool IsLoop(ReadOnlySpan<byte> extension) =>
        extension.Length == 19 && extension[3..].StartsWith("NETSCAPE2.0"u8);

    /// <summary>Where the row of sub-blocks ends; -1 = it does not.</summary>
    private static int Blocks(ReadOnlySpan<byte> file, int at)
    {
        while (at < file.Length && file[at] != 0)
            at += file[at] + 1;
        return at < file.Length ? at + 1 : -1;
    }
}
