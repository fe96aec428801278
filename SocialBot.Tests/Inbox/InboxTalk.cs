using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Due;
using SocialBot.Core.Inbox;
using SocialBot.Core.Language;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Tests.Inbox;

/// <summary>The inbox as the team sees it: cards that hang in rooms and personal chats, buttons and typed commands.</summary>
internal sealed class InboxTalk : IAsyncDisposable
{
    private int turns;

    private InboxTalk(InboxStage stage, Walls walls) => (Stage, Chat) = (stage, walls);

    public InboxStage Stage { get; }
    public Walls Chat { get; }

    public static async Task<InboxTalk> OpenAsync(
        Action<InboxOptions>? settings = null,
        string language = "en"
    )
    {
        var walls = new Walls();
        var stage = await InboxStage.OpenAsync(
            settings,
            services =>
            {
                services.AddDialogs();
                services.AddSingleton<IChatPlatform>(walls);
                services.AddSingleton<IRecognizesIntents, UnderstandsNothing>();
                services.AddScoped<IReadsSentences, ReadsNothing>();
            }
        );
        await stage.Slice.DbAsync(async db =>
        {
            foreach (
                var member in new[]
                {
                    stage.Slice.Carl,
                    stage.Slice.Ada,
                    stage.Slice.Omar,
                    stage.Slice.Anna,
                }
            )
            {
                var id = member.Name.ToLowerInvariant();
                db.Members.Attach(member).Entity.Language = language;
                db.Identities.Add(
                    new MemberIdentity
                    {
                        MemberId = member.Id,
                        Platform = "local",
                        Tenant = "",
                        UserId = id,
                        PersonalConversation = id,
                    }
                );
            }
            foreach (var purpose in Enum.GetValues<RoomPurpose>())
                db.Rooms.Add(
                    new Room
                    {
                        Purpose = purpose,
                        Platform = "local",
                        Tenant = "",
                        Conversation = Conversation(purpose),
                        Language = language,
                    }
                );
            return await db.SaveChangesAsync();
        });
        return new InboxTalk(stage, walls);
    }

    /// <summary>Texts come in and the bot shows what follows.</summary>
    public async Task ReceiveAsync(params Core.Networks.IncomingItem[] items)
    {
        await Stage.ReceiveAsync(items);
        await SettleAsync();
    }

    /// <summary>The button with this label, pressed where its card hangs; the answer that the presser sees.</summary>
    public Task<Card> PressAsync(
        string who,
        RoomPurpose? room,
        Card card,
        string label,
        params (string Field, string Value)[] values
    ) => PressAsync(who, room, CommandOf(card, label), values);

    public async Task<Card> PressAsync(
        string who,
        RoomPurpose? room,
        string command,
        params (string Field, string Value)[] values
    )
    {
        var answer = await TurnAsync(
            who,
            room,
            new ChatInput.Pressed(
                command,
                values.ToDictionary(v => v.Field, v => v.Value, StringComparer.Ordinal),
                MessageId: null
            ),
            inline: true
        );
        return answer!.Card;
    }

    /// <summary>Typed in a personal chat; the newest card there afterwards.</summary>
    public async Task<Card> SayAsync(string who, string text, RoomPurpose? room = null)
    {
        await TurnAsync(who, room, new ChatInput.Said(text), inline: false);
        return Chat.At(room is { } purpose ? Conversation(purpose) : who)[^1];
    }

    public IReadOnlyList<Card> Wall(RoomPurpose room) => Chat.At(Conversation(room));

    public IReadOnlyList<Card> Wall(string person) => Chat.At(person);

    public async Task PassAsync(TimeSpan time)
    {
        Stage.Slice.Clock.Advance(time);
        await SettleAsync();
    }

    public async Task SettleAsync()
    {
        for (var round = 0; round < 10; round++)
        {
            var done = 0;
            foreach (var lane in Enum.GetValues<Lane>())
                done += await Stage.Slice.WorkAsync(lane);
            if (done == 0)
                return;
        }
    }

