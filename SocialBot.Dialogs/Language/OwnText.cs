using System.Buffers;

namespace SocialBot.Dialogs.Language;

/// <summary>
/// The text that a sentence brings along for a post, reply or note: quoted, after a colon, on the lines below, or after "saying".
/// </summary>
/// <param name="Start">Where it begins; behind the end when there is none.</param>
/// <param name="Masked">The sentence without it, every other character at its old place.</param>
internal sealed record OwnText(string? Text, int Start, bool Quoted, string Masked)
{
    private static readonly (char Open, string Close)[] Quotes =
    [
        ('"', "\""),
        ('“', "”\""),
        ('„', "“”\""),
        ('«', "»"),
        ('»', "«"),
        ('‘', "’"),
        ('‚', "‘’"),
        ('\'', "'"),
    ];

    private static readonly SearchValues<char> Openings = SearchValues.Create([
        .. Quotes.Select(q => q.Open),
    ]);

    private static readonly string[] Cues =
    [
        " saying ",
        " that says ",
        " which says ",
        " with the text ",
        " with text ",
        " mit dem text ",
        " mit text ",
    ];

    /// <summary>"reject 214, reason: not our tone".</summary>
    public bool IsReason =>
        Text is not null
        && Masked[..Math.Min(Start, Masked.Length)].TrimEnd(' ', ':', '|') is var head
        && (
            head.EndsWith("reason", StringComparison.OrdinalIgnoreCase)
            || head.EndsWith("grund", StringComparison.OrdinalIgnoreCase)
        );

    public static OwnText In(string sentence)
    {
        var boundary = Boundary(sentence);
        var masked = sentence;
        OwnText? longest = null;
        for (var at = 0; at < (boundary is var (from, _) ? from : sentence.Length); at++)
        {
            if (CloseOf(sentence, at) is not { } close)
                continue;
            masked = SentenceReader.Mask(masked, at..(close + 1));
            if (close - at - 1 > (longest?.Text?.Length ?? 0))
                longest = new OwnText(sentence[(at + 1)..close], at, Quoted: true, "");
            at = close;
        }
        if (boundary is not var (start, textStart))
            return longest is null
                ? new OwnText(null, int.MaxValue, Quoted: false, sentence)
                : longest with
                {
                    Text = longest.Text!.Trim(),
                    Masked = masked,
                };
        // draft: "We open" for LinkedIn, tomorrow 9am
        if (CloseOf(sentence, textStart) is { } end)
            return new OwnText(
                sentence[(textStart + 1)..end].Trim(),
                start,
                Quoted: true,
                SentenceReader.Mask(masked, start..(end + 1))
            );
        return new OwnText(
            sentence[textStart..].Trim(),
            start,
            Quoted: false,
            SentenceReader.Mask(masked, start..)
        );
    }

    /// <summary>Where text after a colon, a line break or a cue begins: the first of them with words on both sides.</summary>
    private static (int Start, int Text)? Boundary(string sentence)
    {
        for (var at = 0; at < sentence.Length; at++)
        {
            if (CloseOf(sentence, at) is { } close)
            {
                at = close;
                continue;
            }
            if (IsBoundary(sentence, at, out var width) is false)
                continue;
            var text = at + width;
            while (text < sentence.Length && char.IsWhiteSpace(sentence[text]))
                text++;
            if (text < sentence.Length && sentence.AsSpan(0, at).ContainsAnyExcept(" \n\r|"))
                return (at, text);
        }
        return null;
    }

    private static bool IsBoundary(string sentence, int at, out int width)
    {
        width = 1;
        var c = sentence[at];
        if (c == '\n')
            return true;
        if (c == ':' && at > 0)
            return at + 1 == sentence.Length
                || char.IsWhiteSpace(sentence[at + 1])
                || CloseOf(sentence, at + 1) is not null
                || (
                    char.IsLetter(sentence[at - 1])
                    && (char.IsLetter(sentence[at + 1]) || sentence[at + 1] > '\u2000')
                );
        if (
            c != ' '
            || at + 1 == sentence.Length
            || (sentence[at + 1] | 0x20) is not ('s' or 't' or 'w' or 'm')
        )
            return false;
        foreach (var cue in Cues)
            if (
                string.Compare(sentence, at, cue, 0, cue.Length, StringComparison.OrdinalIgnoreCase)
                == 0
            )
            {
                width = cue.Length;
                return true;
            }
        return false;
    }

    /// <summary>Where the quotation that opens here closes. An apostrophe inside a word opens nothing.</summary>
    private static int? CloseOf(string text, int at)
    {
        if (at >= text.Length || !Openings.Contains(text[at]))
            return null;
        foreach (var (open, close) in Quotes)
        {
            if (text[at] != open || (at > 0 && char.IsLetterOrDigit(text[at - 1])))
                continue;
            for (var end = at + 1; end < text.Length; end++)
            {
                end = text.IndexOfAny(close.ToCharArray(), end);
                if (end < 0)
                    break;
                if (
                    end > at + 1
                    && !(
                        open is '\'' or '‘' or '‚'
                        && end + 1 < text.Length
                        && char.IsLetterOrDigit(text[end + 1])
                    )
                )
                    return end;
            }
        }
        return null;
    }
}
