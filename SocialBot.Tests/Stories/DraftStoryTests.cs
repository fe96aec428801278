using Shouldly;
using Xunit;

namespace SocialBot.Tests.Stories;

/// <summary>Journey 1, and the ground rules for every card.</summary>
public sealed class DraftStoryTests
{
    [Fact]
    public async Task A_post_for_two_accounts_goes_out_on_both_at_its_time()
    {
        await using var story = await Story.OpenAsync();
        await story.ConnectAsync("acme-de");
        var card = await story.SaysAsync(
            "anna",
            $"draft a post for Sandbox for tomorrow 9am: {Story.Text}"
        );
        card.Text.ShouldContain("Sandbox @acme: 43 of 500");
        card.Text.ShouldContain("Sandbox @acme-de: 43 of 500");
        await story.PressesAsync(card, "Submit");
        await story.PressesAsync(await story.CardAsync("omar", "post:1"), "Approve");
        await story.PassToAsync("09:00:01", days: 1);
        (await story.PublishedAsync()).Select(l => l.Text).ShouldBe([Story.Text, Story.Text]);
        card = await story.CardAsync("anna", "post:1");
        card.Title.ShouldBe("Post 1 · published");
        card.Buttons.Count(b => b.Url is not null).ShouldBe(2);
        (await story.WallAsync("anna")).ShouldContain(c => c.Title == "Post 1 is out on Sandbox");
    }

    [Fact]
    public async Task What_is_too_long_cannot_be_submitted_until_it_is_cut()
    {
        await using var story = await Story.OpenAsync();
        var card = await story.SaysAsync(
            "anna",
            $"draft a post for Sandbox for tomorrow 9am: {new string('a', 520)}"
        );
        card.Text.ShouldContain("over by 20");
        card.Has("Submit").ShouldBeFalse();
        var form = await story.PressesAsync(card, "Edit");
        await story.PressesAsync(form, "Save", ("text", Story.Text));
        (await story.CardAsync("anna", "post:1")).Has("Submit").ShouldBeTrue();
    }

    [Fact]
    public async Task A_network_without_an_account_is_said_and_no_other_is_taken_for_it()
    {
        await using var story = await Story.OpenAsync();
        var card = await story.SaysAsync(
            "anna",
            "draft a post for LinkedIn for tomorrow 9am: Hello from our lab"
        );
        card.Text.ShouldContain("No account is connected here for LinkedIn.");
        card.Text.ShouldContain("Where should it go?");
        card = await story.SaysAsync("anna", "Sandbox");
        card.Title.ShouldBe("Post 1 · draft");
        card.Text.ShouldContain("Hello from our lab");
    }

    [Fact]
    public async Task An_hour_given_later_belongs_to_the_day_said_before()
    {
        await using var story = await Story.OpenAsync();
        var card = await story.SaysAsync("anna", "draft a post for Sandbox for Friday: Hello");
        card.Text.ShouldContain("At what time on Friday 12 June?");
        card = await story.SaysAsync("anna", "14:00");
        card.Text.ShouldContain("When: Fri 12 June 14:00 (Berlin)");

        await story.SaysAsync("anna", "draft a post for Sandbox for Friday: Hello again");
        card = await story.SaysAsync("anna", "tomorrow 8am");
        card.Text.ShouldContain("When: Wed 10 June 08:00 (Berlin)");
    }

    [Fact]
    public async Task What_is_not_there_is_said_without_a_way_to_it()
    {
        await using var story = await Story.OpenAsync();
        var post = await story.SaysAsync("omar", "approve 99");
        post.Title.ShouldBe("There is no post 99 here.");
        post.Buttons.ShouldBeEmpty();
        var found = await story.SaysAsync("carl", "claim 99");
        found.Title.ShouldBe("There is no case 99 here.");
        found.Buttons.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_press_on_an_old_card_changes_nothing_and_says_so()
    {
        await using var story = await Story.OpenAsync();
        await story.SubmittedAsync();
        var old = await story.CardAsync("omar", "post:1", "approvals");
        await story.SaysAsync("anna", "edit 1: Something else entirely.");
        await story.SaysAsync("anna", "submit 1");
        (await story.PressesAsync(old, "Approve")).Title.ShouldStartWith("Post 1 changed at");
        (await story.CardAsync("anna", "post:1")).Title.ShouldBe("Post 1 · waiting for approval");
    }

    [Fact]
    public async Task A_second_press_of_another_approver_says_who_was_first()
    {
        await using var story = await Story.OpenAsync();
        await story.SubmittedAsync();
        var adas = await story.CardAsync("ada", "post:1", "approvals");
        await story.PressesAsync(await story.CardAsync("omar", "post:1", "approvals"), "Approve");
        (await story.PressesAsync(adas, "Approve")).Title.ShouldStartWith(
            "Post 1 is decided already: Approved by Omar"
        );
    }

    [Fact]
    public async Task Someone_asked_step_by_step_may_go_back_and_cancel()
    {
        await using var story = await Story.OpenAsync();
        (await story.SaysAsync("anna", "draft")).Text.ShouldContain("Where should it go?");
        (await story.SaysAsync("anna", "Sandbox")).Text.ShouldContain("What should it say?");
        (await story.SaysAsync("anna", "back")).Text.ShouldContain("Where should it go?");
        await story.SaysAsync("anna", "Sandbox");
        await story.SaysAsync("anna", Story.Text);
        (await story.SaysAsync("anna", "cancel")).Title.ShouldBe("Dropped. Nothing was sent.");
        (await story.SaysAsync("anna", "posts")).Title.ShouldBe("Nothing is planned this week.");
    }

    [Fact]
    public async Task A_German_speaks_German_with_the_bot()
    {
        await using var story = await Story.OpenAsync();
        (await story.SaysAsync("anna", "language de")).Title.ShouldNotContain("English");
        var card = await story.SaysAsync(
            "anna",
            "Entwurf für Sandbox morgen um 9 Uhr: Wir eröffnen unser Labor."
        );
        card.Title.ShouldBe("Beitrag 1 · Entwurf");
        card.Text.ShouldContain("Mi 10. Juni 09:00 (Berlin)");
        card = await story.PressesAsync(card, "Zur Freigabe");
        card.Title.ShouldBe("Beitrag 1 · wartet auf Freigabe");
        (await story.CardAsync("omar", "post:1", "approvals")).Title.ShouldBe(
            "Post 1 · waiting for approval"
        );
        (await story.SaysAsync("anna", "was steht für mich an?")).Title.ShouldNotBeEmpty();
        (await story.SaysAsync("anna", "Verlauf 1")).Text.ShouldContain("Anna: hat ihn entworfen");
    }
}
