using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Cards;
using SocialBot.Core.Due;
using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;
using SocialBot.Core.Workspaces;
using Xunit;

namespace SocialBot.Tests.Inbox;

public sealed class WatchedWordTests
{
    private const string Neutral = "The acme lab is on the second floor.";
    private const string Bad = "The Acme Lab is terrible, everything there broke";

    [Theory]
    [InlineData("the ACME  lab rocks", "Acme Lab", true)]
    [InlineData("acme laboratory", "acme lab", false)]
    [InlineData("(acme lab)", "acme lab", true)]
    [InlineData("pacme lab", "acme lab", false)]
    [InlineData("love #acme!", "#acme", true)]
    [InlineData("ask @acme.test", "@acme", true)]
    [InlineData("新しいアクメの靴", "アクメ", true)]
    [InlineData("acmé", "acme", false)]
    [InlineData("cut \ud83d in half: acme", "acme", true)]
    [InlineData("full width ＡＣＭＥ", "acme", true)]
    public void A_phrase_is_found_as_whole_words_whatever_its_case(
        string text,
        string phrase,
        bool found
    ) => Phrases.IsIn(Phrases.Fold(text), Phrases.Fold(phrase)).ShouldBe(found);

    [Fact]
    public async Task A_found_post_that_asks_for_nobody_is_told_in_the_hourly_card()
    {
        await using var stage = await WatchingAsync("acme lab");
        stage.Network.Finds.Enqueue(Page(stage, Post(stage, $"{Neutral} Who goes there?")));
        await SearchAsync(stage);
        var found = (await stage.CasesAsync()).Single();
        (found.State, found.Kind).ShouldBe((CaseState.Noted, IncomingKind.Post));
        found.Items.Single().FoundBy.ShouldBe("acme lab");
        (await stage.NewCardsAsync()).ShouldBeEmpty();
        (await stage.Slice.DbAsync(db => db.Showings.SingleAsync(InboxStage.Ct))).As.ShouldBe(
            ShownAs.Folded
        );
    }

    [Fact]
    public async Task A_negative_one_and_one_that_a_rule_asks_for_get_a_card()
    {
        await using var stage = await WatchingAsync("acme lab");
        await stage.Slice.RunAsync<KeepInboxRule, Outcome<InboxRule>>(r =>
            r.RunAsync(
                stage.Slice.Carl,
                ["second floor"],
                onlyNegative: false,
                network: null,
                RuleEffect.OwnCard,
                InboxStage.Ct
            )
        );
        stage.Network.Finds.Enqueue(Page(stage, Post(stage, Bad), Post(stage, Neutral)));
        await SearchAsync(stage);
        (await stage.NewCardsAsync()).ShouldBe(["case:1 in Mentions", "case:2 in Mentions"]);
        (await stage.CasesAsync()).ShouldAllBe(c => c.State == CaseState.Open);
    }

