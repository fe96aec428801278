using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core.Cards;
using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;
using Xunit;

namespace SocialBot.Tests.Inbox;

public sealed class CaseVerbTests
{
    private const string Complaint = "My running shoes broke after just one week";

    [Fact]
    public async Task Whoever_presses_claim_a_moment_later_is_told_who_was_faster()
    {
        await using var talk = await WithComplaintAsync();
        var card = Card(talk);
        await talk.PressAsync("carl", RoomPurpose.Mentions, card, "Claim");
        talk.Stage.Slice.Clock.Advance(TimeSpan.FromSeconds(3));

        var late = await talk.PressAsync("ada", RoomPurpose.Mentions, card, "Claim");

        late.Title.ShouldBe(
            "Carl was 3 s faster with case 1. The claim holds until Tue 9 June 10:30 (Berlin)."
        );
        late.Tone.ShouldBe(Tone.Warning);
    }

    [Fact]
    public async Task A_reply_is_written_in_a_form_counted_and_undone()
    {
        await using var talk = await ClaimedAsync();
        var form = await talk.PressAsync("carl", RoomPurpose.Mentions, Card(talk), "Reply");
        form.Title.ShouldBe("Reply to case 1");
        // No saved reply is kept yet, so none is offered.
        form.Body.OfType<CardBlock.Field>().Select(f => f.Input.Id).ShouldBe(["text"]);

        await talk.PressAsync(
            "carl",
            RoomPurpose.Mentions,
            form,
            "Reply",
            ("text", "Sorry {first_name}!")
        );

        var text = InboxTalk.Text(Card(talk));
        text.ShouldContain("“Sorry Robin!” Carl · waits · 10:00");
        text.ShouldContain("Leaves at 10:00:30. Until then Undo stops it. 12 of 500 characters.");

        var undone = await talk.PressAsync("carl", RoomPurpose.Mentions, Card(talk), "Undo");
        undone.Title.ShouldBe("Stopped. Nothing was sent on case 1. This was your text:");
        undone.Body.OfType<CardBlock.Quote>().Single().Words.ShouldBe("Sorry Robin!");
        await talk.PassAsync(TimeSpan.FromMinutes(1));
        talk.Stage.Network.ReplyCalls.ShouldBe(0);
        Card(talk).Buttons.Select(b => b.Label).ShouldContain("Reply");
    }

    [Fact]
    public async Task A_reply_that_went_out_shows_with_its_link()
    {
        await using var talk = await ClaimedAsync();
        await talk.SayAsync("carl", "reply 1: We are sorry: a new pair is on its way.");
        await talk.PassAsync(TimeSpan.FromSeconds(30));

        talk.Stage.Network.Out.Single().Text.ShouldBe("We are sorry: a new pair is on its way.");
        InboxTalk.Text(Card(talk)).ShouldContain("Carl · sent · 10:00");
        Card(talk)
            .Buttons.Single(b => b.Label == "Open our reply")
            .Url.ShouldBe("https://talk.example/out1");
        (await talk.SayAsync("carl", "undo 1")).Title.ShouldBe(
            "Too late: the reply on case 1 is sent."
        );
    }

    [Fact]
    public async Task An_answered_case_is_no_trouble_any_more_until_they_write_again()
    {
        await using var talk = await InboxTalk.OpenAsync();
        await talk.ReceiveAsync(
            talk.Stage.Item("It broke, terrible!", by: "bo", conversation: "a")
        );
        await talk.PressAsync("carl", RoomPurpose.Mentions, Card(talk), "Claim");
        (Card(talk).Tone, Next(Card(talk))).ShouldBe((Tone.Bad, "Reply"));

        await talk.SayAsync("carl", "reply 1: We are sorry");
        await talk.PassAsync(TimeSpan.FromSeconds(30));
        Card(talk).Title.ShouldBe("Case 1 · Talk · @bo · answered");
        (Card(talk).Tone, Next(Card(talk))).ShouldBe((Tone.Neutral, "Done"));

        await talk.PassAsync(TimeSpan.FromMinutes(1));
        await talk.ReceiveAsync(talk.Stage.Item("Still broken!", by: "bo", conversation: "a"));
        Card(talk).Title.ShouldBe("Case 1 · Talk · @bo · claimed");
        (Card(talk).Tone, Next(Card(talk))).ShouldBe((Tone.Bad, "Reply"));

        static string Next(Card card) =>
            card.Buttons.Single(b => b.Style == ButtonStyle.Primary).Label;
    }

