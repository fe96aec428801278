using System.Globalization;
using System.Text.Json;
using SocialBot.Core.Sentiment;

namespace SocialBot.Benchmarks;

/// <summary>
/// <c>train-sentiment FOLDER</c>: learns SocialBot.Core/Sentiment/model.txt anew from the labelled texts in FOLDER
/// (<c>vader-*.jsonl</c>) and from our own comments, and says how good it is on texts it did not learn from.
/// </summary>
internal static class TrainSentiment
{
    private const double WeightOfReviews = 0.7;
    private const double WeightOfComments = 1.5;

    public static int Run(string[] args)
    {
        if (args is not [var folder] || !Directory.Exists(folder))
        {
            Console.Error.WriteLine(
                "train-sentiment FOLDER: the folder with vader-tweets.jsonl and vader-amazon.jsonl"
            );
            return 2;
        }
        var tweets = ReadJson(Path.Combine(folder, "vader-tweets.jsonl"), weight: 1);
        var reviews = ReadJson(Path.Combine(folder, "vader-amazon.jsonl"), WeightOfReviews);
        var comments = ReadComments(
            Path.Combine(Checkout(), "SocialBot.Benchmarks/Sentiment/comments.tsv")
        );

        Report("tweets, 5 folds", tweets, [.. reviews, .. comments]);
        Report("reviews, 5 folds", reviews, [.. tweets, .. comments]);
        Report("comments, 5 folds", comments, [.. tweets, .. reviews]);

        var path = Path.Combine(Checkout(), "SocialBot.Core/Sentiment/model.txt");
        string[] head =
        [
            "; Learned by: dotnet run --project SocialBot.Benchmarks -c Release -- train-sentiment FOLDER. Sources: THIRD-PARTY-NOTICES.md.",
            "; word or pair, weight for negative, weight for positive (for neutral: 0)",
        ];
        File.WriteAllText(
            path,
            string.Join(
                '\n',
                head.Concat(new SentimentTrainer().TrainLines([.. tweets, .. reviews, .. comments]))
            ) + "\n"
        );
        Console.WriteLine($"Written: {path}");
        return 0;
    }

    private static void Report(string name, List<LabelledText> texts, List<LabelledText> others) =>
        Console.WriteLine($"{name}: {SentimentScores.CrossValidate(texts, others)}");

    private static List<LabelledText> ReadJson(string path, double weight) =>
        [
            .. File.ReadLines(path)
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

    private static List<LabelledText> ReadComments(string path) =>
        [
            .. File.ReadLines(path)
                .Select(line => line.Split('\t'))
                .Select(p => new LabelledText(
                    p[1],
                    double.Parse(p[0], CultureInfo.InvariantCulture),
                    WeightOfComments
                )),
        ];

    private static string Checkout()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "SocialBot.slnx")))
                return at.FullName;
        throw new InvalidOperationException(
            "Run this from a checkout: the model is written into it."
        );
    }
}
