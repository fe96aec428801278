using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Connectors.Networks;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using Xunit;

namespace SocialBot.Tests.Networks;

/// <summary>Thirty texts of 100,000 characters, each made to send a counter with backtracking or nested loops into minutes.</summary>
public sealed class HostileTextTests
{
    private const int Length = 100_000;

    public static TheoryData<string> Pieces =>
        [
            "a.",
            "a.com",
            "x_y.com.",
            "-_-",
            "é_",
            "日本.",
            "a.co/(",
            "a.co/!!!!",
            "http://",
            "https://a.",
            "http://t.co/a",
            "a.com?",
            "((((",
            "/",
            ":8",
            "@a",
            "@a@b.c",
            "@.",
            "#a",
            "$A",
            "e\u0301",
            "\u0301",
            "क्",
            "\u094D\u200D",
            "👨\u200D",
            "🇦",
            "\uD83D",
            "\uDE00",
            "\uFEFF",
            "xn--.",
        ];

    [Theory]
    [MemberData(nameof(Pieces))]
    public void A_hostile_text_is_measured_in_linear_time(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, Length / piece.Length));
        foreach (var rules in AllRules())
        {
            rules.Measure("warm up: https://example.com 👨\u200D👩 @a@b.c क्षि");
            var started = Stopwatch.GetTimestamp();
            var measured = rules.Measure(text);
            rules.Check(new CopyContent { Text = text });
            Stopwatch
                .GetElapsedTime(started)
                .ShouldBeLessThan(TimeSpan.FromSeconds(1), rules.Network);
            measured.Count.ShouldBeGreaterThan(0);
        }
    }

    private static IEnumerable<NetworkRules> AllRules() =>
        new ServiceCollection()
            .AddNetworkRules()
            .BuildServiceProvider()
            .GetServices<NetworkRules>();
}
