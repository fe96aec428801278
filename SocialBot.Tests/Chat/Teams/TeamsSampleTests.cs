using System.Net;
using System.Text.Json.Nodes;
using Shouldly;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using Xunit;

namespace SocialBot.Tests.Chat.Teams;

/// <summary>Every captured activity is accepted, and means what the person did.</summary>
public sealed class TeamsSampleTests : IAsyncLifetime
{
    private const string Tenant = "7d1f3c52-0000-4000-8000-0000000000aa";
    private const string Maya = "3f6a0001-0000-4000-8000-000000000001";

    private TeamsBot _bot = null!;

    public async ValueTask InitializeAsync() => _bot = await TeamsBot.StartAsync();

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    [Fact]
    public async Task Every_sample_is_accepted_with_an_answer_of_its_kind()
    {
        foreach (var name in TeamsSamples.Names())
        {
            using var response = await _bot.SendAsync(TeamsSamples.Text(name));

            response.StatusCode.ShouldBe(HttpStatusCode.OK, name);
            var body = await TextAsync(response);
            if ((string?)TeamsSamples.Json(name)["type"] == "invoke")
                JsonNode.Parse(body).ShouldBeOfType<JsonObject>(name);
            else
                body.ShouldBeEmpty(name);
        }
    }

    [Theory]
    [InlineData("message-personal", "hello")]
    [InlineData("message-suggested-action", "yes")]
    [InlineData("message-groupchat-mention", "hello group")]
    [InlineData("message-channel-mention", "hello channel")]
    [InlineData("message-channel-thread-reply", "reply in thread")]
    [InlineData("message-general-channel-mention", "hello general")]
    public async Task A_message_is_what_was_said_without_the_bots_own_mention(
        string sample,
        string text
    )
    {
        var turn = await TurnAsync(sample);

        turn.Input.ShouldBeOfType<ChatInput.Said>().Text.ShouldBe(text);
        turn.Mentions.ShouldBeEmpty();
        turn.From.ShouldBe(new ChatUser("teams", Tenant, Maya));
        turn.FromName.ShouldBe("Maya Editor");
        turn.PlatformUserId.ShouldBe("29:1-maya-editor");
        turn.Locale.ShouldBe("en-US");
        turn.TimeZone.ShouldBe("UTC");
        turn.AnswersInline.ShouldBeFalse();
    }

    [Theory]
    [InlineData("message-personal", "a:1-maya-personal", null, true)]
    [InlineData("message-groupchat-mention", "19:social-planning@thread.v2", null, false)]
    [InlineData(
        "message-channel-thread-reply",
        "19:social-team-mentions@thread.tacv2",
        "1795398033729",
        false
    )]
    public async Task A_place_is_its_conversation_and_its_thread(
        string sample,
        string conversation,
        string? thread,
        bool personal
    )
    {
        var place = (await TurnAsync(sample)).In;

        place.Platform.ShouldBe("teams");
        place.Tenant.ShouldBe(Tenant);
        place.Conversation.ShouldBe(conversation);
        place.Thread.ShouldBe(thread);
        place.Personal.ShouldBe(personal);
        var reference = JsonNode.Parse(place.Reference!)!;
        ((string?)reference["serviceUrl"]).ShouldBe("http://127.0.0.1:56150/_connector");
        ((string?)reference["botId"]).ShouldBe("28:5b0c1d2e-0000-4000-8000-0000000000b0");
    }

    [Theory]
    [InlineData("adaptivecard-action-invoke-personal", "1795397977317", "looks good", "li", "yes")]
    [InlineData("adaptivecard-action-invoke-channel", "1795398041836", "ok", "x", "false")]
    public async Task An_executed_action_is_a_press_with_the_forms_values(
        string sample,
        string message,
        string comment,
        string network,
        string urgent
    )
    {
        var turn = await TurnAsync(sample);

        turn.AnswersInline.ShouldBeTrue();
        var pressed = turn.Input.ShouldBeOfType<ChatInput.Pressed>();
        pressed.Command.ShouldBe("approve");
        pressed.MessageId.ShouldBe(message);
        pressed.Values["draft"].ShouldBe("7");
        pressed.Values["comment"].ShouldBe(comment);
        pressed.Values["net"].ShouldBe(network);
        pressed.Values["urgent"].ShouldBe(urgent);
    }

