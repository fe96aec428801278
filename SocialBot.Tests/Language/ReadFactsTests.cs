using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core.Accounts;
using SocialBot.Core.Chat;
using SocialBot.Core.Networks;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;
using SocialBot.Dialogs.Language;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Language;

public sealed class ReadFactsTests
{
    [Fact]
    public async Task Networks_become_the_workspaces_own_accounts()
    {
        await using var slice = await Slice.OpenAsync();
        var linkedIn = await slice.AddAccountAsync("LinkedIn");
        var x = await slice.AddAccountAsync("X");

        var facts = await ReadAsync(
            slice,
            "draft for X and LinkedIn, tomorrow 9am: We open on Facebook at 5pm"
        );

        facts.Accounts.ShouldBe($"{x.Id},{linkedIn.Id}");
        facts.Text.ShouldBe("We open on Facebook at 5pm");
        facts.When.ShouldBe("tomorrow 9am");
        facts.Number.ShouldBeNull();
    }

    [Fact]
    public async Task A_network_means_all_its_accounts_unless_a_handle_was_said()
    {
        await using var slice = await Slice.OpenAsync();
        var linkedIn = await slice.AddAccountAsync("LinkedIn");
        var acme = await slice.AddAccountAsync("X", "acme");
        var support = await slice.AddAccountAsync("X", "acme_support");

        (await ReadAsync(slice, "draft for LinkedIn and X")).Accounts.ShouldBe(
            $"{linkedIn.Id},{acme.Id},{support.Id}"
        );
        (await ReadAsync(slice, "draft for X @acme_support")).Accounts.ShouldBe($"{support.Id}");
    }

    [Fact]
    public async Task Everywhere_leaves_out_what_was_excluded_and_what_is_disconnected()
    {
        await using var slice = await Slice.OpenAsync();
        var linkedIn = await slice.AddAccountAsync("LinkedIn");
        await slice.AddAccountAsync("X");
        var gone = await slice.AddAccountAsync("Bluesky");
        await slice.DbAsync(async db =>
        {
            (await db.Accounts.FindAsync(gone.Id))!.DisconnectedAt = Slice.Start;
            return await db.SaveChangesAsync();
        });

        (await ReadAsync(slice, "post this everywhere except X")).Accounts.ShouldBe(
            $"{linkedIn.Id}"
        );
        var notThere = await ReadAsync(slice, "draft for Bluesky");
        notThere.Accounts.ShouldBeNull();
        notThere.NotConnected.ShouldBe(["Bluesky"]);
    }

    [Theory]
    [InlineData("approve post 214", 214L)]
    [InlineData("gib 214 frei", 214L)]
    [InlineData("claim case 12", 12L)]
    [InlineData("approve 214 and 215", null)]
    [InlineData("approve it", null)]
    public async Task Only_one_number_is_the_number(string text, long? number)
    {
        await using var slice = await Slice.OpenAsync();
        (await ReadAsync(slice, text)).Number.ShouldBe(number);
    }

    [Fact]
    public async Task Day_and_time_said_apart_are_one_phrase_that_reads_as_one()
    {
        await using var slice = await Slice.OpenAsync();
        var facts = await ReadAsync(
            slice,
            "tomorrow please publish 214 at 9am because Omar said so"
        );
        WhenSaid
            .Shown(
                WhenGrammar.Read(
                    facts.When!,
                    Slice.Start,
                    TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
                    "en"
                )
            )
            .ShouldBe("2026-06-10 09:00");
        facts.Reason.ShouldBe("Omar said so");
    }

    private static Task<SentenceFacts> ReadAsync(Slice slice, string text) =>
        slice.DbAsync(async db =>
            await new ReadFacts(
                db,
                slice.Services.GetRequiredService<NetworkRulebook>(),
                new SetPreferences(db)
            ).ReadAsync(
                new Asker(
                    await db.Workspaces.FindAsync(slice.WorkspaceId)
                        ?? throw new InvalidOperationException("The slice has no workspace."),
                    slice.Anna,
                    Room: null,
                    new ChatTurn(
                        "1",
                        new ChatUser("local", "", "anna"),
                        "Anna",
                        "anna",
                        new ChatPlace("local", "", "anna", null, Personal: true, null),
                        new ChatInput.Said(text),
                        Slice.Start
                    ),
                    new Words("en", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")),
                    Slice.Start
                ),
                text,
                TestContext.Current.CancellationToken
            )
        );
}
