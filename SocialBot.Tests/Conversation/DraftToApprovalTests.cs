using Shouldly;
using SocialBot.Core.Cards;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;
using static SocialBot.Tests.Support.Talk;

namespace SocialBot.Tests.Conversation;

/// <summary>Journey 1 and 2 of a social team, as told in chat.</summary>
public sealed class DraftToApprovalTests
{
    private const string Text = "We open our lab on Monday. Come and see it.";

    [Fact]
    public async Task A_sentence_becomes_a_draft_with_everything_it_said()
    {
        await using var talk = await OpenTalkAsync();
        var cards = await talk.SaysAsync(
            "anna",
            $"draft a post for LinkedIn and X for tomorrow 9am: {Text}"
        );
        var card = cards.ShouldHaveSingleItem();
        card.Subject.ShouldBe("post:1");
        Talk.Text(card).ShouldContain(Text);
        Talk.Text(card).ShouldContain("LinkedIn @acme: 43 of 3,000 characters");
        Talk.Text(card).ShouldContain("X @acme: 43 of 280");
        Talk.Text(card).ShouldContain("Wed 10 June 09:00 (Berlin)");
        card.Buttons.Select(b => b.Label).ShouldContain("Submit");
    }

    [Fact]
    public async Task What_the_sentence_did_not_say_is_asked_for_one_by_one()
    {
        await using var talk = await OpenTalkAsync();
        var asked = await talk.SaysAsync("anna", "draft");
        asked[^1].Summary.ShouldBe("Where should it go?");
        asked = await talk.SaysAsync("anna", "LinkedIn and X");
        asked[^1].Summary.ShouldBe("What should it say?");
        asked = await talk.SaysAsync("anna", Text);
        asked[^1].Summary!.ShouldStartWith("When?");
        asked = await talk.SaysAsync("anna", "tomorrow 9am");
        asked[^1].Subject.ShouldBe("post:1");
        Talk.Text(asked[^1]).ShouldContain("LinkedIn @acme");
    }

    [Fact]
    public async Task A_step_back_asks_the_last_question_again_and_cancel_drops_it()
    {
        await using var talk = await OpenTalkAsync();
        await talk.SaysAsync("anna", "draft");
        await talk.SaysAsync("anna", "LinkedIn");
        (await talk.SaysAsync("anna", "back"))[^1].Summary.ShouldBe("Where should it go?");
        (await talk.SaysAsync("anna", "cancel"))[^1].Title.ShouldBe("Dropped. Nothing was sent.");
        (await talk.SaysAsync("anna", "cancel"))[^1].Title.ShouldBe("There was nothing to cancel.");
    }

    [Fact]
    public async Task A_request_in_the_middle_of_another_is_answered_and_the_other_stays_open()
    {
        await using var talk = await OpenTalkAsync();
        await talk.SaysAsync("anna", "draft");
        var said = await talk.SaysAsync("anna", "what's waiting for me?");
        said[0].Title.ShouldBe("Nothing waits for you. Well done.");
        said[^1].Title.ShouldBe("Still open: Draft a post");
        (await talk.SaysAsync("anna", "LinkedIn"))[^1].Summary.ShouldBe("What should it say?");
    }

    [Fact]
    public async Task An_approver_presses_approve_and_every_card_says_so()
    {
        await using var talk = await OpenTalkAsync();
        var draft = await DraftAsync(talk);
        var submitted = await talk.PressesAsync("anna", draft, "Submit");
        submitted.Title.ShouldBe("Post 1 · waiting for approval");

        var room = talk.Wall(RoomPurpose.Approvals).ShouldHaveSingleItem();
        room.Buttons.Select(b => b.Label).ShouldContain("Approve");
        talk.Wall("omar").ShouldContain(c => c.Subject == "post:1");

        var approved = await talk.PressesInAsync(
            "omar",
            RoomPurpose.Approvals,
            Command(room, "Approve")
        );
        approved.Title.ShouldBe("Post 1 · approved");
        Talk.Text(approved).ShouldContain("Approved by: Omar, 10:00");
        foreach (var wall in new[] { "anna", "omar", "olga", "approvals" })
            talk.Wall(wall)
                .Last(c => c.Subject == "post:1")
                .Title.ShouldBe("Post 1 · approved", wall);
    }

    [Fact]
    public async Task An_author_cannot_approve_their_own_post_and_others_are_told_who_can()
    {
        await using var talk = await OpenTalkAsync();
        await talk.PressesAsync("anna", await DraftAsync(talk), "Submit");
        (await talk.PressesAsync("anna", "post.approve:1:2")).Title.ShouldBe(
            "You are not an approver for this post. Asked are: Omar and Olga."
        );
        (await talk.PressesAsync("carl", "post.approve:1:2")).Title.ShouldBe(
            "You are not an approver for this post. Asked are: Omar and Olga."
        );
        talk.Wall(RoomPurpose.Approvals)[0].Title.ShouldBe("Post 1 · waiting for approval");
    }

    [Fact]
    public async Task A_second_press_says_who_was_first_and_changes_nothing()
    {
        await using var talk = await OpenTalkAsync();
        await talk.PressesAsync("anna", await DraftAsync(talk), "Submit");
        await talk.PressesAsync("omar", "post.approve:1:2");
        (await talk.PressesAsync("olga", "post.approve:1:2")).Title.ShouldStartWith(
            "Post 1 is decided already: Approved by Omar"
        );
    }