    public static string CommandOf(Card card, string label) =>
        card.Buttons.FirstOrDefault(b => b.Label == label)?.Command
        ?? throw new InvalidOperationException(
            $"'{card.Title}' has no '{label}', only {string.Join(", ", card.Buttons.Select(b => b.Label))}"
        );

    /// <summary>Everything a card says.</summary>
    public static string Text(Card card) =>
        string.Join(
            '\n',
            card.Body.Select(block =>
                    block switch
                    {
                        CardBlock.Text text => string.Concat(text.Runs.Select(r => r.Words)),
                        CardBlock.Heading heading => heading.Words,
                        CardBlock.Quote quote => $"“{quote.Words}” {quote.By}",
                        CardBlock.Facts facts => string.Join(
                            '\n',
                            facts.Rows.Select(r => $"{r.Label}: {r.Value}")
                        ),
                        CardBlock.Finding finding => finding.Words,
                        CardBlock.Field field => field.Input.Label,
                        _ => "",
                    }
                )
                .Prepend(card.Title)
        );

    public ValueTask DisposeAsync() => Stage.DisposeAsync();

    private async Task<InlineAnswer?> TurnAsync(
        string who,
        RoomPurpose? room,
        ChatInput input,
        bool inline
    )
    {
        var place = new ChatPlace(
            "local",
            "",
            room is { } purpose ? Conversation(purpose) : who,
            Thread: null,
            Personal: room is null,
            Reference: null
        );
        var answer = await Stage
            .Slice.Services.GetRequiredService<IAnswersChat>()
            .AnswerAsync(
                new ChatTurn(
                    (++turns).ToString(CultureInfo.InvariantCulture),
                    new ChatUser("local", "", who),
                    who,
                    who,
                    place,
                    input,
                    Stage.Now,
                    inline
                ),
                InboxStage.Ct
            );
        await SettleAsync();
        return answer;
    }

    private static string Conversation(RoomPurpose room) =>
        $"#{room.ToString().ToLowerInvariant()}";

    /// <summary>A chat where every message stays where it was posted and shows its latest edit.</summary>
    internal sealed class Walls : IChatPlatform
    {
        private readonly Lock door = new();
        private readonly List<(string Id, string Where, Card Card)> messages = [];

        public string Name => "local";

        public IReadOnlyList<Card> At(string conversation)
        {
            lock (door)
                return [.. messages.Where(m => m.Where == conversation).Select(m => m.Card)];
        }

        public Task<ChatDelivery> PostAsync(
            ChatPlace place,
            Card card,
            string key,
            CancellationToken ct
        )
        {
            lock (door)
            {
                var id = $"m{messages.Count}";
                messages.Add((id, place.Conversation, card));
                return Task.FromResult<ChatDelivery>(new ChatDelivery.Delivered(id));
            }
        }

        public Task<ChatDelivery> EditAsync(
            ChatPlace place,
            string messageId,
            Card card,
            CancellationToken ct
        )
        {
            lock (door)
            {
                var at = messages.FindIndex(m => m.Id == messageId);
                messages[at] = messages[at] with { Card = card };
                return Task.FromResult<ChatDelivery>(new ChatDelivery.Delivered(messageId));
            }
        }
    }

    private sealed class UnderstandsNothing : IRecognizesIntents
    {
        public string Name => "Nothing";

        public Task<Recognition> RecognizeAsync(
            string text,
            string language,
            CancellationToken ct
        ) => Task.FromResult(new Recognition(Recognition.None, 1, 1, [], Negated: false));
    }

    private sealed class ReadsNothing : IReadsSentences
    {
        public Task<SentenceFacts> ReadAsync(Asker by, string text, CancellationToken ct) =>
            Task.FromResult(new SentenceFacts(null, null, null, null, null, null));
    }
}
