using Shouldly;
using SocialBot.Core.Cards;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;
using static SocialBot.Tests.Support.Talk;

namespace SocialBot.Tests.Conversation;

/// <summary>What the bot must say along with what it did: which approvals fell, which day was meant, who may stop everything.</summary>
public sealed class WhatIsSaidTests
{
    private const string Words = "We open our lab on Monday.";

    [Fact]
    public async Task An_answer_with_the_hour_counts_on_the_day_that_was_said_before()
    {
        await using var talk = await OpenAsync();
        var asked = (await talk.SaysAsync("anna", $"draft a post for X for Friday: {Words}"))[^1];
        Talk.Text(asked).ShouldContain("At what time on Friday 12 June?");
        var drafted = (await talk.SaysAsync("anna", "9am"))[^1];
        Talk.Text(drafted).ShouldContain("When: Fri 12 June 09:00 (Berlin)");
    }

    [Fact]
    public async Task The_hour_is_read_in_the_zone_that_was_named_with_the_day()
    {
        await using var talk = await OpenAsync();
        await DraftAsync(talk);
        await talk.SaysAsync("anna", "schedule 1 on 26 June New York");
        Talk.Text((await talk.SaysAsync("anna", "9am"))[0]).ShouldContain("09:00 (New York)");
    }

    [Fact]
    public async Task A_day_that_can_be_two_is_offered_as_two_with_the_hour()
    {
        await using var talk = await OpenAsync();
        await DraftAsync(talk);
        Talk.Text((await talk.SaysAsync("anna", "schedule 1 next Friday"))[0])
            .ShouldContain("At what time on Friday 12 June or Friday 19 June?");
        var which = (await talk.SaysAsync("anna", "9am"))[0]
            .Body.OfType<CardBlock.Field>()
            .Select(f => f.Input)
            .OfType<CardInput.Choice>()
            .ShouldHaveSingleItem();
        which
            .Options.Select(o => o.Label)
            .ShouldBe(["Fri 12 June 09:00 (Berlin)", "Fri 19 June 09:00 (Berlin)"]);
    }

    [Fact]
    public async Task Another_day_in_the_answer_replaces_the_first()
    {
        await using var talk = await OpenAsync();
        await DraftAsync(talk);
        await talk.SaysAsync("anna", "schedule 1 Friday");
        Talk.Text((await talk.SaysAsync("anna", "Saturday at 9am"))[0])
            .ShouldContain("Sat 13 June 09:00 (Berlin)");
    }

    [Fact]
    public async Task An_answer_that_makes_no_sense_does_not_lose_the_day()
    {
        await using var talk = await OpenAsync();
        await DraftAsync(talk);
        await talk.SaysAsync("anna", "schedule 1 Friday");
        Talk.Text((await talk.SaysAsync("anna", "when the cows come home"))[^1])
            .ShouldContain("I do not understand");
        Talk.Text((await talk.SaysAsync("anna", "9am"))[0])
            .ShouldContain("Fri 12 June 09:00 (Berlin)");
    }

    [Fact]
    public async Task A_time_the_clocks_skip_is_moved_and_that_is_said()
    {
        await using var talk = await OpenAsync();
        await DraftAsync(talk);
        var said = await talk.SaysAsync("anna", "schedule 1 2027-03-28 02:30");
        Talk.Text(said[0]).ShouldContain("Sun 28 March 03:30 (Berlin)");
        said[1]
            .Title.ShouldBe(
                "The clocks skip that hour; it is moved to Sun 28 March 03:30 (Berlin)."
            );
    }

    [Fact]
    public async Task A_day_that_has_passed_this_year_is_next_years_and_that_is_said_with_the_draft()
    {
        await using var talk = await OpenAsync();
        var said = await talk.SaysAsync("anna", $"draft a post for X for 3 March 9am: {Words}");
        said[0].Subject.ShouldBe("post:1");
        said[1].Title.ShouldStartWith("That day has passed this year; next year is meant:");
    }

    [Fact]
    public async Task An_edit_of_one_copy_says_which_approvals_fell_and_which_stay()
    {
        await using var talk = await OpenAsync();
        await ApprovedAsync(talk);
        var said = await talk.SaysAsync("anna", "edit 1 on X: We open our lab on Tuesday.");
        Talk.Text(said[0]).ShouldContain("Tuesday.");
        Talk.Text(said[1])
            .ShouldBe(
                """
                No longer approved, because it says something else now: Omar (X @acme). Submit it again when you are done.
                Still approved: Omar (LinkedIn @acme).
                """,
                StringCompareShould.IgnoreLineEndings
            );
    }

