using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Due;
using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Inbox;

public sealed class ListenTests
{
    private const string Complaint = "My running shoes broke after just one week";

    [Fact]
    public async Task What_the_stream_tells_becomes_cases_once_and_the_position_follows()
    {
        await using var ear = await Ear.OpenAsync();
        var item = ear.Stage.Item(Complaint);
        await ear.TellAsync(new StreamBatch([new("acme", item)], [], "1"));
        await ear.TellAsync(new StreamBatch([new("acme", item)], [], "2"));
        await ear.TellAsync(new StreamBatch([new("stranger", ear.Stage.Item("Hi"))], [], "3"));
        (await ear.Stage.CasesAsync()).Single().Items.Count.ShouldBe(1);
        (await ear.PositionAsync()).ShouldBe("3");
        (await ear.Stage.NewCardsAsync()).ShouldBe(["case:1 in Mentions"]);
    }

    [Fact]
    public async Task Listening_goes_on_from_the_last_position_kept()
    {
        await using var ear = await Ear.OpenAsync();
        await ear.TellAsync(new StreamBatch([], [], "7"));
        await ear.StopAsync();
        ear.Start();
        await Eventually.TrueAsync(() => ear.Listens.Count == 2, "listening again");
        ear.Listens[1].Cursor.ShouldBe("7");
        ear.Listens[0].Cursor.ShouldBeNull();
    }

