using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Digests;
using SocialBot.Core.Due;
using SocialBot.Core.Language;
using SocialBot.Core.Networks;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs;
using SocialBot.Dialogs.Conversation;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Digests;

/// <summary>The digest as people meet it: typed in chat, hung in the room, pressed.</summary>
public sealed class DigestStoryTests
{
    private const string DigestRoom = "digests";
    private static int turns;

    [Fact]
    public async Task Digest_now_in_the_digest_room_hangs_a_card_with_its_chart_and_brings_it_up_to_date()
    {
        var chat = new ScriptedChat();
        await using var world = await OpenAsync(chat);
        await world.PublishAsync("a", "We open our lab");
        world.Network.Set("a", Metrics.Views, 41);

        await SayAsync(world, "digest now");
        chat.Said.ShouldBe(["I am reading fresh figures"]);
        await world.Slice.WorkAsync(Lane.Network);
        await world.Slice.WorkAsync(Lane.Chat);

        var card = chat.Posts.Last().Card;
        card.Title.ShouldBe("Today so far: Tue 9 June");
        var picture = card.Body.OfType<CardBlock.Picture>().ShouldHaveSingleItem();
        picture.AltText.ShouldContain("Tue 9 June: 41");
        var stored = await world.Slice.DbAsync(db =>
            db.Media.SingleAsync(m => m.Key == picture.MediaKey)
        );
        stored.ContentType.ShouldBe("image/png");

        world.Slice.Clock.Advance(TimeSpan.FromMinutes(5));
        world.Network.Set("a", Metrics.Views, 60);
        await PressAsync(world, card.Buttons.Single(b => b.Command == "digest.now:0:0").Command!);
        await world.Slice.WorkAsync(Lane.Network);
        await world.Slice.WorkAsync(Lane.Chat);
        chat.Edits.ShouldHaveSingleItem().Card.Summary!.ShouldContain("60 views");
        chat.Posts.Count(p => p.Card.Subject is not null).ShouldBe(1);
    }

    [Fact]
    public async Task The_morning_digest_hangs_in_the_room_and_its_buttons_look_behind_it()
    {
        var chat = new ScriptedChat();
        await using var world = await OpenAsync(chat);
        await world.PublishAsync("a", "We open our lab");
        await world.ReadAsync(6, 9, "a", 41);
        world.GoTo(6, 10, 8);
        await world.TellAsync();
        await world.Slice.WorkAsync(Lane.Chat);

        var card = chat.Posts.ShouldHaveSingleItem().Card;
        card.Title.ShouldBe("Yesterday: Tue 9 June");
        card.Workspace.ShouldBe("Acme");

        await PressAsync(world, card.Buttons[0].Command!);
        var behind = chat.Posts.Last().Card;
        behind.Title.ShouldBe("Behind the digest: Tue 9 June");
        behind
            .Body.OfType<CardBlock.Facts>()
            .Single()
            .Rows.ShouldBe([
                new Fact("Views, Tue 9 June", "+41 · stood at 41 · over 1 post · read at 22:00"),
            ]);

        await PressAsync(world, card.Buttons[1].Command!);
        chat.Posts.Last().Card.Title.ShouldBe("Top posts of the last 28 days");
    }

    [Fact]
    public async Task Digest_at_mute_and_unmute_are_said_back_with_the_next_time()
    {
        var chat = new ScriptedChat();
        await using var world = await OpenAsync(chat);
        await SayAsync(world, "digest at 7:30");
        await SayAsync(world, "mute digest");
        await SayAsync(world, "unmute digest");
        await SayAsync(world, "digest at teatime");

        chat.Said.Take(3)
            .ShouldBe([
                "The digest is told at 07:30 (Berlin) on working days",
                "The daily digest is muted",
                "The daily digest is told again, at 07:30 (Berlin) on working days",
            ]);
        var posts = chat.Posts.ToList();
        Text(posts[0].Card).ShouldContain("Next: Wed 10 June 07:30 (Berlin).");
        Text(posts[3].Card).ShouldContain("I cannot read \"teatime\" as a time of day");
    }

    [Fact]
    public async Task Who_may_not_set_the_digest_is_told_who_may()
    {
        var chat = new ScriptedChat();
        await using var world = await OpenAsync(chat);
        await SayAsync(world, "mute digest", by: "anna");
        chat.Said.ShouldHaveSingleItem().ShouldContain("analysts");
    }

    private static string Text(Card card) =>
        string.Join(
            '\n',
            card.Body.Select(b =>
                b switch
                {
                    CardBlock.Text text => string.Concat(text.Runs.Select(r => r.Words)),
                    CardBlock.Finding finding => finding.Words,
                    _ => "",
                }
            )
        );

    private static async Task<MeteredWorld> OpenAsync(ScriptedChat chat)
    {
        var world = await MeteredWorld.OpenAsync(more: services =>
        {
            services.AddDialogs();
            services.AddSingleton<IChatPlatform>(chat);
            services.AddSingleton<IRecognizesIntents, UnderstandsNothing>();
            services.AddSingleton<IReadsSentences, UnderstandsNothing>();
        });
        await world.Slice.DbAsync(db =>
        {
            db.Rooms.Add(
                new Room
                {
                    Purpose = RoomPurpose.Digests,
                    Platform = "local",
                    Tenant = "",
                    Conversation = DigestRoom,
                }
            );
            foreach (
                var (id, member) in (IEnumerable<(string, Member)>)
                    [("nils", world.Slice.Nils), ("anna", world.Slice.Anna)]
            )
                db.Identities.Add(
                    new MemberIdentity
                    {
                        MemberId = member.Id,
                        Platform = "local",
                        Tenant = "",
                        UserId = id,
                    }
                );
            return db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        return world;
    }

    private static Task SayAsync(MeteredWorld world, string text, string by = "nils") =>
        TurnAsync(world, new ChatInput.Said(text), by);

    private static Task PressAsync(MeteredWorld world, string command) =>
        TurnAsync(
            world,
            new ChatInput.Pressed(command, new Dictionary<string, string>(), MessageId: null),
            "nils"
        );

    private static async Task TurnAsync(MeteredWorld world, ChatInput input, string by)
    {
        await world
            .Slice.Services.GetRequiredService<IAnswersChat>()
            .AnswerAsync(
                new ChatTurn(
                    $"turn{Interlocked.Increment(ref turns)}",
                    new ChatUser("local", "", by),
                    by,
                    by,
                    new ChatPlace("local", "", DigestRoom, null, Personal: false, null),
                    input,
                    world.Now
                ),
                TestContext.Current.CancellationToken
            );
        await world.Slice.WorkAsync(Lane.Chat);
    }

    private sealed class UnderstandsNothing : IRecognizesIntents, IReadsSentences
    {
        public string Name => "None";

        public Task<Recognition> RecognizeAsync(
            string text,
            string language,
            CancellationToken ct
        ) => throw new InvalidOperationException("Typed commands do not reach the recognizer.");

        public Task<SentenceFacts> ReadAsync(Asker by, string text, CancellationToken ct) =>
            throw new InvalidOperationException("Typed commands are no sentences.");
    }
}
