using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SocialBot.Connectors.Networks.Bluesky.Identity;

/// <summary>
/// The network's form of record key: 13 characters that sort by time, of 53 bits of microseconds since 1970 and 10 bits that tell
/// writers apart (https://atproto.com/specs/tid). A client chooses it, and two writes under one key are one record: that is what keeps
/// a post from going out twice, so ours is never random but always made of something that is already committed.
/// </summary>
internal static class Tid
{
    private const string Alphabet = "234567abcdefghijklmnopqrstuvwxyz";
    private const string Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 13;

    /// <summary>
    /// Of a post's key: its milliseconds, and in place of the microseconds and of the writer's bits, 20 of its 80 random bits. So the
    /// same key is always the same record, listings stay in order of time, and two keys of one account meet once in a million posts
    /// of the same millisecond.
    /// </summary>
    /// <param name="key">26 characters, the ULID form.</param>
    /// <exception cref="FormatException">It is not.</exception>
    public static string OfKey(string key)
    {
        var (milliseconds, random) = Parse(key);
        var microsecond = (long)(random % 1_000);
        var writer = (long)(random / 1_000 % 1_024);
        return Write(milliseconds * 1_000 + microsecond, writer);
    }

    /// <summary>When the key was made. The record says this time too, so that repeating it makes the same record.</summary>
    /// <exception cref="FormatException"/>
    public static DateTimeOffset TimeOfKey(string key) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Parse(key).Milliseconds);

    /// <summary>
    /// Of something done once to a record (a like): the same for the same record, so that doing it again changes nothing. The time is
    /// the record's own where its key has one; the writer's bits come from its name.
    /// </summary>
    public static string OfSubject(AtUri subject)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(subject.ToString()));
        var writer = BinaryPrimitives.ReadUInt16BigEndian(hash) & 0x3FF;
        var time = IsValid(subject.Rkey)
            ? Microseconds(subject.Rkey)
            : (long)(BinaryPrimitives.ReadUInt64BigEndian(hash.AsSpan(2)) >> 11);
        return Write(time, writer);
    }

    public static bool IsValid(string text) =>
        text.Length == Length
        && Alphabet.IndexOf(text[0]) is >= 0 and < 16
        && text.All(Alphabet.Contains);

    /// <summary>Null where it is no TID, or of a time that no calendar has.</summary>
    public static DateTimeOffset? Time(string tid) =>
        IsValid(tid) ? DateTimeOffset.UnixEpoch.AddMicroseconds(Microseconds(tid)) : null;

    private static long Microseconds(string tid)
    {
        long value = 0;
        foreach (var c in tid)
            value = value << 5 | (long)Alphabet.IndexOf(c);
        return value >> 10;
    }

    private static string Write(long microseconds, long writer)
    {
        var value = microseconds << 10 | writer;
        Span<char> text = stackalloc char[Length];
        for (var i = Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(value & 31)];
            value >>= 5;
        }
        return new string(text);
    }

    private static (long Milliseconds, ulong Random) Parse(string key)
    {
        if (key.Length != 26 || key[0] > '7')
            throw new FormatException("A post's key has 26 characters of Crockford base 32.");
        UInt128 value = 0;
        foreach (var c in key)
        {
            var digit = Crockford.IndexOf(c);
            if (digit < 0)
                throw new FormatException("A post's key has 26 characters of Crockford base 32.");
            value = value << 5 | (UInt128)digit;
        }
        return ((long)(value >> 80), (ulong)value);
    }
}
