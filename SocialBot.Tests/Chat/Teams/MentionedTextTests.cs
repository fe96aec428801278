using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using SocialBot.Connectors.Chat.Teams;
using SocialBot.Connectors.Chat.Teams.Wire;
using SocialBot.Core.Chat;
using Xunit;

namespace SocialBot.Tests.Chat.Teams;

public sealed class MentionedTextTests
{
    [Fact]
    public void The_bot_is_known_by_its_id_and_not_by_its_name()
    {
        var read = Read(
            "<at>SocialBot</at>&nbsp;ask <at>SocialBot</at> please",
            Mention("28:bot", "SocialBot"),
            Mention("29:other", "SocialBot")
        );

        read.Text.ShouldBe("ask @SocialBot please");
        read.Mentions.ShouldHaveSingleItem().PlatformUserId.ShouldBe("29:other");
    }

    [Fact]
    public void Others_keep_their_place_and_their_order()
    {
        var read = Read(
            "<at>Bot</at> away until Monday, <at>Omar</at> then <at>Lena &amp; Co</at> for me",
            Mention("29:lena", "Lena &amp; Co"),
            Mention("28:bot", "Bot"),
            Mention("29:omar", "Omar", "entra-omar")
        );

        read.Text.ShouldBe("away until Monday, @Omar then @Lena & Co for me");
        read.Mentions.ShouldBe([
            new MentionedUser(new ChatUser("teams", "t", "entra-omar"), "Omar", "29:omar", "@Omar"),
            new MentionedUser(
                new ChatUser("teams", "t", "29:lena"),
                "Lena & Co",
                "29:lena",
                "@Lena & Co"
            ),
        ]);
        read.Mentions.ShouldAllBe(m => read.Text.Contains(m.Text));
    }

    [Fact]
    public void A_name_that_Teams_split_in_two_is_one_person()
    {
        var read = Read(
            "give it to <at>Omar</at>&nbsp;<at>Haddad</at> now",
            Mention("29:omar", "Omar"),
            Mention("29:omar", "Haddad")
        );

        read.Text.ShouldBe("give it to @Omar Haddad now");
        read.Mentions.ShouldHaveSingleItem().Text.ShouldBe("@Omar Haddad");
    }

    [Theory]
    [InlineData("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c")]
    [InlineData("  spaces&nbsp;kept\r\nand\rlines  ", "spaces kept\nand\nlines")]
    [InlineData("nul \0 bell \a", "nul  bell")]
    [InlineData("&lt;at&gt;SocialBot&lt;/at&gt; typed by hand", "<at>SocialBot</at> typed by hand")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_text_is_read_as_it_was_written(string? raw, string text) =>
        Read(raw).Text.ShouldBe(text);

    [Fact]
    public void A_mention_that_is_not_in_the_text_is_nobody()
    {
        var read = Read("hello", Mention("29:omar", "Omar"), Mention("28:bot", ""));

        read.Text.ShouldBe("hello");
        read.Mentions.ShouldBeEmpty();
    }

    [Fact]
    public void Entities_that_are_not_what_they_should_be_are_passed_over()
    {
        var read = Read(
            "<at>Omar</at> hi",
            JsonValue.Create(7),
            new JsonArray(),
            null,
            new JsonObject { ["type"] = "mention" },
            new JsonObject
            {
                ["type"] = "mention",
                ["text"] = 7,
                ["mentioned"] = "x",
            },
            new JsonObject
            {
                ["type"] = "mention",
                ["text"] = "<at>Omar</at>",
                ["mentioned"] = new JsonObject { ["id"] = 7 },
            }
        );

        read.Mentions.ShouldBeEmpty();
    }

    private static MentionedText Read(string? text, params JsonNode?[] entities) =>
        MentionedText.Read(
            new Activity
            {
                Text = text,
                Recipient = new ChannelAccount("28:bot", "SocialBot"),
                Entities = JsonSerializer.SerializeToElement(new JsonArray(entities)),
            },
            "t"
        );

    private static JsonObject Mention(string id, string name, string? entra = null)
    {
        var mentioned = new JsonObject { ["id"] = id, ["name"] = name };
        if (entra is not null)
            mentioned["aadObjectId"] = entra;
        return new JsonObject
        {
            ["type"] = "mention",
            ["text"] = $"<at>{name}</at>",
            ["mentioned"] = mentioned,
        };
    }
}
