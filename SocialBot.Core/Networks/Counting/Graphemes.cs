using System.Globalization;
using System.Text;

namespace SocialBot.Core.Networks.Counting;

/// <summary>What readers see as one character each: Unicode's extended grapheme clusters.</summary>
public static class Graphemes
{
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (!text.IsEmpty)
        {
            text = text[StringInfo.GetNextTextElementLength(text)..];
            count++;
        }
        return count;
    }
}
