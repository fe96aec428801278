using System.Diagnostics;
using Shouldly;
using SkiaSharp;
using SocialBot.Core.Digests;
using SocialBot.Core.Media;
using SocialBot.Core.Networks;
using SocialBot.Dialogs.Conversation;
using SocialBot.Dialogs.Digests;
using Xunit;

namespace SocialBot.Tests.Digests;

public sealed class ChartTests
{
    private static readonly DateOnly Last = new(2026, 6, 16);

    private static DigestFacts Facts(int known, double? median, int? missingBack = null) =>
        new()
        {
            At = new DateTimeOffset(2026, 6, 17, 6, 0, 0, TimeSpan.Zero),
            Zone = "Europe/Berlin",
            Period = new DigestPeriod(Last, Last),
            Series = new DaySeries(
                Metrics.Views,
                Last.AddDays(-27),
                [
                    .. Enumerable
                        .Range(0, 28)
                        .Select(i =>
                            i < 28 - known || 27 - i == missingBack
                                ? (long?)null
                                : 900 + i * 37 % 500 + (i == 27 ? 1204 : 0)
                        ),
                ],
                median
            ),
        };

    private static ChartPlan Plan(DigestFacts facts, string language = "en") =>
        DrawDigestChart.Plan(facts, facts.Series!, DrawDigestChart.WordsFor(facts, language));

    private static ChartHand Hand(string name) =>
        name == "strokes" ? new StrokeHand()
        : SystemFont.Find() is { } font ? new FontHand(font)
        : throw new InvalidOperationException("no font");

    private static void NeedsAFont() =>
        Assert.SkipWhen(SystemFont.Find() is null, "This machine has no font.");

    [Theory]
    [InlineData("font")]
    [InlineData("strokes")]
    public void No_chart_is_without_its_words(string hand)
    {
        if (hand == "font")
            NeedsAFont();
        var plan = Plan(Facts(known: 7, median: 1000));
        var with = Dark(DayChart.Draw(plan, Hand(hand)));
        var without = Dark(DayChart.Draw(plan, new MuteHand()));
        // Bars, lines and grid are coloured or light: what is dark is text, but for a few mixed pixels where they cross.
        without.ShouldBeLessThan(100);
        with.ShouldBeGreaterThan(2_000);
        // Title, the lines under it, the axis and every day below have theirs.
        foreach (
            var area in (SKRectI[])
                [
                    new(20, 10, 400, 45),
                    new(20, 48, 500, 70),
                    new(10, 110, 80, 405),
                    new(84, 408, 180, 450),
                    new(680, 408, 800, 450),
                ]
        )
        {
            Dark(DayChart.Draw(plan, Hand(hand)), area).ShouldBeGreaterThan(30, area.ToString());
            Dark(DayChart.Draw(plan, new MuteHand()), area).ShouldBe(0, area.ToString());
        }
    }

    [Theory]
    [InlineData("font")]
    [InlineData("strokes")]
    public void Words_stay_inside_the_picture(string hand)
    {
        if (hand == "font")
            NeedsAFont();
        foreach (var language in (string[])["en", "de"])
        foreach (var known in (int[])[1, 7, 28])
        {
            var png = DayChart.Draw(Plan(Facts(known, 1234567), language), Hand(hand));
            Dark(png, new SKRectI(0, 0, 3, 450)).ShouldBe(0);
            Dark(png, new SKRectI(797, 0, 800, 450)).ShouldBe(0);
            Dark(png, new SKRectI(0, 447, 800, 450)).ShouldBe(0);
        }
    }

    [Fact]
    public void The_picture_is_a_PNG_of_800_by_450_on_a_ground_of_its_own()
    {
        var chart = new DrawDigestChart().Draw(Facts(known: 28, median: 1000), "en")!;
        PictureHeader.Read(chart.Png).ShouldBe(new PictureHeader("image/png", 800, 450));
        using var picture = SKBitmap.Decode(chart.Png);
        picture.GetPixel(0, 0).ShouldBe(SKColors.White);
        chart.Png.Length.ShouldBeLessThan(100_000);
    }

