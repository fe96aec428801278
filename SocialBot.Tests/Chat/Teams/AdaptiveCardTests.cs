using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using SocialBot.Connectors.Chat.Teams;
using SocialBot.Connectors.Chat.Teams.Wire;
using SocialBot.Core.Cards;
using Xunit;
using CardFact = SocialBot.Core.Cards.Fact;
using CardTextRun = SocialBot.Core.Cards.TextRun;

namespace SocialBot.Tests.Chat.Teams;

public sealed class AdaptiveCardTests
{
    [Theory]
    [MemberData(nameof(SampleCards.Alternatives), MemberType = typeof(SampleCards))]
    public void Every_alternative_is_valid_against_the_published_schema(string what, Card card)
    {
        var drawn = Draw(card);

        TeamsContracts.CardViolations(drawn).ShouldBeEmpty(what);
        Nodes(drawn).ShouldNotContain(node => node == null, what);
    }

    [Fact]
    public void A_card_says_who_sees_another_at_most_sixty_of_those_first_who_are_waited_for()
    {
        var card = SampleCards.Everything with
        {
            View = "post.show:214:0",
            Viewers =
            [
                .. Enumerable.Range(1, 70).Select(i => new OwnView(i, i == 2 ? null : $"29:{i}")),
            ],
        };

        var drawn = Draw(card);

        TeamsContracts.CardViolations(drawn).ShouldBeEmpty();
        var refresh = drawn["refresh"]!;
        ((string?)refresh["action"]!["type"]).ShouldBe("Action.Execute");
        ((string?)refresh["action"]!["verb"]).ShouldBe("post.show:214:0");
        var ids = refresh["userIds"]!.AsArray().Select(id => (string)id!).ToList();
        ids.Count.ShouldBe(60);
        ids[..2].ShouldBe(["29:1", "29:3"]);
        Draw(SampleCards.Everything)["refresh"].ShouldBeNull();
    }

    [Fact]
    public void A_button_carries_the_same_command_for_clients_old_and_new()
    {
        var approve = Draw(SampleCards.Everything)["actions"]![0]!;

        ((string?)approve["type"]).ShouldBe("Action.Execute");
        ((string?)approve["verb"]).ShouldBe("post.approve:214:3");
        ((string?)approve["data"]!["socialbot"]).ShouldBe("post.approve:214:3");
        ((string?)approve["style"]).ShouldBe("positive");
        var fallback = approve["fallback"]!;
        ((string?)fallback["type"]).ShouldBe("Action.Submit");
        ((string?)fallback["title"]).ShouldBe("Approve");
        ((string?)fallback["data"]!["socialbot"]).ShouldBe("post.approve:214:3");
        ((string?)Draw(SampleCards.Everything)["actions"]![1]!["style"]).ShouldBe("destructive");
    }

    [Theory]
    [InlineData(6, 0)]
    [InlineData(7, 2)]
    [InlineData(12, 2)]
    [InlineData(20, 4)]
    public void No_button_is_lost_to_the_six_that_Teams_shows_in_a_row(int count, int rows)
    {
        var card = Draw(SampleCards.WithButtons(count));

        var sets = Nodes(card).OfType<JsonObject>().Where(o => Is(o, "ActionSet")).ToList();
        sets.Count.ShouldBe(rows);
        sets.ShouldAllBe(set => set["actions"]!.AsArray().Count <= 6);
        Nodes(card).OfType<JsonObject>().Count(o => Is(o, "Action.Execute")).ShouldBe(count);
    }

    [Fact]
    public void What_changed_is_struck_and_bold()
    {
        var runs = Nodes(
                Draw(
                    SampleCards.With(
                        new CardBlock.Text([
                            new CardTextRun("old", RunStyle.Struck),
                            new CardTextRun("new", RunStyle.Bold),
                        ])
                    )
                )
            )
            .OfType<JsonObject>()
            .Where(o => Is(o, "TextRun"))
            .ToList();

        ((bool?)runs.Single(r => Says(r, "old"))["strikethrough"]).ShouldBe(true);
        ((string?)runs.Single(r => Says(r, "new"))["weight"]).ShouldBe("bolder");
    }

    [Fact]
    public void A_picture_has_its_address_and_its_alt_text()
    {
        var image = Nodes(Draw(SampleCards.Everything))
            .OfType<JsonObject>()
            .Single(o => Is(o, "Image"));

        ((string?)image["url"]).ShouldBe("https://bot.example/media/k3y");
        ((string?)image["altText"]).ShouldBe("A cup of coffee on a red table");
        ((bool?)image["separator"]).ShouldBe(true, "the divider stood before it");
    }

