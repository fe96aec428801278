using Shouldly;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Accounts;

public sealed class AccountVerbTests
{
    [Theory]
    [InlineData("Scripted @acme-two")]
    [InlineData("@ACME-TWO")]
    public async Task An_account_that_is_named_in_full_is_the_only_one_offered(string said)
    {
        await using var talk = await Talk.OpenAsync();
        await talk.Slice.AddAccountAsync("Scripted", "acme-one");
        await talk.Slice.AddAccountAsync("Scripted", "acme-two");

        var cards = await talk.SaysAsync("ada", $"disconnect {said}");

        var offered = cards[^1].Buttons.Select(b => b.Label).ToList();
        offered.ShouldContain(label => label.Contains("acme-two"));
        offered.ShouldNotContain(label => label.Contains("acme-one"));
    }
}
