using System.Text.Json;
using Shouldly;
using SocialBot.Core.Sentiment;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Sentiment;

/// <summary>How good the scorer is on texts that it did not learn from: it learns anew here, five times, without a fifth of the tweets.</summary>
public sealed class SentimentQualityTests(ITestOutputHelper output)
{
    [Fact]
    public void On_tweets_it_never_saw_it_finds_more_complaints_than_VADER()
    {
        var scores = SentimentScores.CrossValidate(
            Read("vader-tweets.jsonl", weight: 1),
            Read("vader-amazon.jsonl", weight: 0.7)
        );
        output.WriteLine(scores.ToString());
        // VADER's own figures: recall 0.55 at precision 0.60. Ours were 0.88 at 0.77 when this was written.
        scores.Precision(SentimentLabel.Negative).ShouldBeGreaterThan(0.72);
        scores.Recall(SentimentLabel.Negative).ShouldBeGreaterThan(0.82);
        scores.MacroF1.ShouldBeGreaterThan(0.68);
    }

    [Fact]
    public void On_another_kind_of_text_it_still_finds_most_complaints()
    {
        var scorer = new SentimentTrainer().Train(Read("vader-tweets.jsonl", weight: 1));
        var scores = new SentimentScores();
        foreach (var review in Read("vader-amazon.jsonl", weight: 1))
            scores.Add(review.Label, scorer.Score(review.Text));
        output.WriteLine(scores.ToString());
        scores.Precision(SentimentLabel.Negative).ShouldBeGreaterThan(0.60);
        scores.Recall(SentimentLabel.Negative).ShouldBeGreaterThan(0.50);
    }

    [Fact]
    public void The_same_texts_teach_the_same_model()
    {
        var texts = Read("vader-tweets.jsonl", weight: 1).Take(300).ToList();
        new SentimentTrainer().TrainLines(texts).ShouldBe(new SentimentTrainer().TrainLines(texts));
    }

    [Fact]
    public void Customers_comments_that_it_never_saw_are_told_apart()
    {
        var scorer = new SentimentScorer();
        var scores = new SentimentScores();
        foreach (var (label, text) in UnseenComments.All)
        {
            var reading = scorer.Score(text);
            scores.Add(label, reading);
            if (reading is not SentimentReading.Scored { Label: var got } || got != label)
                output.WriteLine($"{label}: {text} -> {reading}");
        }
        output.WriteLine(scores.ToString());
        scores.Precision(SentimentLabel.Negative).ShouldBeGreaterThan(0.80);
        scores.Recall(SentimentLabel.Negative).ShouldBeGreaterThan(0.80);
        scores.MacroF1.ShouldBeGreaterThan(0.70);
    }

    private static List<LabelledText> Read(string file, double weight) =>
        [
            .. File.ReadLines(SharedData.Path($"sentiment/{file}"))
                .Select(line =>
                {
                    using var json = JsonDocument.Parse(line);
                    return new LabelledText(
                        json.RootElement.GetProperty("text").GetString()!,
                        json.RootElement.GetProperty("mean").GetDouble(),
                        weight
                    );
                }),
        ];
}
