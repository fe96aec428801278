using System.Security.Cryptography;
using System.Text;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>An account as its own server knows it.</summary>
internal sealed class DoubleAccount(string handle, string name, DateTimeOffset createdAt)
{
    public string Handle { get; } = handle;
    public string Name { get; } = name;
    public DateTimeOffset CreatedAt { get; } = createdAt;

    /// <summary>The same handle is the same identity in every run.</summary>
    public string Did { get; } =
        $"did:plc:{Base32.Write(SHA256.HashData(Encoding.UTF8.GetBytes(handle)))[..24]}";

    public string AppPassword { get; set; } = NewAppPassword();

    public AccountStanding Standing { get; set; } = AccountStanding.Active;

    /// <summary>What it has seen of its notifications.</summary>
    public DateTimeOffset? SeenAt { get; set; }

    /// <summary>Pictures and other files, by CID, that its records may refer to.</summary>
    public Dictionary<string, (string ContentType, byte[] Bytes)> Blobs { get; } =
        new(StringComparer.Ordinal);

    public override string ToString() => Handle;

    private static string NewAppPassword()
    {
        var letters = RandomNumberGenerator.GetString(Base32.Alphabet, 16);
        return string.Join('-', letters.Chunk(4).Select(c => new string(c)));
    }
}

/// <summary>Suspended and taken down are the same to a PDS; the words differ where a session says its status.</summary>
public enum AccountStanding
{
    Active,
    TakenDown,
    Suspended,
    Deactivated,
}

internal static class Base32
{
    public const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public static string Write(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder((bytes.Length * 8 + 4) / 5);
        var (held, bits) = (0, 0);
        foreach (var b in bytes)
        {
            held = (held << 8 | b) & 0xFFFF;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Alphabet[held >> bits & 31]);
            }
        }
        if (bits > 0)
            text.Append(Alphabet[held << (5 - bits) & 31]);
        return text.ToString();
    }

    /// <summary>CID version 1 of the bytes: raw (a file), or as of a record, whose real ones are of its CBOR.</summary>
    public static string Cid(ReadOnlySpan<byte> bytes, bool isRecord) =>
        $"b{Write([1, isRecord ? (byte)0x71 : (byte)0x55, 0x12, 0x20, .. SHA256.HashData(bytes)])}";
}
