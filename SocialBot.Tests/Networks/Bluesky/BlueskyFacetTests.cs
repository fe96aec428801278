using System.Text;
using System.Text.Json;
using Shouldly;
using SocialBot.Connectors.Networks.Bluesky;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>Held to what Bluesky's own client marks in 400 texts, at the same bytes.</summary>
public sealed class BlueskyFacetTests
{
    [Fact]
    public void Every_text_is_marked_as_its_own_client_marks_it()
    {
        var wrong = new List<string>();
        var (cases, facets) = (0, 0);
        foreach (var line in File.ReadLines(SharedData.Path("social/text-length-cases.jsonl")))
        {
            using var parsed = JsonDocument.Parse(line);
            var text = parsed.RootElement.GetProperty("text").GetString()!;
            var expected = parsed
                .RootElement.GetProperty("bluesky")
                .GetProperty("facets")
                .EnumerateArray()
                .Select(Expected)
                .OrderBy(f => f.ByteStart)
                .ToList();
            var found = BlueskyFacets.Find(text);
            if (!found.SequenceEqual(expected))
                wrong.Add(
                    $"{parsed.RootElement.GetProperty("id")}: {string.Join("; ", found)}, not {string.Join("; ", expected)}: {text}"
                );
            cases++;
            facets += expected.Count;
        }
        cases.ShouldBe(400);
        facets.ShouldBeGreaterThan(400);
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("wow 👩‍👩‍👧 https://example.com/ä next", "https://example.com/ä")]
    [InlineData("Grüße an @ann.test!", "@ann.test")]
    [InlineData("日本 #食べ物。 end", "#食べ物")]
    [InlineData("(example.com)", "example.com")]
    [InlineData("buy $bsky, now", "$bsky")]
    [InlineData("＃wide", "＃wide")]
    public void What_is_marked_is_found_again_at_its_bytes(string text, string marked)
    {
        var facet = BlueskyFacets.Find(text).ShouldHaveSingleItem();

        var bytes = Encoding.UTF8.GetBytes(text);
        Encoding.UTF8.GetString(bytes[facet.ByteStart..facet.ByteEnd]).ShouldBe(marked);
    }

    [Theory]
    [InlineData("me@example.org")]
    [InlineData("#1 of #2")]
    [InlineData("$123 or $TOOLONG")]
    [InlineData("@nobody")]
    [InlineData("HTTPS://EXAMPLE.COM")]
    [InlineData("e.g. this. And that")]
    [InlineData("#\uFE0Fkeycap")]
    [InlineData("")]
    public void What_only_looks_alike_is_plain_text(string text) =>
        BlueskyFacets.Find(text).ShouldBeEmpty();

    [Fact]
    public void A_space_is_what_its_client_takes_for_one()
    {
        BlueskyFacets.Find("\uFEFF#yes").ShouldHaveSingleItem();
        BlueskyFacets.Find("\u0085#no").ShouldBeEmpty();
    }

    [Fact]
    public void Half_a_letter_takes_no_mark_out_of_place()
    {
        var text = "\uD83D #tag";

        var facet = BlueskyFacets.Find(text).ShouldHaveSingleItem();

        facet.ShouldBe(new FoundFacet.Tag(4, 8, "tag"));
        BlueskyFacets.Find(WellFormed.Text(text)).ShouldBe([facet]);
    }

    [Fact]
    public void The_longest_tag_is_counted_in_what_a_reader_sees()
    {
        BlueskyFacets.Find($"#{new string('x', 64)}").ShouldHaveSingleItem();
        BlueskyFacets.Find($"#{new string('x', 65)}").ShouldBeEmpty();
        BlueskyFacets.Find($"#{Accents(64)}").ShouldHaveSingleItem();
        BlueskyFacets.Find($"#{Accents(65)}").ShouldBeEmpty();

        static string Accents(int letters) => string.Concat(Enumerable.Repeat("e\u0301", letters));
    }

    private static FoundFacet Expected(JsonElement facet)
    {
        var (start, end) = (
            facet.GetProperty("byteStart").GetInt32(),
            facet.GetProperty("byteEnd").GetInt32()
        );
        return facet.GetProperty("type").GetString() switch
        {
            "link" => new FoundFacet.Link(start, end, facet.GetProperty("uri").GetString()!),
            "mention" => new FoundFacet.Mention(
                start,
                end,
                facet.GetProperty("handle").GetString()!
            ),
            _ => new FoundFacet.Tag(start, end, facet.GetProperty("tag").GetString()!),
        };
    }
}
