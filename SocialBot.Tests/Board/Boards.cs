using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Due;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;

namespace SocialBot.Tests.Board;

/// <summary>Two chat platforms and cards whose words a test can change: what the outbox needs around it.</summary>
internal sealed class Boards : IAsyncDisposable
{
    public const string Subject = "thing:7";

    private Boards() { }

    public Slice Slice { get; private set; } = null!;
    public ScriptedChat Local { get; } = new("local");
    public ScriptedChat Discord { get; } = new("discord");
    public ThingCards Cards { get; } = new();

    public static async Task<Boards> OpenAsync(Action<IServiceCollection>? more = null)
    {
        var boards = new Boards();
        boards.Slice = await Slice.OpenAsync(services =>
        {
            services.AddSingleton<IChatPlatform>(boards.Local);
            services.AddSingleton<IChatPlatform>(boards.Discord);
            services.AddSingleton<IComposesCards>(boards.Cards);
            services.AddSingleton<IComposesNotices>(new Nothing());
            services.AddSingleton<IComposesNotices>(new ThingNotices());
            more?.Invoke(services);
        });
        return boards;
    }

    public Task<Room> RoomAsync(
        RoomPurpose purpose,
        string conversation,
        string platform = "local",
        string? language = null
    ) =>
        Slice.DbAsync(async db =>
        {
            var room = new Room
            {
                Purpose = purpose,
                Platform = platform,
                Tenant = "",
                Conversation = conversation,
                Language = language,
            };
            db.Rooms.Add(room);
            await db.SaveChangesAsync();
            return room;
        });

    /// <param name="chat">The personal chat; null = the bot has never been spoken to there.</param>
    public Task<int> KnowAsync(
        Member member,
        string? chat,
        string platform = "local",
        DateTimeOffset? lastSeen = null
    ) =>
        Slice.DbAsync(db =>
        {
            db.Identities.Add(
                new MemberIdentity
                {
                    MemberId = member.Id,
                    Platform = platform,
                    Tenant = "",
                    UserId = $"{platform}-{member.Name}",
                    PersonalConversation = chat,
                    LastSeenAt = lastSeen,
                }
            );
            return db.SaveChangesAsync();
        });

    public Task<int> MemberAsync(Member member, Action<Member> change) =>
        Slice.DbAsync(async db =>
        {
            change(await db.Members.SingleAsync(m => m.Id == member.Id));
            return await db.SaveChangesAsync();
        });

    public Task<int> WriteAsync(Action<Core.Storage.SocialBotDb, DateTimeOffset> write) =>
        Slice.DbAsync(db =>
        {
            write(db, Slice.Clock.GetUtcNow());
            return db.SaveChangesAsync();
        });

    public Task<int> StaleAsync() => WriteAsync((db, now) => db.CardStale(Subject, now));

    public Task<int> ShowAsync(RoomPurpose purpose = RoomPurpose.Approvals) =>
        WriteAsync((db, now) => db.ShowInRooms(Subject, purpose, now));

    public Task<int> TellAsync(Member member) =>
        WriteAsync((db, now) => db.TellMember(member.Id, Subject, RoomPurpose.Approvals, now));

    public Task<int> DeliverAsync() => Slice.WorkAsync(Lane.Chat);

    public Task<List<BoardCard>> HangingAsync() =>
        Slice.DbAsync(db => db.Board.AsNoTracking().OrderBy(c => c.Id).ToListAsync());

    public Task<int> WaitingAsync() => Slice.DbAsync(db => db.Set<DueRow>().CountAsync());

    public ValueTask DisposeAsync() => Slice.DisposeAsync();

    /// <summary>Draws a thing as <c>[language] words for viewer</c>.</summary>
    public sealed class ThingCards : IComposesCards
    {
        private int drawn;

        public string Kind => "thing";
        public string? Words { get; set; } = "as it is";
        public IReadOnlyList<long> Viewers { get; set; } = [];
        public int Drawn => drawn;

        public Task<Card?> ComposeAsync(long id, CardViewer viewer, CancellationToken ct)
        {
            Interlocked.Increment(ref drawn);
            return Task.FromResult(
                Words is null
                    ? null
                    : new Card
                    {
                        Subject = $"thing:{id}",
                        Viewers = [.. Viewers.Select(v => new OwnView(v))],
                        Title =
                            $"[{viewer.Language}] {Words} for {viewer.Member?.Name ?? viewer.Room?.ToString() ?? "anybody"}",
                    }
            );
        }
    }

    private sealed class Nothing : IComposesNotices
    {
        public Task<Card?> ComposeAsync(
            string notice,
            string? payload,
            CardViewer viewer,
            CancellationToken ct
        ) => Task.FromResult<Card?>(null);
    }

    private sealed class ThingNotices : IComposesNotices
    {
        public Task<Card?> ComposeAsync(
            string notice,
            string? payload,
            CardViewer viewer,
            CancellationToken ct
        ) =>
            Task.FromResult<Card?>(
                notice == "thing.happened"
                    ? Card.Say($"[{viewer.Language}] {notice} {payload}")
                    : null
            );
    }
}
