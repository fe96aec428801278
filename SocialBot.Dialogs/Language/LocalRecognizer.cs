using SocialBot.Core.Language;

namespace SocialBot.Dialogs.Language;

/// <summary>
/// The recognizer that needs nobody else: a linear model trained at start from phrases, in well under a second, and asked in
/// microseconds. It never leaves the process and gives the same answer every time.
/// </summary>
public sealed class LocalRecognizer : IRecognizesIntents
{
    /// <summary>A word is strong evidence when it speaks at least this much of the strongest for the intent.</summary>
    private const float StrongShare = 0.4f;

    private readonly IntentModel model;

    /// <summary>Words that the phrases of an intent themselves deny: in "don't send me the digest" the "not" is part of the request.</summary>
    private readonly HashSet<(int Intent, string Word)> deniedByNature = [];

    private LocalRecognizer(IReadOnlyList<Phrase> phrases, IntentModel? known)
    {
        var texts = phrases.Select(p => Terms.In(p.Text)).ToList();
        model = IntentModel.Train(phrases, texts, known);
        foreach (var (phrase, terms) in phrases.Zip(texts))
        {
            var cues = Negation.Cues(terms);
            if (cues.Count == 0)
                continue;
            var intent = IndexOf(phrase.Intent);
            for (var at = 0; at < terms.Count; at++)
                if (Negation.Covers(terms, cues, at))
                    deniedByNature.Add((intent, Meaning(terms[at])));
        }
    }

    private static readonly Lazy<LocalRecognizer> OfTheHouse = new(() =>
        Train(PhraseFile.Default())
    );

    /// <summary>Trained on the bot's own phrases alone; once, when it is first asked for.</summary>
    public static LocalRecognizer Default => OfTheHouse.Value;

    public string Name => LanguageProvider.Local;

    /// <exception cref="ArgumentException">There are no two intents to tell apart.</exception>
    public static LocalRecognizer Train(IReadOnlyList<Phrase> phrases)
    {
        ThrowUnlessTwo(phrases);
        return new LocalRecognizer(phrases, known: null);
    }

    /// <summary>
    /// A recognizer of other intents than the bot's own, from few phrases: what the bot already understands is a feature of every
    /// text, so that "thumbs up" is an <c>ok</c> for a file that only knows "approve". A file without the intent
    /// <see cref="Recognition.None"/> is given some of the bot's phrases for it.
    /// </summary>
    /// <exception cref="ArgumentException">There are no two intents to tell apart.</exception>
    public LocalRecognizer TrainOther(IReadOnlyList<Phrase> phrases)
    {
        ThrowUnlessTwo(phrases);
        return new LocalRecognizer(OutOfScope.Beside(phrases), model);
    }

    private static void ThrowUnlessTwo(IReadOnlyList<Phrase> phrases)
    {
        if (phrases.Select(p => p.Intent).Distinct(StringComparer.Ordinal).Count() < 2)
            throw new ArgumentException(
                "A recognizer needs phrases of at least two intents.",
                nameof(phrases)
            );
    }

    public Task<Recognition> RecognizeAsync(string text, string language, CancellationToken ct) =>
        Task.FromResult(Recognize(text));

    public Recognition Recognize(string text)
    {
        var terms = Terms.In(text);
        if (!terms.Exists(t => t != Terms.ClauseEnd))
            return new Recognition(
                Recognition.None,
                1,
                1,
                [new(Recognition.None, 1)],
                Negated: false
            );
        var chances = model.Chances(terms);
        var ranked = Enumerable
            .Range(0, model.Intents.Count)
            .Select(i => new IntentScore(model.Intents[i], chances[i]))
            .OrderByDescending(s => s.Score)
            .ToList();
        return new Recognition(
            ranked[0].Intent,
            ranked[0].Score,
            ranked[0].Score - ranked[1].Score,
            ranked,
            ranked[0].Intent != Recognition.None && IsNegated(terms, IndexOf(ranked[0].Intent))
        );
    }

    /// <summary>
    /// A word that speaks strongly for the intent, or tells it from the next, stands under a "not", and the "not" was no reason to choose the intent: without it
    /// the answer would be the same.
    /// </summary>
    private bool IsNegated(List<string> terms, int intent)
    {
        var cues = Negation.Cues(terms);
        if (cues.Count == 0)
            return false;
        var evidence = terms
            .Select(
                (term, at) =>
                    term == Terms.ClauseEnd || cues.Contains(at)
                        ? default
                        : model.Evidence(terms, at, intent)
            )
            .ToList();
        var (strong, telling) = (
            evidence.Max(e => e.OverAll) * StrongShare,
            evidence.Max(e => e.OverNext) * StrongShare
        );
        var denied = Enumerable
            .Range(0, terms.Count)
            .Any(at =>
                IsStrong(evidence[at], strong, telling)
                && Negation.Covers(terms, cues, at)
                && !deniedByNature.Contains((intent, Meaning(terms[at])))
            );
        if (!denied)
            return false;
        var without = terms.Where((_, at) => !cues.Contains(at)).ToList();
        var chances = model.Chances(without);
        return chances.AsSpan(0, model.Intents.Count).IndexOf(chances.Max()) == intent;
    }

    private static bool IsStrong(
        (float OverAll, float OverNext) evidence,
        float strong,
        float telling
    ) =>
        (evidence.OverAll > 0 && evidence.OverAll >= strong)
        || (evidence.OverNext > 0 && evidence.OverNext >= telling);

    private static string Meaning(string term) => Concepts.Default.Of(term) ?? term;

    private int IndexOf(string intent)
    {
        for (var i = 0; i < model.Intents.Count; i++)
            if (model.Intents[i] == intent)
                return i;
        return -1;
    }
}