    [Fact]
    public async Task A_saved_reply_is_kept_chosen_and_deleted_by_typing()
    {
        await using var talk = await ClaimedAsync();
        (
            await talk.SayAsync("carl", "save reply sorry: Sorry, {first_name}: {agent} is on it")
        ).Title.ShouldBe("Saved as \"sorry\"");
        InboxTalk
            .Text(await talk.SayAsync("carl", "saved replies"))
            .ShouldContain("“Sorry, {first_name}: {agent} is on it” sorry");
        (await talk.SayAsync("carl", "save reply track: See {order_link}"))
            .Body.OfType<CardBlock.Finding>()
            .Single()
            .Words.ShouldContain("order_link");
        await talk.SayAsync("carl", "cancel");

        await talk.SayAsync("carl", "reply 1 with sorry");
        InboxTalk.Text(Card(talk)).ShouldContain("“Sorry, Robin: Carl is on it”");

        (await talk.SayAsync("carl", "delete reply sorry")).Title.ShouldBe(
            "The saved reply \"sorry\" is deleted. This was its text:"
        );
        (await talk.SayAsync("carl", "saved replies")).Title.ShouldBe(
            "There are no saved replies yet."
        );
    }

    [Fact]
    public async Task A_reply_that_is_too_long_stays_in_the_form_to_be_made_shorter()
    {
        await using var talk = await ClaimedAsync();
        var form = await talk.PressAsync("carl", RoomPurpose.Mentions, Card(talk), "Reply");
        var again = await talk.PressAsync(
            "carl",
            RoomPurpose.Mentions,
            form,
            "Reply",
            ("text", new string('a', 501))
        );
        again
            .Body.OfType<CardBlock.Finding>()
            .Single()
            .Words.ShouldBe("That is 501 characters, at most 500 fit. Make it shorter.");
        again
            .Body.OfType<CardBlock.Field>()
            .Select(f => f.Input)
            .OfType<CardInput.Line>()
            .Single()
            .Value!.Length.ShouldBe(501);
        await talk.PressAsync("carl", RoomPurpose.Mentions, again, "Reply", ("text", "Sorry!"));
        InboxTalk.Text(Card(talk)).ShouldContain("“Sorry!”");
    }

    [Fact]
    public async Task The_answer_may_be_typed_as_the_next_message()
    {
        await using var talk = await ClaimedAsync();
        (await talk.SayAsync("carl", "reply 1")).Title.ShouldBe("Reply to case 1");
        await talk.SayAsync("carl", "We are sorry");
        InboxTalk.Text(Card(talk)).ShouldContain("“We are sorry”");
    }

    [Fact]
    public async Task An_old_card_does_not_answer_what_it_has_not_shown()
    {
        await using var talk = await InboxTalk.OpenAsync();
        await talk.ReceiveAsync(talk.Stage.Item(Complaint, by: "ann", conversation: "a"));
        await talk.PressAsync("carl", RoomPurpose.Mentions, Card(talk), "Claim");
        var old = Card(talk);
        talk.Stage.Slice.Clock.Advance(TimeSpan.FromMinutes(2));
        await talk.ReceiveAsync(talk.Stage.Item("Found it", by: "ann", conversation: "a"));

        var refused = await talk.PressAsync(
            "carl",
            RoomPurpose.Mentions,
            old,
            "Reply",
            ("text", "Where is it?")
        );

        refused.Title.ShouldStartWith("Case 1 went on at Tue 9 June 10:02 (Berlin)");
        talk.Wall("carl")[^1].Title.ShouldBe("They wrote again on case 1");
        InboxTalk.Text(Card(talk)).ShouldContain("“Found it” @ann");
    }

    [Theory]
    [InlineData("snooze 1 1h", "Snoozed by Carl until Tue 9 June 11:00 (Berlin)")]
    [InlineData("snooze 1 until tomorrow", "Snoozed by Carl until Wed 10 June 09:00 (Berlin)")]
    [InlineData("snooze 1 friday 14:00", "Snoozed by Carl until Fri 12 June 14:00 (Berlin)")]
    [InlineData("snooze 1 until they write", "Snoozed by Carl until they write again")]
    public async Task A_case_is_snoozed_in_words(string said, string shown)
    {
        await using var talk = await WithComplaintAsync();
        await talk.SayAsync("carl", said);
        InboxTalk.Text(Card(talk)).ShouldContain(shown);
    }

