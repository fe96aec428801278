using Shouldly;
using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Core.Publishing;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

public sealed class TidTests
{
    private static readonly AtUri Post = new(
        "did:plc:ciodswhrbf6pjpzqa6jf7rgs",
        "app.bsky.feed.post",
        "3jzfcijpj2z2a"
    );

    [Theory]
    [InlineData("tid_syntax_valid.txt", true)]
    [InlineData("tid_syntax_invalid.txt", false)]
    public void The_networks_examples_are_told_apart(string file, bool valid)
    {
        var wrong = InteropFile.Lines(file).Where(line => Tid.IsValid(line) != valid);

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void A_key_is_always_the_same_record()
    {
        const string key = "01JX7QZV5R8M3N4P6S9T0VWXYZ";

        Tid.OfKey(key).ShouldBe(Tid.OfKey(key));
        Tid.IsValid(Tid.OfKey(key)).ShouldBeTrue();
    }

    [Fact]
    public void Keys_of_one_moment_are_different_records()
    {
        var keys = Enumerable.Range(0, 1_000).Select(_ => AttemptKey.New(Slice.Start)).ToList();

        // 1,000 out of a million places: a meeting or two is chance, many would be a bug.
        keys.Select(Tid.OfKey).Distinct().Count().ShouldBeGreaterThan(990);
    }

    [Fact]
    public void Record_keys_sort_as_their_posts_were_made()
    {
        var keys = Enumerable
            .Range(0, 1_000)
            .Select(i => Tid.OfKey(AttemptKey.New(Slice.Start.AddMilliseconds(i * 7))))
            .ToList();

        keys.ShouldBe(keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_time_of_a_key_is_kept_to_the_millisecond()
    {
        var at = Slice.Start.AddMilliseconds(123);
        var key = AttemptKey.New(at);

        Tid.TimeOfKey(key).ShouldBe(at);
        var kept = Tid.Time(Tid.OfKey(key))!.Value;
        kept.ShouldBeGreaterThanOrEqualTo(at);
        kept.ShouldBeLessThan(at.AddMilliseconds(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("01JX7QZV5R8M3N4P6S9T0VWXY")]
    [InlineData("01jx7qzv5r8m3n4p6s9t0vwxyz")]
    [InlineData("81JX7QZV5R8M3N4P6S9T0VWXYZ")]
    [InlineData("01JX7QZV5R8M3N4P6S9T0VWXYU")]
    public void What_is_no_key_makes_no_record(string key) =>
        Should.Throw<FormatException>(() => Tid.OfKey(key));

    [Theory]
    [InlineData("3jzfcijpj2z2a")]
    [InlineData("self")]
    public void What_is_done_to_a_record_has_one_key(string rkey)
    {
        var subject = Post with { Rkey = rkey };
        var key = Tid.OfSubject(subject);

        Tid.IsValid(key).ShouldBeTrue();
        Tid.OfSubject(subject).ShouldBe(key);
        Tid.OfSubject(subject with { Did = "did:plc:mwaowj2r7zwxy7jh46ycb64e" }).ShouldNotBe(key);
    }
}
