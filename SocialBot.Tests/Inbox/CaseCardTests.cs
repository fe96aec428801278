using Shouldly;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;
using SocialBot.Core.Workspaces;
using Xunit;

namespace SocialBot.Tests.Inbox;

public sealed class CaseCardTests
{
    private const string Complaint = "My running shoes broke after just one week";

    [Fact]
    public async Task A_complaint_hangs_in_the_mentions_room_with_who_wrote_and_why_it_sounds_negative()
    {
        await using var talk = await InboxTalk.OpenAsync();
        await talk.ReceiveAsync(talk.Stage.Item("When do you open?", by: "a_runner"));
        await talk.ReceiveAsync(talk.Stage.Item(Complaint, by: "a_runner"));
        for (var i = 0; i < 6; i++)
            await talk.ReceiveAsync(talk.Stage.Item($"{Complaint}!"));

        var card = talk.Wall(RoomPurpose.Mentions).Single(c => c.Subject == "case:2");
        card.Title.ShouldBe("Case 2 · Talk · @a_runner · open");
        card.Tone.ShouldBe(Tone.Bad);
        card.Workspace.ShouldBe("Acme");
        var text = InboxTalk.Text(card);
        text.ShouldContain("From: Robin Meyer @a_runner · 120 followers · contact no. 2");
        text.ShouldContain("Mention: Talk @acme · Tue 9 June 10:00 (Berlin)");
        text.ShouldMatch("Sounds: negative 0[.][5-9][0-9] because of \".*broke.*\"");
        text.ShouldContain("Why a card: it sounds negative");
        text.ShouldContain($"“{Complaint}” @a_runner, Tue 9 June 10:00");
        text.ShouldContain("and 6 similar");
        card.Buttons.Select(b => b.Label)
            .ShouldBe([
                "Claim",
                "Snooze",
                "Escalate",
                "Spam",
                "Done",
                "Note",
                "Like",
                "Open on Talk",
            ]);
    }

    [Fact]
    public async Task A_strangers_words_are_quoted_never_markup()
    {
        await using var talk = await InboxTalk.OpenAsync();
        await talk.ReceiveAsync(talk.Stage.Item("**bold** @everyone <b>when?</b>"));
        talk.Wall(RoomPurpose.Mentions)[0]
            .Body.OfType<CardBlock.Quote>()
            .Single()
            .Words.ShouldBe("**bold** @everyone <b>when?</b>");
    }

    [Fact]
    public async Task A_neutral_text_names_no_deciding_words()
    {
        await using var talk = await InboxTalk.OpenAsync();
        await talk.ReceiveAsync(talk.Stage.Item("Is my parcel on its way?"));
        InboxTalk
            .Text(talk.Wall(RoomPurpose.Mentions)[0])
            .Split('\n')
            .ShouldContain("Sounds: neutral");
    }

    [Fact]
    public async Task A_text_that_was_not_scored_says_so()
    {
        await using var talk = await InboxTalk.OpenAsync();
        await talk.ReceiveAsync(talk.Stage.Item("この靴はいつ?"));
        InboxTalk.Text(talk.Wall(RoomPurpose.Mentions)[0]).ShouldContain("Sounds: not scored");
    }

    [Fact]
    public async Task A_claim_shows_on_every_copy_and_only_the_claimer_has_reply_in_their_own_chat()
    {
        await using var talk = await InboxTalk.OpenAsync();
        await talk.ReceiveAsync(talk.Stage.Item(Complaint));
        var shown = await talk.SayAsync("ada", "case 1");
        shown.Buttons.Select(b => b.Label).ShouldContain("Claim");

        await talk.PressAsync(
            "carl",
            RoomPurpose.Mentions,
            talk.Wall(RoomPurpose.Mentions)[0],
            "Claim"
        );

        foreach (
            var card in new[]
            {
                talk.Wall(RoomPurpose.Mentions)[0],
                await talk.SayAsync("ada", "case 1"),
            }
        )
        {
            InboxTalk.Text(card).ShouldContain("Claimed by Carl (10:00), until 10:30");
            card.Buttons.Select(b => b.Label).ShouldNotContain("Claim");
        }
        (await talk.SayAsync("ada", "case 1")).Buttons.ShouldNotContain(b => b.Label == "Reply");
        (await talk.SayAsync("carl", "case 1")).Buttons.ShouldContain(b => b.Label == "Reply");
    }

    [Fact]
    public async Task Notes_are_for_the_team_and_never_in_a_chat_that_is_bound_to_nothing()
    {
        await using var talk = await InboxTalk.OpenAsync();
        await talk.ReceiveAsync(talk.Stage.Item(Complaint));
        await talk.SayAsync("carl", "note 1: Batch 7 again");
        InboxTalk.Text(talk.Wall(RoomPurpose.Mentions)[0]).ShouldContain("Batch 7 again");

        var elsewhere = await talk.Stage.Slice.RunAsync<IEnumerable<IComposesCards>, Card?>(all =>
            all.Single(c => c.Kind == "case")
                .ComposeAsync(1, new CardViewer("en", Member: null, Room: null), InboxStage.Ct)
        );
        InboxTalk.Text(elsewhere!).ShouldNotContain("Batch 7");
        elsewhere!.Buttons.ShouldAllBe(b => b.Command == null);
    }

