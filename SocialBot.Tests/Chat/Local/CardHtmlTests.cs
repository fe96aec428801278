using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Shouldly;
using SocialBot.Connectors.Chat.Local;
using SocialBot.Core.Cards;
using Xunit;

namespace SocialBot.Tests.Chat.Local;

public sealed class CardHtmlTests
{
    [Fact]
    public void A_card_says_whose_it_is_what_it_is_about_and_whom_it_asks()
    {
        var card = Show(SampleCards.ToApprove);

        card.QuerySelector("section.card")!.GetAttribute("data-subject").ShouldBe("post:214");
        card.QuerySelector(".of")!.TextContent.ShouldBe("Acme");
        card.QuerySelector("h2")!.TextContent.ShouldBe("Warning: Post 214 waits for approval");
        card.QuerySelector(".notified")!.TextContent.Trim().ShouldBe("For @Omar @Ada");
        card.QuerySelector(".at.me")!.TextContent.ShouldBe("@Omar");
    }

    [Fact]
    public void Removed_words_are_struck_added_ones_bold()
    {
        var card = Show(SampleCards.ToApprove);

        card.QuerySelector("del")!.TextContent.ShouldBe("Friday");
        card.QuerySelectorAll("strong").Select(e => e.TextContent).ShouldContain("Thursday");
        card.QuerySelector("h3")!.TextContent.ShouldBe("What changed");
        card.QuerySelectorAll("hr").Length.ShouldBe(1);
        card.QuerySelector(".subtle")!.TextContent.ShouldContain("Revision 9f2c1a");
    }

    [Fact]
    public void Facts_are_labels_with_their_values()
    {
        var facts = Show(SampleCards.Preview).QuerySelectorAll("dl > div");

        facts
            .Select(f => (f.QuerySelector("dt")!.TextContent, f.QuerySelector("dd")!.TextContent))
            .ShouldContain(("Length", "Sandbox 93 of 500"));
    }

    [Fact]
    public void A_picture_comes_from_this_host_with_its_alt_text_and_its_room_reserved()
    {
        var picture = Show(
                Body(new CardBlock.Picture("a key/../x", "Two people at a workbench", 640, 240))
            )
            .QuerySelector("img")!;

        picture.GetAttribute("src").ShouldBe("/media/a%20key%2F..%2Fx");
        picture.GetAttribute("alt").ShouldBe("Two people at a workbench");
        picture.GetAttribute("width").ShouldBe("640");
        picture.GetAttribute("height").ShouldBe("240");
    }

    [Theory]
    [InlineData(Tone.Neutral, "Note")]
    [InlineData(Tone.Good, "OK")]
    [InlineData(Tone.Warning, "Warning")]
    [InlineData(Tone.Bad, "Problem")]
    public void A_finding_has_an_icon_and_a_word_never_a_colour_only(Tone tone, string word)
    {
        var finding = Show(Body(new CardBlock.Finding(tone, "Something.")))
            .QuerySelector(".finding")!;

        finding.QuerySelector("svg")!.GetAttribute("aria-hidden").ShouldBe("true");
        finding.QuerySelector("b")!.TextContent.ShouldBe($"{word}:");
        finding.TextContent.ShouldEndWith("Something.");
    }

    [Fact]
    public void A_strangers_words_stay_verbatim_and_keep_their_direction_to_themselves()
    {
        const string words = "<b>cheap</b>\n\u202Emoc.elpmaxe\u202C & \"more\"";

        var quote = Show(Body(new CardBlock.Quote(words, "\u202Eevil"))).QuerySelector("figure")!;

        var said = quote.QuerySelector("blockquote")!;
        said.TextContent.ShouldBe(words);
        said.GetAttribute("dir").ShouldBe("auto");
        quote.QuerySelector("figcaption > bdi")!.TextContent.ShouldBe("\u202Eevil");
    }