    [Fact]
    public void Only_a_lone_button_makes_the_client_insist_on_a_field()
    {
        var field = new CardBlock.Field(new CardInput.Line("why", "Why", Required: true));
        var send = new CardButton("Send", "a.b:1:1");
        var alone = SampleCards.With(field) with { Buttons = [send], Language = "de" };
        var beside = alone with { Buttons = [send, new CardButton("Back", "c.d:1:1")] };

        ((bool?)Field(alone)["isRequired"]).ShouldBe(true);
        ((string?)Field(alone)["errorMessage"]).ShouldBe("Bitte „Why“ ausfüllen.");
        Field(beside).ContainsKey("isRequired").ShouldBeFalse("Back must work with an empty form");
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    public void A_strangers_words_are_shown_and_never_obeyed(string words)
    {
        var card = new Card
        {
            Title = words,
            Workspace = words,
            Summary = words,
            Body =
            [
                CardBlock.Plain(words),
                new CardBlock.Heading(words),
                new CardBlock.Quote(words, words),
                new CardBlock.Facts([new CardFact(words, words)]),
                new CardBlock.Finding(Tone.Bad, words),
                new CardBlock.Field(
                    new CardInput.Choice("c", "Which?", [new CardOption("1", words)])
                ),
                new CardBlock.Field(new CardInput.Toggle("t", words)),
                new CardBlock.Text([new CardTextRun(words, Url: words)]),
            ],
            Buttons = [new CardButton(words, "a.b:1:1"), new CardButton("Link", null, Url: words)],
        };

        var drawn = Draw(card);

        TeamsContracts.CardViolations(drawn).ShouldBeEmpty();
        foreach (var node in Nodes(drawn).OfType<JsonObject>())
        {
            if (Is(node, "TextBlock"))
                Verbatim.MeansItself((string)node["text"]!).ShouldBeTrue();
            foreach (var fact in node["facts"]?.AsArray() ?? [])
                Verbatim.MeansItself((string)fact!["value"]!).ShouldBeTrue();
            foreach (var choice in node["choices"]?.AsArray() ?? [])
                ((string)choice!["title"]!).ShouldNotContain(c => "*`[]<>\\|\n".Contains(c));
            if (Is(node, "Action.OpenUrl"))
                new Uri((string)node["url"]!).Scheme.ShouldBeOneOf("http", "https");
        }
        // Verbatim: the quotation, put together again, is what was written.
        var quote = Nodes(drawn)
            .OfType<JsonObject>()
            .Single(o => Is(o, "Container") && (string?)o["style"] == "emphasis");
        var lines = quote["items"]!
            .AsArray()
            .Select(line =>
                string.Concat(line!["inlines"]!.AsArray().Select(run => (string)run!["text"]!))
            )
            .Select(line => line == "\u00a0" ? "" : line)
            .ToList();
        string.Join('\n', lines[(lines.Count / 2)..])
            .ShouldBe(HiddenNamed(words.ReplaceLineEndings("\n")));
    }

    [Fact]
    public void A_direction_override_is_named_instead_of_obeyed()
    {
        var drawn = Draw(SampleCards.With(new CardBlock.Quote("pay \u202egpj.exe")));

        drawn.ToJsonString().ShouldNotContain("\\u202E");
        Nodes(drawn).OfType<JsonObject>().ShouldContain(o => Says(o, "⟨U+202E⟩"));
    }

    [Theory]
    [InlineData("Spring sale", true)]
    [InlineData("Tue 3 March 09:00 (Paris)", true)]
    [InlineData("-12 % · 3.4k", true)]
    [InlineData("#214 is out", true)]
    [InlineData("9. Dezember", false)]
    [InlineData("# loud", false)]
    [InlineData("- item", false)]
    [InlineData("a *b* c", false)]
    [InlineData("{{DATE(2026-01-01T00:00:00Z,SHORT)}}", false)]
    [InlineData("&lt;at&gt;", false)]
    [InlineData("see https://example.com", false)]
    [InlineData("<at>Omar</at>", false)]
    [InlineData("a\nb", false)]
    public void Words_that_Markdown_would_change_are_told_from_those_it_would_not(
        string words,
        bool same
    ) => Verbatim.MeansItself(words).ShouldBe(same);

    [Theory]
    [MemberData(nameof(Large))]
    public void A_card_too_large_for_Teams_is_cut_with_a_note_and_keeps_its_buttons(
        string what,
        Card card
    )
    {
        var drawn = AdaptiveCards.Render(card, new SamplePictures());

        AdaptiveCards.Length(drawn).ShouldBeLessThanOrEqualTo(AdaptiveCards.MessageLimit, what);
        var json = Json(drawn);
        TeamsContracts.CardViolations(json).ShouldBeEmpty(what);
        json.ToJsonString(TeamsJson.Wire.Options).ShouldContain("too long for Teams");
        json["actions"]!.AsArray().Count.ShouldBe(1, what);
    }

    [Fact]
    public void A_field_that_is_edited_is_never_shortened()
    {
        var text = new string('x', 9000);
        var card = SampleCards.With(
            new CardBlock.Quote(new string('y', 60_000)),
            new CardBlock.Field(new CardInput.Line("text", "Text", text, Multiline: true))
        );

        ((string?)Field(card)["value"]).ShouldBe(text);
    }

    public static TheoryData<string, Card> Large()
    {
        var approve = new CardButton("Approve", "post.approve:1:1");
        Card Of(params CardBlock[] body) => SampleCards.With(body) with { Buttons = [approve] };
        return new TheoryData<string, Card>
        {
            { "one long quote", Of(new CardBlock.Quote(new string('x', 100_000))) },
            { "many lines", Of(new CardBlock.Quote(new string('\n', 20_000))) },
            {
                "emoji",
                Of(new CardBlock.Quote(string.Concat(Enumerable.Repeat("☕️👩‍🍳", 20_000))))
            },
            { "controls", Of(CardBlock.Plain(new string('\u202e', 20_000))) },
            {
                "many blocks",
                Of([.. Enumerable.Range(0, 5000).Select(i => CardBlock.Plain($"Line {i}"))])
            },
            {
                "many facts",
                Of(
                    new CardBlock.Facts([
                        .. Enumerable.Range(0, 3000).Select(i => new CardFact($"Row {i}", "value")),
                    ])
                )
            },
            {
                "a field longer than a message",
                Of(new CardBlock.Field(new CardInput.Line("t", "T", new string('x', 60_000))))
            },
        };
    }

    public static TheoryData<string> Strangers() =>
        [
            "",
            "plain words",
            "**bold** _it_ ~~gone~~ `code` \\*",
            "[click](javascript:alert(1)) ![i](http://evil.test/a.png)",
            "<at>Omar Haddad</at> <at id=\"0\">all</at> @everyone @channel",
            "<script>alert(1)</script><img src=x onerror=alert(1)>",
            "{{DATE(2026-01-01T00:00:00Z,SHORT)}} {{TIME(2026-01-01T00:00:00Z)}}",
            "${title} {{#if}} {0} {1}",
            "&lt;at&gt;Omar&lt;/at&gt; &#42;&#42;x&#42;&#42;",
            "# Heading\n## Two\n- a\n+ b\n* c\n1. d\n> e\n---\n===",
            "line one\r\nline two\n\n\nline five",
            "| a | b |\n|---|---|\n| 1 | 2 |",
            "post.approve:214:3",
            "{\"type\":\"AdaptiveCard\"}",
            "\"quoted\" \\ back / slash \u2028 \u2029",
            "pay \u202egpj.exe \u2066x\u2069",
            "nul \u0000 bell \u0007 esc \u001b[31m del \u007f",
            "half a pair \ud83d and \ude00 alone",
            "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 é é ﷽ зло",
            "http://evil.test/?a=<b>&c=\"d\" https://xn--80ak6aa92e.com www.evil.test",
            "javascript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "    indented code",
            "\ttab\tbed",
            new string('*', 300),
        ];

    private static JsonObject Field(Card card) =>
        Nodes(Draw(card)).OfType<JsonObject>().Single(o => Is(o, "Input.Text"));

    private static JsonObject Draw(Card card) =>
        Json(AdaptiveCards.Render(card, new SamplePictures()));

    private static JsonObject Json(AdaptiveCard card) =>
        JsonNode.Parse(JsonSerializer.Serialize(card, TeamsJson.Wire.AdaptiveCard))!.AsObject();

    private static bool Is(JsonObject node, string type) => (string?)node["type"] == type;

    private static bool Says(JsonObject node, string words) =>
        Is(node, "TextRun") && (string?)node["text"] == words;

    private static string HiddenNamed(string words) =>
        string.Concat(
            words
                .EnumerateRunes()
                .Select(r =>
                    r.Value
                        is (>= 0x202a and <= 0x202e)
                            or (>= 0x2066 and <= 0x2069)
                            or (< 32 and not 10 and not 9)
                            or 0x7f
                        ? $"⟨U+{r.Value:X4}⟩"
                        : r.ToString()
                )
        );

    private static IEnumerable<JsonNode?> Nodes(JsonNode? node) =>
        node switch
        {
            JsonObject o => [o, .. o.SelectMany(p => Nodes(p.Value))],
            JsonArray a => [a, .. a.SelectMany(Nodes)],
            _ => [node],
        };
}
