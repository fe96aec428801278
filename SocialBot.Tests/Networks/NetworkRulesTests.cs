using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Connectors.Networks;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using Xunit;

namespace SocialBot.Tests.Networks;

public sealed class NetworkRulesTests
{
    private static readonly NetworkRulebook Rulebook = new(
        new ServiceCollection().AddNetworkRules().BuildServiceProvider().GetServices<NetworkRules>()
    );

    [Fact]
    public void Eight_networks_and_the_Sandbox_have_rules() =>
        Rulebook
            .All.Select(r => r.Network)
            .ShouldBe(
                [
                    "Facebook",
                    "Instagram",
                    "X",
                    "LinkedIn",
                    "YouTube",
                    "TikTok",
                    "Bluesky",
                    "Mastodon",
                    "Sandbox",
                ],
                ignoreOrder: true
            );

    [Theory]
    [InlineData("Facebook", 63_206)]
    [InlineData("Instagram", 2_200)]
    [InlineData("X", 280)]
    [InlineData("LinkedIn", 3_000)]
    [InlineData("YouTube", 5_000)]
    [InlineData("TikTok", 2_200)]
    [InlineData("Bluesky", 300)]
    [InlineData("Mastodon", 500)]
    [InlineData("Sandbox", 500)]
    public void A_text_as_long_as_allowed_passes_and_one_letter_more_does_not(
        string network,
        int limit
    )
    {
        var rules = Rules(network);
        var full = new string('a', limit);
        var text = network == "YouTube" ? "Title\n" + full[6..] : full;

        rules.Measure(text).ShouldBe(new TextLength(limit, limit, rules.Text[0].Unit));
        Codes(rules, text).ShouldNotContain("text.too-long");
        rules.Measure(text + "a").OverBy.ShouldBe(1);
        Codes(rules, text + "a").ShouldContain("text.too-long");
    }

    [Theory]
    [InlineData("X", "https://example.com/a/very/long/path/that/goes/on", 23)]
    [InlineData("X", "example.com", 23)]
    [InlineData("X", "日本", 4)]
    [InlineData("X", "👨\u200D👩\u200D👧\u200D👦", 2)]
    [InlineData("Mastodon", "https://example.com/a/very/long/path/that/goes/on", 23)]
    [InlineData("Mastodon", "@lena@mastodon.social", 5)]
    [InlineData("Bluesky", "👨\u200D👩\u200D👧\u200D👦", 1)]
    [InlineData("Bluesky", "क्षि", 1)]
    [InlineData("YouTube", "日本", 6)]
    [InlineData("TikTok", "👍", 2)]
    [InlineData("LinkedIn", "10 * (2 + 3) #math_is_fun", 28)]
    public void Each_network_counts_its_own_way(string network, string text, int length) =>
        Rules(network).Measure(text).Count.ShouldBe(length);

    [Fact]
    public void On_Bluesky_the_limit_that_is_exceeded_is_shown()
    {
        var family = "👨\u200D👩\u200D👧\u200D👦"; // one grapheme, 25 bytes
        Rules("Bluesky").Measure("Hello").Unit.ShouldBe(TextUnits.Graphemes);
        var length = Rules("Bluesky").Measure(string.Concat(Enumerable.Repeat(family, 130)));
        length.ShouldBe(new TextLength(3_250, 3_000, TextUnits.Bytes));
        length.OverBy.ShouldBe(250);
    }

    [Fact]
    public void Pictures_on_TikTok_may_have_a_longer_text()
    {
        var text = new string('a', 3_000);
        Rules("TikTok").Measure(text).Over.ShouldBeTrue();
        Rules("TikTok").Measure(text, withPictures: true).Over.ShouldBeFalse();
    }

