using Shouldly;
using SocialBot.Core.Cards;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Conversation;

/// <summary>What is otherwise a button, typed: the same verb, the same answer.</summary>
public sealed class TypedStoriesTests
{
    [Fact]
    public async Task A_post_is_submitted_withdrawn_duplicated_and_dropped_by_typing()
    {
        await using var talk = await OpenAsync();
        await DraftAsync(talk);
        (await talk.SaysAsync("anna", "submit 1"))[^1]
            .Title.ShouldBe("Post 1 · waiting for approval");
        (await talk.SaysAsync("anna", "withdraw 1"))[^1].Title.ShouldBe("Post 1 · draft");
        Talk.Text((await talk.SaysAsync("anna", "first comment 1: Read on at our site."))[^1])
            .ShouldContain("Read on at our site.");
        (await talk.SaysAsync("anna", "duplicate 1"))[^1].Title.ShouldBe("Post 2 · draft");
        (await talk.SaysAsync("anna", "discard 2"))[^1]
            .Title.ShouldBe("Post 2 is dropped. Nothing of it goes out.");
    }

    [Fact]
    public async Task An_approval_is_taken_back_by_typing()
    {
        await using var talk = await OpenAsync();
        await DraftAsync(talk);
        await talk.SaysAsync("anna", "submit 1");
        (await talk.SaysAsync("omar", "approve 1"))[^1].Title.ShouldBe("Post 1 · approved");
        (await talk.SaysAsync("omar", "take back 1"))[^1]
            .Title.ShouldBe("Post 1 · waiting for approval");
    }

    [Fact]
    public async Task Everything_is_paused_and_resumed_by_typing_and_who_may_not_is_told()
    {
        await using var talk = await OpenAsync();
        (await talk.SaysAsync("omar", "pause: a recall"))[^1]
            .Title.ShouldBe("Publishing is paused");
        (await talk.SaysAsync("anna", "resume"))[^1]
            .Title.ShouldBe(
                "Resume publishing: that is for approvers and Admins. Ask an Admin if you should have that role."
            );
        (await talk.SaysAsync("omar", "resume"))[^1].Title.ShouldBe("Publishing goes on");
    }

    [Fact]
    public async Task Who_must_approve_is_set_by_an_Admin_in_words()
    {
        await using var talk = await OpenAsync();
        await DraftAsync(talk);
        await talk.SaysAsync("anna", "submit 1");
        (await talk.SaysAsync("ada", "policy all"))[^1]
            .Title.ShouldBe("From now on everyone asked must approve.");
        (await talk.SaysAsync("omar", "approve 1"))[^1]
            .Title.ShouldBe("Post 1 · waiting for approval");
        Talk.Text((await talk.SaysAsync("anna", "show 1"))[^1])
            .ShouldContain("Waiting for approval by everyone asked: 1 of");
        Talk.Text((await talk.SaysAsync("ada", "policy author-yes"))[^1])
            .ShouldContain("Authors may approve their own posts.");
        (await talk.SaysAsync("anna", "policy one"))[^1].Title.ShouldContain("that is for Admins");
    }

    [Fact]
    public async Task A_person_says_whether_and_when_to_be_told()
    {
        await using var talk = await OpenAsync();
        (await talk.SaysAsync("omar", "quiet hours 20:00 to 8:00"))[^1]
            .Title.ShouldBe("From 20:00 to 08:00 I keep what I have for you until later.");
        (await talk.SaysAsync("omar", "quiet hours teatime"))[^1]
            .Body.ShouldContain(b => b is CardBlock.Finding);
        await talk.SaysAsync("omar", "cancel");
        (await talk.SaysAsync("omar", "notify off"))[^1]
            .Title.ShouldStartWith("I no longer write to you");
        await DraftAsync(talk);
        var before = talk.Wall("omar").Count;
        await talk.SaysAsync("anna", "submit 1");
        talk.Wall("omar").Count.ShouldBe(before);
        talk.Wall(RoomPurpose.Approvals).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Who_is_in_another_zone_reads_both_and_a_bare_time_is_the_workspaces()
    {
        await using var talk = await OpenAsync();
        await talk.Slice.DbAsync(async db =>
        {
            (await db.Members.FindAsync(talk.Slice.Anna.Id))!.TimeZone = "America/New_York";
            return await db.SaveChangesAsync();
        });
        Talk.Text(await DraftAsync(talk))
            .ShouldContain("When: Wed 10 June 09:00 (Berlin) · Wed 10 June 03:00 for you");
        (await talk.SaysAsync("anna", "away until Friday"))[^1]
            .Title.ShouldStartWith(
                "You are away until Fri 12 June 09:00 (Berlin) · Fri 12 June 03:00 for you."
            );
    }

    private static async Task<Talk> OpenAsync()
    {
        var talk = await Talk.OpenAsync();
        await talk.Slice.AddAccountAsync("LinkedIn");
        return talk;
    }

    private static async Task<Card> DraftAsync(Talk talk) =>
        (await talk.SaysAsync("anna", "draft a post for LinkedIn for tomorrow 9am: Our lab."))[^1];
}