    [Fact]
    public async Task What_holds_none_of_the_words_is_not_taken()
    {
        await using var stage = await WatchingAsync("acme lab");
        stage.Network.Finds.Enqueue(Page(stage, Post(stage, "acme laboratories")));
        await SearchAsync(stage);
        (await stage.CasesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_found_post_that_turns_out_to_be_sent_to_us_is_judged_again()
    {
        await using var stage = await WatchingAsync("acme lab");
        var post = Post(stage, $"{Neutral} When is it open?");
        stage.Network.Finds.Enqueue(Page(stage, post));
        await SearchAsync(stage);
        await stage.ReceiveAsync(post with { EventId = "n1", Kind = IncomingKind.Mention });
        var raised = (await stage.CasesAsync()).Single();
        (raised.State, raised.Kind).ShouldBe((CaseState.Open, IncomingKind.Mention));
        raised.Items.Single().FoundBy.ShouldBeNull();
        (await stage.NewCardsAsync()).ShouldBe(["case:1 in Mentions"]);

        // And never the other way round.
        await stage.ReceiveAsync(post with { EventId = "s1" });
        (await stage.CasesAsync()).Single().Kind.ShouldBe(IncomingKind.Mention);
    }

    [Fact]
    public async Task What_is_sent_to_us_does_not_vanish_behind_what_was_found()
    {
        await using var stage = await WatchingAsync("acme lab");
        await stage.ReceiveAsync(Post(stage, Neutral));
        await stage.ReceiveAsync(stage.Item(Neutral));
        (await stage.CasesAsync())
            .Select(c => c.Kind)
            .ShouldBe([IncomingKind.Post, IncomingKind.Mention]);
    }

    [Fact]
    public async Task The_first_search_shows_the_last_hour_only_and_so_does_a_new_word()
    {
        await using var stage = await WatchingAsync("acme lab");
        stage.Network.Finds.Enqueue(
            new MentionPage.Items(
                [.. Enumerable.Range(1, 40).Select(i => Post(stage, $"{Bad} {i}", i + 1))],
                "old",
                More: true
            )
        );
        stage.Network.Finds.Enqueue(Page(stage, Post(stage, $"{Bad} just now")));
        await SearchAsync(stage);
        (await stage.NewCardsAsync()).Count.ShouldBe(1);
        stage.Network.Searches.Select(s => s.Cursor).ShouldBe([null, "old"]);

        await stage.PassAsync(TimeSpan.FromHours(3), Lane.Network);
        await WatchAsync(stage, "shoe shop");
        stage.Network.Finds.Enqueue(
            Page(
                stage,
                Post(stage, "This shoe shop is terrible", hoursAgo: 2),
                Post(stage, "My shoe shop broke everything")
            )
        );
        await SearchAsync(stage);
        (await stage.NewCardsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task After_a_gap_old_finds_do_get_their_cards()
    {
        await using var stage = await WatchingAsync("acme lab");
        await SearchAsync(stage);
        stage.Slice.Clock.Advance(TimeSpan.FromHours(6));
        stage.Network.Finds.Enqueue(Page(stage, Post(stage, Bad, hoursAgo: 4)));
        await stage.Slice.WorkAsync(Lane.Network);
        (await stage.NewCardsAsync()).ShouldBe(["case:1 in Mentions"]);
    }

    [Fact]
    public async Task One_account_per_network_searches_with_all_words_and_another_takes_over()
    {
        await using var stage = await WatchingAsync("acme lab");
        await stage.Slice.AddAccountAsync("Talk", "acme_kids");
        await WatchAsync(stage, "acme shoes");
        await SearchAsync(stage);
        stage.Network.Searches.ShouldBe([("acme", "acme lab, acme shoes", null)]);

        stage.Network.Finds.Enqueue(new MentionPage.SignInNeeded("expired"));
        await stage.PassAsync(TimeSpan.FromMinutes(4), Lane.Network);
        stage.Network.Searches[1..].Select(s => s.Account).ShouldBe(["acme", "acme_kids"]);
        await stage.PassAsync(TimeSpan.Zero, Lane.Clock);
        (await stage.NoticesAsync()).ShouldBe(["account.sign-in-needed"]);
    }

    [Fact]
    public async Task Searching_slows_down_while_nothing_is_found_and_when_it_is_asked_to()
    {
        await using var stage = await WatchingAsync("acme lab");
        await SearchAsync(stage);
        await stage.PassAsync(TimeSpan.FromMinutes(3.9), Lane.Network);
        stage.Network.Searches.Count.ShouldBe(1);
        await stage.PassAsync(TimeSpan.FromMinutes(0.1), Lane.Network);
        stage.Network.Searches.Count.ShouldBe(2);
        stage.Network.Finds.Enqueue(new MentionPage.NotNow("limit", TimeSpan.FromMinutes(50)));
        await stage.PassAsync(TimeSpan.FromMinutes(8), Lane.Network);
        await stage.PassAsync(TimeSpan.FromMinutes(49), Lane.Network);
        stage.Network.Searches.Count.ShouldBe(3);
        stage.Network.Finds.Enqueue(Page(stage, Post(stage, Neutral)));
        await stage.PassAsync(TimeSpan.FromMinutes(1), Lane.Network);
        await stage.PassAsync(TimeSpan.FromMinutes(2), Lane.Network);
        stage.Network.Searches.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Without_words_nothing_is_searched()
    {
        await using var stage = await WatchingAsync("acme lab");
        await stage.Slice.RunAsync<WatchWord, Outcome<WatchedWord>>(w =>
            w.StopAsync(stage.Slice.Carl, "ACME LAB", InboxStage.Ct)
        );
        await SearchAsync(stage);
        await stage.PassAsync(TimeSpan.FromHours(1), Lane.Network);
        stage.Network.Searches.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("x", "watch.length")]
    [InlineData("!!!", "watch.no-words")]
    [InlineData("“Acme Lab”", "watch.already")]
    public async Task A_word_that_makes_no_sense_is_refused(string said, string code)
    {
        await using var stage = await WatchingAsync("acme lab");
        (await KeepAsync(stage, stage.Slice.Carl, said)).Refused().Code.ShouldBe(code);
        (await KeepAsync(stage, stage.Slice.Carl, new string('a', 101)))
            .Refused()
            .Code.ShouldBe("watch.length");
    }

    [Fact]
    public async Task Fifty_words_are_watched_and_only_by_those_who_may()
    {
        await using var stage = await InboxStage.OpenAsync();
        for (var i = 0; i < 50; i++)
            await WatchAsync(stage, $"word {i}");
        (await KeepAsync(stage, stage.Slice.Ada, "one more"))
            .Refused()
            .Code.ShouldBe("watch.too-many");
        (await KeepAsync(stage, stage.Slice.Anna, "mine"))
            .Refused()
            .Code.ShouldBe("watch.not-allowed");
    }

    [Fact]
    public async Task Words_are_watched_listed_and_given_up_by_typing()
    {
        await using var talk = await InboxTalk.OpenAsync();
        InboxTalk
            .Text(await talk.SayAsync("carl", "watch for \"acme lab\""))
            .ShouldContain("I watch for \"acme lab\" from now on.");
        InboxTalk
            .Text(await talk.SayAsync("ada", "what do we watch?"))
            .ShouldContain("\"acme lab\"\nI look on Talk.");
        InboxTalk
            .Text(await talk.SayAsync("anna", "watch for shoes"))
            .ShouldNotContain("from now on");
        InboxTalk
            .Text(await talk.SayAsync("carl", "stop watching acme lab"))
            .ShouldContain("I do not watch for \"acme lab\" any more.");
        InboxTalk
            .Text(await talk.SayAsync("carl", "watched words"))
            .ShouldContain("No word is watched yet.");
    }

    [Fact]
    public async Task The_card_says_which_word_found_it_and_has_a_reply()
    {
        await using var talk = await InboxTalk.OpenAsync();
        await talk.SayAsync("carl", "watch for acme lab");
        await talk.ReceiveAsync(Post(talk.Stage, Bad));
        var card = talk.Wall(RoomPurpose.Mentions).Single();
        InboxTalk
            .Text(card)
            .ShouldContain("Found by: the watched word \"acme lab\"; it was not sent to us");
        InboxTalk.Text(card).ShouldContain("Post: Talk @acme");
        await talk.PressAsync("carl", RoomPurpose.Mentions, card, "Claim");
        await talk.SayAsync("carl", "reply 1: We are sorry");
        await talk.PassAsync(TimeSpan.FromSeconds(30));
        talk.Stage.Network.Out.Single().InReplyTo.ShouldBe("thing1");
    }

    private static IncomingItem Post(InboxStage stage, string text, double hoursAgo = 0) =>
        stage.Item(text, kind: IncomingKind.Post, at: stage.Now.AddHours(-hoursAgo));

    private static MentionPage.Items Page(InboxStage stage, params IncomingItem[] items) =>
        new(items, $"at {stage.Now:HH:mm}", More: false);

    private static async Task<InboxStage> WatchingAsync(string phrase)
    {
        var stage = await InboxStage.OpenAsync();
        await WatchAsync(stage, phrase);
        return stage;
    }

    private static async Task WatchAsync(InboxStage stage, string phrase) =>
        (await KeepAsync(stage, stage.Slice.Carl, phrase)).Done();

    private static Task<Outcome<WatchedWord>> KeepAsync(
        InboxStage stage,
        Member by,
        string phrase
    ) =>
        stage.Slice.RunAsync<WatchWord, Outcome<WatchedWord>>(w =>
            w.RunAsync(by, phrase, InboxStage.Ct)
        );

    private static Task<int> SearchAsync(InboxStage stage) => stage.Slice.WorkAsync(Lane.Network);
}