    [Theory]
    [InlineData("card-action-submit-personal")]
    [InlineData("card-action-submit-channel")]
    public async Task A_submitted_card_is_a_press_answered_by_message(string sample)
    {
        var turn = await TurnAsync(sample);

        turn.AnswersInline.ShouldBeFalse();
        var pressed = turn.Input.ShouldBeOfType<ChatInput.Pressed>();
        pressed.Command.ShouldBeEmpty("somebody else's card: its data names no command of ours");
        pressed.Values["act"].ShouldBe("reject");
        pressed.Values["urgent"].ShouldBe("false");
    }

    [Fact]
    public async Task Our_own_buttons_mean_the_same_executed_and_submitted()
    {
        var executed = TeamsSamples.Json("adaptivecard-action-invoke-personal");
        var button = JsonNode.Parse(
            """{"type":"Action.Execute","verb":"post.approve:214:3","data":{"socialbot":"post.approve:214:3","why":"ok"}}"""
        );
        executed["value"]!["action"] = button;
        var submitted = TeamsSamples.Json("card-action-submit-personal");
        submitted["value"] = JsonNode.Parse(
            """{"socialbot":"post.approve:214:3","why":"ok","msteams":{"type":"x"}}"""
        );

        foreach (var activity in (JsonObject[])[executed, submitted])
        {
            var pressed = (await TurnOfAsync(activity)).Input.ShouldBeOfType<ChatInput.Pressed>();
            pressed.Command.ShouldBe("post.approve:214:3");
            pressed.Values.ShouldBe(new Dictionary<string, string> { ["why"] = "ok" });
        }
    }

    [Theory]
    [InlineData("installationUpdate-add-personal", true, "a:1-maya-personal")]
    [InlineData("installationUpdate-add-groupchat", true, "19:social-planning@thread.v2")]
    [InlineData("installationUpdate-add-channel", true, "19:social-team-general@thread.tacv2")]
    [InlineData("conversationUpdate-membersAdded-personal", true, "a:1-maya-personal")]
    [InlineData("conversationUpdate-membersAdded-groupchat", true, "19:social-planning@thread.v2")]
    [InlineData(
        "conversationUpdate-teamMemberAdded-bot-channel",
        true,
        "19:social-team-general@thread.tacv2"
    )]
    [InlineData("installationUpdate-remove-personal", false, "a:1-maya-personal")]
    [InlineData(
        "conversationUpdate-teamMemberRemoved-bot-channel",
        false,
        "19:social-team-general@thread.tacv2"
    )]
    [InlineData("conversationUpdate-channelDeleted", false, "19:social-team-mentions@thread.tacv2")]
    [InlineData("conversationUpdate-teamDeleted", false, "19:social-team-general@thread.tacv2")]
    public async Task The_bot_notices_when_it_comes_and_goes(
        string sample,
        bool met,
        string conversation
    )
    {
        var turn = await TurnAsync(sample);

        (turn.Input is ChatInput.Met).ShouldBe(met);
        (turn.Input is ChatInput.Parted).ShouldBe(!met);
        turn.In.Conversation.ShouldBe(conversation);
    }

    [Theory]
    [InlineData("messageReaction-added")]
    [InlineData("messageReaction-removed")]
    [InlineData("conversationUpdate-channelCreated")]
    [InlineData("conversationUpdate-channelRenamed")]
    [InlineData("conversationUpdate-teamRenamed")]
    [InlineData("conversationUpdate-teamMemberAdded-user-channel")]
    [InlineData("conversationUpdate-membersRemoved-user-personal")]
    public async Task What_is_no_ones_request_is_taken_politely_and_ignored(string sample)
    {
        using var response = await _bot.SendAsync(TeamsSamples.Text(sample));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        _bot.Chat.Turns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(
        "composeExtension-query",
        """{"composeExtension":{"type":"result","attachments":[],"attachmentLayout":"list"}}"""
    )]
    [InlineData(
        "composeExtension-queryLink",
        """{"composeExtension":{"type":"result","attachments":[],"attachmentLayout":"list"}}"""
    )]
    public async Task A_search_or_a_link_that_leads_to_nothing_of_ours_finds_nothing(
        string sample,
        string answer
    )
    {
        using var response = await _bot.SendAsync(TeamsSamples.Text(sample));

        (await TextAsync(response)).ShouldBe(answer);
        _bot.Chat.Turns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("composeExtension-fetchTask", "en-US", "Write to it in chat")]
    [InlineData("composeExtension-submitAction", "de-DE", "Schreib ihm im Chat")]
    public async Task A_dialog_that_is_not_served_says_so_in_the_persons_language(
        string sample,
        string locale,
        string words
    )
    {
        var activity = TeamsSamples.Json(sample);
        activity["locale"] = locale;

        using var response = await _bot.SendAsync(activity.ToJsonString());

        var task = JsonNode.Parse(await TextAsync(response))!["task"]!;
        ((string?)task["type"]).ShouldBe("message");
        ((string)task["value"]!).ShouldContain(words);
    }

