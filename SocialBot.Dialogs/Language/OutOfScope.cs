using SocialBot.Core.Language;

namespace SocialBot.Dialogs.Language;

/// <summary>Phrases that ask for nothing, for a phrase file that brings none of its own.</summary>
internal static class OutOfScope
{
    private const int Fewest = 60;

    /// <summary>The phrases, with the bot's own for <see cref="Recognition.None"/> where there are none.</summary>
    public static IReadOnlyList<Phrase> Beside(IReadOnlyList<Phrase> phrases)
    {
        if (phrases.Any(p => p.Intent == Recognition.None))
            return phrases;
        var own = PhraseFile.Default();
        var ordinary = WordsOf(own.Where(p => p.Intent != Recognition.None));
        var theirs = WordsOf(phrases);
        theirs.ExceptWith(ordinary);
        // "order a pizza" is out of scope for us, and not for a pizzeria.
        var fitting = own.Where(p => p.Intent == Recognition.None)
            .Where(p => !Terms.In(p.Text).Exists(theirs.Contains))
            .ToList();
        var intents = phrases.Select(p => p.Intent).Distinct(StringComparer.Ordinal).Count();
        var wanted = Math.Min(fitting.Count, Math.Max(Fewest, 3 * phrases.Count / intents));
        return
        [
            .. phrases,
            .. Enumerable.Range(0, wanted).Select(i => fitting[i * fitting.Count / wanted]),
        ];
    }

    private static HashSet<string> WordsOf(IEnumerable<Phrase> phrases) =>
        phrases.SelectMany(p => Terms.In(p.Text)).ToHashSet(StringComparer.Ordinal);
}
