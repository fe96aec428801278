using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core.Accounts;
using SocialBot.Core.Due;
using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;
using Xunit;

namespace SocialBot.Tests.Inbox;

public sealed class ReadInboxTests
{
    [Fact]
    public async Task The_first_reading_keeps_what_is_old_without_a_card_and_shows_the_last_hour()
    {
        await using var stage = await InboxStage.OpenAsync();
        var old = Enumerable
            .Range(1, 60)
            .Select(i => stage.Item($"Number {i} broke", at: stage.Now.AddHours(-1 - i)))
            .Reverse()
            .ToList();
        stage.Network.Pages.Enqueue(new MentionPage.Items(old, "after-old", More: true));
        stage.Network.Pages.Enqueue(
            new MentionPage.Items(
                [
                    stage.Item("Still old, and it broke", at: stage.Now.AddMinutes(-61)),
                    stage.Item("My shoes broke", at: stage.Now.AddMinutes(-59)),
                ],
                "after-new",
                More: false
            )
        );

        await ReadAsync(stage);

        var fresh = (await stage.CasesAsync()).Single(c => c.State == CaseState.Open);
        fresh.Items.Single().Text.ShouldBe("My shoes broke");
        (await stage.NewCardsAsync()).ShouldBe([$"case:{fresh.Id} in Mentions"]);
        stage.Network.CursorsAsked.ShouldBe([null, "after-old"]);
        (await AccountAsync(stage)).InboxCursor.ShouldBe("after-new");
    }

    [Fact]
    public async Task After_a_gap_old_texts_do_get_their_cards()
    {
        await using var stage = await InboxStage.OpenAsync();
        await ReadAsync(stage);
        stage.Network.Pages.Enqueue(
            new MentionPage.Items(
                [stage.Item("My shoes broke", at: stage.Now.AddHours(-5))],
                "later",
                More: false
            )
        );
        await stage.PassAsync(TimeSpan.FromMinutes(1), Lane.Network);
        (await stage.CasesAsync()).Single().State.ShouldBe(CaseState.Open);
    }

    [Fact]
    public async Task An_account_is_read_again_every_minute_from_where_it_stood()
    {
        await using var stage = await InboxStage.OpenAsync();
        stage.Network.Pages.Enqueue(new MentionPage.Items([], "one", More: false));
        await ReadAsync(stage);
        await stage.PassAsync(TimeSpan.FromSeconds(59), Lane.Network);
        stage.Network.CursorsAsked.Count.ShouldBe(1);
        await stage.PassAsync(TimeSpan.FromSeconds(1), Lane.Network);
        stage.Network.CursorsAsked.ShouldBe([null, "one"]);
    }

    [Fact]
    public async Task Not_now_is_honoured()
    {
        await using var stage = await InboxStage.OpenAsync();
        stage.Network.Pages.Enqueue(new MentionPage.NotNow("rate limit", TimeSpan.FromMinutes(7)));
        await ReadAsync(stage);
        await stage.PassAsync(TimeSpan.FromMinutes(6), Lane.Network);
        stage.Network.CursorsAsked.Count.ShouldBe(1);
        await stage.PassAsync(TimeSpan.FromMinutes(1), Lane.Network);
        stage.Network.CursorsAsked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_signed_out_account_is_told_once_and_read_again_after_signing_in()
    {
        await using var stage = await InboxStage.OpenAsync();
        stage.Network.Pages.Enqueue(new MentionPage.SignInNeeded("expired"));
        await ReadAsync(stage);
        for (var i = 0; i < 3; i++)
            await stage.PassAsync(TimeSpan.FromMinutes(1), Lane.Network);
        stage.Network.CursorsAsked.Count.ShouldBe(1);
        await stage.PassAsync(TimeSpan.Zero, Lane.Clock);
        (await stage.NoticesAsync()).ShouldBe(["account.sign-in-needed"]);

        await stage.Slice.DbAsync(async db =>
        {
            (await db.Accounts.SingleAsync()).SignInNeeded = null;
            return await db.SaveChangesAsync();
        });
        await stage.PassAsync(TimeSpan.FromMinutes(1), Lane.Network);
        stage.Network.CursorsAsked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_disconnected_account_is_not_read_any_more()
    {
        await using var stage = await InboxStage.OpenAsync();
        await stage.Slice.DbAsync(async db =>
        {
            (await db.Accounts.SingleAsync()).DisconnectedAt = stage.Now;
            return await db.SaveChangesAsync();
        });
        (await WatchAsync(stage)).ShouldBe(0);
        await stage.PassAsync(TimeSpan.FromHours(1), Lane.Network);
        stage.Network.CursorsAsked.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_position_moves_in_the_transaction_of_its_items()
    {
        await using var stage = await InboxStage.OpenAsync();
        // A text without an author cannot be stored: nothing of its page is, and the position stays.
        var broken = stage.Item("broke") with
        {
            AuthorHandle = null!,
        };
        stage.Network.Pages.Enqueue(
            new MentionPage.Items([stage.Item("My shoes broke"), broken], "beyond", More: false)
        );
        await ReadAsync(stage);
        (await AccountAsync(stage)).InboxCursor.ShouldBeNull();
        (await stage.CasesAsync()).ShouldBeEmpty();
    }

    private static async Task ReadAsync(InboxStage stage)
    {
        (await WatchAsync(stage)).ShouldBe(1);
        await stage.Slice.WorkAsync(Lane.Network);
    }

    private static Task<int> WatchAsync(InboxStage stage) =>
        stage.Slice.RunAsync<WatchInboxes, int>(w => w.RunAsync(InboxStage.Ct));

    private static Task<Account> AccountAsync(InboxStage stage) =>
        stage.Slice.DbAsync(db => db.Accounts.AsNoTracking().SingleAsync(InboxStage.Ct));
}