    [Theory]
    [InlineData("signin/verifyState")]
    [InlineData("fileConsent/invoke")]
    [InlineData("something/newer")]
    [InlineData(null)]
    public async Task An_invoke_nobody_knows_is_answered_with_nothing(string? name)
    {
        var activity = TeamsSamples.Json("composeExtension-query");
        activity["name"] = name;

        using var response = await _bot.SendAsync(activity.ToJsonString());

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await TextAsync(response)).ShouldBe("{}");
    }

    [Fact]
    public async Task The_pressed_cards_next_state_is_the_bare_answer()
    {
        _bot.Chat.Answer = new InlineAnswer(SampleCards.Everything, ReplacesPressed: true);

        var answer = await PressAsync();

        ((int?)answer["statusCode"]).ShouldBe(200);
        ((string?)answer["type"]).ShouldBe("application/vnd.microsoft.card.adaptive");
        TeamsContracts.CardViolations(answer["value"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_passing_answer_of_words_is_a_message_and_leaves_the_card()
    {
        _bot.Chat.Answer = new InlineAnswer(
            Card.Say("Omar has it.", "He claimed it 2 minutes ago."),
            ReplacesPressed: false
        );

        var answer = await PressAsync();

        ((string?)answer["type"]).ShouldBe("application/vnd.microsoft.activity.message");
        ((string?)answer["value"]).ShouldBe("Omar has it.\nHe claimed it 2 minutes ago.");
    }

    [Fact]
    public async Task A_passing_answer_with_a_form_is_a_card()
    {
        _bot.Chat.Answer = new InlineAnswer(
            SampleCards.With(new CardBlock.Field(new CardInput.Line("why", "Why?"))) with
            {
                Buttons = [new CardButton("Send", "post.reject:214:3")],
            },
            ReplacesPressed: false
        );

        ((string?)(await PressAsync())["type"]).ShouldBe("application/vnd.microsoft.card.adaptive");
    }

    [Fact]
    public async Task A_press_whose_answer_comes_by_message_is_not_left_hanging()
    {
        var answer = await PressAsync();

        ((string?)answer["value"]).ShouldBe("Done.");
    }

    [Theory]
    [InlineData("task/fetch")]
    [InlineData("task/submit")]
    public async Task A_dialog_that_is_none_of_ours_says_so(string name)
    {
        foreach (
            var value in (string[])
                ["""{"data":{"x":1}}""", "{}", "[]", "7", """{"data":{"socialbot":7}}"""]
        )
        {
            var activity = TeamsSamples.Json("composeExtension-fetchTask");
            activity["name"] = name;
            activity["value"] = JsonNode.Parse(value);

            using var response = await _bot.SendAsync(activity.ToJsonString());

            response.StatusCode.ShouldBe(HttpStatusCode.OK, value);
            var task = JsonNode.Parse(await TextAsync(response))!["task"]!;
            ((string?)task["type"]).ShouldBe("message", value);
            ((string)task["value"]!).ShouldNotBeEmpty();
        }
        _bot.Chat.Turns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(
        """{"parameters":[{"value":"cats"}],"queryOptions":{"skip":0,"count":25}}""",
        "posts",
        "cats",
        0,
        25
    )]
    [InlineData(
        """{"commandId":"searchSavedReplies","parameters":[{"name":"initialRun","value":"true"}]}""",
        "saved-replies",
        "",
        0,
        25
    )]
    [InlineData(
        """{"commandId":"searchPosts","parameters":[{"name":"words","value":" lab "}],"queryOptions":{"skip":25,"count":900}}""",
        "posts",
        "lab",
        25,
        25
    )]
    [InlineData(
        """{"commandId":"other","parameters":7,"queryOptions":{"skip":-1,"count":"x"}}""",
        "",
        "",
        0,
        25
    )]
    [InlineData("7", "posts", "", 0, 25)]
    public async Task A_search_says_where_what_and_which_page(
        string value,
        string shelf,
        string words,
        int skip,
        int count
    )
    {
        var query = TeamsSamples.Json("composeExtension-query");
        query["value"] = JsonNode.Parse(value);
        query.Remove("conversation");
        _bot.Chat.Finds =
        [
            new ChatFind("We <at>all</at> open", "Post 1 & more", SampleCards.Everything),
        ];

        using var response = await _bot.SendAsync(query.ToJsonString());

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        _bot.Chat.Searches.ShouldBe([new ChatSearch(shelf, words, skip, count)]);
        _bot.Chat.Looks.Single().Elsewhere.ShouldBeTrue();
        _bot.Chat.Looks.Single()
            .In.Personal.ShouldBeFalse("their chat is not the one with the bot");
        var found = JsonNode.Parse(await TextAsync(response))!["composeExtension"]!;
        ((string?)found["type"]).ShouldBe("result");
        var one = found["attachments"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)one["contentType"]).ShouldBe("application/vnd.microsoft.card.adaptive");
        TeamsContracts.CardViolations(one["content"]).ShouldBeEmpty();
        ((string)one["preview"]!["content"]!["title"]!).ShouldNotContain("<");

        _bot.Chat.Finds = null;
        using var unknown = await _bot.SendAsync(query.ToJsonString());
        found = JsonNode.Parse(await TextAsync(unknown))!["composeExtension"]!;
        ((string?)found["type"]).ShouldBe("message");
        ((string)found["text"]!).ShouldContain("does not know you");
    }

    [Theory]
    [InlineData("makeItAPost", "post.draft:0:0")]
    [InlineData("sendToTriage", "case.bring:0:0")]
    public async Task An_action_on_a_message_opens_a_form_with_what_the_message_says(
        string id,
        string command
    )
    {
        var fetch = TeamsSamples.Json("composeExtension-fetchTask");
        fetch["value"] = JsonNode.Parse(
            $$$"""
            {
              "commandId": "{{{id}}}", "commandContext": "message",
              "messagePayload": {
                "id": "1795398033729",
                "linkToMessage": "https://teams.microsoft.com/l/message/19%3Aroom/1795398033729",
                "from": { "user": { "id": "x", "displayName": "Priya" } },
                "body": { "contentType": "html", "content": "<p>We <b>won</b> &lt;the&gt; prize</p>\n<p>Great<br/>day &amp; night</p><script>x" }
              }
            }
            """
        );
        _bot.Chat.Form = SampleCards.With(
            new CardBlock.Field(new CardInput.Line("text", "Text")),
            new CardBlock.Field(new CardInput.Carried("link", "https://teams.microsoft.com/x"))
        ) with
        {
            Buttons = [new CardButton("Draft", command)],
        };

        using var response = await _bot.SendAsync(fetch.ToJsonString());

        var look = _bot.Chat.Looks.ShouldHaveSingleItem();
        (look.InWindow, look.Elsewhere).ShouldBe((true, true));
        var pressed = look.Input.ShouldBeOfType<ChatInput.Pressed>();
        pressed.Command.ShouldBe(command);
        pressed.Values["text"].ShouldBe("We won <the> prize\nGreat\nday & night\nx");
        pressed.Values["by"].ShouldBe("Priya");
        pressed.Values["link"].ShouldStartWith("https://teams.microsoft.com/");
        pressed.Values["message"].ShouldBe("1795398033729");
        var task = JsonNode.Parse(await TextAsync(response))!["task"]!;
        ((string?)task["type"]).ShouldBe("continue");
        var card = task["value"]!["card"]!["content"]!;
        TeamsContracts.CardViolations(card).ShouldBeEmpty();
        ((bool)card["body"]![1]!["isVisible"]!).ShouldBeFalse();
        ((string?)card["actions"]![0]!["data"]!["socialbotForm"])!.Length.ShouldBe(32);
    }

    [Fact]
    public async Task A_message_of_any_shape_opens_a_form_or_words_and_never_an_error()
    {
        foreach (
            var payload in (string[])
                [
                    "7",
                    "[]",
                    "{}",
                    """{"body":7}""",
                    """{"body":{"content":[1]},"from":{"user":"x"}}""",
                    """{"body":{"content":"<<<<>>><p"},"linkToMessage":"javascript:alert(1)","id":{}}""",
                ]
        )
        {
            var fetch = TeamsSamples.Json("composeExtension-fetchTask");
            fetch["value"] = JsonNode.Parse(
                $$"""{"commandId":"makeItAPost","messagePayload":{{payload}}}"""
            );
            using var response = await _bot.SendAsync(fetch.ToJsonString());
            response.StatusCode.ShouldBe(HttpStatusCode.OK, payload);
            JsonNode.Parse(await TextAsync(response))!["task"]!["type"].ShouldNotBeNull(payload);
        }
    }

    [Fact]
    public async Task The_same_rendering_of_a_form_is_the_same_turn_for_the_same_person()
    {
        var submit = TeamsSamples.Json("composeExtension-fetchTask");
        submit["name"] = "task/submit";
        submit["value"] = JsonNode.Parse(
            """{"data":{"socialbot":"post.changes:7:1","socialbotForm":"0123456789abcdef0123456789abcdef","reason":"no"}}"""
        );
        var again = submit.DeepClone().AsObject();
        again["id"] = "another";
        var other = submit.DeepClone().AsObject();
        other["value"]!["data"]!["socialbotForm"] = "1123456789abcdef0123456789abcdef";
        var someoneElse = submit.DeepClone().AsObject();
        someoneElse["from"]!["id"] = "29:else";

        var turn = await TurnOfAsync(submit);

        turn.InWindow.ShouldBeTrue();
        turn.Input.ShouldBeOfType<ChatInput.Pressed>()
            .Values.ShouldBe(new Dictionary<string, string> { ["reason"] = "no" });
        (await TurnOfAsync(again)).Id.ShouldBe(turn.Id);
        (await TurnOfAsync(other)).Id.ShouldNotBe(turn.Id);
        (await TurnOfAsync(someoneElse)).Id.ShouldNotBe(turn.Id);
    }

    [Fact]
    public async Task A_client_that_only_shows_a_card_presses_nothing()
    {
        var refresh = TeamsSamples.Json("adaptivecard-action-invoke-channel");
        refresh["value"]!["trigger"] = "automatic";
        refresh["value"]!["action"] = JsonNode.Parse(
            """{"type":"Action.Execute","verb":"post.approve:214:3","data":{"socialbot":"post.approve:214:3"}}"""
        );
        _bot.Chat.View = SampleCards.Everything;

        using var response = await _bot.SendAsync(refresh.ToJsonString());

        var answer = JsonNode.Parse(await TextAsync(response))!;
        ((string?)answer["type"]).ShouldBe("application/vnd.microsoft.card.adaptive");
        _bot.Chat.Turns.ShouldBeEmpty();
        var look = _bot.Chat.Looks.ShouldHaveSingleItem();
        look.OwnView.ShouldBeTrue();
        look.PlatformUserId.ShouldBe("29:1-maya-editor");

        _bot.Chat.View = null;
        using var nothing = await _bot.SendAsync(refresh.ToJsonString());
        ((string?)JsonNode.Parse(await TextAsync(nothing))!["value"]).ShouldBe(
            "There is nothing here for you to do."
        );
    }

    [Fact]
    public async Task A_redelivery_has_the_same_id_and_another_press_has_its_own()
    {
        var press = TeamsSamples.Json("adaptivecard-action-invoke-personal");
        var again = press.DeepClone().AsObject();
        again["id"] = "another-press";
        var elsewhere = press.DeepClone().AsObject();
        elsewhere["conversation"]!["id"] = "a:2-other";
        var nameless = press.DeepClone().AsObject();
        nameless.Remove("id");
        var longer = press.DeepClone().AsObject();
        longer["id"] = new string('x', 5000);

        string[] ids =
        [
            (await TurnOfAsync(press)).Id,
            (await TurnOfAsync(again)).Id,
            (await TurnOfAsync(elsewhere)).Id,
            (await TurnOfAsync(nameless)).Id,
            (await TurnOfAsync(longer)).Id,
        ];

        ids.Distinct().Count().ShouldBe(5);
        ids.ShouldAllBe(id => id.Length <= 128);
        (await TurnOfAsync(press)).Id.ShouldBe(ids[0]);
        (await TurnOfAsync(nameless)).Id.ShouldBe(ids[3]);
    }

    [Fact]
    public async Task Coming_in_twice_at_once_is_two_turns_and_no_error()
    {
        var both = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .SelectMany(_ =>
                    new[]
                    {
                        _bot.SendAsync(TeamsSamples.Text("installationUpdate-add-personal")),
                        _bot.SendAsync(
                            TeamsSamples.Text("conversationUpdate-membersAdded-personal")
                        ),
                    }
                )
        );

        both.ShouldAllBe(r => r.StatusCode == HttpStatusCode.OK);
        _bot.Chat.Turns.Select(t => t.Id).Distinct().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("Europe/Paris", "Europe/Paris")]
    [InlineData("Middle-earth/Shire", null)]
    [InlineData("../../etc/passwd", null)]
    public async Task A_time_zone_is_believed_when_it_exists(string zone, string? believed)
    {
        var activity = TeamsSamples.Json("message-personal");
        activity["localTimezone"] = zone;

        (await TurnOfAsync(activity)).TimeZone.ShouldBe(believed);
    }

    [Theory]
    [InlineData("2026-11-23T01:39:00Z", "2026-11-23T01:39:00Z")]
    [InlineData("2026-11-23T03:39:00+02:00", "2026-11-23T01:39:00Z")]
    [InlineData("2020-01-01T00:00:00Z", "2026-11-23T01:40:00Z")]
    [InlineData("yesterday", "2026-11-23T01:40:00Z")]
    public async Task A_time_is_believed_when_it_is_about_now(string said, string believed)
    {
        var activity = TeamsSamples.Json("message-personal");
        activity["timestamp"] = said;

        (await TurnOfAsync(activity)).At.ShouldBe(
            DateTimeOffset.Parse(believed, System.Globalization.CultureInfo.InvariantCulture)
        );
    }

    [Fact]
    public async Task A_picture_inside_the_message_is_a_file_and_one_elsewhere_is_not_fetched()
    {
        var png = Convert.ToBase64String([
            0x89,
            .. "PNG\r\n\x1a\n"u8,
            0,
            0,
            0,
            13,
            .. "IHDR"u8,
            0,
            0,
            0,
            4,
            0,
            0,
            0,
            3,
            8,
            6,
        ]);
        var activity = TeamsSamples.Json("message-personal");
        activity["attachments"] = new JsonArray(
            Attachment("image/jpeg", $"data:image/jpeg;base64,{png}", "cup.png"),
            Attachment("image/png", "data:image/png;base64,bm90IGEgcGljdHVyZQ==", "liar.png"),
            Attachment("image/png", "data:image/png;base64,***", "broken.png"),
            Attachment("image/png", $"{_bot.Address}api/messages", "elsewhere.png"),
            new JsonObject { ["contentType"] = "text/html", ["content"] = "<p>hello</p>" }
        );

        var said = (await TurnOfAsync(activity)).Input.ShouldBeOfType<ChatInput.Said>();

        var file = said.Files.ShouldHaveSingleItem();
        file.Name.ShouldBe("cup.png");
        file.ContentType.ShouldBe("image/png", "as the bytes say, not as claimed");
    }

    private static JsonObject Attachment(string type, string url, string name) =>
        new()
        {
            ["contentType"] = type,
            ["contentUrl"] = url,
            ["name"] = name,
        };

    private async Task<JsonObject> PressAsync()
    {
        using var response = await _bot.SendAsync(
            TeamsSamples.Text("adaptivecard-action-invoke-channel")
        );
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        return JsonNode.Parse(await TextAsync(response))!.AsObject();
    }

    private Task<ChatTurn> TurnAsync(string sample) => TurnOfAsync(TeamsSamples.Json(sample));

    private async Task<ChatTurn> TurnOfAsync(JsonObject activity)
    {
        var before = _bot.Chat.Turns.Count;
        using var response = await _bot.SendAsync(activity.ToJsonString());
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await TextAsync(response));
        _bot.Chat.Turns.Count.ShouldBe(before + 1);
        return _bot.Chat.Turns[^1];
    }

    private static Task<string> TextAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
