using Shouldly;
using SocialBot.Core.Links;
using SocialBot.Core.Posts;
using Xunit;

namespace SocialBot.Tests.Posts;

public sealed class RevisionTests
{
    [Fact]
    public void A_revision_is_the_SHA_256_of_the_canonical_form() =>
        // printf '%s' '{"account":7,"text":"Hi","media":[],"firstComment":"","thread":[]}' | sha256sum
        new CopyContent { Text = "Hi" }
            .RevisionFor(7)
            .ShouldBe("99dede2147d703ab259f17d06932880b42e70ab8f29e09450096e3a582e08e7c");

    [Fact]
    public void What_is_not_said_leaves_the_name_as_it_was() =>
        new CopyContent
        {
            Text = "Hi",
            Link = new LinkCard("https://a.test", LinkCardState.Unreadable),
            Languages = [],
        }
            .RevisionFor(7)
            .ShouldBe(new CopyContent { Text = "Hi" }.RevisionFor(7));

    [Fact]
    public void A_link_preview_and_the_languages_stand_at_the_end_of_the_canonical_form() =>
        // printf '%s' '{"account":7,"text":"Hi","media":[],"firstComment":"","thread":[],"link":{"url":"https://a.test",
        //   "title":"T","description":"D","picture":""},"languages":["de"]}' | sha256sum   (in one line)
        new CopyContent
        {
            Text = "Hi",
            Link = new LinkCard("https://a.test", LinkCardState.Shown, "T", "D"),
            Languages = ["de"],
        }
            .RevisionFor(7)
            .ShouldBe("e36eb70ea5e03376b8ac3250f612d000624dc12ab07edf6c9f073f7b51cab2b8");

    [Fact]
    public void No_two_contents_share_a_revision_by_moving_words_between_fields()
    {
        var medium = new AttachedMedia(1, "k", "aa", "image/png", 1, 1, 1, "alt");
        CopyContent[] contents =
        [
            new() { Text = "a", FirstComment = "b" },
            new() { Text = "a", Thread = ["b"] },
            new() { Text = "ab" },
            new() { Text = "a", Thread = ["b", ""] },
            new() { Text = "a\",\"media\":[],\"x\":\"b" },
            new() { Text = "a", Media = [medium] },
            new() { Text = "a", Media = [medium with { AltText = null }] },
            new() { Text = "a", Media = [medium, medium] },
            new() { Text = "", Thread = ["a", "b"] },
            new() { Text = "", Thread = ["ab"] },
            new() { Text = "a", Link = new("u", LinkCardState.Shown, "t", "d") },
            new() { Text = "a", Link = new("u", LinkCardState.Shown, "td", "") },
            new() { Text = "a", Link = new("u", LinkCardState.Shown, "t", "d", medium) },
            new() { Text = "a", Link = new("u", LinkCardState.Dropped) },
            new() { Text = "a", Languages = ["en"] },
            new() { Text = "a", Languages = ["en", "de"] },
        ];

        contents.Select(c => c.RevisionFor(1)).Distinct().Count().ShouldBe(contents.Length);
        contents[0].RevisionFor(2).ShouldNotBe(contents[0].RevisionFor(1));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_named_as_it_is_sent() =>
        new CopyContent { Text = "\ud83d" }
            .RevisionFor(1)
            .ShouldBe(new CopyContent { Text = "\ufffd" }.RevisionFor(1));

    [Fact]
    public void A_missing_comment_is_an_empty_one() =>
        new CopyContent { FirstComment = null }
            .RevisionFor(1)
            .ShouldBe(new CopyContent { FirstComment = "" }.RevisionFor(1));
}
