using Shouldly;
using SocialBot.Commands.Demo;
using SocialBot.Connectors.Networks.Sandbox;
using Xunit;

namespace SocialBot.Tests.Stories;

/// <summary>Journey 7: what the card says when the network is difficult, and what people can do.</summary>
public sealed class PublishingTroubleTests
{
    [Fact]
    public async Task A_rate_limited_post_says_when_it_is_tried_again_and_is_then_out_once()
    {
        await using var story = await ApprovedAsync();
        await story.MisbehavesAsync(
            new Misdeed
            {
                Do = Mischief.RateLimit,
                On = SandboxCalls.Publish,
                Next = 1,
                Wait = TimeSpan.FromMinutes(17),
            }
        );
        await story.PassToAsync("09:00:01", days: 1);
        var card = await story.CardAsync("anna", "post:1");
        card.Text.ShouldContain("the network asks to wait. I try again at Wed 10 June 09:17");
        card.Text.ShouldContain("nothing for you to do");
        (await story.LedgerAsync()).ShouldBeEmpty();

        await story.PassAsync(TimeSpan.FromMinutes(17.1));
        (await story.PublishedAsync()).ShouldHaveSingleItem();
        card = await story.CardAsync("anna", "post:1");
        card.Title.ShouldBe("Post 1 · published");
        card.Text.ShouldNotContain("asks to wait");
    }

