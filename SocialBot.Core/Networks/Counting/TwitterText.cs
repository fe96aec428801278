using System.Buffers;
using System.Text;

namespace SocialBot.Core.Networks.Counting;

/// <summary>
/// X's weighted length, as twitter-text 3.1 with configuration 3 counts it: letters of most alphabets 1, everything else 2, an emoji
/// of however many parts 2, a link 23, all after composing (NFC).
/// </summary>
public static class TwitterText
{
    public const int LinkLength = 23;

    [ThreadStatic]
    private static List<Range>? found;

    public static int WeightedLength(ReadOnlySpan<char> text)
    {
        if (Ascii.IsValid(text) && !text.Contains('.'))
            return text.Length;
        if (!NeedsComposing(text))
            return Weigh(text);
        var rented = ArrayPool<char>.Shared.Rent(ComposedText.MaxLength(text.Length));
        var length = Weigh(rented.AsSpan(0, ComposedText.Compose(text, rented)));
        ArrayPool<char>.Shared.Return(rented);
        return length;
    }

    /// <summary>No character below the combining marks changes when composed.</summary>
    private static bool NeedsComposing(ReadOnlySpan<char> text) =>
        text.ContainsAnyExceptInRange('\0', '\u02FF');

    private static int Weigh(ReadOnlySpan<char> text)
    {
        var links = found ??= [];
        links.Clear();
        TwitterLinks.Find(text, links, schemeNeeded: false);
        var length = 0;
        var next = 0;
        for (var i = 0; i < text.Length; )
        {
            if (next < links.Count && links[next].Start.Value == i)
            {
                length += LinkLength;
                i = links[next++].End.Value;
            }
            else if (Emoji.SequenceLength(text[i..]) is > 0 and var emoji)
            {
                length += 2;
                i += emoji;
            }
            else
            {
                var isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
                length += isPair ? 2 : Weight(text[i]);
                i += isPair ? 2 : 1;
            }
        }
        return length;
    }

    private static int Weight(char c) =>
        c
            is <= '\u10FF'
                or (>= '\u2000' and <= '\u200D')
                or (>= '\u2010' and <= '\u201F')
                or (>= '\u2032' and <= '\u2037')
            ? 1
            : 2;
}