    [Fact]
    public void A_folder_without_a_usable_font_gives_none_and_a_font_is_found_where_there_is_one()
    {
        var folder = Directory.CreateTempSubdirectory("socialbot-fonts");
        try
        {
            SystemFont.FindIn([folder.FullName, "/no/such/folder"]).ShouldBeNull();
            File.WriteAllText(Path.Combine(folder.FullName, "broken.ttf"), "not a font");
            SystemFont.FindIn([folder.FullName]).ShouldBeNull();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        Assert.SkipUnless(Directory.Exists("/usr/share/fonts/truetype"), "No font folder here.");
        using var found = SystemFont.FindIn(["/usr/share/fonts"]);
        found.ShouldNotBeNull();
    }

    [Fact]
    public void Where_fontconfig_is_installed_it_chooses_the_font()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux()
                && System.Runtime.InteropServices.NativeLibrary.TryLoad(
                    "libfontconfig.so.1",
                    out _
                ),
            "fontconfig is not installed here."
        );
        NeedsAFont();
        File.Exists(SystemFont.FromFontconfig()).ShouldBeTrue();
    }

    [Fact]
    public void The_strokes_know_every_sign_that_a_chart_writes()
    {
        foreach (var language in Words.Languages)
        {
            var facts = Facts(known: 28, median: 1234.5, missingBack: 3);
            for (var month = 1; month <= 12; month++)
            {
                var plan = Plan(
                    facts with
                    {
                        Series = facts.Series! with { First = new DateOnly(2026, month, 1) },
                    },
                    language
                );
                var text = string.Concat([
                    plan.Title,
                    .. plan.Lines,
                    .. plan.Bars.Select(b => b.Label),
                    plan.Number(1234567.5),
                ]);
                text.Normalize(System.Text.NormalizationForm.FormD)
                    .Where(c => c != '\u0308' && !char.IsWhiteSpace(c) && !StrokeFont.Has(c))
                    .ShouldBeEmpty();
            }
        }
    }

    [Fact]
    public void Two_glyphs_of_the_stroke_font_never_look_the_same()
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz12345678";
        letters
            .GroupBy(l =>
                string.Join('|', StrokeFont.Lines(l.ToString()).Select(x => string.Join(',', x)))
            )
            .ShouldAllBe(g => g.Count() == 1);
        StrokeFont.Lines("Ä").Count.ShouldBe(StrokeFont.Lines("A").Count + 2);
        StrokeFont.Width("WW").ShouldBeGreaterThan(StrokeFont.Width("W") * 2);
    }

    [Fact]
    public void A_day_that_was_not_measured_has_a_dash_and_is_said_so()
    {
        var plan = Plan(Facts(known: 7, median: null, missingBack: 2));
        plan.Bars.Count.ShouldBe(7);
        plan.Bars[4].Value.ShouldBeNull();
        plan.Lines.ShouldHaveSingleItem().ShouldContain("not measured");
        plan.Bars[^1].Marked.ShouldBeTrue();
        plan.Bars.Count(b => b.Marked).ShouldBe(1);
    }

    [Fact]
    public void The_alt_text_says_what_the_chart_shows()
    {
        var week = new DrawDigestChart().Draw(Facts(known: 7, median: 1000, missingBack: 2), "en")!;
        week.AltText.ShouldStartWith("Views per day from Wed 10 June to Tue 16 June.");
        week.AltText.ShouldContain("Sun 14 June: not measured");
        week.AltText.ShouldContain("Tue 16 June: 2,603");
        week.AltText.ShouldContain("1,000");

        var month = new DrawDigestChart().Draw(
            Facts(known: 28, median: 1000, missingBack: 2),
            "de"
        )!;
        month.AltText.ShouldContain("am meisten Di 16. Juni: 2.603");
        month.AltText.ShouldContain("1 Tag nicht gemessen");
    }

    [Fact]
    public void Nothing_measured_draws_nothing() =>
        new DrawDigestChart().Draw(Facts(7, null) with { Series = null }, "en").ShouldBeNull();

    [Fact]
    public void A_warm_chart_is_quick()
    {
        var facts = Facts(known: 28, median: 1000);
        var artist = new DrawDigestChart();
        artist.Draw(facts, "en");
        // One quick one in thirty is enough: other work on the machine is no fault of ours.
        Enumerable
            .Range(0, 30)
            .Any(_ =>
            {
                var watch = Stopwatch.StartNew();
                artist.Draw(facts, "en");
                return watch.Elapsed < TimeSpan.FromMilliseconds(100);
            })
            .ShouldBeTrue();
    }

    private static int Dark(byte[] png, SKRectI? area = null)
    {
        using var picture = SKBitmap.Decode(png);
        var within = area ?? new SKRectI(0, 0, picture.Width, picture.Height);
        var dark = 0;
        for (var y = within.Top; y < within.Bottom; y++)
        for (var x = within.Left; x < within.Right; x++)
            if (picture.GetPixel(x, y) is { Red: < 0x70, Green: < 0x78, Blue: < 0x80 })
                dark++;
        return dark;
    }

    /// <summary>What a chart would be if its words were lost.</summary>
    private sealed class MuteHand : ChartHand
    {
        public override float Measure(string text, float size) => text.Length * size / 2;

        public override void Write(
            SKCanvas canvas,
            string text,
            float x,
            float y,
            float size,
            SKColor color,
            SKTextAlign align = SKTextAlign.Left,
            bool bold = false
        ) { }
    }
}
