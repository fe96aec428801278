using Shouldly;
using Xunit;

namespace SocialBot.Tests.Stories;

/// <summary>Journey 10, point 1: the digest of the morning.</summary>
public sealed class DigestStoryTests
{
    [Fact]
    public async Task The_digest_comes_once_on_working_mornings_and_tells_the_weekend_on_Monday()
    {
        await using var story = await Story.OpenAsync();
        await story.PassToAsync("08:00", days: 1);
        await story.AwaitsAsync(
            "nils",
            "digests",
            c => c.Title.Contains("Tue 9 June"),
            "Tuesday's"
        );
        await story.PassToAsync("08:00", days: 1);
        await story.AwaitsAsync(
            "nils",
            "digests",
            c => c.Title.Contains("Wed 10 June"),
            "Wednesday's"
        );
        await story.PassToAsync("08:00", days: 1);
        await story.AwaitsAsync(
            "nils",
            "digests",
            c => c.Title.Contains("Thu 11 June"),
            "Thursday's"
        );
        await story.DownForAsync(TimeSpan.FromHours(1));
        await story.PassToAsync("08:00", days: 3);
        var monday = await story.AwaitsAsync(
            "nils",
            "digests",
            c => c.Title.Contains("14 June"),
            "the weekend's"
        );
        monday.Title.ShouldContain("12 June");
        (await story.WallAsync("nils", "digests")).Count(c => c.Subject is not null).ShouldBe(4);
    }

    [Fact]
    public async Task A_digest_is_told_when_asked_for_and_not_when_muted()
    {
        await using var story = await Story.OpenAsync();
        await story.SaysAsync("nils", "mute digest");
        await story.PassToAsync("08:05", days: 1);
        await story.SaysAsync("nils", "digest now");
        await story.AwaitsAsync(
            "nils",
            null,
            c => c.Title.Contains("10 June"),
            "the digest asked for"
        );
        (await story.WallAsync("nils", "digests")).ShouldBeEmpty();
        (await story.SaysAsync("anna", "mute digest")).Title.ShouldContain("analysts");
    }
}
