using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Connectors.Chat.Teams;
using SocialBot.Connectors.Chat.Teams.Wire;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Chat.Teams;

/// <summary>What the platform sends, and what it makes of every answer.</summary>
public sealed class TeamsPlatformTests : IAsyncLifetime
{
    private static readonly Card Hello = Card.Say("Hello", "It works.");

    private TeamsBot _bot = null!;
    private ConnectorDouble _teams = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bot = await TeamsBot.StartAsync();
        _teams = await ConnectorDouble.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        await _teams.DisposeAsync();
    }

    [Fact]
    public async Task A_card_is_posted_to_the_conversation()
    {
        var delivery = await PostAsync(Personal(), SampleCards.Everything);

        delivery.ShouldBe(new ChatDelivery.Delivered("1001"));
        var request = _teams.Requests[0];
        request.Method.ShouldBe("POST");
        request.Path.ShouldBe("/v3/conversations/a%3A1-maya-personal/activities");
        request.Authorization.ShouldBeEmpty("there is no app to sign in as");
        ((string?)request.Body["summary"]).ShouldBe("Maya asks for your approval");
        ((string?)request.Body["from"]!["id"]).ShouldBe("28:bot");
        ((string?)request.Body["conversation"]!["id"]).ShouldBe("a:1-maya-personal");
        ((string?)request.Card["version"]).ShouldBe("1.5");
        _teams.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reply_goes_into_its_thread()
    {
        var delivery = await PostAsync(Channel("1795398033729"), Hello);

        delivery.ShouldBe(new ChatDelivery.Delivered("1001", "1795398033729"));
        _teams
            .Requests.Single()
            .Path.ShouldBe(
                "/v3/conversations/19%3Aroom%40thread.tacv2%3Bmessageid%3D1795398033729/activities"
            );
    }

    [Fact]
    public async Task A_post_to_a_channel_begins_a_thread() =>
        (await PostAsync(Channel(thread: null), Hello)).ShouldBe(
            new ChatDelivery.Delivered("1001", "1001")
        );

    [Fact]
    public async Task A_card_is_edited_where_it_hangs_and_notifies_nobody_again()
    {
        var delivery = await EditAsync(Channel("17"), "18", SampleCards.Everything);

        delivery.ShouldBe(new ChatDelivery.Delivered("18", "17"));
        var request = _teams.Requests.Single();
        request.Method.ShouldBe("PUT");
        request.Path.ShouldEndWith("messageid%3D17/activities/18");
        request.Body["entities"].ShouldBeNull();
        request.Body["text"].ShouldBeNull();
        _teams.Violations.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Omar Haddad")]
    [InlineData("A & B <at>everyone</at>")]
    [InlineData("*Bold* _name_")]
    [InlineData("Zoë \"the boss\" O'Neil")]
    public async Task A_mention_and_its_entity_are_the_same_text(string name)
    {
        var delivery = await PostAsync(
            Channel(thread: null),
            Hello with
            {
                Summary = "Maya & Co <at>ask</at>",
                Notify = [new CardMention("29:omar", name), new CardMention("29:other", name)],
            }
        );

        delivery.ShouldBe(
            new ChatDelivery.Delivered("1001", "1001"),
            "the card is what is edited later"
        );
        _teams.Requests.Count.ShouldBe(2);
        _teams.Requests[1].Path.ShouldEndWith("messageid%3D1001/activities");
        var body = _teams.Requests[1].Body;
        var entities = body["entities"]!.AsArray();
        entities.Count.ShouldBe(2);
        ((string?)body["text"]).ShouldBe(
            $"{string.Join(' ', entities.Select(e => (string?)e!["text"]))} Maya ＆ Co ‹at›ask‹/at›"
        );
        ((string?)entities[0]!["text"]).ShouldNotBe((string?)entities[1]!["text"]);
        ((string?)entities[0]!["mentioned"]!["id"]).ShouldBe("29:omar");
        ((string)body["text"]!).Split("<at>").Length.ShouldBe(3, "one mention each, no more");
        _teams.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_card_stands_when_its_mention_could_not_be_sent()
    {
        _teams.NextAnswers(201);
        _teams.NextAnswers(429);
        var card = Hello with { Notify = [new CardMention("29:omar", "Omar")] };

        (await PostAsync(Personal(), card)).ShouldBeOfType<ChatDelivery.Unknown>();
        (await PostAsync(Personal(), card)).ShouldBeOfType<ChatDelivery.TryLater>();
        _teams.Requests.Count.ShouldBe(2, "no mention of a card that may not be there");

        _bot.Clock.Advance(TimeSpan.FromSeconds(6));
        _teams.NextAnswersRaw(201, """{"id":"77"}""");
        _teams.NextAnswers(429);
        (await PostAsync(Personal(), card)).ShouldBe(new ChatDelivery.Delivered("77"));
        _bot.Logs.Text.ShouldContain("not notified");
    }

    [Theory]
    [MemberData(nameof(SampleCards.Alternatives), MemberType = typeof(SampleCards))]
    public async Task Every_alternative_of_a_card_is_taken_by_a_strict_connector(
        string what,
        Card card
    )
    {
        (await PostAsync(Personal(), card)).ShouldBeOfType<ChatDelivery.Delivered>(what);
        (await EditAsync(Personal(), "1", card)).ShouldBeOfType<ChatDelivery.Delivered>(what);
        _teams.Violations.ShouldBeEmpty(what);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 1)]
    [InlineData("86400", 600)]
    [InlineData("Mon, 23 Nov 2026 01:40:30 GMT", 30)]
    public async Task A_rate_limited_message_is_tried_again_when_Teams_says(
        string? retryAfter,
        int seconds
    )
    {
        _teams.NextAnswers(429, "Throttled", retryAfter);

        (await PostAsync(Personal(), Hello))
            .ShouldBeOfType<ChatDelivery.TryLater>()
            .After.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task A_conversation_that_was_too_much_for_Teams_is_left_alone_and_the_others_are_not()
    {
        _teams.NextAnswers(429, "Throttled", "7");

        await EditAsync(Channel("17"), "18", Hello);
        _bot.Clock.Advance(TimeSpan.FromSeconds(2));
        var waiting = await EditAsync(Channel("19"), "20", Hello);

        waiting.ShouldBeOfType<ChatDelivery.TryLater>().After.ShouldBe(TimeSpan.FromSeconds(5));
        (await PostAsync(Channel(thread: null), Hello)).ShouldBeOfType<ChatDelivery.TryLater>();
        (await PostAsync(Personal(), Hello)).ShouldBeOfType<ChatDelivery.Delivered>();
        _teams.Requests.Count.ShouldBe(2);
        _bot.Clock.Advance(TimeSpan.FromSeconds(5));
        (await EditAsync(Channel("19"), "20", Hello)).ShouldBeOfType<ChatDelivery.Delivered>();
    }

    [Fact]
    public async Task Trouble_that_does_not_say_how_long_is_waited_out_longer_each_time()
    {
        foreach (var status in (int[])[412, 502, 504])
            _teams.NextAnswers(status);
        var waits = new List<TimeSpan>();
        for (var n = 0; n < 3; n++)
            waits.Add(
                (await EditAsync(Personal(), "1", Hello))
                    .ShouldBeOfType<ChatDelivery.TryLater>()
                    .After
            );

        waits[0].ShouldBeInRange(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6));
        waits[1].ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(12));
        waits[2].ShouldBeInRange(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(24));
    }

    [Fact]
    public async Task A_sentence_that_nobody_brings_again_waits_for_its_turn()
    {
        _teams.NextAnswers(429, "Throttled", "3");
        var said = _bot
            .Services.GetRequiredService<TeamsPlatform>()
            .SayAsync(Personal(), "The file could not be given.");

        await Eventually.TrueAsync(
            () =>
            {
                _bot.Clock.Advance(TimeSpan.FromMilliseconds(100));
                return said.IsCompleted;
            },
            "the sentence is said"
        );

        _teams.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(412, "TryLater", "TryLater")]
    [InlineData(401, "TryLater", "TryLater")]
    [InlineData(500, "Unknown", "TryLater")]
    [InlineData(502, "Unknown", "TryLater")]
    [InlineData(503, "Unknown", "TryLater")]
    [InlineData(504, "Unknown", "TryLater")]
    [InlineData(404, "Gone", "Gone")]
    [InlineData(400, "Refused", "Refused")]
    [InlineData(403, "Refused", "Refused")]
    [InlineData(405, "Refused", "Refused")]
    [InlineData(413, "Refused", "Refused")]
    [InlineData(302, "Refused", "Refused")]
    public async Task Every_answer_has_its_outcome_for_a_new_message_and_for_an_edit(
        int status,
        string created,
        string edited
    )
    {
        _teams.NextAnswers(status, "SomethingElse");
        _teams.NextAnswers(status, "SomethingElse");

        (await PostAsync(Personal(), Hello)).GetType().Name.ShouldBe(created);
        (await EditAsync(Personal(), "1", Hello)).GetType().Name.ShouldBe(edited);
    }

    [Fact]
    public async Task An_overload_that_says_when_to_come_back_took_nothing()
    {
        _teams.NextAnswers(503, "ServiceUnavailable", "9");

        (await PostAsync(Personal(), Hello))
            .ShouldBeOfType<ChatDelivery.TryLater>()
            .After.ShouldBe(TimeSpan.FromSeconds(9));
    }

    [Theory]
    [InlineData("""{"error":{"code":"MessageWritesBlocked","message":"x"}}""")]
    [InlineData("""{"subCode":"MessageWritesBlocked","error":{"code":"Forbidden"}}""")]
    [InlineData("""{"error":{"code":"BotNotInConversationRoster"}}""")]
    public async Task A_place_that_blocked_the_bot_is_gone(string body)
    {
        _teams.NextAnswersRaw(403, body);

        (await PostAsync(Personal(), Hello)).ShouldBeOfType<ChatDelivery.Gone>();

        _teams.NextAnswersRaw(403, body);
        (await EditAsync(Personal(), "1", Hello))
            .ShouldBeOfType<ChatDelivery.Gone>()
            .WholePlace.ShouldBeTrue();
    }

    [Theory]
    [InlineData("ConversationNotFound", true)]
    [InlineData("ActivityNotFoundInConversation", false)]
    [InlineData(null, false)]
    public async Task A_message_that_is_gone_does_not_take_its_place_along(
        string? code,
        bool wholePlace
    )
    {
        _teams.NextAnswers(404, code);

        (await EditAsync(Personal(), "1", Hello))
            .ShouldBeOfType<ChatDelivery.Gone>()
            .WholePlace.ShouldBe(wholePlace);
    }

    [Fact]
    public async Task A_lost_answer_is_unknown_and_not_sent_again()
    {
        _teams.NextLosesItsAnswer();

        (await PostAsync(Personal(), Hello)).ShouldBeOfType<ChatDelivery.Unknown>();
        _teams.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Silence_is_unknown_after_fifteen_seconds()
    {
        var arrived = _teams.NextFallsSilent();
        var posting = PostAsync(Personal(), Hello);
        await arrived;

        _bot.Clock.Advance(TimeSpan.FromSeconds(14));
        posting.IsCompleted.ShouldBeFalse();
        _bot.Clock.Advance(TimeSpan.FromSeconds(2));

        (await posting).ShouldBeOfType<ChatDelivery.Unknown>();
    }

    [Fact]
    public async Task A_message_that_left_is_waited_for_even_when_the_caller_gives_up()
    {
        using var impatient = new CancellationTokenSource();
        var arrived = _teams.NextFallsSilent();
        var posting = _bot.Platform.PostAsync(Personal(), Hello, "k", impatient.Token);
        await arrived;

        await impatient.CancelAsync();
        _bot.Clock.Advance(TimeSpan.FromSeconds(16));

        (await posting).ShouldBeOfType<ChatDelivery.Unknown>();
    }

    [Fact]
    public async Task A_service_that_is_not_there_took_nothing()
    {
        var place = Personal();
        await _teams.DisposeAsync();

        (await PostAsync(place, Hello)).ShouldBeOfType<ChatDelivery.TryLater>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"id":""}""")]
    public async Task An_acceptance_without_an_id_is_unknown(string body)
    {
        _teams.NextAnswersRaw(201, body);

        (await PostAsync(Personal(), Hello)).ShouldBeOfType<ChatDelivery.Unknown>();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("""{"serviceUrl":"https://smba.trafficmanager.net/emea/"}""")]
    [InlineData("""{"serviceUrl":"https://evil.example/","botId":"28:bot"}""")]
    [InlineData(
        """{"serviceUrl":"https://smba.trafficmanager.net.evil.example/","botId":"28:b"}"""
    )]
    [InlineData("""{"serviceUrl":"http://smba.trafficmanager.net/emea/","botId":"28:bot"}""")]
    [InlineData("""{"serviceUrl":"https://u:p@smba.trafficmanager.net/emea/","botId":"28:bot"}""")]
    public async Task Nothing_is_sent_to_a_place_without_an_allowed_address(string? reference)
    {
        var place = Personal() with { Reference = reference };

        (await PostAsync(place, Hello)).ShouldBeOfType<ChatDelivery.Refused>();
        (await EditAsync(place, "1", Hello)).ShouldBeOfType<ChatDelivery.Refused>();
    }

    [Fact]
    public async Task Neither_peoples_words_nor_the_vendors_are_logged_or_passed_on()
    {
        var secretive = Card.Say("the-title-of-the-card", "the-words-of-the-card");
        foreach (var status in (int[])[400, 403, 429, 500])
        {
            _teams.NextAnswers(status, "SomethingElse");
            var delivery = await PostAsync(Personal(), secretive);
            delivery.ToString()!.ShouldNotContain("the words of the vendor");
        }

        _bot.Logs.Text.ShouldContain("Teams answered POST with 400 SomethingElse");
        _bot.Logs.Text.ShouldNotContain("of-the-card");
        _bot.Logs.Text.ShouldNotContain("the words of the vendor");
    }

    private Task<ChatDelivery> PostAsync(ChatPlace place, Card card) =>
        _bot.Platform.PostAsync(place, card, "key", Ct);

    private Task<ChatDelivery> EditAsync(ChatPlace place, string message, Card card) =>
        _bot.Platform.EditAsync(place, message, card, Ct);

    private ChatPlace Personal() => Place("a:1-maya-personal", thread: null, "personal");

    private ChatPlace Channel(string? thread) => Place("19:room@thread.tacv2", thread, "channel");

    private ChatPlace Place(string conversation, string? thread, string type) =>
        new(
            "teams",
            "7d1f3c52-0000-4000-8000-0000000000aa",
            conversation,
            thread,
            Personal: type == "personal",
            JsonSerializer.Serialize(
                new PlaceReference(_teams.ServiceUrl, "28:bot", "SocialBot", type),
                TeamsJson.Wire.PlaceReference
            )
        );
}
