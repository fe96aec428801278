using System.Globalization;
using System.Text;
using System.Text.Json;
using Shouldly;
using SocialBot.Connectors.Networks.Bluesky;
using SocialBot.Connectors.Networks.Mastodon;
using SocialBot.Core.Networks;
using SocialBot.Core.Networks.Counting;
using SocialBot.Core.Posts;
using SocialBot.Tests.Networks;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Posts;

public sealed class ThreadPartsTests
{
    public static TheoryData<bool> Numbers => [false, true];

    [Fact]
    public void A_text_that_fits_stays_one()
    {
        var text = new string('a', 300);
        Split(text).ShouldBe([text]);
        Split(text + "b").ShouldNotBeNull().Count.ShouldBe(2);
    }

    [Fact]
    public void A_part_ends_with_a_paragraph_where_one_ends_late_enough()
    {
        var first = Words(40) + ".";
        var second = Words(30) + ".";
        Split($"{first}\n\n{second}").ShouldBe([first, second]);
    }

    [Fact]
    public void Else_with_a_sentence_and_else_with_a_word()
    {
        var sentence = Words(45) + "!";
        Split($"{sentence} {Words(40)}").ShouldNotBeNull()[0].ShouldBe(sentence);

        var parts = Split(Words(100)).ShouldNotBeNull();
        string.Join(' ', parts).ShouldBe(Words(100));
        parts[0].Length.ShouldBeInRange(290, 300);
    }

    [Fact]
    public void A_text_without_spaces_is_parted_between_characters()
    {
        var text = string.Concat(Enumerable.Repeat("日本語のテキスト", 60));
        var parts = Split(text).ShouldNotBeNull();
        string.Concat(parts).ShouldBe(text);
        parts.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("https://example.org/a-rather-long/path?with=a&query=#and-a-part")]
    [InlineData("http://localhost:3978/not/a/public/name/but/a/link/all/the/same")]
    [InlineData("@a-rather-long-name.on.some-server.example.org")]
    [InlineData("#EinRechtLangesSchlagwortDasNiemandTrennenDarf")]
    [InlineData("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦")]
    [InlineData("www.example-of-a-domain.com/without/a/scheme/before/it")]
    public void What_belongs_together_is_never_parted(string whole)
    {
        // Wherever the limit falls.
        for (var before = 240; before < 301; before++)
        {
            var text = new string('x', before) + " " + whole + " " + new string('y', 200);
            var parts = Split(text).ShouldNotBeNull();
            Letters(parts).ShouldBe(Letters([text]));
            if (whole[0] < 0x80)
                parts.ShouldContain(p => p.Contains(whole, StringComparison.Ordinal));
            else
                foreach (var part in parts)
                    part.Trim().ShouldNotStartWith("\u200D");
        }
    }