    [Fact]
    public void Each_part_of_a_thread_is_measured()
    {
        var content = new CopyContent { Text = "One", Thread = ["Two", new string('a', 290)] };
        var finding = Rules("X").Check(content).ShouldHaveSingleItem();
        finding.ToString().ShouldBe("text.too-long(290, 280, 10, weighted, 3)");
        finding.Blocks.ShouldBeTrue();
    }

    [Fact]
    public void A_thread_where_there_is_none_is_refused() =>
        Codes(Rules("Facebook"), new CopyContent { Text = "One", Thread = ["Two"] })
            .ShouldBe(["thread.unsupported"]);

    [Fact]
    public void A_first_comment_where_there_is_none_is_refused() =>
        Codes(
                Rules("TikTok"),
                new CopyContent
                {
                    Text = "Hello",
                    Media = [Picture()],
                    FirstComment = "More",
                }
            )
            .ShouldContain("comment.unsupported");

    [Fact]
    public void A_first_comment_is_measured_too() =>
        Codes(Rules("X"), new CopyContent { Text = "Hello", FirstComment = new string('a', 281) })
            .ShouldBe(["comment.too-long"]);

    [Theory]
    [InlineData("Instagram", "picture")]
    [InlineData("TikTok", "picture")]
    [InlineData("YouTube", "video")]
    public void Some_networks_take_no_text_alone(string network, string needs)
    {
        var finding = Rules(network).Check(new CopyContent { Text = "Hello" }).Single();
        finding.ToString().ShouldBe($"media.needed({needs})");
    }

    [Theory]
    [InlineData("Facebook", 10)]
    [InlineData("Instagram", 10)]
    [InlineData("X", 4)]
    [InlineData("LinkedIn", 20)]
    [InlineData("TikTok", 35)]
    [InlineData("Bluesky", 4)]
    [InlineData("Mastodon", 4)]
    [InlineData("Sandbox", 4)]
    public void One_picture_too_many_is_refused(string network, int most)
    {
        CopyContent With(int pictures) =>
            new()
            {
                Text = "Look",
                Media = [.. Enumerable.Range(0, pictures).Select(_ => Picture())],
            };
        Rules(network).Check(With(most)).Where(f => f.Blocks).ShouldBeEmpty();
        Rules(network)
            .Check(With(most + 1))
            .Single(f => f.Blocks)
            .ToString()
            .ShouldBe($"media.too-many({most + 1}, {most})");
    }

    [Fact]
    public void A_picture_is_held_against_type_size_shape_and_pixels()
    {
        Codes(Rules("Instagram"), WithPicture(Picture("image/gif"))).ShouldContain("media.type");
        Codes(Rules("Instagram"), WithPicture(Picture(width: 1_000, height: 1_300)))
            .ShouldContain("media.shape");
        Codes(Rules("Instagram"), WithPicture(Picture(width: 1_080, height: 1_350)))
            .ShouldNotContain("media.shape");
        Codes(Rules("Bluesky"), WithPicture(Picture("image/gif", bytes: 2_000_001)))
            .ShouldContain("media.too-big");
        Codes(Rules("LinkedIn"), WithPicture(Picture("image/gif", width: 7_000, height: 7_000)))
            .ShouldContain("media.too-many-pixels");
        Codes(Rules("YouTube"), WithPicture(Picture())).ShouldContain("media.type");
    }

    [Fact]
    public void A_picture_that_can_be_made_to_fit_stops_nothing()
    {
        (NetworkRules Rules, AttachedMedia Picture, string Told)[] cases =
        [
            (Rules("Instagram"), Picture("image/png"), "media.converted"),
            (Rules("Bluesky"), Picture(bytes: 2_000_001), "media.made-smaller"),
            (Rules("LinkedIn"), Picture(width: 7_000, height: 7_000), "media.made-smaller"),
        ];
        foreach (var (rules, picture, told) in cases)
        {
            var findings = rules.Check(WithPicture(picture));
            findings.ShouldAllBe(f => !f.Blocks);
            findings.Select(f => f.Code).ShouldContain(told);
        }
    }

