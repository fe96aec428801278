using System.Text.Json;
using Shouldly;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using Xunit;

namespace SocialBot.Tests.Chat.Local;

public sealed class StreamEventsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_and_changed_messages_appear_by_themselves()
    {
        await using var host = await LocalChatHost.OpenAsync();
        await using var omar = await EventReader.OpenAsync(host, "as=omar&in=approvals", null, Ct);
        await omar.NextAsync("unread");
        var room = LocalChatHost.Room("approvals");

        var posted = (ChatDelivery.Delivered)
            await host.Platform.PostAsync(room, SampleCards.ToApprove, "k1", Ct);
        var (firstId, fresh) = await omar.NextAsync("message");
        await host.Platform.EditAsync(room, posted.MessageId, SampleCards.Published, Ct);
        var (secondId, changed) = await omar.NextAsync("message");

        Text(fresh, "id").ShouldBe(posted.MessageId);
        Text(fresh, "html").ShouldContain("Post 214 waits for approval");
        Text(fresh, "spoken").ShouldBe("SocialBot: Post 214 by Anna waits for your approval");
        Text(changed, "id").ShouldBe(posted.MessageId);
        Text(changed, "html").ShouldContain("Post 213 is live");
        Text(changed, "spoken").ShouldBe("SocialBot updated: Post 213 is live");
        long.Parse(secondId).ShouldBeGreaterThan(long.Parse(firstId));
    }

    [Fact]
    public async Task A_stream_that_comes_back_misses_nothing_and_gets_each_message_once()
    {
        await using var host = await LocalChatHost.OpenAsync();
        var room = LocalChatHost.Room("approvals");
        string last;
        await using (
            var before = await EventReader.OpenAsync(host, "as=omar&in=approvals", null, Ct)
        )
        {
            await before.NextAsync("unread");
            await host.Platform.PostAsync(room, Card.Say("One"), "k1", Ct);
            (last, _) = await before.NextAsync("message");
        }

        var two = (ChatDelivery.Delivered)
            await host.Platform.PostAsync(room, Card.Say("Two"), "k2", Ct);
        await host.Platform.PostAsync(room, Card.Say("Three"), "k3", Ct);
        await host.Platform.EditAsync(room, two.MessageId, Card.Say("Two, again"), Ct);
        await host.RestartAsync();

        // The address still says where the page began; where the stream stood is newer.
        await using var after = await EventReader.OpenAsync(
            host,
            "as=omar&in=approvals&since=0",
            last,
            Ct
        );
        Text((await after.NextAsync("message")).Data, "html").ShouldContain(">Three<");
        Text((await after.NextAsync("message")).Data, "html").ShouldContain("Two, again");
        await host.Platform.PostAsync(room, Card.Say("Four"), "k4", Ct);
        Text((await after.NextAsync("message")).Data, "html").ShouldContain(">Four<");
    }

    [Fact]
    public async Task Nobody_hears_what_is_said_in_somebody_elses_personal_chat()
    {
        await using var host = await LocalChatHost.OpenAsync();
        await using var omar = await EventReader.OpenAsync(host, "as=omar&since=0", null, Ct);

        await host.SayAsync("anna", "personal:anna", "between us");
        await host.Platform.PostAsync(
            LocalChatHost.Personal("anna"),
            SampleCards.Preview,
            "k1",
            Ct
        );
        await host.SayAsync("anna", "alerts", "for all to hear");

        var (_, heard) = await omar.NextAsync("message");
        Text(heard, "conversation").ShouldBe("alerts");
        Text(heard, "html").ShouldContain("for all to hear");
    }

    [Fact]
    public async Task A_passing_answer_streams_to_who_pressed_only()
    {
        await using var host = await LocalChatHost.OpenAsync();
        await host.Platform.PostAsync(
            LocalChatHost.Room("approvals"),
            SampleCards.ToApprove,
            "k1",
            Ct
        );
        host.Bot.AnswersWith(new InlineAnswer(SampleCards.Private, ReplacesPressed: false));
        var page = await host.PageAsync("carl", "approvals");
        await using var carl = await EventReader.OpenAsync(host, "as=carl&in=approvals", null, Ct);
        await using var omar = await EventReader.OpenAsync(host, "as=omar&in=approvals", null, Ct);
        await carl.NextAsync("unread");
        await omar.NextAsync("unread");

        await host.PressAsync(page, "post.approve:214:2");
        await host.SayAsync("anna", "approvals", "for all to see");

        var (_, forCarl) = await carl.NextAsync("message");
        forCarl.GetProperty("private").GetBoolean().ShouldBeTrue();
        Text(forCarl, "root").ShouldBe("1");
        Text(forCarl, "spoken").ShouldBe("Only for you: Only an approver can do this");
        Text((await omar.NextAsync("message")).Data, "html").ShouldContain("for all to see");
    }

    [Fact]
    public async Task What_waits_elsewhere_is_counted_as_it_comes()
    {
        await using var host = await LocalChatHost.OpenAsync();
        await using var anna = await EventReader.OpenAsync(host, "as=anna&in=alerts", null, Ct);
        (await anna.NextAsync("unread"))
            .Data.GetProperty("conversations")
            .EnumerateObject()
            .ShouldBeEmpty();

        await host.Platform.PostAsync(
            LocalChatHost.Room("approvals"),
            SampleCards.ToApprove,
            "k1",
            Ct
        );
        var (_, counted) = await anna.NextAsync("unread");
        counted.GetProperty("conversations").GetProperty("approvals").GetInt32().ShouldBe(1);

        await host.Platform.PostAsync(
            LocalChatHost.Personal("omar"),
            SampleCards.ToApprove,
            "k2",
            Ct
        );
        var (_, whoseTurn) = await anna.NextAsync("unread");
        whoseTurn.GetProperty("people").GetProperty("omar").GetInt32().ShouldBe(1);

        await host.PostAsync(
            "/local/seen",
            ("as", "anna"),
            ("in", "approvals"),
            ("message", "1"),
            ("id", "seen-0001")
        );
        var (_, seen) = await anna.NextAsync("unread");
        seen.GetProperty("conversations").EnumerateObject().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_bot_is_seen_at_work_until_it_has_answered()
    {
        await using var host = await LocalChatHost.OpenAsync();
        var mayAnswer = new TaskCompletionSource();
        host.Bot.Answers = async (_, ct) =>
        {
            await mayAnswer.Task.WaitAsync(ct);
            return null;
        };
        await using var omar = await EventReader.OpenAsync(host, "as=omar&in=alerts", null, Ct);
        Conversations((await omar.NextAsync("typing")).Data).ShouldBeEmpty();

        var saying = host.SayAsync("anna", "alerts", "help");
        Conversations((await omar.NextAsync("typing")).Data).ShouldBe(["alerts"]);
        mayAnswer.SetResult();
        Conversations((await omar.NextAsync("typing")).Data).ShouldBeEmpty();
        await saying;
    }

    [Fact]
    public async Task A_quiet_stream_still_has_a_heartbeat()
    {
        await using var host = await LocalChatHost.OpenAsync();
        await using var anna = await EventReader.OpenAsync(host, "as=anna", null, Ct);
        await anna.NextAsync("beat");
        await anna.NextAsync("typing");

        var beat = anna.NextAsync("beat");
        // The stream may not yet have begun to wait when the clock moves the first time.
        while (!beat.IsCompleted)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(15));
            await Task.WhenAny(
                beat,
                Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct)
            );
        }
        await beat;
    }

    private static string Text(JsonElement data, string name) => data.GetProperty(name).ToString();

    private static IEnumerable<string?> Conversations(JsonElement data) =>
        data.EnumerateArray().Select(c => c.GetString());
}