    [Fact]
    public async Task A_snooze_is_chosen_in_a_form_and_the_case_comes_back_with_a_new_card()
    {
        await using var talk = await WithComplaintAsync();
        var form = await talk.PressAsync("carl", RoomPurpose.Mentions, Card(talk), "Snooze");
        await talk.PressAsync("carl", RoomPurpose.Mentions, form, "Snooze", ("choice", "1h"));
        InboxTalk.Text(Card(talk)).ShouldContain("Snoozed by Carl");

        await talk.PassAsync(TimeSpan.FromHours(1));

        var wall = talk.Wall(RoomPurpose.Mentions);
        wall.Select(c => c.Subject).ShouldBe(["case:1", "case:1"]);
        foreach (var card in wall)
            InboxTalk.Text(card).ShouldContain("It is back: Carl had snoozed it.");
    }

    [Fact]
    public async Task An_unclear_time_to_snooze_to_is_asked_again()
    {
        await using var talk = await WithComplaintAsync();
        var asked = await talk.SayAsync("carl", "snooze 1 sometime");
        asked.Title.ShouldBe("Snooze case 1");
        asked.Body.OfType<CardBlock.Finding>().Count().ShouldBe(1);
    }

    [Fact]
    public async Task An_escalated_case_hangs_in_the_alerts_room_with_its_note_and_who_is_asked_gets_it()
    {
        await using var talk = await WithComplaintAsync();
        await talk.SayAsync("carl", "escalate 1 to PR: Third this week, and burned feet");

        var alert = talk.Wall(RoomPurpose.Alerts).ShouldHaveSingleItem();
        InboxTalk.Text(alert).ShouldContain("With PR, escalated by Carl at 10:00");
        InboxTalk.Text(alert).ShouldContain("Third this week, and burned feet");
        talk.Wall("omar").ShouldHaveSingleItem().Subject.ShouldBe("case:1");

        await talk.PressAsync("omar", null, talk.Wall("omar")[0], "Claim");
        foreach (var card in new[] { Card(talk), talk.Wall(RoomPurpose.Alerts)[0] })
            InboxTalk.Text(card).ShouldContain("Claimed by Omar");
    }

    [Fact]
    public async Task Escalating_to_nobody_we_know_asks_to_whom()
    {
        await using var talk = await WithComplaintAsync();
        var asked = await talk.SayAsync("carl", "escalate 1 to grandma");
        asked.Body.OfType<CardBlock.Finding>().Single().Words.ShouldContain("grandma");
        await talk.SayAsync("carl", "Legal");
        InboxTalk.Text(Card(talk)).ShouldContain("With Legal");
    }

