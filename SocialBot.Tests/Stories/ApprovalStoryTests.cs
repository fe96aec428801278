using Shouldly;
using Xunit;

namespace SocialBot.Tests.Stories;

/// <summary>Journey 2: changes, several approvers, absence, deadlines.</summary>
public sealed class ApprovalStoryTests
{
    [Fact]
    public async Task An_edit_of_one_copy_voids_its_approval_alone_and_says_so()
    {
        await using var story = await Story.OpenAsync();
        await story.ConnectAsync("acme-de");
        var card = await story.SubmittedAsync();
        card.Text.ShouldContain("Sandbox @acme: 43 of 500");
        card.Text.ShouldContain("Sandbox @acme-de: 43 of 500");
        card = await story.PressesAsync(
            await story.CardAsync("omar", "post:1", "approvals"),
            "Approve"
        );
        card.Title.ShouldBe("Post 1 · approved");

        var form = await story.PressesAsync(await story.CardAsync("anna", "post:1"), "Edit");
        await story.PressesAsync(
            form,
            "Save",
            ("text", "Wir eröffnen am Montag unser Labor."),
            ("copy", "2")
        );
        card = await story.CardAsync("anna", "post:1");
        card.Text.ShouldContain("Sandbox @acme: 43 of 500 characters · approved");
        card.Text.ShouldContain("Sandbox @acme-de: 35 of 500 characters · draft");
        card.Text.ShouldContain("What changed for Sandbox @acme-de");
        card.Text.ShouldContain("Approved by: Omar, 10:00 (only Sandbox @acme)");
    }

    [Fact]
    public async Task Where_two_must_approve_the_card_counts_and_waits_for_the_second()
    {
        await using var story = await Story.OpenAsync();
        (await story.SaysAsync("ada", "policy two")).Title.ShouldContain("2 approvals are needed");
        await story.SubmittedAsync();
        var card = await story.PressesAsync(
            await story.CardAsync("omar", "post:1", "approvals"),
            "Approve"
        );
        card.Title.ShouldBe("Post 1 · waiting for approval");
        card.Text.ShouldContain("1 of 2");
        (await story.PressesAsync(card, "Approve")).Title.ShouldStartWith(
            "You have approved post 1 already"
        );
        card = await story.PressesAsync(
            await story.CardAsync("ada", "post:1", "approvals"),
            "Approve"
        );
        card.Title.ShouldBe("Post 1 · approved");
        card.Text.ShouldContain("Approved by: Ada");
        card.Text.ShouldContain("Approved by: Omar");
    }

    [Fact]
    public async Task Who_is_away_is_stood_in_for_and_the_history_keeps_both_names()
    {
        await using var story = await Story.OpenAsync();
        var away = await story.SaysAsync("omar", "away until Monday, @Carl for me");
        away.Title.ShouldContain("Until then Carl acts for you");
        await story.SubmittedAsync();
        var card = await story.CardAsync("carl", "post:1");
        card.Has("Approve").ShouldBeTrue();
        card.Text.ShouldContain("Omar is away until Mon 15 June");
        card = await story.PressesAsync(card, "Approve");
        card.Title.ShouldBe("Post 1 · approved");
        card.Text.ShouldContain("Approved by: Carl for Omar");
        (await story.SaysAsync("anna", "history 1")).Text.ShouldContain(
            "Carl for Omar: approved it"
        );

        (await story.SaysAsync("omar", "I'm back")).Title.ShouldStartWith("Welcome back");
    }

    [Fact]
    public async Task Without_an_answer_approvers_are_reminded_an_Admin_is_asked_and_the_post_is_missed()
    {
        await using var story = await Story.OpenAsync();
        await story.SubmittedAsync();
        await story.PassToAsync("06:31", days: 1);
        (await story.WallAsync("omar")).ShouldContain(c =>
            c.Title == "Post 1 still waits for your approval"
        );
        await story.PassToAsync("08:01");
        (await story.WallAsync("ada")).ShouldContain(c =>
            c.Title == "Nobody has decided on post 1 yet"
        );
        (await story.WallAsync("omar")).ShouldNotContain(c =>
            c.Title == "Nobody has decided on post 1 yet"
        );

        await story.PassToAsync("09:01");
        (await story.LedgerAsync()).ShouldBeEmpty();
        (await story.WallAsync("anna")).ShouldContain(c => c.Title == "Post 1 missed its time");
        var card = await story.CardAsync("omar", "post:1", "approvals");
        card.Title.ShouldBe("Post 1 · missed its time");
        card.Text.ShouldContain("not approved in time");
        card.Buttons.Select(b => b.Label)
            .ShouldBe(
                ["Send when approved", "Next working day", "Move", "Discard"],
                ignoreOrder: true
            );
        (await story.SaysAsync("omar", "approve 1")).Title.ShouldContain("missed its time");

        card = await story.PressesAsync(card, "Next working day");
        card.Text.ShouldContain("Thu 11 June 09:00 (Berlin)");
        card.Title.ShouldBe("Post 1 · waiting for approval");
        await story.PressesAsync(card, "Approve");
        await story.PassToAsync("09:00:02", days: 1);
        (await story.PublishedAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_post_missed_for_want_of_approval_goes_out_when_approved_or_is_dropped()
    {
        await using var story = await Story.OpenAsync();
        await story.SubmittedAsync();
        await story.SubmittedAsync("Another one.");
        await story.PassToAsync("09:01", days: 1);
        var first = await story.CardAsync("omar", "post:1", "approvals");
        first = await story.PressesAsync(first, "Send when approved");
        first.Title.ShouldBe("Post 1 · waiting for approval");
        first.Text.ShouldContain("as soon as approved");
        (await story.LedgerAsync()).ShouldBeEmpty();
        await story.PressesAsync(first, "Approve");
        (await story.PublishedAsync()).ShouldHaveSingleItem().Text.ShouldBe(Story.Text);
        (await story.CardAsync("anna", "post:1")).Title.ShouldBe("Post 1 · published");

        (
            await story.PressesAsync(await story.CardAsync("anna", "post:2"), "Discard")
        ).Title.ShouldBe("Post 2 is dropped. Nothing of it goes out.");
        (await story.CardAsync("omar", "post:2", "approvals")).Title.ShouldBe("Post 2 · dropped");
        (await story.PublishedAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Taking_back_an_approval_stops_the_post()
    {
        await using var story = await Story.OpenAsync();
        await story.SubmittedAsync();
        var card = await story.PressesAsync(
            await story.CardAsync("omar", "post:1", "approvals"),
            "Approve"
        );
        card = await story.PressesAsync(card, "Take back approval");
        card.Title.ShouldBe("Post 1 · waiting for approval");
        await story.PassToAsync("09:01", days: 1);
        (await story.LedgerAsync()).ShouldBeEmpty();
    }
}
