using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core.Cards;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Workspaces;

/// <summary><c>setup</c>: what of a workspace is there, what is missing, and how to do it.</summary>
public sealed class SetupTests
{
    [Fact]
    public async Task An_Admin_sees_what_is_done_and_what_is_missing()
    {
        await using var talk = await Talk.OpenAsync();

        var card = (await talk.SaysAsync("ada", "setup")).ShouldHaveSingleItem();

        card.Title.ShouldBe("Setup of Acme: 1 step is left");
        var text = Talk.Text(card);
        text.ShouldContain("Channels: done");
        text.ShouldContain("Who approves: done");
        text.ShouldContain("approvers: Omar and Olga");
        text.ShouldContain("Accounts: to do");
        text.ShouldContain("No account is connected yet.");
        text.ShouldContain("time zone: Europe/Berlin");
    }

    [Fact]
    public async Task Whoever_is_no_Admin_is_told_so()
    {
        await using var talk = await Talk.OpenAsync();

        var card = (await talk.SaysAsync("omar", "setup")).ShouldHaveSingleItem();

        card.Tone.ShouldBe(Tone.Warning);
        card.Title.ShouldContain("admins");
        card.Buttons.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_workspace_with_nothing_in_it_is_led_through_all_of_it()
    {
        await using var talk = await Talk.OpenAsync();
        await EmptyAsync(talk);

        var text = Talk.Text((await talk.SaysAsync("ada", "setup")).Single());

        text.ShouldContain("Setup of Acme: 4 steps are left");
        text.ShouldContain("approvals: no channel yet");
        text.ShouldContain("mention me and say: use this channel for approvals");
        text.ShouldContain("approvers: nobody yet");
        text.ShouldContain("say: add @Name as approver");
        text.ShouldContain("Say: connect");

        await talk.SaysInAsync("ada", RoomPurpose.Approvals, "use this channel for approvals");

        Talk.Text((await talk.SaysAsync("ada", "setup")).Single())
            .ShouldContain("mention me and say: use this channel for mentions");
    }

    [Fact]
    public async Task Every_sentence_of_the_card_is_one_that_does_it_in_German_too()
    {
        await using var talk = await Talk.OpenAsync();
        await EmptyAsync(talk);
        await talk.SaysAsync("ada", "language de");
        var text = Talk.Text((await talk.SaysAsync("ada", "einrichten")).Single());
        text.ShouldContain("Einrichtung von Acme: noch 4 Schritte");
        text.ShouldContain("sag: nutze diesen Kanal für Freigaben");
        text.ShouldContain("sag: nimm @Name auf als Freigebende");

        var bound = await talk.SaysInAsync(
            "ada",
            RoomPurpose.Approvals,
            "nutze diesen Kanal für Freigaben"
        );
        bound.ShouldHaveSingleItem().Title.ShouldBe("From now on this channel is for approvals.");
        var added = await talk.SaysOfAsync("ada", "Vera", "nimm @Vera auf als Freigebende, Autor");
        added.ShouldHaveSingleItem().Title.ShouldBe("Vera ist dabei, mit diesen Rollen.");

        var vera = await talk.Slice.DbAsync(db => db.Members.SingleAsync(m => m.Name == "Vera"));
        vera.Roles.ShouldBe(Roles.Approver | Roles.Author);
    }

    [Fact]
    public async Task A_rule_that_somebodys_posts_could_never_meet_is_named()
    {
        await using var talk = await Talk.OpenAsync();
        await talk.SaysOfAsync("ada", "Olga", "add @Olga as author, approver");
        await talk.SaysAsync("ada", "policy two");

        var text = Talk.Text((await talk.SaysAsync("ada", "setup")).Single());

        text.ShouldContain("Who approves: to do");
        text.ShouldContain("somebody's posts would find nobody to approve them");
        await talk.SaysAsync("ada", "policy one");
        Talk.Text((await talk.SaysAsync("ada", "setup")).Single())
            .ShouldContain("Who approves: done");
    }

    [Fact]
    public async Task A_channel_that_is_gone_is_to_be_chosen_again()
    {
        await using var talk = await Talk.OpenAsync();
        await talk.Slice.DbAsync(db =>
            db.Rooms.Where(r => r.Purpose == RoomPurpose.Alerts)
                .ExecuteUpdateAsync(r => r.SetProperty(x => x.GoneAt, Slice.Start))
        );

        var text = Talk.Text((await talk.SaysAsync("ada", "setup")).Single());

        text.ShouldContain("alerts: the channel is gone, choose another");
        text.ShouldContain("say: use this channel for alerts");
    }

    [Fact]
    public async Task Every_button_of_the_card_leads_to_its_step_and_back()
    {
        await using var talk = await Talk.OpenAsync();
        var card = await talk.PressesInAsync("ada", RoomPurpose.Alerts, "setup:0:0");

        (await talk.PressesAsync("ada", card, "Name, time zone, language")).Title.ShouldBe(
            "What is this workspace like?"
        );
        (await talk.PressesAsync("ada", card, "Use this channel for something")).Title.ShouldBe(
            "What should this channel be for?"
        );
        (await talk.PressesAsync("ada", card, "Change who must approve")).Title.ShouldBe(
            "Who must approve?"
        );
        var done = await talk.PressesAsync("ada", "policy.set:0:0", ("policy", "one"));
        (await talk.PressesAsync("ada", done, "What is left to set up")).Title.ShouldBe(
            "Setup of Acme: 1 step is left"
        );
    }

    [Fact]
    public async Task Name_time_zone_and_language_are_changed_in_one_form()
    {
        await using var talk = await Talk.OpenAsync();
        var form = await talk.PressesAsync("ada", "workspace.set:0:0");
        form.Body.OfType<CardBlock.Field>()
            .Select(f => f.Input)
            .OfType<CardInput.Line>()
            .Select(l => l.Value)
            .ShouldBe(["Acme", "Europe/Berlin"]);

        var done = await talk.PressesAsync(
            "ada",
            "workspace.set:0:0",
            ("name", "Acme Labs"),
            ("zone", "New York"),
            ("language", "de")
        );

        done.Tone.ShouldBe(Tone.Good);
        var now = await talk.Slice.DbAsync(db => db.Workspaces.AsNoTracking().SingleAsync());
        (now.Name, now.TimeZone, now.Language).ShouldBe(("Acme Labs", "America/New_York", "de"));
    }

    [Theory]
    [InlineData("workspace zone Nowhere", "I do not know the time zone Nowhere.")]
    [InlineData("workspace language Klingon", "I do not speak \"Klingon\" yet.")]
    public async Task What_cannot_be_is_asked_again_and_nothing_is_changed(string said, string why)
    {
        await using var talk = await Talk.OpenAsync();

        var form = (await talk.SaysAsync("ada", said)).ShouldHaveSingleItem();

        Talk.Text(form).ShouldContain(why);
        var now = await talk.Slice.DbAsync(db => db.Workspaces.AsNoTracking().SingleAsync());
        (now.Name, now.TimeZone, now.Language).ShouldBe(("Acme", "Europe/Berlin", "en"));
    }

    [Fact]
    public async Task Only_an_Admin_changes_the_workspace()
    {
        await using var talk = await Talk.OpenAsync();

        (await talk.SaysAsync("anna", "workspace name Mine"))
            .ShouldHaveSingleItem()
            .Tone.ShouldBe(Tone.Warning);

        (await talk.Slice.DbAsync(db => db.Workspaces.AsNoTracking().SingleAsync())).Name.ShouldBe(
            "Acme"
        );
    }

    [Fact]
    public async Task With_an_account_connected_it_is_all_set_up()
    {
        await using var talk = await Talk.OpenAsync();
        await talk.Slice.AddAccountAsync("Bluesky", "acme.test");

        var card = (await talk.SaysAsync("ada", "setup")).Single();

        card.Title.ShouldBe("Acme is set up");
        card.Tone.ShouldBe(Tone.Good);
    }

    /// <summary>As <c>workspace create</c> and its code leave it: an Admin, and nothing else.</summary>
    private static Task<int> EmptyAsync(Talk talk) =>
        talk.Slice.DbAsync(async db =>
        {
            await db.Rooms.ExecuteDeleteAsync();
            return await db
                .Members.Where(m => m.Name != "Ada")
                .ExecuteUpdateAsync(m => m.SetProperty(x => x.Roles, Roles.Analyst));
        });
}