    [Fact]
    public async Task Spam_by_an_author_is_told_with_what_went_with_it_and_taken_back_whole()
    {
        await using var talk = await InboxTalk.OpenAsync();
        await talk.ReceiveAsync(
            talk.Stage.Item("Want cheap watches?", by: "seller"),
            talk.Stage.Item("Who needs pens?", by: "seller")
        );
        var form = await talk.PressAsync("carl", RoomPurpose.Mentions, Card(talk), "Spam");
        var told = await talk.PressAsync(
            "carl",
            RoomPurpose.Mentions,
            form,
            "Mark as spam",
            ("scope", "author")
        );
        InboxTalk.Text(told).ShouldContain("@seller is spam from now on");
        InboxTalk.Text(told).ShouldContain("1 more case of theirs went with it");
        talk.Wall(RoomPurpose.Mentions)
            .Select(c => c.Title)
            .ShouldAllBe(t => t.EndsWith("spam", StringComparison.Ordinal));

        await talk.PressAsync("carl", RoomPurpose.Mentions, told, "Not spam");

        talk.Wall(RoomPurpose.Mentions)
            .Select(c => c.Title)
            .ShouldAllBe(t => t.EndsWith("open", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_case_is_closed_with_its_cause_and_opened_again()
    {
        await using var talk = await WithComplaintAsync();
        var form = await talk.PressAsync("carl", RoomPurpose.Mentions, Card(talk), "Done");
        await talk.PressAsync("carl", RoomPurpose.Mentions, form, "Done", ("cause", "product"));
        InboxTalk.Text(Card(talk)).ShouldContain("Done by Carl, Tue 9 June 10:00 · product");
        Card(talk).Tone.ShouldBe(Tone.Good);

        (await talk.SayAsync("carl", "claim 1")).Title.ShouldBe(
            "Case 1 is done. Open it again first."
        );
        await talk.PressAsync("carl", RoomPurpose.Mentions, Card(talk), "Reopen");
        Card(talk).Title.ShouldEndWith("open");
        await talk.SayAsync("carl", "done 1: broken soles");
        InboxTalk.Text(Card(talk)).ShouldContain("· broken soles");
    }

    [Fact]
    public async Task A_comment_is_hidden_with_a_reason()
    {
        await using var talk = await InboxTalk.OpenAsync();
        await talk.ReceiveAsync(talk.Stage.Item(Complaint, kind: IncomingKind.Comment));
        await talk.SayAsync("carl", "hide 1: insult");
        talk.Stage.Network.Hidden.ShouldBe(["thing1"]);
        InboxTalk.Text(Card(talk)).ShouldContain("· hidden");
        (await talk.SayAsync("carl", "hide 1: again")).Title.ShouldBe(
            "The comment of case 1 is hidden already."
        );
        await talk.PressAsync("carl", RoomPurpose.Mentions, Card(talk), "Like");
        InboxTalk.Text(Card(talk)).ShouldContain("liked by us");
    }

    [Fact]
    public async Task A_reply_that_nobody_can_confirm_is_asked_of_its_writer()
    {
        await using var talk = await ClaimedAsync();
        talk.Stage.Network.Blind = true;
        talk.Stage.Network.AnswersToLose = 1;
        await talk.SayAsync("carl", "reply 1: We are on it");
        for (var i = 0; i < 8; i++)
            await talk.PassAsync(TimeSpan.FromHours(1));

        talk.Wall("carl")
            .ShouldContain(c => c.Title == "There is trouble with your reply on case 1");
        InboxTalk.Text(Card(talk)).ShouldContain("It may be live.");
        InboxTalk
            .Text(await talk.SayAsync("carl", "what's waiting for me"))
            .ShouldContain("Your reply did not arrive for certain");
        await talk.PressAsync("carl", RoomPurpose.Mentions, Card(talk), "It is live");
        InboxTalk.Text(Card(talk)).ShouldContain("Carl · sent");
        talk.Stage.Network.ReplyCalls.ShouldBe(1);
    }

    [Fact]
    public async Task Rules_are_made_listed_and_dropped_by_typing()
    {
        await using var talk = await InboxTalk.OpenAsync();
        (await talk.SayAsync("carl", "alert on fire, smoke")).Title.ShouldBe(
            "Rule 1 holds from now on. Alerts room too: \"fire\" and \"smoke\""
        );
        await talk.SayAsync("carl", "alert on negative");
        InboxTalk
            .Text(await talk.SayAsync("carl", "rules"))
            .ShouldContain("#2: Alerts room too: negative");
        await talk.ReceiveAsync(talk.Stage.Item("Smoke in the shop"));
        InboxTalk
            .Text(talk.Wall(RoomPurpose.Alerts).Single())
            .ShouldContain("a rule asks for \"fire\"");
        (await talk.SayAsync("carl", "drop rule 1")).Title.ShouldStartWith("Rule 1 is dropped.");
        (await talk.SayAsync("carl", "drop rule 1")).Title.ShouldBe("There is no rule 1.");
    }

    [Fact]
    public async Task The_inbox_is_listed_and_what_waits_is_told()
    {
        await using var talk = await ClaimedAsync();
        await talk.ReceiveAsync(talk.Stage.Item("When do you open?", by: "bo"));
        var inbox = InboxTalk.Text(await talk.SayAsync("carl", "inbox"));
        inbox.ShouldContain("2 open cases");
        inbox.ShouldContain("#1 @person1: negative · claimed");
        inbox.ShouldContain("#2 @bo: neutral · open");
        InboxTalk.Text(await talk.SayAsync("carl", "my cases")).ShouldContain("1 case claimed");
        var waiting = InboxTalk.Text(await talk.SayAsync("carl", "what's waiting for me"));
        waiting.ShouldContain("Claimed by you until");
        waiting.ShouldContain("A case waits since");
        (await talk.SayAsync("carl", "next")).Subject.ShouldBe("case:2");
        (await talk.SayAsync("anna", "inbox")).Title.ShouldContain("community managers");
    }

    [Fact]
    public async Task Without_a_number_the_likely_cases_are_offered()
    {
        await using var talk = await WithComplaintAsync();
        var which = await talk.PressAsync("carl", null, "which:0:0:case.claim");
        which.Title.ShouldBe("Which case do you mean?");
        which.Buttons.Single().Label.ShouldStartWith("Case 1, @person1: My running shoes");
    }

    [Theory]
    [InlineData("case 12", "case.show")]
    [InlineData("claim 12", "case.claim")]
    [InlineData("claim case 12", "case.claim")]
    [InlineData("reply 12: hi", "case.reply")]
    [InlineData("reply 12 with sorry", "case.reply")]
    [InlineData("undo 12", "case.undo")]
    [InlineData("release #12", "case.release")]
    [InlineData("snooze 12 until tomorrow 9", "case.snooze")]
    [InlineData("escalate 12 to legal: look", "case.escalate")]
    [InlineData("spam 12 author", "case.spam")]
    [InlineData("not spam 12", "case.nospam")]
    [InlineData("done 12", "case.done")]
    [InlineData("reopen 12", "case.reopen")]
    [InlineData("note 12: x", "case.note")]
    [InlineData("like 12", "case.like")]
    [InlineData("hide 12", "case.hide")]
    [InlineData("reply is live 12", "case.live")]
    [InlineData("send reply again 12", "case.again")]
    [InlineData("next", "case.next")]
    [InlineData("Fall 12", "case.show")]
    [InlineData("übernehmen 12", "case.claim")]
    [InlineData("antworte 12: hallo", "case.reply")]
    [InlineData("rückgängig 12", "case.undo")]
    [InlineData("gib 12 zurück", "case.release")]
    [InlineData("zurückstellen 12 bis Freitag 9 Uhr", "case.snooze")]
    [InlineData("weitergeben 12 an Recht: sieh mal", "case.escalate")]
    [InlineData("Spam 12 Autor", "case.spam")]
    [InlineData("kein Spam 12", "case.nospam")]
    [InlineData("erledigt 12: Produkt", "case.done")]
    [InlineData("wieder öffnen 12", "case.reopen")]
    [InlineData("Notiz 12: x", "case.note")]
    [InlineData("gefällt mir 12", "case.like")]
    [InlineData("verbergen 12", "case.hide")]
    [InlineData("Antwort ist live 12", "case.live")]
    [InlineData("Antwort noch einmal senden 12", "case.again")]
    [InlineData("Posteingang", "case.list")]
    [InlineData("meine Fälle", "case.mine")]
    [InlineData("nächster", "case.next")]
    [InlineData("Antwort speichern danke: Danke!", "case.save-reply")]
    [InlineData("gespeicherte Antworten", "case.saved-replies")]
    [InlineData("Antwort löschen danke", "case.drop-reply")]
    [InlineData("Regeln", "case.rules")]
    [InlineData("Alarm bei Feuer, Rauch", "case.rule-alert")]
    [InlineData("Regel löschen 3", "case.rule-drop")]
    public void Every_button_can_be_typed_in_both_languages(string typed, string verb)
    {
        foreach (var language in Words.Languages)
        {
            var command = new VerbCatalogue().ReadTyped(typed, language);
            command.ShouldNotBeNull();
            command.Verb.Name.ShouldBe(verb);
            if (typed.Contains("12", StringComparison.Ordinal))
                command.Subject.ShouldBe(12);
        }
    }

    private static Card Card(InboxTalk talk) =>
        talk.Wall(RoomPurpose.Mentions).First(c => c.Subject == "case:1");

    private static async Task<InboxTalk> WithComplaintAsync()
    {
        var talk = await InboxTalk.OpenAsync();
        await talk.ReceiveAsync(talk.Stage.Item(Complaint));
        return talk;
    }

    private static async Task<InboxTalk> ClaimedAsync()
    {
        var talk = await WithComplaintAsync();
        await talk.PressAsync("carl", RoomPurpose.Mentions, Card(talk), "Claim");
        return talk;
    }
}
