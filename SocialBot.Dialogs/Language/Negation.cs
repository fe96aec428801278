namespace SocialBot.Dialogs.Language;

/// <summary>Finds the words of a text that a "not" takes back.</summary>
internal static class Negation
{
    /// <summary>Words after it in the same clause.</summary>
    private static readonly HashSet<string> Before = new(
        "not don't dont doesn't doesnt didn't didnt won't wont can't cant cannot isn't isnt aren't arent shouldn't shouldnt mustn't mustnt wouldn't wouldnt haven't hasn't never neither nobody".Split(
            ' '
        ),
        StringComparer.Ordinal
    );

    /// <summary>German takes back the verb before it too: "gib 214 nicht frei".</summary>
    private static readonly HashSet<string> Around = new(
        "nicht nich nie niemals keinesfalls nimmer".Split(' '),
        StringComparer.Ordinal
    );

    /// <summary>Takes back only what stands right behind it: "no approval".</summary>
    private static readonly HashSet<string> Beside = new(
        "no kein keine keinen keiner keinem".Split(' '),
        StringComparer.Ordinal
    );

    private static readonly HashSet<string> ClauseEnds = new(
        "but and aber und sondern because weil | ? so then dann instead stattdessen".Split(' '),
        StringComparer.Ordinal
    );

    /// <summary>Said with a "not" and meant without: "don't forget to approve", "why don't we draft something".</summary>
    private static readonly (string Word, string Next)[] Idioms =
    [
        ("don't", "forget"),
        ("dont", "forget"),
        ("not", "forget"),
        ("not", "only"),
        ("nicht", "vergessen"),
        ("nicht", "nur"),
        ("don't", "you"),
        ("dont", "you"),
        ("don't", "we"),
        ("dont", "we"),
        ("can't", "wait"),
        ("cant", "wait"),
        ("can't", "you"),
        ("cant", "you"),
        ("can't", "we"),
        ("won't", "you"),
        ("wouldn't", "you"),
        ("no", "problem"),
        ("no", "need"),
        ("no", "worries"),
        ("no", "changes"),
        ("kein", "problem"),
        ("keine", "aenderungen"),
    ];

    /// <summary>Where the negating words stand; empty when the text denies nothing.</summary>
    public static List<int> Cues(List<string> terms)
    {
        var cues = new List<int>();
        for (var at = 0; at < terms.Count; at++)
            if (IsCue(terms, at))
                cues.Add(at);
        return cues;
    }

    /// <summary>Whether a word stands under one of the cues.</summary>
    public static bool Covers(List<string> terms, List<int> cues, int word)
    {
        foreach (var cue in cues)
        {
            var (from, to) = (Math.Min(cue, word), Math.Max(cue, word));
            var apart = to - from;
            var reach = Beside.Contains(terms[cue]) ? 2 : 5;
            if (apart == 0 || apart > reach || (word < cue && !Around.Contains(terms[cue])))
                continue;
            if (!HasClauseEnd(terms, from, to))
                return true;
        }
        return false;
    }

    private static bool IsCue(List<string> terms, int at)
    {
        var term = terms[at];
        if (!Before.Contains(term) && !Around.Contains(term) && !Beside.Contains(term))
            return false;
        var next = at + 1 < terms.Count ? terms[at + 1] : "";
        foreach (var (word, after) in Idioms)
            if (word == term && after == next)
                return false;
        // "vergiss nicht", "warum nicht", "why not", "kannst du nicht".
        var previous = at > 0 ? terms[at - 1] : "";
        return previous
            is not (
                "vergiss"
                or "warum"
                or "wieso"
                or "why"
                or "du"
                or "wir"
                or "if"
                or "or"
                or "oder"
            );
    }

    private static bool HasClauseEnd(List<string> terms, int from, int to)
    {
        for (var i = from + 1; i < to; i++)
            if (ClauseEnds.Contains(terms[i]))
                return true;
        return false;
    }
}
