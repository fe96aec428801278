using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core.Accounts;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Inbox;

/// <summary>The inbox of one account on a network that remembers what it got.</summary>
internal sealed class InboxStage : IAsyncDisposable
{
    private int number;

    private InboxStage(Slice slice, Account account, TalkNetwork network)
    {
        Slice = slice;
        Account = account;
        Network = network;
    }

    public Slice Slice { get; }
    public Account Account { get; }
    public TalkNetwork Network { get; }
    public static CancellationToken Ct => TestContext.Current.CancellationToken;
    public DateTimeOffset Now => Slice.Clock.GetUtcNow();

    public static async Task<InboxStage> OpenAsync(
        Action<InboxOptions>? settings = null,
        Action<IServiceCollection>? more = null
    )
    {
        var network = new TalkNetwork();
        var slice = await Slice.OpenAsync(services =>
        {
            services.AddSingleton<INetwork>(network);
            services.AddSingleton(
                new NetworkRules
                {
                    Network = network.Name,
                    Text = [new TextLimit(TextUnits.Characters, 500, text => text.Length)],
                    Media = new MediaRules(new Dictionary<string, long>()),
                }
            );
            if (settings is not null)
                services.Configure(settings);
            more?.Invoke(services);
        });
        network.Clock = slice.Clock;
        return new InboxStage(slice, await slice.AddAccountAsync("Talk"), network);
    }

    /// <summary>A text as the network brings it, written now unless told otherwise, by a new person unless told otherwise.</summary>
    public IncomingItem Item(
        string text,
        string? by = null,
        string? conversation = null,
        IncomingKind kind = IncomingKind.Mention,
        DateTimeOffset? at = null,
        string? inReplyTo = null,
        string name = "Robin Meyer"
    )
    {
        var n = (++number).ToString(CultureInfo.InvariantCulture);
        var author = by ?? $"person{n}";
        return new IncomingItem(
            $"event{n}",
            $"thing{n}",
            kind,
            conversation ?? $"talk{n}",
            inReplyTo,
            author,
            author,
            name,
            Followers: 120,
            text,
            at ?? Now,
            $"https://talk.example/{n}"
        );
    }

    public Task<ReceivedItems> ReceiveAsync(params IncomingItem[] items) =>
        Slice.RunAsync<ReceiveItems, ReceivedItems>(r => r.RunAsync(Account.Id, items, Ct));

    public async Task<Case> CaseAsync(string text, IncomingKind kind = IncomingKind.Mention)
    {
        var received = await ReceiveAsync(Item(text, kind: kind));
        return await CaseAsync(received.CaseIds.Single());
    }

    public Task<Case> CaseAsync(long id) =>
        Slice.DbAsync(db =>
            db.Cases.Include(c => c.Items).AsNoTracking().SingleAsync(c => c.Id == id, Ct)
        );

    public Task<List<Case>> CasesAsync() =>
        Slice.DbAsync(db =>
            db.Cases.Include(c => c.Items).AsNoTracking().OrderBy(c => c.Id).ToListAsync(Ct)
        );

    /// <summary>What waits to be said in chat: kind, subject, payload, in order.</summary>
    public Task<List<DueRow>> OutboxAsync() =>
        Slice.DbAsync(db =>
            db.Set<DueRow>()
                .AsNoTracking()
                .Where(r => r.Lane == (int)Lane.Chat)
                .OrderBy(r => r.Id)
                .ToListAsync(Ct)
        );

    /// <summary>Cards that are to appear in rooms: <c>case:1 in Mentions</c>.</summary>
    public async Task<List<string>> NewCardsAsync() =>
        [
            .. (await OutboxAsync())
                .Where(r => r.Kind == Outbox.Show)
                .Select(r =>
                    $"{r.Subject} in {System.Text.Json.JsonSerializer.Deserialize<ShowPayload>(r.Payload!)!.Purpose}"
                ),
        ];

    public async Task<List<string>> NoticesAsync() =>
        [.. (await OutboxAsync()).Where(r => r.Kind == Outbox.Notice).Select(r => r.Subject)];

    public async Task<int> PassAsync(TimeSpan time, Lane lane)
    {
        Slice.Clock.Advance(time);
        return await Slice.WorkAsync(lane);
    }

    public ValueTask DisposeAsync() => Slice.DisposeAsync();
}