    [Fact]
    public void A_link_right_behind_letters_without_spaces_stays_whole()
    {
        var link = "https://example.org/a/long/enough/link/to/be/cut";
        for (var before = 250; before < 301; before++)
        {
            var text = new string('語', before) + link + " " + new string('字', 200);
            Split(text)
                .ShouldNotBeNull()
                .ShouldContain(p => p.Contains(link, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_link_longer_than_a_part_cannot_be_split() =>
        Split("see https://example.org/" + new string('a', 400)).ShouldBeNull();

    [Fact]
    public void A_character_longer_than_a_part_cannot_be_split() =>
        Split("e" + new string('\u0301', 2000)).ShouldBeNull();

    [Fact]
    public void Numbers_count_towards_the_limit()
    {
        var parts = Split(Words(2000), numbered: true).ShouldNotBeNull();
        parts.Count.ShouldBeGreaterThan(10);
        for (var i = 0; i < parts.Count; i++)
        {
            parts[i].ShouldEndWith($" {i + 1}/{parts.Count}");
            Graphemes.Count(parts[i]).ShouldBeLessThanOrEqualTo(300);
        }
        Letters(parts.Select((p, i) => ThreadParts.Unnumbered(p, i, parts.Count)))
            .ShouldBe(Letters([Words(2000)]));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Nothing_is_lost_and_everything_fits_whatever_the_text(bool numbered)
    {
        var random = new Random(20260609);
        NetworkRules[] networks = [BlueskyRules.Rules, MastodonRules.Rules];
        var split = 0;
        for (var round = 0; round < 400; round++)
        {
            var text = Hostile(random);
            var rules = networks[round % 2];
            var parts = ThreadParts.Split(text, (_, part) => rules.Measure(part), numbered);
            if (parts is null)
            {
                // Only where something is too long by itself.
                Longest(text, rules).ShouldBeTrue(text);
                continue;
            }
            foreach (var part in parts)
                rules.Measure(part).Over.ShouldBeFalse();
            if (parts.Count == 1)
                continue;
            split++;
            parts.ShouldAllBe(p => p.Length > 0);
            var plain = numbered
                ? parts.Select((p, i) => ThreadParts.Unnumbered(p, i, parts.Count)).ToList()
                : parts;
            Letters(plain).ShouldBe(Letters([text]));
            AtCharacters(text, plain);
        }
        split.ShouldBeGreaterThan(150);
    }

    [Fact]
    public void Every_counted_text_repeated_can_be_split()
    {
        var count = 0;
        foreach (var line in File.ReadLines(SharedData.Path("social/text-length-cases.jsonl")))
        {
            var text = JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!;
            if (text.Length is 0 or > 400)
                continue;
            var longText = string.Join(' ', Enumerable.Repeat(text, 400 / text.Length + 2));
            if (Split(longText) is not { } parts)
                continue;
            Letters(parts).ShouldBe(Letters([longText]));
            foreach (var part in parts)
                BlueskyRules.Rules.Measure(part).Over.ShouldBeFalse();
            count++;
        }
        count.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void A_long_text_is_split_in_no_time()
    {
        var text = Words(4000) + new string('語', 4000) + new string('@', 4000);
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        Split(text, numbered: true).ShouldNotBeNull();
        clock.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    private static IReadOnlyList<string>? Split(string text, bool numbered = false) =>
        ThreadParts.Split(text, (_, part) => BlueskyRules.Rules.Measure(part), numbered);

    private static string Words(int count) =>
        string.Join(' ', Enumerable.Range(0, count).Select(i => "word" + (i % 10)));

    private static string Letters(IEnumerable<string> parts) =>
        string.Concat(parts.SelectMany(p => p).Where(c => !char.IsWhiteSpace(c)));

    private static string Hostile(Random random)
    {
        string[] pieces =
        [
            .. HostileTexts.All.Where(t => t.Length < 200),
            "https://example.org/path?x=1 ",
            "@ann.test ",
            "#Tag ",
            "Eine Zeile.\n\n",
            "🇩🇪🇫🇷",
            "क्षि",
            "👍🏽",
            " ",
            "語",
        ];
        var text = new StringBuilder();
        var length = random.Next(1, 2000);
        while (text.Length < length)
            text.Append(pieces[random.Next(pieces.Length)]).Append(random.Next(3) == 0 ? "" : " ");
        return text.ToString();
    }

    /// <summary>A run without spaces, or one character, that no part could hold.</summary>
    private static bool Longest(string text, NetworkRules rules) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Any(run => rules.Measure(run + " 999/999").Over);

    /// <summary>Each part begins where a character begins.</summary>
    private static void AtCharacters(string text, IReadOnlyList<string> parts)
    {
        var begins = StringInfo.ParseCombiningCharacters(text).ToHashSet();
        var at = 0;
        foreach (var part in parts)
        {
            at = text.IndexOf(part, at, StringComparison.Ordinal);
            at.ShouldBeGreaterThanOrEqualTo(0);
            begins.ShouldContain(at);
            at += part.Length;
        }
    }
}
