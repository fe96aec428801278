using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Language;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Dialogs;
using SocialBot.Tests.Inbox;
using SocialBot.Tests.Support;
using Xunit;
using Act = SocialBot.Tests.Support.ScriptedNetwork.Act;

namespace SocialBot.Tests.Publishing;

/// <summary>What the card of a thread says while it is on its way, and what can be done when it stopped.</summary>
public sealed class ThreadCardTests
{
    private static readonly string[] Three = ["First", "Second", "Third"];

    [Theory]
    [InlineData("en", "part 2 of 3 is out", "I try again at")]
    [InlineData("de", "Teil 2 von 3 ist draußen", "Ich versuche es um")]
    public async Task It_says_how_far_the_thread_is(string language, string far, string why)
    {
        await using var stage = await OpenAsync();
        stage.Network.Next(
            new Act.Accept(),
            new Act.Accept(),
            new Act.Answer(new PublishOutcome.TryLater(TimeSpan.FromMinutes(5), "429"))
        );
        var post = await stage.ThreadAsync(Three);

        var said = InboxTalk.Text(await CardAsync(stage, post, language));
        said.ShouldContain(far);
        said.ShouldContain(why);

        await stage.SettleAsync();
        InboxTalk.Text(await CardAsync(stage, post, "en")).ShouldContain("all 3 parts are out");
    }

    [Fact]
    public async Task A_refused_part_says_why_and_offers_the_rest()
    {
        await using var stage = await OpenAsync();
        stage.Network.Next(
            new Act.Accept(),
            new Act.Answer(new PublishOutcome.Rejected("suspended", "The account is suspended."))
        );
        var card = await CardAsync(stage, await stage.ThreadAsync(Three), "en");

        InboxTalk.Text(card).ShouldContain("part 2 of 3: the network refused this part");
        InboxTalk.Text(card).ShouldContain("The account is suspended.");
        card.Tone.ShouldBe(Tone.Warning);
        card.Buttons.ShouldContain(b => b.Label == "Send the rest");
    }

    [Fact]
    public async Task A_part_in_doubt_is_asked_about()
    {
        await using var stage = await OpenAsync();
        stage.Network.Next(new Act.Accept(), new Act.LoseRequest());
        for (var i = 0; i < 5; i++)
            stage.Network.NextReading(new FoundPosts.Listed([], Complete: false));
        var post = await stage.ThreadAsync(Three);
        await stage.SettleAsync();

        var card = await CardAsync(stage, post, "en");

        InboxTalk.Text(card).ShouldContain("part 2 of 3: the network did not confirm this part");
        card.Buttons.Select(b => b.Label).ShouldContain("It is live");
        card.Buttons.Select(b => b.Label).ShouldContain("It is not, send again");
    }

    private static Task<PostStage> OpenAsync() =>
        PostStage.OpenAsync(more: services =>
        {
            services.AddDialogs();
            services.AddSingleton<IRecognizesIntents>(Talk.Recognizer.Value);
        });

    private static async Task<Card> CardAsync(PostStage stage, Post post, string language) =>
        (
            await stage.Slice.RunAsync<IEnumerable<IComposesCards>, Card?>(all =>
                all.Single(c => c.Kind == "post")
                    .ComposeAsync(
                        post.Id,
                        new CardViewer(language, stage.Anna, Room: null),
                        PostStage.Ct
                    )
            )
        )!;
}