    [Theory]
    [InlineData("https://acme.example/a?b=c&d=e", true)]
    [InlineData("http://acme.example", true)]
    [InlineData("HTTPS://acme.example", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("JaVaScRiPt:alert(1)", false)]
    [InlineData("\tjavascript:alert(1)", false)]
    [InlineData("data:text/html,<script>alert(1)</script>", false)]
    [InlineData("vbscript:msgbox", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("//evil.example", false)]
    [InlineData("/local/press", false)]
    [InlineData("", false)]
    public void Only_web_addresses_become_links(string url, bool becomesLink)
    {
        var card = Show(
            Body(new CardBlock.Text([new TextRun("here", Url: url)])) with
            {
                Buttons = [CardButton.Link("See it", url)],
            }
        );

        var links = card.QuerySelectorAll("a");
        links.Length.ShouldBe(becomesLink ? 2 : 0);
        links.ShouldAllBe(a => a.GetAttribute("rel") == "noopener noreferrer");
        links.ShouldAllBe(a => a.GetAttribute("href") == url);
        card.QuerySelector(".words")!.TextContent.ShouldStartWith("here");
        card.QuerySelector(".buttons")!.TextContent.ShouldContain("See it");
    }

    [Fact]
    public void Every_field_has_a_label_and_what_was_known_already()
    {
        var card = Show(SampleCards.Form);

        card.QuerySelectorAll("fieldset > legend")
            .Select(l => l.TextContent)
            .ShouldBe(["Reason needed", "For"]);
        Checked(card).ShouldBe(["claim", "17", "18", "true"]);
        var area = card.QuerySelector("textarea")!;
        card.QuerySelector($"label[for='{area.Id}']")!.TextContent.ShouldBe("In a sentence needed");
        area.GetAttribute("maxlength").ShouldBe("300");
        area.HasAttribute("required").ShouldBeTrue();
        card.QuerySelector($"[id='{area.GetAttribute("aria-describedby")}']")!
            .TextContent.ShouldBe("0 of 300 characters");
        card.QuerySelector<IHtmlInputElement>("input[name='value.until']")!
            .Value.ShouldBe("tomorrow 9am");
        card.QuerySelector<IHtmlSelectElement>("select[name='value.who']")!.Value.ShouldBe("1");
        foreach (var control in card.QuerySelectorAll("input:not([type=hidden]), textarea, select"))
            (
                control.Closest("label") is not null
                || card.QuerySelector($"label[for='{control.Id}']") is not null
            ).ShouldBeTrue(control.OuterHtml);
    }

    [Theory]
    [InlineData("\n\nbegins with two empty lines")]
    [InlineData("</textarea><script>alert(1)</script>")]
    [InlineData("ends with a line break\n")]
    public void A_text_in_a_text_area_comes_back_as_it_went_in(string text)
    {
        var area = Show(
                Body(new CardBlock.Field(new CardInput.Line("t", "Text", text, Multiline: true)))
            )
            .QuerySelector<IHtmlTextAreaElement>("textarea")!;

        area.TextContent.ShouldBe(text);
    }

    [Fact]
    public void Buttons_carry_their_commands_and_only_the_primary_one_insists_on_the_fields()
    {
        var buttons = Show(SampleCards.Form).QuerySelectorAll(".buttons button");

        buttons
            .Select(b => (b.GetAttribute("value"), b.ClassName, b.HasAttribute("formnovalidate")))
            .ShouldBe([
                ("post.send-back:214:2", "primary", false),
                ("form.cancel:0:0", "normal", true),
            ]);
    }

    [Fact]
    public void Enter_in_a_line_presses_the_primary_button_or_nothing()
    {
        var withPrimary = Show(SampleCards.Form).QuerySelector("button")!;
        withPrimary.GetAttribute("value").ShouldBe("post.send-back:214:2");
        withPrimary.HasAttribute("hidden").ShouldBeTrue();

        var without = Show(
                SampleCards.Form with
                {
                    Buttons = [new CardButton("Discard", "post.discard:1:1", ButtonStyle.Danger)],
                }
            )
            .QuerySelector("button")!;
        without.HasAttribute("disabled").ShouldBeTrue();
        without.HasAttribute("hidden").ShouldBeTrue();
    }

    /// <summary>Whatever is put into every text of a card at once, the page has the same elements and attributes as with a harmless word.</summary>
    [Theory]
    [MemberData(nameof(Hostile))]
    public void No_text_becomes_markup(string text)
    {
        var harmless = Show(FullOf("word", "https://acme.example"));
        var card = Show(FullOf(text, "https://acme.example"));

        Skeleton(card).ShouldBe(Skeleton(harmless));
        card.QuerySelectorAll("*")
            .SelectMany(e => e.Attributes)
            .ShouldAllBe(a => !a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        card.QuerySelector("blockquote")!.TextContent.ShouldBe(text.Replace('\0', '\uFFFD'));
        card.QuerySelector(".buttons button")!
            .GetAttribute("value")
            .ShouldBe(text.Replace('\0', '\uFFFD'));
    }

    public static TheoryData<string> Hostile =>
        [
            "<script>alert(1)</script>",
            "</script><script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<svg/onload=alert(1)>",
            "<svg><script xlink:href=data:,alert(1)></script></svg>",
            "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
            "<iframe srcdoc=\"<script>alert(1)</script>\">",
            "<object data=javascript:alert(1)>",
            "<body onload=alert(1)>",
            "<details open ontoggle=alert(1)>",
            "<form action=https://evil.example><input name=command>",
            "<base href=https://evil.example>",
            "<meta http-equiv=refresh content=0;url=https://evil.example>",
            "<link rel=stylesheet href=https://evil.example>",
            "<style>*{display:none}</style>",
            "\" onmouseover=\"alert(1)",
            "' onmouseover='alert(1)",
            "` onmouseover=`alert(1)",
            "\" autofocus onfocus=alert(1) x=\"",
            "\"><script>alert(1)</script>",
            "'><img src=x onerror=alert(1)>",
            "</textarea></select></option></button></form></section></li></ol><h1>gone",
            "</title></style></noscript></template><script>alert(1)</script>",
            "<!-- comment",
            "--><b>x",
            "<![CDATA[<script>]]>",
            "<?php echo 1 ?>",
            "&lt;script&gt;",
            "&#60;script&#62;alert(1)",
            "&amp;&quot;&apos;",
            "<scr\0ipt>alert(1)</script>",
            "\u202Egnp.exe\u202C",
            "\u2066\u2067\u2068\u2069",
            "\u200B\u200D\uFEFF",
            "\u2028\u2029",
            "＜script＞alert(1)＜/script＞",
            "‹script›",
            "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
            "{{constructor.constructor('alert(1)')()}}",
            "${alert(1)}",
            "javascript:alert(1)",
            "data:text/html;base64,PHNjcmlwdD4=",
            "%3Cscript%3E",
            "\\u003cscript\\u003e",
            "@everyone @here <@123>",
            "**bold** _it_ [x](javascript:alert(1))",
            "😀👩‍👩‍👧‍👦 Ü ß ş ﷽",
            "a\tb  c",
        ];

    private static Card FullOf(string text, string url) =>
        new()
        {
            Subject = text,
            Title = text,
            Tone = Tone.Warning,
            Workspace = text,
            Notify = [new CardMention(text, text)],
            Summary = text,
            Body =
            [
                new CardBlock.Text([
                    new TextRun(text, RunStyle.Bold | RunStyle.Italic | RunStyle.Struck),
                    new TextRun(text, Url: url),
                ]),
                new CardBlock.Heading(text),
                new CardBlock.Quote(text, text),
                new CardBlock.Facts([new Fact(text, text)]),
                new CardBlock.Picture(text, text),
                new CardBlock.Finding(Tone.Bad, text),
                new CardBlock.Field(new CardInput.Line(text, text, text, Placeholder: text)),
                new CardBlock.Field(
                    new CardInput.Line(text, text, text, Multiline: true, Placeholder: text)
                ),
                new CardBlock.Field(
                    new CardInput.Choice(text, text, [new(text, text)], Several: true)
                ),
                new CardBlock.Field(new CardInput.Choice(text, text, [new(text, text)])),
                new CardBlock.Field(
                    new CardInput.Choice(
                        text,
                        text,
                        [.. Enumerable.Range(0, 6).Select(_ => new CardOption(text, text))]
                    )
                ),
                new CardBlock.Field(new CardInput.Toggle(text, text)),
            ],
            Buttons =
            [
                new CardButton(text, text),
                new CardButton(text, text, ButtonStyle.Danger),
                CardButton.Link(text, url),
                CardButton.Link(text, text),
            ],
        };

    private static Card Body(params CardBlock[] blocks) =>
        new() { Title = "About something", Body = blocks };

    private static IElement Show(Card card) =>
        new HtmlParser()
            .ParseDocument($"<!doctype html><body>{CardHtml.Render(card, "m1", Html.None, "omar")}")
            .Body!;

    private static IEnumerable<string?> Checked(IElement card) =>
        card.QuerySelectorAll("[checked]").Select(e => e.GetAttribute("value"));

    private static string Skeleton(IElement element)
    {
        var text = new StringBuilder();
        foreach (var inner in element.QuerySelectorAll("*"))
            text.Append(inner.LocalName)
                .Append('[')
                .AppendJoin(',', inner.Attributes.Select(a => a.Name))
                .Append("]<")
                .AppendLine(inner.ParentElement!.LocalName);
        return text.ToString();
    }
}
