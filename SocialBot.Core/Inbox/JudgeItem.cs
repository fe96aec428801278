using System.Text.RegularExpressions;
using SocialBot.Core.Networks;
using SocialBot.Core.Sentiment;

namespace SocialBot.Core.Inbox;

/// <summary>
/// Where an incoming text belongs, from what is known about it alone: negative texts, questions, messages and rule matches
/// ask for a person, each with its reason; the rest is told in the hourly card. What a watched word found is not sent to us, so
/// its questions are for somebody else.
/// </summary>
public static partial class JudgeItem
{
    public const string Negative = "negative";
    public const string Question = "question";
    public const string Message = "message";
    public const string RulePrefix = "rule:";

    public static Verdict Run(
        IncomingItem item,
        SentimentLabel? mood,
        string network,
        IEnumerable<InboxRule> rules
    )
    {
        var plain = TextSketch.Plain(item.Text);
        var fitting = rules.Where(r => r.Fits(network, item.AuthorId, plain, mood)).ToList();
        var reasons = new List<string>();
        if (mood == SentimentLabel.Negative)
            reasons.Add(Negative);
        if (item.Kind != IncomingKind.Post && Asks(item.Text, plain))
            reasons.Add(Question);
        if (item.Kind == IncomingKind.Message)
            reasons.Add(Message);
        reasons.AddRange(
            fitting.Where(r => r.Effect != RuleEffect.Spam).Select(r => RulePrefix + r.Name)
        );
        return new Verdict(
            reasons,
            fitting.Any(r => r.Effect == RuleEffect.Alert),
            fitting.FirstOrDefault(r => r.Effect == RuleEffect.Spam)
        );
    }

    /// <summary>A question mark outside a link, or a sentence that begins as questions do.</summary>
    private static bool Asks(string text, string plain) =>
        Link().Replace(text, " ").AsSpan().IndexOfAny('?', '？', '؟') >= 0
        || QuestionStart().IsMatch(plain);

    [GeneratedRegex(@"https?://\S+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(
        "^(hi |hey |hello |hallo |moin )?(what|when|where|why|who|which|how (do|does|can|much|many|long|to)"
            + "|can (i|you|we|someone)|could (i|you|someone)|do you|does (it|this|anyone)|is there|are there|will (you|it|there)"
            + "|wer|was (ist|kostet|muss|soll|kann)|wann|wo|woher|wohin|warum|wieso|weshalb|welche[rsmn]?|wie (kann|lange|viel|oft|geht|komme)"
            + "|kann (ich|man|jemand)|könnt ihr|können sie|habt ihr|haben sie|gibt es|gibts|bekomme ich|wird es)( |$)",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex QuestionStart();
}

/// <param name="Reasons">Why it has a card of its own; empty = it has none.</param>
/// <param name="Alert">The alerts room is shown it too.</param>
/// <param name="Spam">The rule that calls it spam.</param>
public sealed record Verdict(IReadOnlyList<string> Reasons, bool Alert, InboxRule? Spam);
