namespace SocialBot.Dialogs.Language;

/// <summary>The numbers of posts and cases in a sentence; amounts ("3 pictures", "the last 5") are not among them.</summary>
internal sealed record NumbersSaid(
    IReadOnlyList<long> Posts,
    IReadOnlyList<long> Cases,
    IReadOnlyList<long> Alone
)
{
    private static readonly HashSet<string> PostWords = Set(
        "post posts beitrag beitraege beitraegen entwurf draft"
    );
    private static readonly HashSet<string> CaseWords = Set(
        "case cases fall faelle faellen ticket tickets vorgang"
    );
    private static readonly HashSet<string> Between = Set("and und & + , oder or plus");
    private static readonly HashSet<string> Abbreviated = Set("no nr num number nummer #");

    /// <summary>A number before one of these counts something.</summary>
    private static readonly HashSet<string> Counted = Set(
        "minute minutes minuten min mins hour hours stunde stunden h day days tag tage tagen week weeks woche wochen month months monate monaten "
            + "year years jahre picture pictures image images photo photos bilder bild fotos posts beitraege times mal people leute likes followers follower "
            + "comments kommentare percent prozent % $ € x k uhr am pm of von more mehr cases faelle networks accounts konten characters zeichen"
    );

    /// <summary>A number after one of these is a place in a list or a year.</summary>
    private static readonly HashSet<string> CountedAfter = Set(
        "top last letzten first ersten next naechsten"
    );

    public static NumbersSaid In(List<Word> words)
    {
        var (posts, cases, alone) = (new List<long>(), new List<long>(), new List<long>());
        List<long>? chain = null;
        for (var at = 0; at < words.Count; at++)
        {
            if (!IsPlain(words, at) || words[at].Length > 12)
            {
                if (!Between.Contains(words[at].Folded) && !Abbreviated.Contains(words[at].Folded))
                    chain = null;
                continue;
            }
            var kind = Kind(words, at, posts, cases) ?? chain;
            if (kind is null && Counts(words, at))
                continue;
            chain = kind ?? alone;
            var number = long.Parse(
                words[at].Folded,
                System.Globalization.CultureInfo.InvariantCulture
            );
            if (number > 0 && !chain.Contains(number))
                chain.Add(number);
        }
        return new NumbersSaid(posts, cases, alone);
    }

    private static List<long>? Kind(List<Word> words, int at, List<long> posts, List<long> cases)
    {
        var back = at - 1;
        var hash = back >= 0 && words[back].Folded == "#" && words[at].Glued;
        while (
            back >= 0 && words[back].Folded is "." or "#" or ":"
            || back >= 0 && Abbreviated.Contains(words[back].Folded)
        )
            back--;
        var before = back >= 0 ? words[back].Folded : "";
        if (CaseWords.Contains(before))
            return cases;
        if (hash)
            return posts;
        return PostWords.Contains(before) && !(before is "post" or "draft" && Counts(words, at))
            ? posts
            : null;
    }

    private static bool Counts(List<Word> words, int at) =>
        (at + 1 < words.Count && Counted.Contains(words[at + 1].Folded))
        || (
            at > 0
            && (CountedAfter.Contains(words[at - 1].Folded) || words[at - 1].Folded is "$" or "€")
        );

    /// <summary>Not part of a word, a decimal, a time or a date.</summary>
    private static bool IsPlain(List<Word> words, int at)
    {
        if (!words[at].IsNumber)
            return false;
        if (
            words[at].Glued
            && at > 0
            && words[at - 1].Folded is not ("#" or "(" or "," or "|" or "[" or "&" or "+" or ".")
        )
            return false;
        if (
            words[at].Glued
            && at > 1
            && words[at - 1].Folded is "." or ","
            && words[at - 2].IsNumber
        )
            return false;
        return !(
            at + 1 < words.Count
            && words[at + 1].Glued
            && (
                char.IsLetter(words[at + 1].Folded[0])
                || words[at + 1].Folded is ":" or "/" or "-"
                || (
                    words[at + 1].Folded is "." or ","
                    && at + 2 < words.Count
                    && words[at + 2] is { IsNumber: true, Glued: true }
                )
            )
        );
    }

    private static HashSet<string> Set(string words) =>
        new(words.Split(' '), StringComparer.Ordinal);
}
