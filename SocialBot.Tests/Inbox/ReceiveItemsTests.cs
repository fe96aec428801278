using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core.Due;
using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;
using SocialBot.Core.Sentiment;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Inbox;

public sealed class ReceiveItemsTests
{
    [Fact]
    public async Task A_complaint_gets_a_card_of_its_own_marked_negative()
    {
        await using var stage = await InboxStage.OpenAsync();

        var @case = await stage.CaseAsync("My shoes broke after a week");

        @case.State.ShouldBe(CaseState.Open);
        @case.Mood.ShouldBe(SentimentLabel.Negative);
        @case.Reasons.ShouldBe(["negative"]);
        @case
            .Items.Single()
            .Reading.Because.ShouldContain(w => w.Contains("broke", StringComparison.Ordinal));
        (await stage.NewCardsAsync()).ShouldBe([$"case:{@case.Id} in Mentions"]);
    }

    [Theory]
    [InlineData("When do you open on Sunday?", "question")]
    [InlineData("how much is the blue one", "question")]
    [InlineData("Wann habt ihr wieder offen", "question")]
    public async Task A_question_gets_a_card_of_its_own(string text, string reason)
    {
        await using var stage = await InboxStage.OpenAsync();
        (await stage.CaseAsync(text)).Reasons.ShouldBe([reason]);
        (await stage.NewCardsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_question_mark_in_a_link_asks_nothing()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("Seen at https://shop.example/a?b=c today");
        @case.State.ShouldBe(CaseState.Noted);
    }

    [Fact]
    public async Task A_private_message_gets_a_card_of_its_own()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("Hello there", IncomingKind.Message);
        @case.Reasons.ShouldBe(["message"]);
    }

    [Fact]
    public async Task The_rest_is_told_in_one_card_when_the_hour_is_over()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.CaseAsync("We love the new lab");
        await stage.CaseAsync("Passing by your shop window today");
        (await stage.NewCardsAsync()).ShouldBeEmpty();

        await stage.PassAsync(TimeSpan.FromMinutes(59), Lane.Clock);
        (await stage.NewCardsAsync()).ShouldBeEmpty();
        await stage.PassAsync(TimeSpan.FromMinutes(1), Lane.Clock);

