namespace SocialBot.Dialogs.Language;

/// <summary>Whether a date can begin with a word at all: spares the grammar most words of a sentence.</summary>
internal static class WhenStart
{
    private static readonly HashSet<string> First = new(
        [
            .. WhenWords.Weekdays.Keys,
            .. WhenWords.ShortGermanWeekdays.Keys,
            .. WhenWords.Months.Keys,
            .. WhenWords.Numbers.Keys,
            .. WhenWords.DaysAway.Keys,
            .. WhenWords.Noon,
            .. WhenWords.Midnight,
            .. WhenWords.Next,
            .. WhenWords.Coming,
            .. WhenWords.This,
            .. WhenWords.Leading,
            .. WhenWords.BeforeTime,
            .. WhenWords.BeforeDate,
            .. WhenWords.AsSoonAsApproved.Select(p => p.Split(' ')[0]),
            "in",
            "day",
            "tonight",
            "half",
            "halb",
            "quarter",
            "viertel",
            "dreiviertel",
        ],
        StringComparer.Ordinal
    );

    public static bool Possible(List<Word> words, int at)
    {
        var word = words[at];
        if (word.IsNumber)
            // "#214", "v1.2", "post214": part of something else.
            return !word.Glued || (at > 0 && words[at - 1].Folded is "(" or "," or "@");
        return First.Contains(word.Folded)
            && !(word.Glued && at > 0 && words[at - 1].Folded is "@" or "#" or "-" or "'");
    }
}