    [Fact]
    public async Task Deleted_texts_are_marked_at_once_in_every_workspace_that_keeps_them()
    {
        await using var ear = await Ear.OpenAsync();
        await ear.Stage.CaseAsync(Complaint);
        await ear.TellAsync(
            new StreamBatch([], [.. Enumerable.Range(1, 1200).Select(i => $"thing{i}")], "1")
        );
        (await ear.Stage.CaseAsync(1)).Items.Single().GoneAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task One_connection_serves_all_workspaces_each_with_its_own_words()
    {
        await using var ear = await Ear.OpenAsync(start: false);
        var stage = ear.Stage;
        await WatchAsync(stage, "acme lab");
        await stage.Slice.AddAccountAsync("Talk", "acme_kids");
        var other = await stage.Slice.InAsync(
            workspaceId: null,
            async s =>
            {
                var db = s.GetRequiredService<Core.Storage.SocialBotDb>();
                var workspace = new Workspace
                {
                    Name = "Other",
                    TimeZone = "Europe/Berlin",
                    CreatedAt = stage.Now,
                };
                db.Workspaces.Add(workspace);
                await db.SaveChangesAsync(InboxStage.Ct);
                return workspace.Id;
            }
        );
        await stage.Slice.InAsync(
            other,
            async s =>
            {
                var db = s.GetRequiredService<Core.Storage.SocialBotDb>();
                db.Accounts.Add(
                    new Core.Accounts.Account
                    {
                        Network = "Talk",
                        Handle = "acme",
                        RemoteId = "acme",
                    }
                );
                db.WatchedWords.Add(
                    new WatchedWord
                    {
                        Phrase = "shoes",
                        Folded = "shoes",
                        At = stage.Now,
                    }
                );
                return await db.SaveChangesAsync(InboxStage.Ct);
            }
        );
        ear.Start();
        await Eventually.TrueAsync(() => ear.Listens.Count == 1, "listening");
        ear.Listens[0].Watched.ShouldBe("acme acme lab, shoes; acme_kids");

        await ear.TellAsync(
            new StreamBatch(
                [
                    new("acme", stage.Item("The acme lab broke", kind: IncomingKind.Post)),
                    new("acme", stage.Item("A mention")),
                ],
                [],
                "1"
            )
        );
        (await stage.CasesAsync()).Count.ShouldBe(2);
        (
            await stage.Slice.InAsync(
                other,
                s =>
                    s.GetRequiredService<Core.Storage.SocialBotDb>()
                        .CaseItems.Select(i => i.Text)
                        .ToListAsync(InboxStage.Ct)
            )
        ).ShouldBe(["A mention"]);
    }

    [Fact]
    public async Task A_new_word_or_account_is_listened_for_within_seconds()
    {
        await using var ear = await Ear.OpenAsync();
        await WatchAsync(ear.Stage, "acme lab");
        await ear.GlanceAsync(() => ear.Listens.Count == 2);
        ear.Listens[^1].Watched.ShouldBe("acme acme lab");
        await ear.Stage.Slice.AddAccountAsync("Talk", "acme_kids");
        await ear.GlanceAsync(() => ear.Listens.Count == 3);
        ear.Listens[^1].Watched.ShouldBe("acme acme lab; acme_kids");
    }

    [Fact]
    public async Task A_text_that_cannot_be_kept_is_passed_over_and_the_rest_is_kept()
    {
        await using var ear = await Ear.OpenAsync();
        var broken = ear.Stage.Item("broke") with { AuthorHandle = null! };
        await ear.TellAsync(
            new StreamBatch([new("acme", broken), new("acme", ear.Stage.Item(Complaint))], [], "1"),
            whileWaiting: () => ear.Stage.Slice.Clock.Advance(TimeSpan.FromSeconds(1))
        );
        (await ear.Stage.CasesAsync()).Single().Items.Single().Text.ShouldBe(Complaint);
    }

    [Fact]
    public async Task A_stream_that_breaks_begins_again_from_where_it_stood()
    {
        await using var ear = await Ear.OpenAsync();
        await ear.TellAsync(new StreamBatch([], [], "5"));
        var before = ear.Stage.Network.Stream;
        ear.Stage.Network.Stream = System.Threading.Channels.Channel.CreateUnbounded<StreamBatch>();
        before.Writer.Complete(new IOException("gone"));
        await ear.GlanceAsync(() => ear.Listens.Count == 2);
        ear.Listens[^1].Cursor.ShouldBe("5");
        await ear.TellAsync(new StreamBatch([new("acme", ear.Stage.Item(Complaint))], [], "6"));
        (await ear.Stage.CasesAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_first_replay_of_a_new_account_stays_quiet()
    {
        await using var ear = await Ear.OpenAsync();
        await ear.TellAsync(
            new StreamBatch(
                [
                    .. Enumerable
                        .Range(1, 30)
                        .Select(i => new StreamedItem(
                            "acme",
                            ear.Stage.Item($"Number {i} broke", at: ear.Stage.Now.AddHours(-1 - i))
                        )),
                    new("acme", ear.Stage.Item(Complaint)),
                ],
                [],
                "1"
            )
        );
        (await ear.Stage.NewCardsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task While_the_stream_tells_polling_is_slower_and_comes_back_when_it_is_lost()
    {
        await using var ear = await Ear.OpenAsync();
        var pulse = ear.Stage.Slice.Services.GetRequiredService<StreamPulse>();
        await ear.TellAsync(new StreamBatch([], [], "1"));
        pulse.Beats("Talk").ShouldBeTrue();
        await ear.Stage.Slice.RunAsync<WatchInboxes, int>(w => w.RunAsync(InboxStage.Ct));
        await ear.Stage.Slice.WorkAsync(Lane.Network);
        await ear.Stage.PassAsync(TimeSpan.FromMinutes(9), Lane.Network);
        ear.Stage.Network.CursorsAsked.Count.ShouldBe(1);
        pulse.IsLost("Talk").ShouldBeTrue();
        await ear.Stage.PassAsync(TimeSpan.FromMinutes(1), Lane.Network);
        await ear.Stage.PassAsync(TimeSpan.FromMinutes(1), Lane.Network);
        ear.Stage.Network.CursorsAsked.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Stopping_is_prompt()
    {
        await using var ear = await Ear.OpenAsync();
        var began = TimeProvider.System.GetTimestamp();
        await ear.StopAsync();
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        ear.Stage.Slice.Services.GetRequiredService<StreamPulse>().Ages.ShouldBeEmpty();
    }

    private static async Task WatchAsync(InboxStage stage, string phrase) =>
        (
            await stage.Slice.RunAsync<WatchWord, Outcome<WatchedWord>>(w =>
                w.RunAsync(stage.Slice.Carl, phrase, InboxStage.Ct)
            )
        ).Done();

    /// <summary>The listening of one process.</summary>
    private sealed class Ear(InboxStage stage) : IAsyncDisposable
    {
        private CancellationTokenSource stop = new();
        private Task listening = Task.CompletedTask;

        public InboxStage Stage => stage;

        public List<(string Watched, string? Cursor)> Listens
        {
            get
            {
                lock (stage.Network.Listens)
                    return [.. stage.Network.Listens];
            }
        }

        public static async Task<Ear> OpenAsync(bool start = true)
        {
            var ear = new Ear(await InboxStage.OpenAsync());
            if (!start)
                return ear;
            ear.Start();
            await Eventually.TrueAsync(() => ear.Listens.Count == 1, "listening");
            return ear;
        }

        public void Start()
        {
            stop = new CancellationTokenSource();
            listening = stage
                .Slice.Services.GetRequiredService<ListenToStreams>()
                .RunAsync(stop.Token);
        }

        /// <summary>Returns when the batch is kept.</summary>
        public async Task TellAsync(StreamBatch batch, Action? whileWaiting = null)
        {
            stage.Network.Stream.Writer.TryWrite(batch).ShouldBeTrue();
            await Eventually.TrueAsync(
                async () =>
                {
                    whileWaiting?.Invoke();
                    return await PositionAsync() == batch.Cursor;
                },
                "the batch to be kept"
            );
        }

        /// <summary>Lets a few seconds pass until it holds.</summary>
        public Task GlanceAsync(Func<bool> holds) =>
            Eventually.TrueAsync(
                () =>
                {
                    stage.Slice.Clock.Advance(TimeSpan.FromSeconds(1));
                    return holds();
                },
                "listening anew"
            );

        public Task<string?> PositionAsync() =>
            stage.Slice.DbAsync(db =>
                db.StreamPositions.Where(p => p.Network == "Talk")
                    .Select(p => p.Cursor)
                    .FirstOrDefaultAsync(InboxStage.Ct)
            );

        public async Task StopAsync()
        {
            await stop.CancelAsync();
            await listening;
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            stop.Dispose();
            await stage.DisposeAsync();
        }
    }
}