        var fold = (await stage.NewCardsAsync()).ShouldHaveSingleItem();
        fold.ShouldStartWith("fold:");
        (await stage.CasesAsync()).ShouldAllBe(c => c.State == CaseState.Noted);
    }

    [Fact]
    public async Task A_text_in_an_unknown_language_is_not_scored_and_never_neutral()
    {
        await using var stage = await InboxStage.OpenAsync();
        var @case = await stage.CaseAsync("この靴はひどい");
        @case.Mood.ShouldBeNull();
        @case.Items.Single().Reading.NotScored.ShouldBe("language");
    }

    [Fact]
    public async Task The_same_event_or_the_same_thing_again_changes_nothing()
    {
        await using var stage = await InboxStage.OpenAsync();
        var item = stage.Item("My shoes broke after a week");
        await stage.ReceiveAsync(item, item);

        var again = await stage.ReceiveAsync(
            item,
            item with
            {
                EventId = "another event",
            },
            item with
            {
                RemoteId = "another thing",
            }
        );

        again.Stored.ShouldBe(0);
        var @case = (await stage.CasesAsync()).ShouldHaveSingleItem();
        @case.Items.Count.ShouldBe(1);
        @case.Version.ShouldBe(1);
        (await stage.NewCardsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_mention_of_two_accounts_is_two_items()
    {
        await using var stage = await InboxStage.OpenAsync();
        var second = await stage.Slice.AddAccountAsync("Talk", "acme-de");
        var item = stage.Item("My shoes broke after a week");
        await stage.ReceiveAsync(item);

        var there = await stage.Slice.RunAsync<ReceiveItems, ReceivedItems>(r =>
            r.RunAsync(second.Id, [item], InboxStage.Ct)
        );

        there.Stored.ShouldBe(1);
        (await stage.CasesAsync()).Select(c => c.AccountId).ShouldBe([stage.Account.Id, second.Id]);
    }

    [Fact]
    public async Task However_items_are_duplicated_and_reordered_the_same_cases_come_of_them()
    {
        var random = new Random(20260609);
        var expected = await ArrangeAsync(items => [items]);
        for (var round = 0; round < 5; round++)
        {
            var shuffled = await ArrangeAsync(items =>
            {
                var tripled = items.Concat(items).Concat(items).ToArray();
                random.Shuffle(tripled);
                return tripled.Chunk(1 + random.Next(5));
            });
            shuffled.ShouldBe(expected);
        }

        static async Task<List<string>> ArrangeAsync(
            Func<IncomingItem[], IEnumerable<IncomingItem[]>> deliver
        )
        {
            await using var stage = await InboxStage.OpenAsync();
            var items = new[]
            {
                stage.Item("My shoes broke after a week", by: "ann", conversation: "a"),
                stage.Item("And nobody answers", by: "ann", conversation: "a"),
                stage.Item("We love the lab", by: "ben", conversation: "b"),
                stage.Item("Where is my parcel?", by: "cem", kind: IncomingKind.Message),
                stage.Item("The heel of this pair broke off today", by: "dee", conversation: "a"),
            };
            foreach (var batch in deliver(items))
                await stage.ReceiveAsync(batch);
            return
            [
                .. (await stage.CasesAsync())
                    .Select(c =>
                        $"{c.AuthorId} {c.State} {c.Mood}: {string.Join(" | ", c.Items.Select(i => i.Text).Order(StringComparer.Ordinal))}"
                    )
                    .Order(StringComparer.Ordinal),
            ];
        }
    }

    [Fact]
    public async Task The_same_batch_brought_by_two_at_once_is_stored_once()
    {
        await using var stage = await InboxStage.OpenAsync();
        var items = Enumerable.Range(0, 10).Select(i => stage.Item($"Shoe {i} broke")).ToArray();

        var received = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => stage.ReceiveAsync(items)))
        );

        received.Sum(r => r.Stored).ShouldBe(10);
        (await stage.Slice.DbAsync(db => db.CaseItems.CountAsync())).ShouldBe(10);
    }

    [Fact]
    public async Task Near_duplicates_fold_into_one_case()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.ReceiveAsync(
            stage.Item("My running shoes broke after just one week, not happy @acme")
        );
        for (var i = 0; i < 6; i++)
            await stage.ReceiveAsync(
                stage.Item(
                    $"my running shoes BROKE after just one week!! not happy https://x.example/{i}"
                )
            );

        var @case = (await stage.CasesAsync()).ShouldHaveSingleItem();
        @case.Similar.ShouldBe(6);
        (await stage.NewCardsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_sounds_alike_a_day_later_or_means_the_opposite_or_is_private_does_not_fold()
    {
        await using var stage = await InboxStage.OpenAsync();
        const string text =
            "The soles of my trail running shoes after one week in the hills: I hate them";
        await stage.ReceiveAsync(stage.Item(text));

        await stage.ReceiveAsync(stage.Item(text, at: stage.Now.AddHours(25)));
        await stage.ReceiveAsync(
            stage.Item(text.Replace("hate", "love", StringComparison.Ordinal))
        );
        await stage.ReceiveAsync(stage.Item(text, kind: IncomingKind.Message));

        (await stage.CasesAsync()).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Short_texts_fold_only_when_they_are_equal()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.ReceiveAsync(stage.Item("Love it"));
        await stage.ReceiveAsync(stage.Item("love it!"));
        await stage.ReceiveAsync(stage.Item("Love him"));
        (await stage.CasesAsync()).Select(c => c.Similar).ShouldBe([1, 0]);
    }

    [Fact]
    public async Task At_most_twenty_new_cards_an_hour_and_the_rest_waits_behind_next()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.ReceiveAsync([
            .. Enumerable
                .Range(1, 28)
                .Select(i => stage.Item($"Do you sell {Word(i)} {Word(i * 31)} {Word(i * 57)}?")),
        ]);

        var shown = await stage.NewCardsAsync();
        shown.Count(s => s.StartsWith("case:", StringComparison.Ordinal)).ShouldBe(20);
        shown
            .Where(s => s.StartsWith("fold:", StringComparison.Ordinal))
            .Distinct()
            .Count()
            .ShouldBe(1);
        (
            await stage.Slice.DbAsync(db => db.Showings.CountAsync(s => s.As == ShownAs.Held))
        ).ShouldBe(8);

        stage.Slice.Clock.Advance(TimeSpan.FromHours(1));
        await stage.CaseAsync("My shoes broke in the new hour");
        (await stage.NewCardsAsync())
            .Count(s => s.StartsWith("case:", StringComparison.Ordinal))
            .ShouldBe(21);
    }

    [Fact]
    public async Task A_rule_brings_a_negative_text_to_the_alerts_room_too()
    {
        await using var stage = await InboxStage.OpenAsync();
        await AddRuleAsync(
            stage,
            new InboxRule
            {
                Name = "negative",
                OnlyNegative = true,
                Effect = RuleEffect.Alert,
            }
        );
        var bad = await stage.CaseAsync("My shoes broke after a week");
        await stage.CaseAsync("We love the lab");

        bad.Reasons.ShouldBe(["negative", "rule:negative"]);
        (await stage.NewCardsAsync()).ShouldBe([
            $"case:{bad.Id} in Mentions",
            $"case:{bad.Id} in Alerts",
        ]);
    }

    [Fact]
    public async Task A_rule_gives_its_words_a_card_and_other_words_none()
    {
        await using var stage = await InboxStage.OpenAsync();
        await AddRuleAsync(
            stage,
            new InboxRule
            {
                Name = "fire",
                Phrases = ["on fire", "smoke"],
                Effect = RuleEffect.OwnCard,
            }
        );
        (await stage.CaseAsync("The charger is ON FIRE, folks")).Reasons.ShouldBe(["rule:fire"]);
        (await stage.CaseAsync("We are smokers and on fireworks duty")).Reasons.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_spam_rule_keeps_its_author_out_of_the_rooms()
    {
        await using var stage = await InboxStage.OpenAsync();
        await AddRuleAsync(
            stage,
            new InboxRule
            {
                Name = "spammer",
                AuthorId = "spammer",
                Network = "Talk",
                Effect = RuleEffect.Spam,
            }
        );
        await stage.ReceiveAsync(stage.Item("Buy followers?", by: "spammer"));
        (await stage.CasesAsync()).Single().State.ShouldBe(CaseState.Spam);
        (await stage.NewCardsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Writing_again_joins_the_same_case_and_tells_who_holds_it()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.ReceiveAsync(
            stage.Item(
                "We like it here",
                by: "ann",
                conversation: "post",
                kind: IncomingKind.Comment
            )
        );
        var quiet = (await stage.CasesAsync()).Single();
        quiet.State.ShouldBe(CaseState.Noted);
        await stage.Slice.RunAsync<ClaimCase, Core.Outcome<Case>>(c =>
            c.RunAsync(stage.Slice.Carl, quiet.Id, InboxStage.Ct)
        );

        await stage.ReceiveAsync(
            stage.Item("Now it broke", by: "ann", conversation: "post", kind: IncomingKind.Comment),
            stage.Item(
                "A stranger chats below",
                by: "bo",
                conversation: "post",
                kind: IncomingKind.Comment
            )
        );

        var cases = await stage.CasesAsync();
        cases.Count.ShouldBe(2);
        cases[0].Items.Select(i => i.Role).ShouldBe([ItemRole.Lead, ItemRole.Further]);
        cases[0].Mood.ShouldBe(SentimentLabel.Negative);
        cases[0].ItemVersion.ShouldBe(cases[0].Version);
        (await stage.NoticesAsync()).ShouldBe(["case.went-on"]);
    }

    [Fact]
    public async Task What_the_brand_writes_itself_is_no_case()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.ReceiveAsync(stage.Item("Our own comment", by: stage.Account.RemoteId));
        (await stage.CasesAsync()).ShouldBeEmpty();
    }

    /// <summary>Nothing like the word of another number.</summary>
    private static string Word(int number) =>
        Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number)))[..9];

    private static Task<int> AddRuleAsync(InboxStage stage, InboxRule rule) =>
        stage.Slice.DbAsync(db =>
        {
            db.InboxRules.Add(rule);
            return db.SaveChangesAsync(InboxStage.Ct);
        });
}
