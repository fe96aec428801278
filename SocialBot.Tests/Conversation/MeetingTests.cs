using Shouldly;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Conversation;

public sealed class MeetingTests
{
    [Fact]
    public async Task An_arrival_that_is_told_twice_is_greeted_once()
    {
        await using var talk = await Talk.OpenAsync();

        (await talk.MeetsAsync("anna")).ShouldHaveSingleItem().Title.ShouldBe("Hello Anna");
        (await talk.MeetsAsync("anna")).ShouldBeEmpty();
        (await talk.MeetsAsync("omar")).ShouldHaveSingleItem().Title.ShouldBe("Hello Omar");
    }

    [Theory]
    [InlineData("anna", "Try: draft a post for tomorrow 9am: We open our lab")]
    [InlineData("omar", "Try: what goes out this week")]
    [InlineData("carl", "Try: alert on broken, refund")]
    public async Task Everybody_is_told_something_to_try_that_they_may_do(string who, string words)
    {
        await using var talk = await Talk.OpenAsync();
        Talk.Text((await talk.MeetsAsync(who)).Single()).ShouldContain(words);
    }

    [Fact]
    public async Task Who_sent_the_bot_away_and_takes_it_back_is_greeted_again()
    {
        await using var talk = await Talk.OpenAsync();
        await talk.MeetsAsync("anna");
        await talk.PartsAsync("anna");

        (await talk.MeetsAsync("anna")).ShouldHaveSingleItem().Title.ShouldBe("Hello Anna");
    }

    [Theory]
    [InlineData("nutze diesen Kanal für Tagesberichte")]
    [InlineData("use this channel for digests")]
    [InlineData("Use this channel for Digests!")]
    public async Task A_channel_gets_its_purpose_in_either_language(string said)
    {
        await using var talk = await Talk.OpenAsync();

        var answer = await talk.SaysInAsync("ada", RoomPurpose.Alerts, said);

        answer.ShouldHaveSingleItem().Title.ShouldBe("From now on this channel is for digests.");
    }
}