    [Fact]
    public async Task A_move_outside_the_approved_window_says_which_approvals_fell()
    {
        await using var talk = await OpenAsync();
        await ApprovedAsync(talk);
        var said = await talk.SaysAsync("anna", "schedule 1 26 June 9am");
        said[0].Title.ShouldBe("Post 1 · waiting for approval");
        said[1]
            .Title.ShouldBe(
                "No longer approved, because the new time is too far from the approved one: Omar (LinkedIn @acme and X @acme). Approval is asked for again."
            );
    }

    [Fact]
    public async Task A_copy_that_is_named_and_none_of_the_posts_changes_nothing()
    {
        await using var talk = await OpenAsync();
        await DraftAsync(talk);
        (await talk.SaysAsync("anna", "edit 1 on Bluesky: Something else."))[^1]
            .Title.ShouldBe("Post 1 has no such copy.");
    }

    [Fact]
    public async Task Copies_that_say_different_things_are_edited_one_by_one()
    {
        await using var talk = await OpenAsync();
        await DraftAsync(talk);
        var card = (await talk.SaysAsync("anna", "edit 1 on X: Short."))[0];
        card.Buttons.Select(b => b.Label).ShouldNotContain("Edit");
        var form = await talk.PressesAsync("anna", card, "Edit LinkedIn @acme");
        var field = form
            .Body.OfType<CardBlock.Field>()
            .Select(f => f.Input)
            .OfType<CardInput.Line>();
        field.ShouldHaveSingleItem().Value.ShouldBe(Words);
        var edited = await talk.PressesAsync(
            "anna",
            form.Buttons[0].Command!,
            ("text", "Long and nice.")
        );
        Talk.Text(edited).ShouldContain("Long and nice.");
        Talk.Text(edited).ShouldContain("Short.");
    }

    [Fact]
    public async Task One_of_the_copies_is_approved_by_typing_its_network()
    {
        await using var talk = await OpenAsync();
        await talk.PressesAsync("anna", await DraftAsync(talk), "Submit");
        await talk.SaysAsync("omar", "approve 1 on LinkedIn");
        var card = Talk.Text(talk.Wall(RoomPurpose.Approvals)[0]);
        card.ShouldContain("(only LinkedIn @acme)");
        card.ShouldContain("X @acme: 26 of 280 weighted characters · waiting for approval");
    }

    [Fact]
    public async Task Who_stands_in_is_understood_from_a_sentence_and_still_known_after_the_yes()
    {
        await using var talk = await OpenAsync();
        var asked = (await talk.SaysAsync("omar", "I'll be away until Monday, @Carl acts for me"))[
            ^1
        ];
        Talk.Text(asked).ShouldContain("Carl");
        (await talk.SaysAsync("omar", "yes"))[^1]
            .Title.ShouldBe(
                "You are away until Mon 15 June 09:00 (Berlin). Until then Carl acts for you; the audit trail keeps both names."
            );
    }

    [Fact]
    public async Task Everything_is_stopped_with_one_press_by_those_who_may()
    {
        await using var talk = await OpenAsync();
        await ApprovedAsync(talk);
        (await talk.SaysAsync("anna", "what goes out"))[^1]
            .Buttons.ShouldNotContain(b => b.Label == "Pause all");
        var week = (await talk.SaysAsync("omar", "what goes out"))[^1];
        var form = await talk.PressesAsync("omar", week, "Pause all");
        var paused = await talk.PressesAsync(
            "omar",
            Command(form, "Pause"),
            ("reason", "a recall")
        );
        paused.Title.ShouldBe("Publishing is paused");
        (await talk.SaysAsync("omar", "help"))[^1]
            .Buttons.Select(b => b.Label)
            .ShouldBe(["Resume"]);
    }

    private static async Task<Talk> OpenAsync()
    {
        var talk = await Talk.OpenAsync();
        await talk.Slice.AddAccountAsync("LinkedIn");
        await talk.Slice.AddAccountAsync("X");
        return talk;
    }

    private static async Task<Card> DraftAsync(Talk talk) =>
        (
            await talk.SaysAsync(
                "anna",
                $"draft a post for LinkedIn and X for tomorrow 9am: {Words}"
            )
        )[^1];

    private static async Task ApprovedAsync(Talk talk)
    {
        await talk.PressesAsync("anna", await DraftAsync(talk), "Submit");
        await talk.SaysAsync("omar", "approve 1");
    }
}