    [Fact]
    public async Task Where_people_are_shown_their_own_cards_the_common_one_only_shows()
    {
        await using var talk = await InboxTalk.OpenAsync();
        await talk.ReceiveAsync(talk.Stage.Item(Complaint));
        var slice = talk.Stage.Slice;
        await talk.PressAsync(
            "carl",
            RoomPurpose.Mentions,
            talk.Wall(RoomPurpose.Mentions)[0],
            "Claim"
        );

        var common = await slice.RunAsync<IEnumerable<IComposesCards>, Card?>(all =>
            all.Single(c => c.Kind == "case")
                .ComposeAsync(
                    1,
                    new CardViewer("en", Member: null, RoomPurpose.Mentions) { OnlyShows = true },
                    InboxStage.Ct
                )
        );

        InboxTalk.Text(common!).ShouldContain("Claimed by Carl");
        common!
            .Buttons.Where(b => b.Command is not null)
            .Select(b => b.Label)
            .ShouldBe(["What I can do"]);
        common.View.ShouldBe("case.show:1:0");
        common
            .Viewers.Select(v => v.MemberId)
            .ShouldBe(
                [slice.Carl.Id, slice.Ada.Id],
                "who holds it, then who else may do something"
            );
    }

    [Fact]
    public async Task A_comment_shows_the_post_of_ours_that_it_stands_under()
    {
        await using var talk = await InboxTalk.OpenAsync();
        await talk.Stage.Slice.DbAsync(async db =>
        {
            var account = await db.Accounts.FindAsync(talk.Stage.Account.Id);
            var post = new Core.Posts.Post { AuthorId = talk.Stage.Slice.Anna.Id };
            var copy = new Core.Posts.Copy(
                post,
                account!,
                new Core.Posts.CopyContent { Text = "We open our lab" },
                planned: null
            );
            copy.Publish("root", null, talk.Stage.Now);
            post.Copies.Add(copy);
            db.Posts.Add(post);
            return await db.SaveChangesAsync();
        });
        await talk.ReceiveAsync(
            talk.Stage.Item("When exactly?", conversation: "root", kind: IncomingKind.Comment)
        );
        InboxTalk
            .Text(talk.Wall(RoomPurpose.Mentions)[0])
            .ShouldContain("“We open our lab” Under our post 1");
    }

    [Fact]
    public async Task The_hour_is_told_in_one_card()
    {
        await using var talk = await InboxTalk.OpenAsync();
        await talk.ReceiveAsync(
            talk.Stage.Item("We love the lab", by: "ann"),
            talk.Stage.Item("Walking by", by: "bo"),
            talk.Stage.Item("この靴", by: "chie")
        );
        talk.Wall(RoomPurpose.Mentions).ShouldBeEmpty();
        await talk.PassAsync(TimeSpan.FromHours(1));

        var card = talk.Wall(RoomPurpose.Mentions).ShouldHaveSingleItem();
        var text = InboxTalk.Text(card);
        text.ShouldStartWith("10:00 to 11:00: 3 texts that ask for nobody");
        text.ShouldContain("1 positive · 1 neutral · 1 not scored");
        text.ShouldContain("“We love the lab” #1 · Talk @ann");
        card.Buttons.ShouldBeEmpty();
        InboxTalk.Text(await talk.SayAsync("carl", "claim 1")).ShouldContain("Claimed by Carl");
    }

    [Fact]
    public async Task What_is_too_much_for_an_hour_waits_behind_next_and_comes_one_by_one()
    {
        await using var talk = await InboxTalk.OpenAsync(o => o.CardsPerHour = 1);
        await talk.ReceiveAsync(talk.Stage.Item("When do you open?"));
        await talk.ReceiveAsync(talk.Stage.Item("How much is the blue one?"));
        await talk.ReceiveAsync(talk.Stage.Item(Complaint));

        var wall = talk.Wall(RoomPurpose.Mentions);
        wall.Select(c => c.Subject).ShouldBe(["case:1", "fold:1"]);
        InboxTalk.Text(wall[1]).ShouldContain("and 2 more · Next");

        await talk.PressAsync("carl", RoomPurpose.Mentions, wall[1], "Next");
        wall = talk.Wall(RoomPurpose.Mentions);
        wall.Select(c => c.Subject).ShouldBe(["case:1", "fold:1", "case:3"]);
        InboxTalk.Text(wall[1]).ShouldContain("and 1 more · Next");

        await talk.PressAsync("carl", RoomPurpose.Mentions, wall[1], "Next");
        wall = talk.Wall(RoomPurpose.Mentions);
        wall[^1].Subject.ShouldBe("case:2");
        wall[1].Buttons.ShouldBeEmpty();
        InboxTalk.Text(wall[1]).ShouldContain("All of them have their cards now.");
    }

    [Fact]
    public async Task A_german_team_reads_german()
    {
        await using var talk = await InboxTalk.OpenAsync(language: "de");
        await talk.ReceiveAsync(talk.Stage.Item(Complaint));
        var card = talk.Wall(RoomPurpose.Mentions)[0];
        card.Title.ShouldBe("Fall 1 · Talk · @person1 · offen");
        InboxTalk.Text(card).ShouldMatch("Klingt: negativ 0,[5-9][0-9] wegen „.*broke.*“");
        card.Buttons[0].Label.ShouldBe("Übernehmen");
    }
}
