namespace SocialBot.Dialogs.Language;

/// <summary>What a sentence is read against.</summary>
/// <param name="Networks">Names as the workspace spells them; only these are found.</param>
/// <param name="Zone">In which a time without a zone counts.</param>
/// <param name="Language"><c>en</c>, <c>de</c>: decides only what both languages share, see <see cref="WhenGrammar"/>.</param>
public sealed record SentenceContext(
    IReadOnlyList<string> Networks,
    IReadOnlyList<KnownAccount> Accounts,
    DateTimeOffset Now,
    TimeZoneInfo Zone,
    string Language
);

/// <summary>
/// Takes the facts out of a sentence, one kind after the other: first the post's own text, which nothing else may read, then the
/// reason, the date, people and accounts, networks, numbers.
/// </summary>
public static class SentenceReader
{
    /// <summary>Longer than any message; beyond it nothing is read.</summary>
    private const int Longest = 20_000;

    public static Entities Read(string sentence, SentenceContext context)
    {
        if (sentence.Length > Longest)
            sentence = sentence[..Longest];
        var own = OwnText.In(sentence);
        var rest = own.Masked;
        var reason = Reason(sentence, own, out var reasonAt);
        var text = own.IsReason || reasonAt < own.Start ? null : own.Text;
        if (reasonAt < rest.Length)
            rest = rest[..reasonAt];

        var (when, said) = When(sentence, ref rest, context);
        if (when is null && own is { Quoted: false, Text: { } trailing })
        {
            // "schedule 214: tomorrow 9am"
            var reading = WhenGrammar.Read(trailing, context.Now, context.Zone, context.Language);
            if (reading is not (WhenReading.NotUnderstood or WhenReading.AsSoonAsApproved))
                (when, said, text) = (reading, trailing, null);
        }
        var handles = Handles.In(rest, context.Accounts);
        rest = handles.Masked;
        var words = Word.Split(rest);
        var networks = NetworksSaid.In(words, context.Networks);
        var numbers = NumbersSaid.In(words);
        return new Entities(
            networks.Named,
            networks.Excluded,
            handles.Of(networks.Named),
            networks.All,
            text,
            when,
            said,
            PeriodSaid.In(words, Today(context)),
            numbers.Posts,
            numbers.Cases,
            numbers.Alone,
            reason,
            handles.Mentions
        );
    }

    /// <summary>What follows "because", unless that is part of the post's text.</summary>
    private static string? Reason(string sentence, OwnText own, out int at)
    {
        at = int.MaxValue;
        if (own.IsReason)
            return own.Text;
        foreach (var word in Word.Split(own.Masked))
        {
            if (
                word.Folded
                is not ("because" or "cause" or "weil" or "wegen" or "denn" or "cuz" or "bc")
            )
                continue;
            var reason = sentence[word.End..].Trim(' ', ',', ':', '.', '!');
            if (reason.Length == 0)
                return null;
            at = word.Start;
            return reason;
        }
        return null;
    }

    private static (WhenReading? When, string? Said) When(
        string sentence,
        ref string rest,
        SentenceContext context
    )
    {
        var words = Word.Split(rest);
        if (
            WhenGrammar.Find(rest, words, context.Now, context.Zone, context.Language)
            is not { } found
        )
            return (null, null);
        foreach (var range in found.Where)
            rest = Mask(rest, range);
        return (found.When, string.Join(' ', found.Where.Select(r => sentence[r])));
    }

    private static DateOnly Today(SentenceContext context) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(context.Now, context.Zone).DateTime);

    /// <summary>Takes a part out without moving the others; the bar keeps words on its two sides apart.</summary>
    internal static string Mask(string text, Range range)
    {
        var (start, length) = range.GetOffsetAndLength(text.Length);
        return length == 0
            ? text
            : string.Concat(
                text.AsSpan(0, start),
                "|",
                new string(' ', length - 1),
                text.AsSpan(start + length)
            );
    }
}
