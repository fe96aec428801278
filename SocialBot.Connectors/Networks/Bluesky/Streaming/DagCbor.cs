using System.Formats.Cbor;

namespace SocialBot.Connectors.Networks.Bluesky.Streaming;

/// <summary>The little that is needed of https://ipld.io/specs/codecs/dag-cbor: maps by key, links, and what is skipped.</summary>
internal static class DagCbor
{
    private const CborTag Link = (CborTag)42;

    public static CborReader Open(ReadOnlyMemory<byte> bytes) =>
        new(bytes, CborConformanceMode.Lax, allowMultipleRootLevelValues: true);

    /// <summary>Calls back for each key of a map; a value that is not read is skipped.</summary>
    /// <param name="read">True when it read the value.</param>
    public static void Map(CborReader reader, Func<string, bool> read)
    {
        if (reader.PeekState() != CborReaderState.StartMap)
        {
            reader.SkipValue();
            return;
        }
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            var key = reader.ReadTextString();
            if (!read(key))
                reader.SkipValue();
        }
        reader.ReadEndMap();
    }

    public static void List(CborReader reader, Action item)
    {
        if (reader.PeekState() != CborReaderState.StartArray)
        {
            reader.SkipValue();
            return;
        }
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray)
            item();
        reader.ReadEndArray();
    }

    /// <summary>Null when it is no text.</summary>
    public static string? Text(CborReader reader)
    {
        if (reader.PeekState() == CborReaderState.TextString)
            return reader.ReadTextString();
        reader.SkipValue();
        return null;
    }

    /// <summary>The bytes of a CID; null when it is no link.</summary>
    public static ReadOnlyMemory<byte>? Cid(CborReader reader)
    {
        if (reader.PeekState() != CborReaderState.Tag)
        {
            reader.SkipValue();
            return null;
        }
        var tag = reader.ReadTag();
        if (tag != Link || reader.PeekState() != CborReaderState.ByteString)
        {
            reader.SkipValue();
            return null;
        }
        var bytes = reader.ReadDefiniteLengthByteString();
        // Binary CIDs stand behind a zero byte.
        return bytes.Length > 1 && bytes.Span[0] == 0 ? bytes[1..] : null;
    }
}