    [Fact]
    public async Task A_stale_card_is_answered_with_how_things_stand()
    {
        await using var talk = await OpenTalkAsync();
        await talk.PressesAsync("anna", await DraftAsync(talk), "Submit");
        await talk.SaysAsync("anna", "edit 1: Something else entirely");
        await talk.SaysAsync("anna", "submit 1");
        (await talk.PressesAsync("omar", "post.approve:1:2")).Title.ShouldStartWith(
            "Post 1 changed at"
        );
    }

    [Fact]
    public async Task Changes_are_requested_with_a_reason_and_the_next_card_shows_what_changed()
    {
        await using var talk = await OpenTalkAsync();
        await talk.PressesAsync("anna", await DraftAsync(talk), "Submit");
        var form = await talk.PressesAsync("omar", "post.changes:1:2");
        form.Title.ShouldBe("What should change in post 1?");
        await talk.PressesAsync(
            "omar",
            Command(form, "Request changes"),
            ("reason", "Monday is a holiday")
        );
        var back = talk.Wall("anna").Last(c => c.Subject == "post:1");
        Talk.Text(back).ShouldContain("Monday is a holiday");

        var edited = (
            await talk.SaysAsync("anna", "edit 1: We open our lab on Tuesday. Come and see it.")
        )[^1];
        var runs = edited.Body.OfType<CardBlock.Text>().SelectMany(t => t.Runs).ToList();
        runs.ShouldContain(r => r.Style == RunStyle.Struck && r.Words.Contains("Monday."));
        runs.ShouldContain(r => r.Style == RunStyle.Bold && r.Words.Contains("Tuesday."));
    }

    [Fact]
    public async Task A_redelivered_turn_gets_the_stored_answer()
    {
        await using var talk = await OpenTalkAsync();
        await talk.PressesAsync("anna", await DraftAsync(talk), "Submit");
        var first = await talk.PressAgainAsync("omar", "post.approve:1:2", "same");
        var second = await talk.PressAgainAsync("omar", "post.approve:1:2", "same");
        second.ShouldNotBeNull().Title.ShouldBe(first!.Title);
        first.Title.ShouldBe("Post 1 · approved");
    }

    [Fact]
    public async Task A_sentence_that_acts_is_confirmed_first()
    {
        await using var talk = await OpenTalkAsync();
        await talk.PressesAsync("anna", await DraftAsync(talk), "Submit");
        var asked = (await talk.SaysAsync("omar", "please go ahead and approve post 1"))[^1];
        asked.Title.ShouldBe("Did I get that right: Approve a post?");
        talk.Wall(RoomPurpose.Approvals)[0].Title.ShouldBe("Post 1 · waiting for approval");
        (await talk.SaysAsync("omar", "yes"))[^1].Title.ShouldBe("Post 1 · approved");
    }

    [Fact]
    public async Task A_negated_sentence_does_nothing()
    {
        await using var talk = await OpenTalkAsync();
        await talk.PressesAsync("anna", await DraftAsync(talk), "Submit");
        await talk.SaysAsync("omar", "I don't approve post 1");
        (await talk.SaysAsync("omar", "yes"))[^1]
            .Title.ShouldBe("There is nothing waiting for a yes.");
        talk.Wall(RoomPurpose.Approvals)[0].Title.ShouldBe("Post 1 · waiting for approval");
    }

    [Fact]
    public async Task What_is_over_the_limit_has_no_submit_and_says_by_how_much()
    {
        await using var talk = await OpenTalkAsync();
        var card = (
            await talk.SaysAsync(
                "anna",
                $"draft a post for X for tomorrow 9am: {new string('a', 300)}"
            )
        )[^1];
        card.Buttons.Select(b => b.Label).ShouldNotContain("Submit");
        Talk.Text(card).ShouldContain("over by 20");
    }

    [Fact]
    public async Task Everybody_is_spoken_to_in_their_own_language()
    {
        await using var talk = await OpenTalkAsync();
        await talk.PressesAsync("omar", "language.set:0:0", ("language", "de"));
        await talk.PressesAsync("anna", await DraftAsync(talk), "Submit");
        talk.Wall("omar")
            .Last(c => c.Subject == "post:1")
            .Title.ShouldBe("Beitrag 1 · wartet auf Freigabe");
        talk.Wall(RoomPurpose.Approvals)[0].Title.ShouldBe("Post 1 · waiting for approval");
    }

    [Fact]
    public async Task Help_shows_only_what_one_may_do()
    {
        await using var talk = await OpenTalkAsync();
        Talk.Text((await talk.SaysAsync("anna", "help"))[0]).ShouldContain("draft");
        Talk.Text((await talk.SaysAsync("nils", "help"))[0]).ShouldNotContain("Draft a post");
    }

    [Fact]
    public async Task Nonsense_is_answered_with_the_nearest_things_to_ask_for()
    {
        await using var talk = await OpenTalkAsync();
        var card = (await talk.SaysAsync("anna", "qwertz flurb gnarf"))[0];
        card.Title.ShouldStartWith("I did not understand");
        card.Buttons.Count.ShouldBe(4, "three things to ask for, and help");
        card.Buttons.Select(b => b.Label).ShouldBeUnique();
        Talk.Text(card).ShouldNotContain("{");
        Talk.Text((await talk.SaysAsync("anna", "help"))[0]).ShouldNotContain("{");
    }

    private static async Task<Talk> OpenTalkAsync()
    {
        var talk = await Talk.OpenAsync();
        await talk.Slice.AddAccountAsync("LinkedIn");
        await talk.Slice.AddAccountAsync("X");
        return talk;
    }

    private static async Task<Card> DraftAsync(Talk talk) =>
        (await talk.SaysAsync("anna", $"draft a post for LinkedIn and X for tomorrow 9am: {Text}"))[
            ^1
        ];
}
