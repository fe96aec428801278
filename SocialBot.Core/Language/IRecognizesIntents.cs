namespace SocialBot.Core.Language;

/// <summary>
/// Tells what a person wants from a plain sentence. Buttons, exact commands and open forms never come here, and nothing acts on the
/// answer without the person's confirmation.
/// </summary>
public interface IRecognizesIntents
{
    /// <summary>The key of the setting <c>Language:Provider</c>: <c>Local</c>, <c>Luis</c>, <c>Clu</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Never throws for what a text says or an outside service does: a service that is away is answered for by the local recognizer.
    /// </summary>
    /// <param name="text">As the person wrote it, without the bot's own mention; any length, any language.</param>
    /// <param name="language">The person's language, <c>en</c> or <c>de</c>: a hint, not a promise.</param>
    Task<Recognition> RecognizeAsync(string text, string language, CancellationToken ct);
}

/// <param name="Intent">The verb of the request (<c>post.draft</c>), or <see cref="Recognition.None"/>.</param>
/// <param name="Score">0 to 1.</param>
public sealed record IntentScore(string Intent, double Score);

/// <summary>What a sentence asks for.</summary>
/// <param name="Intent">The best of <paramref name="Ranked"/>; <see cref="None"/> when it is nothing the bot does.</param>
/// <param name="Score">Of the best, 0 to 1.</param>
/// <param name="Margin">How far the second stands behind the best, 0 to 1.</param>
/// <param name="Ranked">Best first. At least the first three; a service may leave out those it gives no chance.</param>
/// <param name="Negated">The sentence says not to do it: "I don't approve".</param>
public sealed record Recognition(
    string Intent,
    double Score,
    double Margin,
    IReadOnlyList<IntentScore> Ranked,
    bool Negated
)
{
    /// <summary>Nothing the bot does.</summary>
    public const string None = "none";

    /// <summary>The least score and margin at which the bot offers the one thing it understood instead of asking which.</summary>
    public const double LeastScore = 0.45;
    public const double LeastMargin = 0.2;

    /// <summary>One request stands clear of all others, and is not denied.</summary>
    public bool IsSure =>
        Intent != None && !Negated && Score >= LeastScore && Margin >= LeastMargin;

    /// <summary>The best <paramref name="count"/> things the bot could do about it, whether it is sure or not.</summary>
    public IEnumerable<string> Nearest(int count) =>
        Ranked.Select(r => r.Intent).Where(i => i != None).Take(count);
}

/// <summary>The values of <c>Language:Provider</c>; <see cref="Local"/> is also the key of the recognizer that others fall back to.</summary>
public static class LanguageProvider
{
    public const string Local = "Local";
    public const string Luis = "Luis";
    public const string Clu = "Clu";
}
