using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Connectors.Networks;
using SocialBot.Core.Networks;
using SocialBot.Core.Sentiment;

namespace SocialBot.Benchmarks;

/// <summary>What every keystroke's counter and every incoming comment cost.</summary>
[MemoryDiagnoser]
public class TextBenchmarks
{
    private const string Draft =
        "We open our new lab on Friday 🎉 Come and see it: https://example.com/lab?utm_source=social — tell us what you'd build there! #opening @acme@mastodon.social";

    private const string Comment =
        "@acme I've been waiting two weeks for my refund and nobody answers. Third time this year, really not good enough 😡";

    private readonly NetworkRulebook rulebook = new(
        new ServiceCollection().AddNetworkRules().BuildServiceProvider().GetServices<NetworkRules>()
    );
    private readonly SentimentScorer scorer = new();

    [Params("X", "Bluesky", "Mastodon", "LinkedIn")]
    public string Network { get; set; } = "X";

    [Benchmark]
    public TextLength Measure() => rulebook.For(Network)!.Measure(Draft);

    [Benchmark]
    public SentimentReading Score() => scorer.Score(Comment);
}
