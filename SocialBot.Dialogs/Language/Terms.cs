namespace SocialBot.Dialogs.Language;

/// <summary>
/// A text as the recognizer sees it: words in small letters; numbers, dates, people, networks, links and the post's own text each
/// become one sign (<c>#n</c>, <c>#when</c>, …), because it does not matter which.
/// </summary>
internal static class Terms
{
    /// <summary>Nobody asks for something in more characters than this; the rest is somebody's text.</summary>
    private const int Longest = 500;

    private static readonly HashSet<string> Courtesies = new(StringComparer.Ordinal)
    {
        "please",
        "pls",
        "plz",
        "bitte",
        "hey",
        "hi",
        "hello",
        "hallo",
        "thanks",
        "thx",
        "ty",
        "danke",
        "kindly",
        "just",
        "mal",
        "doch",
        "bot",
        "socialbot",
        "ok",
        "okay",
        "so",
        "um",
        "uh",
        "ähm",
        "yo",
        "guys",
    };

    private static readonly string[] NetworkNames =
    [
        "Facebook",
        "Instagram",
        "X",
        "LinkedIn",
        "YouTube",
        "TikTok",
        "Bluesky",
        "Mastodon",
        "Sandbox",
    ];

    private static readonly HashSet<string> NetworkWords = new(
        [
            .. NetworkNames.Select(n => n.ToLowerInvariant()),
            "fb",
            "ig",
            "insta",
            "twitter",
            "yt",
            "bsky",
            "masto",
        ],
        StringComparer.Ordinal
    );

    /// <summary>Between two clauses: only a "not" cares about it.</summary>
    public const string ClauseEnd = "|";

    public static List<string> In(string text)
    {
        if (text.Length > Longest)
            text = text[..Longest];
        var own = OwnText.In(text);
        var terms = Read(own.Masked);
        if (own.Text is not null)
        {
            // "RT @someone: …" asks for nothing in front of its colon: then the whole is what was said.
            if (!own.Quoted && !terms.Exists(t => char.IsLetter(t[0]) && t != "rt"))
                terms = Read(text);
            else
                terms.Add("#text");
        }
        WithoutReason(terms);
        WithoutReminder(terms);
        WithoutCourtesies(terms);
        return terms;
    }

    private static List<string> Read(string text)
    {
        var words = Word.Split(text);
        var dates = WhenGrammar.Places(text, words, "en");
        var terms = new List<string>(words.Count + 1);
        for (var at = 0; at < words.Count; at++)
        {
            if (dates.TryGetValue(at, out var last))
            {
                terms.Add("#when");
                at = last;
                continue;
            }
            at = Take(words, at, terms);
        }
        return terms;
    }

    /// <summary>Adds the term that begins here; returns where it ends.</summary>
    private static int Take(List<Word> words, int at, List<string> terms)
    {
        var word = words[at].Folded;
        if (word is "@" && Next(words, at) is { Glued: true })
            return Add("#user", Run(words, at));
        if (word is "http" or "https" or "www" && Next(words, at) is { Glued: true })
            return Add("#url", Run(words, at));
        if (word is "#" && Next(words, at) is { Glued: true } tag)
            return Add(tag.IsNumber ? "#n" : "#tag", Run(words, at));
        if (words[at].IsNumber)
            return Add("#n", Run(words, at));
        if (word is "?")
            return Add("?", at);
        if (word is "," or ";" or "." or "!" or "|" or ":")
            return Add(ClauseEnd, at);
        if (NetworkWords.Contains(word))
            return Add("#net", at);
        if (char.IsLetter(word[0]))
            return Add(Squeeze(word), at);
        if (char.IsHighSurrogate(word[0]) || word[0] is (>= '\u2190' and <= '\u2BFF'))
            return Add(word, at);
        return at;

        int Add(string term, int end)
        {
            // Twice the same sign in a row says no more than once.
            if (term[0] != '#' || terms.Count == 0 || terms[^1] != term)
                terms.Add(term);
            return end;
        }
    }

    private static Word? Next(List<Word> words, int at) =>
        at + 1 < words.Count ? words[at + 1] : null;

    private static int Run(List<Word> words, int at)
    {
        while (Next(words, at) is { Glued: true, Folded: not ("," or "!" or "?" or ")" or "|") })
            at++;
        return at;
    }

    /// <summary>"soooo", "pleaaase".</summary>
    private static string Squeeze(string word)
    {
        for (var i = 2; i < word.Length; i++)
        {
            if (word[i] != word[i - 1] || word[i] != word[i - 2])
                continue;
            var kept = word.Where((c, at) => at == 0 || c != word[at - 1]).ToArray();
            return new string(kept);
        }
        return word;
    }

    /// <summary>What is wanted stands before the "because".</summary>
    private static void WithoutReason(List<string> terms)
    {
        var at = terms.FindIndex(t => t is "because" or "weil" or "wegen");
        if (at <= 0 || at + 1 == terms.Count)
            return;
        terms.RemoveRange(at, terms.Count - at);
        terms.Add("#why");
    }

    /// <summary>"don't forget to approve 214" asks to approve it.</summary>
    private static void WithoutReminder(List<string> terms)
    {
        var at = terms.IndexOf("forget");
        if (at > 0 && at + 1 < terms.Count && terms[at - 1] is "don't" or "dont" or "not")
        {
            var from = terms[at - 1] == "not" && at > 1 && terms[at - 2] == "do" ? at - 2 : at - 1;
            var to = terms[at + 1] == "to" ? at + 1 : at;
            if (to + 1 < terms.Count)
                terms.RemoveRange(from, to - from + 1);
        }
        at = terms.IndexOf("vergiss");
        if (at >= 0 && at + 2 < terms.Count && terms[at + 1] == "nicht")
            terms.RemoveRange(at, 2);
    }

    private static void WithoutCourtesies(List<string> terms)
    {
        var rest = terms.Count(t => t is not ("?" or ClauseEnd) && !Courtesies.Contains(t));
        if (rest > 0)
            terms.RemoveAll(Courtesies.Contains);
    }
}
