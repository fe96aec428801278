using Shouldly;
using SocialBot.Connectors.Chat.Local;
using SocialBot.Core.Workspaces;
using Xunit;

namespace SocialBot.Tests.Chat.Local;

public sealed class TypedTextTests
{
    private static readonly PlatformPerson[] Team =
    [
        Someone("omar", "Omar Haddad"),
        Someone("ada", "Ada"),
        Someone("eva1", "Eva Klein"),
        Someone("eva2", "Eva Klein-Lang"),
    ];

    [Theory]
    [InlineData("thanks @Omar", "omar", "@Omar")]
    [InlineData("thanks @omar haddad!", "omar", "@omar haddad")]
    [InlineData("@ADA, please", "ada", "@ADA")]
    [InlineData("(@ada)", "ada", "@ada")]
    [InlineData("@Eva Klein", "eva1", "@Eva Klein")]
    [InlineData("@eva2 and so on", "eva2", "@eva2")]
    public void A_typed_name_is_a_mention(string text, string userId, string asTyped)
    {
        var mention = TypedText.Mentions(text, Team).ShouldHaveSingleItem();
        mention.User.Id.ShouldBe(userId);
        mention.User.Platform.ShouldBe("local");
        mention.Text.ShouldBe(asTyped);
    }

    [Theory]
    [InlineData("write to anna@omar.example")]
    [InlineData("@Omara is somebody else")]
    [InlineData("@Eva could be two people")]
    [InlineData("@ Omar")]
    [InlineData("@nobody")]
    public void Anything_else_is_text(string text)
    {
        TypedText.Mentions(text, Team).ShouldBeEmpty();
        string.Concat(TypedText.Parts(text, Team).Select(p => p.Words)).ShouldBe(text);
    }

    [Fact]
    public void The_longer_of_two_names_is_meant()
    {
        TypedText
            .Mentions("@Eva Klein-Lang or @Eva Klein?", Team)
            .Select(m => m.User.Id)
            .ShouldBe(["eva2", "eva1"]);
    }

    [Theory]
    [InlineData("@SocialBot help", "help")]
    [InlineData("  @socialbot, help", "help")]
    [InlineData("@SocialBot: help", "help")]
    [InlineData("help @SocialBot", "help @SocialBot")]
    [InlineData("@SocialBotanist help", "@SocialBotanist help")]
    public void The_bots_own_name_in_front_is_allowed_and_taken_away(string text, string rest) =>
        TypedText.WithoutBot(text).ShouldBe(rest);

    private static PlatformPerson Someone(string id, string name) =>
        new(id, name, Roles.Author, "Acme", "Europe/Berlin");
}
