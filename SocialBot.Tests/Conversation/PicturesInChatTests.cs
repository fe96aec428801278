using Shouldly;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Conversation;

/// <summary>Pictures sent in chat, and the words for those who cannot see them.</summary>
public sealed class PicturesInChatTests
{
    private static readonly ChatFile Picture = new("dot.png", "image/png", RedDot.Png);

    [Fact]
    public async Task A_picture_sent_with_the_sentence_is_on_the_draft_and_is_described()
    {
        await using var talk = await OpenAsync();
        var card = (
            await talk.SaysAsync("anna", "draft a post for X for tomorrow 9am: Our lab.", Picture)
        )[^1];
        Pictures(card).ShouldBe(["(no alt text yet)"]);
        Talk.Text(card).ShouldContain("1 picture has no alt text");
        card.Buttons.Select(b => b.Label).ShouldContain("Alt text");

        card = (await talk.SaysAsync("anna", "alt 1: A red dot on the door of our lab"))[^1];
        Pictures(card).ShouldBe(["A red dot on the door of our lab"]);
        Talk.Text(card).ShouldNotContain("has no alt text");
        card.Buttons.Select(b => b.Label).ShouldNotContain("Alt text");
    }

    [Fact]
    public async Task A_picture_is_attached_later_with_the_command_or_as_the_next_message()
    {
        await using var talk = await OpenAsync();
        await talk.SaysAsync("anna", "draft a post for X for tomorrow 9am: Our lab.");
        Pictures((await talk.SaysAsync("anna", "picture 1", Picture))[^1]).Count.ShouldBe(1);
        Talk.Text((await talk.SaysAsync("anna", "picture 1"))[^1])
            .ShouldContain("Send the picture in this chat");
        Pictures((await talk.SaysAsync("anna", "", Picture))[^1]).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_picture_while_the_draft_is_asked_for_goes_with_it()
    {
        await using var talk = await OpenAsync();
        await talk.SaysAsync("anna", "draft");
        await talk.SaysAsync("anna", "X", Picture);
        await talk.SaysAsync("anna", "Our lab.");
        Pictures((await talk.SaysAsync("anna", "tomorrow 9am"))[^1]).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_in_words()
    {
        await using var talk = await OpenAsync();
        (
            await talk.SaysAsync(
                "anna",
                "draft a post for X for tomorrow 9am: Our lab.",
                new ChatFile("dot.png", "image/png", "not a picture"u8.ToArray())
            )
        )[^1]
            .Title.ShouldStartWith("I can take PNG, JPEG, GIF and WebP pictures");
    }

    private static List<string> Pictures(Card card) =>
        [.. card.Body.OfType<CardBlock.Picture>().Select(p => p.AltText)];

    private static async Task<Talk> OpenAsync()
    {
        var talk = await Talk.OpenAsync();
        await talk.Slice.AddAccountAsync("LinkedIn");
        await talk.Slice.AddAccountAsync("X");
        return talk;
    }
}
