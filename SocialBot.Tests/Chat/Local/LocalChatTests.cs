using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Shouldly;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using Xunit;

namespace SocialBot.Tests.Chat.Local;

public sealed class LocalChatTests
{
    private static readonly byte[] SmallestPng = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    );

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_newcomer_chooses_who_to_be()
    {
        await using var host = await LocalChatHost.OpenAsync();

        var page = await LocalChatHost.ReadPageAsync(
            await host.Client().GetAsync(new Uri("/", UriKind.Relative), Ct)
        );

        page.QuerySelectorAll(".choose a")
            .Select(a => (a.GetAttribute("href"), a.QuerySelector("em")!.TextContent))
            .ShouldBe([
                ("/?as=anna", "Author"),
                ("/?as=omar", "Approver"),
                ("/?as=carl", "Community manager"),
                ("/?as=nils", "Analyst"),
                ("/?as=ada", "Admin"),
            ]);
        host.Bot.Turns.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_page_has_its_landmarks_rooms_people_and_something_to_type()
    {
        await using var host = await LocalChatHost.OpenAsync();

        var page = await host.PageAsync("anna");

        page.QuerySelectorAll("main").Length.ShouldBe(1);
        page.QuerySelector("nav")!.GetAttribute("aria-label").ShouldBe("Chats and people");
        page.QuerySelectorAll(".place .name")
            .Select(e => e.TextContent)
            .ShouldBe(["SocialBot", "approvals", "mentions", "alerts", "digests"]);
        page.QuerySelector(".place[aria-current=page] .name")!.TextContent.ShouldBe("SocialBot");
        page.QuerySelector(".person[aria-current=true] b")!.TextContent.ShouldBe("Anna");
        page.QuerySelector("label[for=text]")!.TextContent.ShouldBe("Message to SocialBot as Anna");
        page.QuerySelector("[role=status]")!.Id.ShouldBe("spoken");
        page.QuerySelectorAll(".try").Length.ShouldBe(3);
        page.QuerySelector(".try")!.TextContent.ShouldStartWith("draft a post for Sandbox");
        page.QuerySelector(".hint .note")!.TextContent.ShouldContain("Europe/Berlin");
        page.QuerySelector("a.feed")!.GetAttribute("href").ShouldBe("/sandbox");
        page.QuerySelectorAll("[id]").Select(e => e.Id).ShouldBeUnique();
    }

    [Fact]
    public async Task An_example_is_an_address_that_has_it_typed_already()
    {
        await using var host = await LocalChatHost.OpenAsync();
        var example = (await host.PageAsync("anna")).QuerySelector(".try")!;

        var page = await LocalChatHost.ReadPageAsync(
            await host.Client()
                .GetAsync(new Uri(example.GetAttribute("href")!, UriKind.Relative), Ct)
        );

        page.QuerySelector<IHtmlTextAreaElement>("#text")!
            .TextContent.ShouldBe(example.TextContent);
        host.Bot.Spoken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_a_card_offers_is_made_for_a_member_who_takes_it()
    {
        await using var host = await LocalChatHost.OpenAsync();
        host.Bot.Files = turn =>
            turn.Input is ChatInput.Pressed { Command: "post.export:7:0" }
                ? new ChatFile("post-7.json", "application/json", "{}"u8.ToArray())
                : null;

        using var file = await GetAsync("post.export:7:0", "anna");
        using var none = await GetAsync("post.export:8:0", "anna");
        using var nobody = await GetAsync("post.export:7:0", "nobody");

        (await file.Content.ReadAsStringAsync(Ct)).ShouldBe("{}");
        file.Content.Headers.ContentDisposition!.ToString()
            .ShouldStartWith("attachment; filename=post-7.json");
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        nobody.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        Task<HttpResponseMessage> GetAsync(string command, string who) =>
            host.Client()
                .GetAsync(new Uri($"/local/file?as={who}&command={command}", UriKind.Relative), Ct);
    }

    [Fact]
    public async Task Opening_ones_personal_chat_is_meeting_the_bot_once()
    {
        await using var host = await LocalChatHost.OpenAsync();

        await host.PageAsync("anna");
        await host.PageAsync("anna", "approvals");
        await host.PageAsync("omar");

        host.Bot.Turns.Select(t => (t.From.Id, t.In.Conversation, t.In.Personal, t.Input))
            .ShouldBe([
                ("anna", "personal:anna", true, new ChatInput.Met()),
                ("omar", "personal:omar", true, new ChatInput.Met()),
            ]);
    }

    [Fact]
    public async Task What_is_said_becomes_a_turn_and_a_message_for_everybody_in_the_room()
    {
        await using var host = await LocalChatHost.OpenAsync();

        var answer = await host.SayAsync(
            "anna",
            "approvals",
            "@SocialBot ask @Omar\r\nand @ada about <b>it</b>",
            "say-0001"
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.ToString().ShouldBe("/?as=anna&in=approvals");
        var turn = host.Bot.Spoken.ShouldHaveSingleItem();
        turn.Id.ShouldBe("say:anna:say-0001");
        turn.From.ShouldBe(new ChatUser("local", "", "anna"));
        turn.FromName.ShouldBe("Anna");
        turn.PlatformUserId.ShouldBe("anna");
        turn.In.ShouldBe(LocalChatHost.Room("approvals"));
        turn.At.ShouldBe(LocalChatHost.Start);
        turn.AnswersInline.ShouldBeFalse();
        var said = turn.Input.ShouldBeOfType<ChatInput.Said>();
        said.Text.ShouldBe("ask @Omar\nand @ada about <b>it</b>");
        said.Files.ShouldBeEmpty();
        turn.Mentions.Select(m => (m.User.Id, m.Name, m.PlatformUserId, m.Text))
            .ShouldBe([("omar", "Omar", "omar", "@Omar"), ("ada", "Ada", "ada", "@ada")]);

        var seenByOmar = (await host.PageAsync("omar", "approvals")).QuerySelector(".message")!;
        seenByOmar.QuerySelector(".by")!.TextContent.ShouldBe("Anna");
        seenByOmar
            .QuerySelector(".bubble p")!
            .TextContent.ShouldBe("@SocialBot ask @Omar\nand @ada about <b>it</b>");
        seenByOmar.QuerySelector(".at.me")!.TextContent.ShouldBe("@Omar");
        seenByOmar.QuerySelector("time")!.TextContent.ShouldBe("09:12", "in the workspace's zone");
    }

    [Fact]
    public async Task The_same_message_sent_again_is_the_same_turn()
    {
        await using var host = await LocalChatHost.OpenAsync();

        await host.SayAsync("anna", "personal:anna", "help", "say-0001");
        await host.SayAsync("anna", "personal:anna", "help", "say-0001");
        await host.SayAsync("omar", "personal:omar", "help", "say-0001");

        (await host.PageAsync("anna", "personal:anna"))
            .QuerySelectorAll(".message")
            .Length.ShouldBe(1);
        host.Bot.Spoken.Select(t => t.Id)
            .ShouldBe(["say:anna:say-0001", "say:anna:say-0001", "say:omar:say-0001"]);
    }

    [Fact]
    public async Task A_picture_is_what_its_bytes_say_whatever_its_name_is()
    {
        await using var host = await LocalChatHost.OpenAsync();

        var answer = await SendPictureAsync(
            host,
            SmallestPng,
            "..\\..\\lab.exe",
            "application/pdf"
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var file = host
            .Bot.Spoken.ShouldHaveSingleItem()
            .Input.ShouldBeOfType<ChatInput.Said>()
            .Files.ShouldHaveSingleItem();
        file.Name.ShouldBe("lab.exe");
        file.ContentType.ShouldBe("image/png");
        file.Bytes.ShouldBe(SmallestPng);

        var shown = (await host.PageAsync("anna", "personal:anna")).QuerySelector(".bubble img")!;
        shown.GetAttribute("alt").ShouldBe("Picture lab.exe");
        var served = await host.Client()
            .GetAsync(new Uri(shown.GetAttribute("src")!, UriKind.Relative), Ct);
        served.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        (await served.Content.ReadAsByteArrayAsync(Ct)).ShouldBe(SmallestPng);
        served.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_in_words()
    {
        await using var host = await LocalChatHost.OpenAsync();

        var answer = await SendPictureAsync(
            host,
            "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(),
            "x.png",
            "image/png"
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain("PNG, JPEG, GIF or WebP");
        host.Bot.Spoken.ShouldBeEmpty();
        (await host.PageAsync("anna", "personal:anna")).QuerySelector(".message").ShouldBeNull();
    }

    [Theory]
    [InlineData(10 * 1024 * 1024 + 1)]
    [InlineData(12 * 1024 * 1024)]
    public async Task A_picture_over_10_MB_is_refused_in_words(int size)
    {
        await using var host = await LocalChatHost.OpenAsync();
        var bytes = new byte[size];
        SmallestPng.CopyTo(bytes, 0);

        var answer = await SendPictureAsync(host, bytes, "x.png", "image/png");

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain("10 MB at most");
        host.Bot.Spoken.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("  \n ", HttpStatusCode.BadRequest, "nothing to send yet")]
    [InlineData(null, HttpStatusCode.BadRequest, "longer than a message can be")]
    public async Task An_empty_or_endless_message_is_refused_in_words(
        string? text,
        HttpStatusCode status,
        string words
    )
    {
        await using var host = await LocalChatHost.OpenAsync();

        var answer = await host.SayAsync("anna", "personal:anna", text ?? new string('a', 20_001));

        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain(words);
        host.Bot.Spoken.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_script_gets_its_words_as_data()
    {
        await using var host = await LocalChatHost.OpenAsync();
        var client = host.Client();
        client.DefaultRequestHeaders.Accept.Add(
            new MediaTypeWithQualityHeaderValue("application/json")
        );

        using var good = Form(("as", "anna"), ("in", "alerts"), ("id", "say-0001"), ("text", "hi"));
        using var bad = Form(("as", "anna"), ("in", "alerts"), ("id", "say-0002"), ("text", ""));
        var done = await client.PostAsync(new Uri("/local/say", UriKind.Relative), good, Ct);
        var refused = await client.PostAsync(new Uri("/local/say", UriKind.Relative), bad, Ct);

        done.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync(Ct)).ShouldBe(
            """{"problem":"There was nothing to send yet. Write something first."}"""
        );
    }

    [Fact]
    public async Task A_card_is_posted_once_per_key_and_edited_in_place()
    {
        await using var host = await LocalChatHost.OpenAsync();
        var room = LocalChatHost.Room("approvals");

        var first = await host.Platform.PostAsync(room, SampleCards.ToApprove, "k1", Ct);
        var again = await host.Platform.PostAsync(room, SampleCards.ToApprove, "k1", Ct);
        var id = first.ShouldBeOfType<ChatDelivery.Delivered>().MessageId;
        again.ShouldBe(first);
        var edited = await host.Platform.EditAsync(room, id, SampleCards.Published, Ct);

        edited.ShouldBe(new ChatDelivery.Delivered(id));
        var page = await host.PageAsync("carl", "approvals");
        page.QuerySelectorAll(".message").Length.ShouldBe(1);
        page.QuerySelector(".message h2")!.TextContent.ShouldBe("OK: Post 213 is live");
        page.QuerySelector(".updated").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("approvals", "999")]
    [InlineData("approvals", "not a number")]
    [InlineData("mentions", "1")]
    public async Task Editing_what_is_not_there_says_that_it_is_gone(string room, string id)
    {
        await using var host = await LocalChatHost.OpenAsync();
        await host.Platform.PostAsync(
            LocalChatHost.Room("approvals"),
            SampleCards.ToApprove,
            "k1",
            Ct
        );

        (
            await host.Platform.EditAsync(LocalChatHost.Room(room), id, SampleCards.Published, Ct)
        ).ShouldBeOfType<ChatDelivery.Gone>();
        (await host.PageAsync("carl", "approvals"))
            .QuerySelector(".card h2")!
            .TextContent.ShouldBe("Warning: Post 214 waits for approval");
    }

    [Fact]
    public async Task A_press_takes_every_field_with_it_without_any_script()
    {
        await using var host = await LocalChatHost.OpenAsync();
        var posted = await host.Platform.PostAsync(
            LocalChatHost.Room("approvals"),
            SampleCards.Form,
            "k1",
            Ct
        );

        var answer = await host.PressAsync(
            await host.PageAsync("omar", "approvals"),
            "post.send-back:214:2",
            ("value.words", "Needs\r\na source")
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var turn = host.Bot.Spoken.ShouldHaveSingleItem();
        turn.AnswersInline.ShouldBeTrue();
        turn.In.ShouldBe(LocalChatHost.Room("approvals"));
        var pressed = turn.Input.ShouldBeOfType<ChatInput.Pressed>();
        pressed.Command.ShouldBe("post.send-back:214:2");
        pressed.MessageId.ShouldBe(posted.ShouldBeOfType<ChatDelivery.Delivered>().MessageId);
        pressed.Values.ShouldBe(
            new Dictionary<string, string>
            {
                ["reason"] = "claim",
                ["words"] = "Needs\na source",
                ["copies"] = "17,18",
                ["until"] = "tomorrow 9am",
                ["who"] = "1",
                ["tell"] = "true",
            },
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task What_was_unticked_comes_back_as_no_and_as_nothing()
    {
        await using var host = await LocalChatHost.OpenAsync();
        await host.Platform.PostAsync(LocalChatHost.Room("alerts"), SampleCards.Form, "k1", Ct);

        await host.PressAsync(
            await host.PageAsync("omar", "alerts"),
            "form.cancel:0:0",
            ("toggle.tell", "false"),
            ("several.copies", "")
        );

        var values = host
            .Bot.Spoken.ShouldHaveSingleItem()
            .Input.ShouldBeOfType<ChatInput.Pressed>()
            .Values;
        values["tell"].ShouldBe("false");
        values["copies"].ShouldBe("");
    }

    [Fact]
    public async Task A_double_click_is_one_turn_and_another_press_is_another()
    {
        await using var host = await LocalChatHost.OpenAsync();
        await host.Platform.PostAsync(LocalChatHost.Room("alerts"), SampleCards.Mention, "k1", Ct);
        var page = await host.PageAsync("carl", "alerts");

        await host.PressAsync(page, "case.claim:31:1");
        await host.PressAsync(page, "case.claim:31:1");
        await host.PressAsync(page, "case.done:31:1");

        var ids = host.Bot.Spoken.Select(t => t.Id).ToList();
        ids.Count.ShouldBe(3);
        ids[1].ShouldBe(ids[0]);
        ids[2].ShouldNotBe(ids[0]);
    }

    [Fact]
    public async Task A_passing_answer_is_seen_by_who_pressed_right_below_what_they_pressed()
    {
        await using var host = await LocalChatHost.OpenAsync();
        var room = LocalChatHost.Room("approvals");
        await host.Platform.PostAsync(room, SampleCards.ToApprove, "k1", Ct);
        await host.Platform.PostAsync(room, SampleCards.Published, "k2", Ct);
        host.Bot.AnswersWith(new InlineAnswer(SampleCards.Private, ReplacesPressed: false));

        await host.PressAsync(await host.PageAsync("carl", "approvals"), "post.approve:214:2");
        await host.PressAsync(await host.PageAsync("carl", "approvals"), "post.approve:214:2");

        Titles(await host.PageAsync("carl", "approvals"))
            .ShouldBe([
                "Warning: Post 214 waits for approval",
                "Warning: Only an approver can do this",
                "OK: Post 213 is live",
            ]);
        Titles(await host.PageAsync("omar", "approvals"))
            .ShouldBe(["Warning: Post 214 waits for approval", "OK: Post 213 is live"]);
        (await host.PageAsync("carl", "approvals"))
            .QuerySelector(".message.private .only-you span")!
            .TextContent.ShouldBe("Only you can see this");
    }

    [Fact]
    public async Task A_passing_form_that_will_not_do_yet_is_asked_again_in_its_place()
    {
        await using var host = await LocalChatHost.OpenAsync();
        await host.Platform.PostAsync(
            LocalChatHost.Room("approvals"),
            SampleCards.ToApprove,
            "k1",
            Ct
        );
        host.Bot.AnswersWith(new InlineAnswer(SampleCards.Form, ReplacesPressed: false));
        await host.PressAsync(await host.PageAsync("omar", "approvals"), "post.changes:214:2");
        host.Bot.AnswersWith(
            new InlineAnswer(
                SampleCards.Form with
                {
                    Title = "A sentence is missing",
                },
                ReplacesPressed: false
            )
        );
        await host.PressAsync(await host.PageAsync("omar", "approvals"), "post.send-back:214:2");

        Titles(await host.PageAsync("omar", "approvals"))
            .ShouldBe(["Warning: Post 214 waits for approval", "A sentence is missing"]);
    }

    [Fact]
    public async Task A_passing_form_that_has_done_its_work_goes_and_its_card_shows_what_came_of_it()
    {
        await using var host = await LocalChatHost.OpenAsync();
        await host.Platform.PostAsync(
            LocalChatHost.Room("approvals"),
            SampleCards.ToApprove,
            "k1",
            Ct
        );
        host.Bot.AnswersWith(new InlineAnswer(SampleCards.Form, ReplacesPressed: false));
        await host.PressAsync(await host.PageAsync("omar", "approvals"), "post.changes:214:2");
        host.Bot.AnswersWith(
            new InlineAnswer(
                SampleCards.ToApprove with
                {
                    Title = "Post 214 went back to Anna",
                },
                ReplacesPressed: true
            )
        );
        await host.PressAsync(await host.PageAsync("omar", "approvals"), "post.send-back:214:2");

        Titles(await host.PageAsync("omar", "approvals"))
            .ShouldBe(["Warning: Post 214 went back to Anna"]);
        Titles(await host.PageAsync("anna", "approvals"))
            .ShouldBe(["Warning: Post 214 waits for approval"]);
    }

    [Fact]
    public async Task A_form_in_the_chat_is_answered_in_its_place()
    {
        await using var host = await LocalChatHost.OpenAsync();
        await host.Platform.PostAsync(LocalChatHost.Personal("omar"), SampleCards.Form, "k1", Ct);
        host.Bot.AnswersWith(new InlineAnswer(Card.Say("Sent back"), ReplacesPressed: false));

        await host.PressAsync(
            await host.PageAsync("omar", "personal:omar"),
            "post.send-back:214:2"
        );

        Titles(await host.PageAsync("omar", "personal:omar")).ShouldBe(["Sent back"]);
    }

    [Fact]
    public async Task A_passing_answer_goes_when_its_reader_dismisses_it_and_not_when_another_does()
    {
        await using var host = await LocalChatHost.OpenAsync();
        await host.Platform.PostAsync(
            LocalChatHost.Room("approvals"),
            SampleCards.ToApprove,
            "k1",
            Ct
        );
        host.Bot.AnswersWith(new InlineAnswer(SampleCards.Private, ReplacesPressed: false));
        await host.PressAsync(await host.PageAsync("carl", "approvals"), "post.approve:214:2");
        var page = await host.PageAsync("carl", "approvals");
        var id = page.QuerySelector(".only-you input[name=message]")!.GetAttribute("value")!;

        await DismissAsync("omar");
        Titles(await host.PageAsync("carl", "approvals")).Count.ShouldBe(2);
        await DismissAsync("carl");
        Titles(await host.PageAsync("carl", "approvals")).Count.ShouldBe(1);

        Task DismissAsync(string person) =>
            host.PostAsync(
                "/local/dismiss",
                ("as", person),
                ("in", "approvals"),
                ("message", id),
                ("id", "dismiss-1")
            );
    }

    [Fact]
    public async Task The_pressed_cards_next_state_is_the_pressers_until_the_card_itself_changes()
    {
        await using var host = await LocalChatHost.OpenAsync();
        var room = LocalChatHost.Room("approvals");
        var posted = (ChatDelivery.Delivered)
            await host.Platform.PostAsync(room, SampleCards.ToApprove, "k1", Ct);
        host.Bot.AnswersWith(new InlineAnswer(Card.Say("You approved it"), ReplacesPressed: true));

        await host.PressAsync(await host.PageAsync("omar", "approvals"), "post.approve:214:2");

        Titles(await host.PageAsync("omar", "approvals")).ShouldBe(["You approved it"]);
        Titles(await host.PageAsync("anna", "approvals"))
            .ShouldBe(["Warning: Post 214 waits for approval"]);

        await host.Platform.EditAsync(room, posted.MessageId, SampleCards.Published, Ct);

        Titles(await host.PageAsync("omar", "approvals")).ShouldBe(["OK: Post 213 is live"]);
        Titles(await host.PageAsync("anna", "approvals")).ShouldBe(["OK: Post 213 is live"]);
    }

    [Fact]
    public async Task An_answer_that_comes_after_a_newer_card_does_not_hide_it()
    {
        await using var host = await LocalChatHost.OpenAsync();
        var room = LocalChatHost.Room("approvals");
        var posted = (ChatDelivery.Delivered)
            await host.Platform.PostAsync(room, SampleCards.ToApprove, "k1", Ct);
        var page = await host.PageAsync("omar", "approvals");
        host.Bot.Answers = async (_, ct) =>
        {
            await host.Platform.EditAsync(room, posted.MessageId, SampleCards.Published, ct);
            return new InlineAnswer(Card.Say("You approved it"), ReplacesPressed: true);
        };

        await host.PressAsync(page, "post.approve:214:2");

        Titles(await host.PageAsync("omar", "approvals")).ShouldBe(["OK: Post 213 is live"]);
    }

    [Fact]
    public async Task A_personal_chat_is_its_owners_only()
    {
        await using var host = await LocalChatHost.OpenAsync();
        var posted = (ChatDelivery.Delivered)
            await host.Platform.PostAsync(
                LocalChatHost.Personal("anna"),
                SampleCards.Preview,
                "k1",
                Ct
            );
        await SendPictureAsync(host, SmallestPng, "x.png", "image/png");
        var picture = (await host.PageAsync("anna", "personal:anna"))
            .QuerySelector(".bubble img")!
            .GetAttribute("src")!;

        (await GetAsync(LocalChatHost.PageOf("anna", "personal:anna"))).ShouldBe(HttpStatusCode.OK);
        (await GetAsync(LocalChatHost.PageOf("omar", "personal:anna"))).ShouldBe(
            HttpStatusCode.NotFound
        );
        (await GetAsync("/local/events?as=omar&in=personal:anna")).ShouldBe(
            HttpStatusCode.NotFound
        );
        (await GetAsync("/local/events?as=nobody")).ShouldBe(HttpStatusCode.NotFound);
        (await GetAsync(picture)).ShouldBe(HttpStatusCode.OK);
        (await GetAsync(picture.Replace("as=anna", "as=omar", StringComparison.Ordinal))).ShouldBe(
            HttpStatusCode.NotFound
        );
        (await host.SayAsync("omar", "personal:anna", "hi")).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
        (
            await host.PostAsync(
                "/local/press",
                ("as", "omar"),
                ("in", "personal:anna"),
                ("message", posted.MessageId),
                ("id", "press-001"),
                ("command", "post.submit:214:1")
            )
        ).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        host.Bot.Spoken.ShouldAllBe(t => t.From.Id == "anna");
        (await host.Store.NewestAsync("omar", "personal:anna", 10, Ct)).Messages.ShouldBeEmpty();
        (await host.Store.FindAsync("omar", long.Parse(posted.MessageId), Ct)).ShouldBeNull();

        async Task<HttpStatusCode> GetAsync(string path) =>
            (await host.Client().GetAsync(new Uri(path, UriKind.Relative), Ct)).StatusCode;
    }

    [Fact]
    public async Task What_waits_to_be_read_is_counted_for_each_person_until_they_look()
    {
        await using var host = await LocalChatHost.OpenAsync();
        await host.Platform.PostAsync(
            LocalChatHost.Room("approvals"),
            SampleCards.ToApprove,
            "k1",
            Ct
        );
        await host.Platform.PostAsync(
            LocalChatHost.Personal("omar"),
            SampleCards.ToApprove,
            "k2",
            Ct
        );
        await host.SayAsync("anna", "approvals", "please");

        var anna = await host.PageAsync("anna");
        Badge(anna, "[data-unread=approvals]").ShouldBe(1, "her own words are no news to her");
        Badge(anna, "[data-waiting=omar]").ShouldBe(1, "so that one sees whose turn it is");
        var omar = await host.PageAsync("omar");
        Badge(omar, "[data-unread=approvals]").ShouldBe(2);
        Badge(omar, "[data-unread='personal:omar']").ShouldBe(1);

        await host.PageAsync("omar", "approvals");
        Badge(await host.PageAsync("omar", "alerts"), "[data-unread=approvals]").ShouldBe(0);
        Badge(await host.PageAsync("anna"), "[data-unread=approvals]").ShouldBe(1);
    }

    [Fact]
    public async Task Everything_said_is_still_there_after_a_restart()
    {
        await using var host = await LocalChatHost.OpenAsync();
        var room = LocalChatHost.Room("approvals");
        var posted = (ChatDelivery.Delivered)
            await host.Platform.PostAsync(room, SampleCards.ToApprove, "k1", Ct);
        await host.SayAsync("anna", "approvals", "please");
        var before = Titles(await host.PageAsync("omar", "approvals"));

        await host.RestartAsync();

        Titles(await host.PageAsync("omar", "approvals")).ShouldBe(before);
        (await host.PageAsync("omar", "approvals")).QuerySelectorAll(".message").Length.ShouldBe(2);
        (await host.Platform.PostAsync(room, SampleCards.ToApprove, "k1", Ct)).ShouldBe(posted);
        (await host.Platform.EditAsync(room, posted.MessageId, SampleCards.Published, Ct)).ShouldBe(
            posted
        );
    }

    [Fact]
    public async Task What_nobody_planned_for_is_told_in_a_sentence_to_who_asked()
    {
        await using var host = await LocalChatHost.OpenAsync();
        await host.Platform.PostAsync(LocalChatHost.Room("alerts"), SampleCards.Mention, "k1", Ct);
        host.Bot.Answers = (_, _) => throw new InvalidOperationException("secret inside");

        (await host.SayAsync("carl", "alerts", "help")).StatusCode.ShouldBe(
            HttpStatusCode.SeeOther
        );
        await host.PressAsync(await host.PageAsync("carl", "alerts"), "case.claim:31:1");

        var page = await host.PageAsync("carl", "alerts");
        var told = page.QuerySelectorAll(".message.private");
        told.Length.ShouldBe(2);
        told.ShouldAllBe(m => m.TextContent.Contains("reference"));
        page.DocumentElement.TextContent.ShouldNotContain("secret inside");
        (await host.PageAsync("omar", "alerts")).QuerySelector(".private").ShouldBeNull();
    }

    [Fact]
    public async Task Days_are_told_apart_in_the_workspaces_zone()
    {
        await using var host = await LocalChatHost.OpenAsync();
        // 23:30 in Berlin, then 00:30.
        host.Clock.SetUtcNow(new DateTimeOffset(2026, 6, 9, 21, 30, 0, TimeSpan.Zero));
        await host.SayAsync("anna", "approvals", "late");
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.SayAsync("anna", "approvals", "early");

        (await host.PageAsync("anna", "approvals"))
            .QuerySelectorAll(".day")
            .Select(d => d.TextContent)
            .ShouldBe(["Yesterday", "Today"]);
    }

    [Fact]
    public async Task A_long_conversation_shows_its_end_and_the_way_to_its_beginning()
    {
        await using var host = await LocalChatHost.OpenAsync();
        for (var number = 0; number < 65; number++)
            await host.Platform.PostAsync(
                LocalChatHost.Room("digests"),
                Card.Say($"Digest {number}"),
                $"{number}",
                Ct
            );

        var page = await host.PageAsync("nils", "digests");
        Titles(page).Count.ShouldBe(60);
        Titles(page)[^1].ShouldBe("Digest 64");
        var earlier = page.QuerySelector(".earlier a")!.GetAttribute("href")!;
        var all = await LocalChatHost.ReadPageAsync(
            await host.Client().GetAsync(new Uri(earlier, UriKind.Relative), Ct)
        );
        Titles(all).Count.ShouldBe(65);
        all.QuerySelector(".earlier").ShouldBeNull();
    }

    [Fact]
    public async Task The_look_and_the_script_are_our_own_and_may_be_kept_for_ever()
    {
        await using var host = await LocalChatHost.OpenAsync();
        var page = await host.PageAsync("anna");
        var links = page.QuerySelectorAll("link, script")
            .Select(e => e.GetAttribute("href") ?? e.GetAttribute("src"))
            .ToList();

        links.Count.ShouldBe(3);
        foreach (var link in links)
        {
            link!.ShouldStartWith("/local/assets/");
            var served = await host.Client().GetAsync(new Uri(link, UriKind.Relative), Ct);
            served.StatusCode.ShouldBe(HttpStatusCode.OK);
            served.Headers.CacheControl!.ToString().ShouldContain("immutable");
            (await served.Content.ReadAsStringAsync(Ct)).ShouldNotContain("https://");
        }
        (
            await host.Client()
                .GetAsync(new Uri("/local/assets/localchat.000000000000.css", UriKind.Relative), Ct)
        ).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        page.QuerySelectorAll("style, script:not([src]), [style]").ShouldBeEmpty();
    }

    private static List<string> Titles(IDocument page) =>
        [.. page.QuerySelectorAll(".message h2").Select(h => h.TextContent)];

    private static int Badge(IDocument page, string selector) =>
        int.Parse(page.QuerySelector($"{selector} > span")!.TextContent);

    private static async Task<HttpResponseMessage> SendPictureAsync(
        LocalChatHost host,
        byte[] bytes,
        string name,
        string type
    )
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("anna"), "as" },
            { new StringContent("personal:anna"), "in" },
            { new StringContent($"{Guid.NewGuid()}"), "id" },
            { new StringContent(""), "text" },
        };
        using var picture = new ByteArrayContent(bytes);
        picture.Headers.ContentType = new MediaTypeHeaderValue(type);
        form.Add(picture, "picture", name);
        return await host.Client().PostAsync(new Uri("/local/say", UriKind.Relative), form, Ct);
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
}
