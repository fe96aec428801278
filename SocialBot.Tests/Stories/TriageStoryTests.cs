using Shouldly;
using SocialBot.Commands.Demo;
using Xunit;

namespace SocialBot.Tests.Stories;

/// <summary>Journey 3: what visitors write, from the Sandbox's page to the answer there.</summary>
public sealed class TriageStoryTests
{
    private const string Angry = "This is terrible, my order arrived broken. Very angry!";

    [Fact]
    public async Task A_reply_can_be_undone_for_half_a_minute_and_leaves_once()
    {
        await using var story = await AngryMentionAsync();
        var card = await story.PressesAsync(
            await story.CardAsync("carl", "case:1", "mentions"),
            "Claim"
        );
        card.Text.ShouldContain("Claimed by Carl");
        var form = await story.PressesAsync(card, "Reply");
        await story.PressesAsync(form, "Reply", ("text", "Sorry {first_name}!"));
        card = await story.CardAsync("carl", "case:1", "mentions");
        card.Text.ShouldContain("“Sorry Mia!”");
        var undone = await story.PressesAsync(card, "Undo");
        undone.Title.ShouldStartWith("Stopped. Nothing was sent on case 1");
        await story.PassAsync(TimeSpan.FromMinutes(1));
        (await story.LedgerAsync()).ShouldBeEmpty();

        await story.SaysAsync("carl", "reply 1: We are sorry, Mia.");
        await story.PassAsync(TimeSpan.FromSeconds(31));
        (await story.LedgerAsync()).ShouldHaveSingleItem().Text.ShouldBe("We are sorry, Mia.");
        card = await story.CardAsync("carl", "case:1", "mentions");
        card.Text.ShouldContain("Carl · sent");
        (await story.SaysAsync("carl", "undo 1")).Title.ShouldNotContain("Stopped");
    }

    [Fact]
    public async Task Of_two_who_claim_the_first_has_it_and_the_other_may_not_reply()
    {
        await using var story = await AngryMentionAsync();
        var carls = await story.CardAsync("carl", "case:1", "mentions");
        var adas = await story.CardAsync("ada", "case:1", "mentions");
        await story.PressesAsync(carls, "Claim");
        (await story.PressesAsync(adas, "Claim")).Title.ShouldStartWith("Carl was ");
        (await story.SaysAsync("ada", "reply 1: Hello")).Title.ShouldStartWith(
            "Case 1 is claimed by Carl until"
        );
        (await story.SaysAsync("anna", "claim 1")).Title.ShouldContain("community managers");
        await story.PassAsync(TimeSpan.FromMinutes(31));
        (await story.CardAsync("ada", "case:1", "mentions")).Has("Claim").ShouldBeTrue();
        (await story.WallAsync("carl")).ShouldContain(c =>
            c.Title == "Your claim on case 1 has run out"
        );
    }

    [Fact]
    public async Task A_snoozed_case_comes_back()
    {
        await using var story = await AngryMentionAsync();
        var form = await story.PressesAsync(
            await story.CardAsync("carl", "case:1", "mentions"),
            "Snooze"
        );
        await story.PressesAsync(form, "Snooze", ("choice", "1h"));
        var card = await story.CardAsync("carl", "case:1", "mentions");
        card.Text.ShouldContain("Snoozed by Carl until");
        await story.PassAsync(TimeSpan.FromMinutes(61));
        card = await story.CardAsync("carl", "case:1", "mentions");
        card.Text.ShouldContain("It is back: Carl had snoozed it.");
        card.Has("Claim").ShouldBeTrue();
    }

    [Fact]
    public async Task An_escalated_case_goes_to_alerts_with_its_note_and_an_approver_may_act_there()
    {
        await using var story = await Story.OpenAsync();
        await story.MentionsAsync("Tom", "Do you sell lab coats?");
        await story.ListenAsync();
        (await story.WallAsync("omar", "alerts")).ShouldNotContain(c => c.Subject == "case:1");
        var form = await story.PressesAsync(
            await story.CardAsync("carl", "case:1", "mentions"),
            "Escalate"
        );
        await story.PressesAsync(form, "Escalate", ("to", "legal"), ("note", "May we sell them?"));
        var card = await story.CardAsync("omar", "case:1", "alerts");
        card.Text.ShouldContain("With Legal, escalated by Carl");
        card.Text.ShouldContain("May we sell them?");
        card = await story.PressesAsync(card, "Claim");
        card.Text.ShouldContain("Claimed by Omar");
        (await story.CardAsync("carl", "case:1", "mentions")).Text.ShouldContain("Claimed by Omar");
    }

    [Fact]
    public async Task Spam_of_an_author_is_kept_out_and_can_be_undone()
    {
        await using var story = await Story.OpenAsync();
        await story.MentionsAsync("Cheap Watches", "Want cheap watches? Buy now!");
        await story.ListenAsync();
        var form = await story.PressesAsync(
            await story.CardAsync("carl", "case:1", "mentions"),
            "Spam"
        );
        var answer = await story.PressesAsync(form, "Mark as spam", ("scope", "author"));
        answer.Title.ShouldContain("cheap_watches");
        answer.Text.ShouldContain("New texts of theirs get no card.");
        await story.MentionsAsync("Cheap Watches", "Last chance for watches, buy them today?");
        await story.ListenAsync();
        (await story.WallAsync("carl", "mentions")).ShouldNotContain(c => c.Subject == "case:2");
        var back = await story.SaysAsync("carl", "not spam 1");
        back.Text.ShouldNotContain("Marked as spam");
        (await story.CardAsync("carl", "case:1", "mentions")).Title.ShouldEndWith("· open");
    }

    [Fact]
    public async Task A_closed_case_opens_again_when_they_write_again_and_by_hand()
    {
        await using var story = await AngryMentionAsync();
        var form = await story.PressesAsync(
            await story.CardAsync("carl", "case:1", "mentions"),
            "Done"
        );
        await story.PressesAsync(form, "Done", ("cause", "delivery"));
        var card = await story.CardAsync("carl", "case:1", "mentions");
        card.Text.ShouldContain("Done by Carl");
        card.Text.ShouldContain("delivery");
        card = await story.PressesAsync(card, "Reopen");
        card.Title.ShouldEndWith("· open");
        await story.SaysAsync("carl", "done 1: delivery");

        // They go on in the thread of their own mention.
        await story.CommentsAsync("Mia Runner", "Still nothing. Awful.", await MentionAsync(story));
        await story.ListenAsync();
        card = await story.CardAsync("carl", "case:1", "mentions");
        card.Text.ShouldContain("It is back: they wrote again.");
        card.Text.ShouldContain("Still nothing. Awful.");
    }

    [Fact]
    public async Task The_same_words_of_many_fold_into_one_case()
    {
        await using var story = await AngryMentionAsync();
        await story.MentionsAsync("Ben", Angry);
        await story.MentionsAsync("Eva", Angry);
        await story.ListenAsync();
        (await story.CardAsync("carl", "case:1", "mentions")).Text.ShouldContain("and 2 similar");
        (await story.WallAsync("carl", "mentions")).Count(c => c.Subject is not null).ShouldBe(1);
    }

    private static async Task<Story> AngryMentionAsync()
    {
        var story = await Story.OpenAsync();
        await story.MentionsAsync("Mia Runner", Angry);
        await story.ListenAsync();
        return story;
    }

    private static async Task<string> MentionAsync(Story story)
    {
        var link = (await story.CardAsync("carl", "case:1", "mentions")).Link("Open on Sandbox");
        return link[(link.LastIndexOf('/') + 1)..].Split('#')[0];
    }
}
