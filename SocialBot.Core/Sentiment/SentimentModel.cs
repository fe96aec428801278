using System.Globalization;
using System.Runtime.InteropServices;

namespace SocialBot.Core.Sentiment;

/// <summary>
/// What was learned from labelled texts: how much each number of <see cref="SentimentEvidence"/> and each word or pair of words counts
/// for negative and for positive, against neutral. A text file, so that a change of it can be read.
/// </summary>
internal sealed class SentimentModel
{
    public LearnedWeight Bias { get; set; }
    public LearnedWeight[] Evidence { get; init; } =
        new LearnedWeight[SentimentEvidence.FeatureCount];
    public Dictionary<string, LearnedWeight> Words { get; init; } = new(StringComparer.Ordinal);

    public static SentimentModel Load() => Read(SentimentResource.Lines("model.txt"));

    public static SentimentModel Read(IEnumerable<string> lines)
    {
        var model = new SentimentModel();
        foreach (var line in lines)
        {
            if (line is "" or [';', ..])
                continue;
            if (line.Split('\t') is not [var key, var negative, var positive])
                throw new InvalidDataException($"Not a line of a sentiment model: {line}");
            var weight = new LearnedWeight(Number(negative), Number(positive));
            if (key == "=bias")
                model.Bias = weight;
            else if (key.StartsWith("=evidence ", StringComparison.Ordinal))
                model.Evidence[int.Parse(key.AsSpan(10), CultureInfo.InvariantCulture)] = weight;
            else
                model.Words[key] = weight;
        }
        return model;
    }

    public IEnumerable<string> Write()
    {
        yield return Line("=bias", Bias);
        for (var i = 0; i < Evidence.Length; i++)
            yield return Line(FormattableString.Invariant($"=evidence {i}"), Evidence[i]);
        foreach (var (word, weight) in Words.OrderBy(w => w.Key, StringComparer.Ordinal))
            yield return Line(word, weight);
    }

    private static string Line(string key, LearnedWeight weight) =>
        FormattableString.Invariant($"{key}\t{weight.Negative:0.###}\t{weight.Positive:0.###}");

    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);
}
