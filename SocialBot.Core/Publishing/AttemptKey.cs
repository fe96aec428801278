using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SocialBot.Core.Publishing;

/// <summary>26 characters of Crockford base 32: 48 bits of milliseconds, 80 random bits (the ULID form).</summary>
public static class AttemptKey
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        var millis = now.ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)(millis >> 16));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[4..], (ushort)millis);
        var value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        Span<char> text = stackalloc char[26];
        for (var i = 25; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(value & 31)];
            value >>= 5;
        }
        return new string(text);
    }
}
