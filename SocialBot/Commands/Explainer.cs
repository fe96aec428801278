using SocialBot.Connectors.Networks;
using SocialBot.Core.Language;
using SocialBot.Core.Networks;
using SocialBot.Core.Sentiment;
using SocialBot.Dialogs.Language;

namespace SocialBot.Commands;

/// <summary>Asks every part of the bot that reads texts, without a workspace: all networks are known, no accounts.</summary>
internal sealed class Explainer
{
    private readonly LocalRecognizer recognizer;
    private readonly ExplainOptions options;
    private readonly SentimentScorer scorer = new();
    private readonly NetworkRules[] networks;
    private readonly string[] names;

    private Explainer(LocalRecognizer recognizer, ExplainOptions options)
    {
        this.recognizer = recognizer;
        this.options = options;
        using var services = new ServiceCollection().AddNetworkRules().BuildServiceProvider();
        networks = [.. new NetworkRulebook(services.GetServices<NetworkRules>()).All];
        names = [.. networks.Select(n => n.Network)];
    }

    /// <summary>Null with what is wrong with the phrase file, in a sentence.</summary>
    public static Explainer? For(ExplainOptions options, out string? wrong)
    {
        wrong = null;
        var own = LocalRecognizer.Default;
        if (options.Phrases is not { } file)
            return new Explainer(own, options);
        try
        {
            return new Explainer(own.TrainOther(PhraseFile.Read(file)), options);
        }
        catch (Exception e)
            when (e
                    is InvalidDataException
                        or ArgumentException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            wrong = $"--phrases: {e.Message}";
            return null;
        }
    }

    public Explained Explain(string text) =>
        new(
            recognizer.Recognize(text),
            SentenceReader.Read(
                text,
                new SentenceContext(
                    names,
                    [],
                    options.Now ?? TimeProvider.System.GetUtcNow(),
                    options.Zone,
                    options.Language
                )
            ),
            scorer.Score(text),
            [.. networks.Select(n => (n.Network, n.Measure(text)))]
        );
}

/// <summary>What the bot makes of a text.</summary>
internal sealed record Explained(
    Recognition Recognition,
    Entities Entities,
    SentimentReading Sentiment,
    IReadOnlyList<(string Network, TextLength Length)> Lengths
)
{
    /// <summary>What the bot would offer to do: nothing where the text says not to.</summary>
    public string Intent =>
        Recognition.Negated ? Core.Language.Recognition.None : Recognition.Intent;
}
