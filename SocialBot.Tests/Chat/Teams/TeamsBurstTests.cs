using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Shouldly;
using SocialBot.Connectors.Chat.Teams;
using SocialBot.Connectors.Chat.Teams.Wire;
using SocialBot.Connectors.Web;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Due;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Chat.Teams;

/// <summary>The outbox before a connector that keeps Teams' limits.</summary>
public sealed class TeamsBurstTests : IAsyncLifetime
{
    private const int Cards = 25;

    private readonly CountedCards _cards = new();
    private ConnectorDouble _teams = null!;
    private Slice _slice = null!;

    public ValueTask InitializeAsync() => OpenAsync(keepLimits: true);

    private async ValueTask OpenAsync(bool keepLimits)
    {
        _slice = await Slice.OpenAsync(services =>
        {
            var settings = new ConfigurationBuilder()
                .AddInMemoryCollection([new("Teams:KeepLimits", $"{keepLimits}")])
                .Build();
            var environment = new HostingEnvironment { EnvironmentName = "Development" };
            services.AddSingleton<IConfiguration>(settings);
            services.AddSingleton<IHostEnvironment>(environment);
            services.AddWeb(settings);
            services.AddTeams(settings, environment);
            services.AddSingleton<IShowsInChat>(new RecordingChat());
            services.AddSingleton<IComposesCards>(_cards);
        });
        _teams = await ConnectorDouble.StartAsync(_slice.Clock);
        await _slice.DbAsync(db =>
        {
            db.Rooms.Add(
                new Room
                {
                    Purpose = RoomPurpose.Approvals,
                    Platform = "teams",
                    Tenant = "7d1f3c52-0000-4000-8000-0000000000aa",
                    Conversation = "19:room@thread.tacv2",
                    Reference = JsonSerializer.Serialize(
                        new PlaceReference(_teams.ServiceUrl, "28:bot", "SocialBot", "channel"),
                        TeamsJson.Wire.PlaceReference
                    ),
                }
            );
            return db.SaveChangesAsync();
        });
        for (var n = 1; n <= Cards; n++)
            await WriteAsync((db, now) => db.ShowInRooms($"count:{n}", RoomPurpose.Approvals, now));
        await DeliverAllAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _slice.DisposeAsync();
        await _teams.DisposeAsync();
    }

    [Fact]
    public async Task Five_hundred_updates_of_one_channels_cards_arrive_in_order_and_break_no_limit()
    {
        var posted = _teams.Requests.Count;
        posted.ShouldBe(Cards);

        for (var update = 1; update <= 500; update++)
        {
            var card = 1 + update * 7 % Cards;
            _cards.Count(card);
            await WriteAsync((db, now) => db.CardStale($"count:{card}", now));
            if (update % 60 == 0)
            {
                await _slice.WorkAsync(Lane.Chat);
                _slice.Clock.Advance(TimeSpan.FromMilliseconds(700));
            }
        }
        await DeliverAllAsync();

        _teams.Breaches.ShouldBe(0);
        _teams.Violations.ShouldBeEmpty();
        var edits = _teams.Requests.Skip(posted).ToList();
        edits.ShouldAllBe(e => e.Method == "PUT");
        edits.Count.ShouldBeLessThan(200, "what was skipped was not worth showing any more");
        var shown = edits
            .Select(e => ((string)e.Body["summary"]!).Split(' '))
            .GroupBy(words => words[0], words => int.Parse(words[1], CultureInfo.InvariantCulture))
            .ToList();
        shown.Count.ShouldBe(Cards);
        foreach (var card in shown)
        {
            card.ShouldBeInOrder();
            card.Last().ShouldBe(500 / Cards);
        }
    }

    [Fact]
    public async Task What_the_connector_refuses_as_too_much_arrives_all_the_same()
    {
        await DisposeAsync();
        await OpenAsync(keepLimits: false);

        for (var card = 1; card <= Cards; card++)
        {
            _cards.Count(card);
            await WriteAsync((db, now) => db.CardStale($"count:{card}", now));
        }
        await DeliverAllAsync();

        _teams.Breaches.ShouldBeGreaterThan(0, "nobody kept the limits before the call");
        (_teams.Requests.Count - _teams.Breaches).ShouldBe(
            2 * Cards,
            "each posted once and edited once"
        );
    }

    [Fact]
    public async Task A_channel_that_asks_for_patience_is_left_alone_by_every_card()
    {
        _slice.Clock.Advance(TimeSpan.FromMinutes(1));
        _teams.NextAnswers(429, "Throttled", "20");
        _cards.Count(1);
        await WriteAsync((db, now) => db.CardStale("count:1", now));
        await _slice.WorkAsync(Lane.Chat);
        var before = _teams.Requests.Count;

        foreach (var card in (int[])[2, 3])
        {
            _cards.Count(card);
            await WriteAsync((db, now) => db.CardStale($"count:{card}", now));
        }
        _slice.Clock.Advance(TimeSpan.FromSeconds(19));
        await _slice.WorkAsync(Lane.Chat);
        _teams.Requests.Count.ShouldBe(before);

        _slice.Clock.Advance(TimeSpan.FromSeconds(1));
        await _slice.WorkAsync(Lane.Chat);
        _teams.Requests.Count.ShouldBe(before + 3);
    }

    private Task<int> WriteAsync(Action<Core.Storage.SocialBotDb, DateTimeOffset> write) =>
        _slice.DbAsync(db =>
        {
            write(db, _slice.Clock.GetUtcNow());
            return db.SaveChangesAsync();
        });

    /// <summary>Until nothing waits, at the times that the rows were put off to.</summary>
    private async Task DeliverAllAsync()
    {
        var due = _slice.Services.GetRequiredService<DueTable>();
        for (var round = 0; round < 1000; round++)
        {
            await _slice.WorkAsync(Lane.Chat);
            if (await due.NextAsync(Lane.Chat, CancellationToken.None) is not { } next)
                return;
            _slice.Clock.Advance(next - _slice.Clock.GetUtcNow());
        }
        Assert.Fail("The outbox never became empty.");
    }

    /// <summary>Cards that say how often they changed.</summary>
    private sealed class CountedCards : IComposesCards
    {
        private readonly int[] _counts = new int[Cards + 1];

        public string Kind => "count";

        public void Count(int card) => Interlocked.Increment(ref _counts[card]);

        public Task<Card?> ComposeAsync(long id, CardViewer viewer, CancellationToken ct) =>
            Task.FromResult<Card?>(
                new Card
                {
                    Subject = $"count:{id}",
                    Title = $"count:{id} {Volatile.Read(ref _counts[id])}",
                }
            );
    }
}
