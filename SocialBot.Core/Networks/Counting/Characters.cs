using System.Text;

namespace SocialBot.Core.Networks.Counting;

/// <summary>The plain ways to count.</summary>
public static class Characters
{
    public static int Utf16(ReadOnlySpan<char> text) => text.Length;

    /// <summary>Half a surrogate pair counts the three bytes of the U+FFFD that is sent in its place.</summary>
    public static int Utf8(ReadOnlySpan<char> text) => Encoding.UTF8.GetByteCount(text);
}
