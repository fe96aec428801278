using System.Text;

namespace SocialBot.Core.Networks.Counting;

/// <summary>Composing (NFC) that takes any text: what is no Unicode text, half a surrogate pair above all, stays as it is.</summary>
internal static class ComposedText
{
    /// <summary>NFC lengthens a text threefold at most (Unicode, UAX 15).</summary>
    public static int MaxLength(int length) => length * 3;

    /// <summary>Returns how many characters were written.</summary>
    public static int Compose(ReadOnlySpan<char> text, Span<char> into)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            var valid = ValidPrefix(text);
            if (valid > 0)
            {
                if (!text[..valid].TryNormalize(into[written..], out var length))
                    throw new InvalidOperationException("A text grew more than NFC allows.");
                written += length;
                text = text[valid..];
            }
            while (!text.IsEmpty && ValidPrefix(text) == 0)
            {
                into[written++] = text[0];
                text = text[1..];
            }
        }
        return written;
    }

    private static int ValidPrefix(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\uFFFE' or '\uFFFF')
                return i;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return i;
            i++;
        }
        return text.Length;
    }
}
