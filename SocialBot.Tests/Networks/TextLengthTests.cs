using System.Text.Json;
using Shouldly;
using SocialBot.Core.Networks.Counting;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Networks;

/// <summary>Held to what twitter-text, Bluesky's own client and Mastodon's published rule answer for 400 texts.</summary>
public sealed class TextLengthTests
{
    [Fact]
    public void X_counts_every_text_as_its_own_library_does() =>
        EveryCase(
            c => c.GetProperty("x").GetProperty("weightedLength").GetInt32(),
            t => TwitterText.WeightedLength(t)
        );

    [Fact]
    public void Bluesky_counts_graphemes_as_its_own_client_does() =>
        EveryCase(
            c => c.GetProperty("bluesky").GetProperty("graphemes").GetInt32(),
            t => Graphemes.Count(t)
        );

    [Fact]
    public void Bluesky_counts_bytes_as_its_own_client_does() =>
        EveryCase(
            c => c.GetProperty("bluesky").GetProperty("utf8").GetInt32(),
            t => Characters.Utf8(t)
        );

    [Fact]
    public void Mastodon_counts_every_text_by_its_published_rule() =>
        EveryCase(
            c => c.GetProperty("mastodon").GetProperty("length").GetInt32(),
            t => MastodonText.Length(t)
        );

    [Fact]
    public void X_counts_the_conformance_texts()
    {
        var path = SharedData.Path("contracts/x/twitter-text/conformance-validate.json");
        using var parsed = JsonDocument.Parse(File.ReadAllText(path));
        var wrong = parsed
            .RootElement.GetProperty("tests")
            .GetProperty("WeightedTweetsWithDiscountedEmojiCounterTest")
            .EnumerateArray()
            .Select(c =>
                (
                    Text: c.GetProperty("text").GetString()!,
                    Want: c.GetProperty("expected").GetProperty("weightedLength").GetInt32()
                )
            )
            .Where(c => TwitterText.WeightedLength(c.Text) != c.Want)
            .ToList();
        wrong.ShouldBeEmpty();
    }

    private static void EveryCase(Func<JsonElement, int> expected, Func<string, int> count)
    {
        var wrong = new List<string>();
        var cases = 0;
        foreach (var line in File.ReadLines(SharedData.Path("social/text-length-cases.jsonl")))
        {
            using var parsed = JsonDocument.Parse(line);
            var text = parsed.RootElement.GetProperty("text").GetString()!;
            var (want, got) = (expected(parsed.RootElement), count(text));
            if (want != got)
                wrong.Add($"{parsed.RootElement.GetProperty("id")}: {got}, not {want}: {text}");
            cases++;
        }
        cases.ShouldBe(400);
        wrong.ShouldBeEmpty();
    }
}