    [Fact]
    public void X_takes_one_moving_picture_alone()
    {
        var gif = Picture("image/gif");
        Codes(Rules("X"), WithPicture(gif)).ShouldBeEmpty();
        Codes(Rules("X"), new CopyContent { Text = "Look", Media = [gif, gif] })
            .ShouldBe(["media.too-many"]);
        Codes(Rules("X"), new CopyContent { Text = "Look", Media = [gif, Picture()] })
            .ShouldBe(["media.mixed"]);
    }

    [Fact]
    public void A_picture_without_alt_text_is_a_warning_and_a_long_one_a_refusal()
    {
        var missing = Rules("X").Check(WithPicture(Picture() with { AltText = null })).Single();
        missing.ToString().ShouldBe("alt.missing(1)");
        missing.Blocks.ShouldBeFalse();

        var long_ = Rules("X")
            .Check(WithPicture(Picture() with { AltText = new string('a', 1_001) }))
            .Single();
        long_.ToString().ShouldBe("alt.too-long(1001, 1000, 1, 1)");
        long_.Blocks.ShouldBeTrue();

        Rules("TikTok").Check(WithPicture(Picture())).Single().Code.ShouldBe("alt.unsupported");
    }

    [Fact]
    public void Instagram_counts_hashtags_and_mentions_and_makes_no_link_clickable()
    {
        var tags = string.Join(' ', Enumerable.Range(0, 31).Select(n => $"#tag{n}"));
        var people = string.Join(' ', Enumerable.Range(0, 21).Select(n => $"@friend{n}"));
        var findings = Rules("Instagram")
            .Check(
                new CopyContent
                {
                    Text = $"{tags} {people} #1 https://example.com/#not-a-tag",
                    Media = [Picture()],
                }
            )
            .Select(f => f.ToString());
        findings.ShouldBe([
            "hashtags.too-many(31, 30)",
            "mentions.too-many(21, 20)",
            "link.not-clickable(1)",
        ]);
    }

    [Fact]
    public void X_takes_one_cashtag()
    {
        Codes(Rules("X"), "$ACME costs $50").ShouldBeEmpty();
        Codes(Rules("X"), "$ACME or $AJAX").ShouldBe(["cashtags.too-many"]);
    }

    [Fact]
    public void Forbidden_characters_are_named()
    {
        Rules("X")
            .Check(new CopyContent { Text = "a\uFEFFb" })
            .Single()
            .ToString()
            .ShouldBe("text.forbidden-characters(U+FEFF)");
        Rules("YouTube")
            .Check(new CopyContent { Text = "Title\n<b>" })[0]
            .ToString()
            .ShouldBe("text.forbidden-characters(< >)");
    }

    [Fact]
    public void A_long_first_line_is_no_title_on_YouTube() =>
        Codes(Rules("YouTube"), new string('a', 101) + "\nmore").ShouldContain("title.too-long");

    [Fact]
    public void Rules_registered_later_replace_earlier_ones()
    {
        var stricter = Rules("X") with { Thread = false };
        new NetworkRulebook([Rules("X"), stricter]).For("x").ShouldBeSameAs(stricter);
        Rulebook.For("Myspace").ShouldBeNull();
    }

    private static NetworkRules Rules(string network) => Rulebook.For(network)!;

    private static IEnumerable<string> Codes(NetworkRules rules, string text) =>
        Codes(rules, new CopyContent { Text = text });

    private static IEnumerable<string> Codes(NetworkRules rules, CopyContent content) =>
        rules.Check(content).Select(f => f.Code);

    private static CopyContent WithPicture(AttachedMedia picture) =>
        new() { Text = "Look", Media = [picture] };

    private static AttachedMedia Picture(
        string contentType = "image/jpeg",
        int width = 1_000,
        int height = 1_000,
        long bytes = 100_000
    ) => new(1, "key", "sha", contentType, width, height, bytes, "A red door");
}
