using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core.Cards;
using SocialBot.Core.Due;
using SocialBot.Core.Links;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Conversation;

/// <summary>Threads, link previews and languages as people meet them in chat.</summary>
public sealed class PostShapeTests
{
    private const string Link = "https://acme.test/lab";

    private static readonly string Long = string.Join(
        ' ',
        Enumerable.Repeat("We open our lab and you are welcome.", 12)
    );

    [Fact]
    public async Task A_text_that_is_too_long_is_split_by_button_and_made_one_again()
    {
        await using var talk = await OpenAsync();
        var card = await DraftAsync(talk, Long);
        card.Buttons.ShouldNotContain(b => b.Label == "Submit");

        var split = await talk.PressesAsync("anna", card, "Split into a thread");
        Talk.Text(split).ShouldContain("a thread of 2");
        split.Body.OfType<CardBlock.Quote>().Last().By.ShouldBe("Part 2 of 2");
        split.Buttons.ShouldContain(b => b.Label == "Submit");
        split.Buttons.ShouldNotContain(b => b.Label == "Split into a thread");

        var joined = await talk.PressesAsync("anna", split, "One text again");
        Talk.Text(joined).ShouldContain(Long);
        joined.Buttons.ShouldContain(b => b.Label == "Split and number");
    }

    [Fact]
    public async Task The_same_is_typed_and_refused_in_words_where_it_makes_no_sense()
    {
        await using var talk = await OpenAsync();
        await DraftAsync(talk, Long);
        Talk.Text((await talk.SaysAsync("anna", "split 1 with numbers"))[^1]).ShouldContain("2/2");
        Talk.Text((await talk.SaysAsync("anna", "join 1"))[^1]).ShouldContain(Long);
        Talk.Text((await talk.SaysAsync("anna", "split 1 on Bluesky"))[^1])
            .ShouldContain("a thread of 2");
        Talk.Text((await talk.SaysAsync("anna", "split 1"))[^1])
            .ShouldContain("Post 1 fits as it is, so there is nothing to split.");
    }

    [Fact]
    public async Task A_link_preview_shows_on_the_card_goes_and_comes_again()
    {
        var pages = new PageDouble();
        pages.Pages[Link] = new PageReading.Read("Our lab", "Opens in June", RedDot.Png);
        await using var talk = await OpenAsync(pages);
        await DraftAsync(talk, $"Come and see {Link}");
        await talk.Slice.WorkAsync(Lane.Network);
        await talk.SettleAsync();

        var card = talk.Wall("anna")[^1];
        Talk.Text(card).ShouldContain("Opens in June");
        card.Body.OfType<CardBlock.Quote>()
            .Last()
            .By.ShouldBe("Bluesky @acme: link preview, acme.test");
        card.Body.OfType<CardBlock.Picture>().ShouldHaveSingleItem().AltText.ShouldBe("Our lab");

        card = await talk.PressesAsync("anna", card, "No link preview");
        Talk.Text(card).ShouldNotContain("Opens in June");
        await talk.PressesAsync("anna", card, "Link preview again");
        await talk.Slice.WorkAsync(Lane.Network);
        await talk.SettleAsync();
        talk.Wall("anna").ShouldContain(c => Talk.Text(c).Contains("Opens in June"));
        Talk.Text((await talk.SaysAsync("anna", "no link preview 1"))[^1])
            .ShouldNotContain("Opens in June");
    }

    [Fact]
    public async Task A_page_that_cannot_be_read_is_a_calm_line_and_stops_nothing()
    {
        await using var talk = await OpenAsync(new PageDouble());
        await DraftAsync(talk, $"Come and see {Link}");
        await talk.Slice.WorkAsync(Lane.Network);
        await talk.SettleAsync();

        var card = talk.Wall("anna")[^1];

        Talk.Text(card).ShouldContain($"I could not read the page at {Link}");
        card.Tone.ShouldBe(Tone.Neutral);
        card.Buttons.ShouldContain(b => b.Label == "Submit");
    }

    [Fact]
    public async Task The_language_is_said_shown_and_taken_back()
    {
        await using var talk = await OpenAsync();
        await DraftAsync(talk, "Our lab opens");
        Talk.Text((await talk.SaysAsync("anna", "language 1: de, pt-br"))[^1])
            .ShouldContain("Language: de, pt-BR");
        Talk.Text((await talk.SaysAsync("anna", "language 1: klingonese"))[^1])
            .ShouldContain("\"klingonese\" is no language that I know.");
        Talk.Text((await talk.SaysAsync("anna", "language 1: none"))[^1])
            .ShouldNotContain("Language:");
    }

    private static async Task<Talk> OpenAsync(PageDouble? pages = null)
    {
        var talk = await Talk.OpenAsync(services =>
            services.AddSingleton<IReadsPages>(pages ?? new PageDouble())
        );
        await talk.Slice.AddAccountAsync("Bluesky");
        return talk;
    }

    private static async Task<Card> DraftAsync(Talk talk, string text) =>
        (await talk.SaysAsync("anna", $"draft a post for Bluesky for tomorrow 9am: {text}"))[^1];
}
