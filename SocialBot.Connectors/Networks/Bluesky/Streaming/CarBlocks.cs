namespace SocialBot.Connectors.Networks.Bluesky.Streaming;

/// <summary>Finds one block in a CAR v1: https://ipld.io/specs/transport/car/carv1/.</summary>
internal static class CarBlocks
{
    /// <returns>Null when it is not in there.</returns>
    /// <exception cref="FormatException">It is no CAR.</exception>
    public static ReadOnlyMemory<byte>? Find(ReadOnlyMemory<byte> car, ReadOnlySpan<byte> cid)
    {
        var rest = car;
        _ = Section(ref rest); // the header: roots and version
        while (rest.Length > 0)
        {
            var section = Section(ref rest);
            if (section.Length > cid.Length && section.Span.StartsWith(cid))
                return section[cid.Length..];
        }
        return null;
    }

    private static ReadOnlyMemory<byte> Section(ref ReadOnlyMemory<byte> rest)
    {
        var length = Varint(ref rest);
        if (length > (ulong)rest.Length)
            throw new FormatException("A block is longer than what holds it.");
        var section = rest[..(int)length];
        rest = rest[(int)length..];
        return section;
    }

    /// <summary>Unsigned LEB128.</summary>
    private static ulong Varint(ref ReadOnlyMemory<byte> rest)
    {
        ulong value = 0;
        for (var i = 0; i < 9 && i < rest.Length; i++)
        {
            var b = rest.Span[i];
            value |= (ulong)(b & 0x7f) << (7 * i);
            if ((b & 0x80) != 0)
                continue;
            rest = rest[(i + 1)..];
            return value;
        }
        throw new FormatException("A length is cut off.");
    }
}