    [Fact]
    public async Task A_refused_post_says_why_and_can_be_changed_or_dropped()
    {
        await using var story = await ApprovedAsync();
        await story.MisbehavesAsync(
            new Misdeed
            {
                Do = Mischief.Refuse,
                On = SandboxCalls.Publish,
                Next = 1,
                Reason = "Labs are not allowed here.",
            }
        );
        await story.PassToAsync("09:00:01", days: 1);
        (await story.WallAsync("anna")).ShouldContain(c =>
            c.Title == "There is trouble with post 1 on Sandbox"
        );
        var card = await story.CardAsync("anna", "post:1");
        card.Title.ShouldBe("Post 1 · refused");
        card.Text.ShouldContain("the network refused it. Change it and submit it again.");
        card.Text.ShouldContain("Labs are not allowed here.");

        var form = await story.PressesAsync(card, "Edit");
        form.Text.ShouldNotContain("For which copy?");
        await story.PressesAsync(form, "Save", ("text", "We open our workshop."));
        card = await story.CardAsync("anna", "post:1");
        card.Title.ShouldBe("Post 1 · draft");
        // Its time has passed meanwhile: it must be planned anew before it goes to the approvers.
        card = await story.PressesAsync(card, "Submit");
        card.Title.ShouldContain("has passed");
        form = await story.PressesAsync(card, "Move");
        await story.PressesAsync(form, "OK", ("when", "today 14:00"));
        card = await story.PressesAsync(await story.CardAsync("anna", "post:1"), "Submit");
        card.Title.ShouldBe("Post 1 · waiting for approval");
        (await story.LedgerAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lost_answer_is_settled_by_looking_and_never_sent_again()
    {
        await using var story = await ApprovedAsync();
        await story.MisbehavesAsync(
            new Misdeed
            {
                Do = Mischief.LoseAnswer,
                On = SandboxCalls.Publish,
                Next = 1,
            }
        );
        await story.PassToAsync("09:00:01", days: 1);
        await story.PassAsync(TimeSpan.FromSeconds(4));
        (await story.PublishedAsync()).ShouldHaveSingleItem();
        (await story.CardAsync("anna", "post:1")).Title.ShouldBe("Post 1 · published");
    }

    [Fact]
    public async Task What_looking_cannot_settle_is_asked_of_a_person_it_is_live()
    {
        await using var story = await UnconfirmedAsync();
        var card = await story.CardAsync("anna", "post:1");
        card.Title.ShouldBe("Post 1 · not confirmed");
        card.Text.ShouldContain("It may be live. I will not send it again by myself");
        card.Buttons.Select(b => b.Label).ShouldContain("It is not, send again");
        var form = await story.PressesAsync(card, "It is live");
        card = form.Fields.Count > 0 ? await story.PressesAsync(form, "OK") : form;
        (await story.CardAsync("omar", "post:1", "approvals")).Title.ShouldBe("Post 1 · published");
        (await story.PublishedAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_looking_cannot_settle_is_asked_of_a_person_send_again()
    {
        await using var story = await UnconfirmedAsync();
        await story.BehavesAsync();
        await story.PressesAsync(await story.CardAsync("anna", "post:1"), "It is not, send again");
        (await story.CardAsync("anna", "post:1")).Title.ShouldBe("Post 1 · published");
        (await story.PublishedAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_fell_due_while_the_program_was_down_is_missed_and_asked_about()
    {
        await using var story = await ApprovedAsync();
        await story.DownForAsync(TimeSpan.FromHours(24.5));
        (await story.LedgerAsync()).ShouldBeEmpty();
        var card = await story.CardAsync("anna", "post:1");
        card.Title.ShouldBe("Post 1 · missed its time");
        card.Text.ShouldContain("I was not running at its time");
        card = await story.PressesAsync(card, "Send now");
        (await story.CardAsync("anna", "post:1")).Title.ShouldBe("Post 1 · published");
        (await story.PublishedAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_falls_due_during_a_pause_is_missed_and_resume_asks_about_each()
    {
        await using var story = await ApprovedAsync();
        await story.SaysAsync("omar", "pause: fire in the lab");
        (await story.CardAsync("anna", "post:1")).Text.ShouldContain(
            "Publishing is paused by Omar: fire in the lab"
        );
        await story.PassToAsync("09:01", days: 1);
        (await story.LedgerAsync()).ShouldBeEmpty();
        (await story.CardAsync("anna", "post:1")).Text.ShouldContain(
            "it fell due while publishing was paused"
        );
        var resumed = await story.SaysAsync("ada", "resume");
        resumed.Text.ShouldContain("1 post missed its time");
        (await story.LedgerAsync()).ShouldBeEmpty();
        await story.SaysAsync("anna", "send now 1");
        (await story.PublishedAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_ended_sign_in_is_said_and_nothing_leaves()
    {
        await using var story = await ApprovedAsync();
        await story.MisbehavesAsync(
            new Misdeed { Do = Mischief.ExpireToken, On = SandboxCalls.Publish }
        );
        await story.PassToAsync("09:00:01", days: 1);
        var card = await story.CardAsync("anna", "post:1");
        card.Text.ShouldContain("the account must be signed in again");
        (await story.WallAsync("anna")).ShouldContain(c =>
            c.Title.Contains("must be signed in again")
        );
        (await story.SaysAsync("anna", "accounts")).Text.ShouldContain(
            "must be signed in again; 1 post depends on it"
        );
    }

    private static async Task<Story> ApprovedAsync()
    {
        var story = await Story.OpenAsync();
        await story.SubmittedAsync();
        await story.PressesAsync(await story.CardAsync("omar", "post:1", "approvals"), "Approve");
        return story;
    }

    /// <summary>The answer was lost, and the account's posts cannot be listed.</summary>
    private static async Task<Story> UnconfirmedAsync()
    {
        var story = await ApprovedAsync();
        await story.MisbehavesAsync(
            new Misdeed
            {
                Do = Mischief.LoseAnswer,
                On = SandboxCalls.Publish,
                Next = 1,
            },
            new Misdeed { Do = Mischief.FailBefore, On = SandboxCalls.List }
        );
        await story.PassToAsync("09:00:01", days: 1);
        for (var looks = 0; looks < 6; looks++)
            await story.PassAsync(TimeSpan.FromMinutes(3));
        return story;
    }
}
