using System.Diagnostics;
using Shouldly;
using SocialBot.Dialogs.Language;
using Xunit;

namespace SocialBot.Tests.Language;

/// <summary>What people send is anything: nothing may throw, hang or point outside the text.</summary>
public sealed class AnyTextTests
{
    private static readonly string[] Pieces =
    [
        "tomorrow",
        "morgen",
        "at",
        "um",
        "9",
        "9am",
        "17:30",
        "24:00",
        "noon",
        "halb",
        "half past",
        "quarter to",
        "in",
        "2",
        "10000",
        "hours",
        "days",
        "months",
        "next",
        "Tuesday",
        "Mo.",
        "the",
        "3rd",
        "am 3.",
        "3.7.",
        "03/04",
        "29/02",
        "31.12.2099",
        "2026-02-29",
        "2026-07-03T14:00Z",
        "+02:00",
        "UTC+14",
        "CST",
        "Paris",
        "New York",
        "Europe/Berlin",
        "Etc/GMT-3",
        "midnight",
        "evening",
        "früh",
        "from",
        "bis",
        ",",
        ".",
        ":",
        ": ",
        "\n",
        "\"",
        "„",
        "“",
        "'",
        "@",
        "@acme",
        "#",
        "#214",
        "post",
        "case 12",
        "X",
        "IG",
        "not on",
        "except",
        "all accounts",
        "because",
        "weil",
        "don't",
        "nicht",
        "approve",
        "👍",
        "é\u0301",
        "\ud83d",
        "\u200b",
        "\u2028",
        "ß",
        "İ",
        "999999999999999999999",
        "5 vor",
        "a",
        "(",
        ")",
        "|",
        "- ",
    ];

    private static readonly TimeZoneInfo[] Zones =
    [
        .. new[]
        {
            "Europe/Berlin",
            "Australia/Lord_Howe",
            "America/New_York",
            "Asia/Kathmandu",
            "Pacific/Kiritimati",
            "Pacific/Apia",
            "Europe/Dublin",
            "UTC",
        }.Select(TimeZoneInfo.FindSystemTimeZoneById),
    ];

    [Fact]
    public void Any_words_in_any_order_are_read_without_harm()
    {
        var random = new Random(20260609);
        for (var round = 0; round < 5_000; round++)
        {
            var text = string.Join(
                random.Next(4) == 0 ? "" : " ",
                Enumerable
                    .Range(0, random.Next(1, 9))
                    .Select(_ => Pieces[random.Next(Pieces.Length)])
            );
            var zone = Zones[random.Next(Zones.Length)];
            var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(
                random.Next(525_600)
            );
            var language = random.Next(2) == 0 ? "en" : "de";
            try
            {
                Check(text, now, zone, language);
            }
            catch (Exception e) when (e is not ShouldAssertException)
            {
                throw new ShouldAssertException($"{language} {zone.Id} {now:O} <{text}>", e);
            }
        }
    }

    [Theory]
    [InlineData("“")]
    [InlineData("' ")]
    [InlineData("at 5 ")]
    [InlineData("on the 3rd ")]
    [InlineData("@a ")]
    [InlineData("1 ")]
    [InlineData("X, ")]
    [InlineData("in ")]
    [InlineData("not ")]
    public void A_long_text_takes_no_longer_than_its_length(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 20_000 / piece.Length));
        var watch = Stopwatch.StartNew();
        Check(text, new DateTimeOffset(2026, 6, 9, 8, 0, 0, TimeSpan.Zero), Zones[0], "en");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    private static void Check(string text, DateTimeOffset now, TimeZoneInfo zone, string language)
    {
        foreach (var instant in Instants(WhenGrammar.Read(text, now, zone, language)))
            instant.Time.At.ShouldBeGreaterThan(now, text);
        if (WhenGrammar.Find(text, now, zone, language) is { } found)
            foreach (var range in found.Where)
                text[range].ShouldNotBeEmpty();
        var said = SentenceReader.Read(
            text,
            new SentenceContext(["X", "Instagram"], [new(1, "X", "acme")], now, zone, language)
        );
        if (said.Text is { } own)
            text.Contains(own, StringComparison.Ordinal).ShouldBeTrue(text);
        LocalRecognizer.Default.Recognize(text).Score.ShouldBeInRange(0, 1 + 1e-4);
    }

    private static IEnumerable<WhenReading.One> Instants(WhenReading reading) =>
        reading switch
        {
            WhenReading.One one => [one],
            WhenReading.Several several => several.Candidates,
            _ => [],
        };
}
