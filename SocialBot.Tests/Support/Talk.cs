using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Due;
using SocialBot.Core.Language;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs;
using SocialBot.Dialogs.Language;

namespace SocialBot.Tests.Support;

/// <summary>
/// The whole conversation on a real database: people of the <see cref="Slice"/> talk to the bot, press buttons, and read what hangs
/// in their personal chats and rooms. The chat platform is scripted; nothing else is.
/// </summary>
public sealed class Talk : IAsyncDisposable
{
    private readonly Dictionary<string, List<Hanging>> walls = new(StringComparer.Ordinal);
    internal static readonly Lazy<LocalRecognizer> Recognizer = new(() =>
        LocalRecognizer.Train(PhraseFile.Default())
    );

    private int turns;

    private Talk(Slice slice, ScriptedChat chat) => (Slice, Chat) = (slice, chat);

    public Slice Slice { get; }
    public ScriptedChat Chat { get; }

    public static async Task<Talk> OpenAsync(Action<IServiceCollection>? more = null)
    {
        var chat = new ScriptedChat();
        var slice = await Slice.OpenAsync(services =>
        {
            services.AddDialogs();
            services.AddSingleton<IRecognizesIntents>(Recognizer.Value);
            services.AddSingleton<IChatPlatform>(chat);
            more?.Invoke(services);
        });
        await slice.DbAsync(async db =>
        {
            foreach (
                var member in new[]
                {
                    slice.Anna,
                    slice.Omar,
                    slice.Olga,
                    slice.Carl,
                    slice.Nils,
                    slice.Ada,
                }
            )
            {
                var id = member.Name.ToLowerInvariant();
                db.Identities.Add(
                    new MemberIdentity
                    {
                        MemberId = member.Id,
                        Platform = "local",
                        Tenant = "",
                        UserId = id,
                        PersonalConversation = $"personal:{id}",
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
                        Conversation = purpose.ToString().ToLowerInvariant(),
                    }
                );
            return await db.SaveChangesAsync();
        });
        return new Talk(slice, chat);
    }

    /// <summary>A message in the person's personal chat; what the bot says to it, the newest card last.</summary>
    public Task<IReadOnlyList<Card>> SaysAsync(string who, string text, params ChatFile[] files) =>
        TurnAsync(who, Personal(who), new ChatInput.Said(text, files), inline: false);

    /// <summary>A message in a room.</summary>
    public Task<IReadOnlyList<Card>> SaysInAsync(string who, RoomPurpose room, string text) =>
        TurnAsync(who, In(room), new ChatInput.Said(text), inline: false);

    /// <summary>A message in the personal chat that mentions somebody who may not be known here yet.</summary>
    public Task<IReadOnlyList<Card>> SaysOfAsync(string who, string mentioned, string text) =>
        TurnAsync(who, Personal(who), new ChatInput.Said(text), inline: false, mentioned);

    /// <summary>The bot arrives in the person's personal chat.</summary>
    public Task<IReadOnlyList<Card>> MeetsAsync(string who) =>
        TurnAsync(who, Personal(who), new ChatInput.Met(), inline: false);

    /// <summary>The bot is sent away from the person's personal chat.</summary>
    public Task<IReadOnlyList<Card>> PartsAsync(string who) =>
        TurnAsync(who, Personal(who), new ChatInput.Parted(), inline: false);

    /// <summary>The bot is removed from a room, or the room is deleted.</summary>
    public Task<IReadOnlyList<Card>> PartsInAsync(string who, RoomPurpose room) =>
        TurnAsync(who, In(room), new ChatInput.Parted(), inline: false);

    /// <summary>Presses a button of a card in the personal chat; the answer is the card shown to the presser.</summary>
    public async Task<Card> PressesAsync(
        string who,
        string command,
        params (string Field, string Value)[] values
    ) => (await TurnAsync(who, Personal(who), Pressed(command, values), inline: true))[0];

    /// <summary>Presses a button of a card in a room.</summary>
    public async Task<Card> PressesInAsync(
        string who,
        RoomPurpose room,
        string command,
        params (string Field, string Value)[] values
    ) => (await TurnAsync(who, In(room), Pressed(command, values), inline: true))[0];

    /// <summary>Presses the button with this label on a card.</summary>
    public Task<Card> PressesAsync(
        string who,
        Card card,
        string label,
        params (string Field, string Value)[] values
    ) => PressesAsync(who, Command(card, label), values);

    public static string Command(Card card, string label) =>
        card.Buttons.FirstOrDefault(b => b.Label == label)?.Command
        ?? throw new InvalidOperationException(
            $"'{card.Title}' has no button '{label}', only: {string.Join(", ", card.Buttons.Select(b => b.Label))}"
        );

    /// <summary>The very same turn again, as platforms deliver it: a retry.</summary>
    public async Task<Card?> PressAgainAsync(string who, string command, string turnId)
    {
        var answer = await AnswerAsync(
            Turn(who, Personal(who), Pressed(command, []), true, turnId)
        );
        return answer?.Card;
    }

    /// <summary>Delivers everything that is due and lets the networks do their work, until nothing is left to do now.</summary>
    public async Task SettleAsync()
    {
        for (var round = 0; round < 20; round++)
        {
            var done = 0;
            foreach (var lane in Enum.GetValues<Lane>())
                done += await Slice.WorkAsync(lane);
            Read();
            if (done == 0)
                return;
        }
    }

    public async Task PassAsync(TimeSpan time)
    {
        Slice.Clock.Advance(time);
        await SettleAsync();
    }

    /// <summary>What hangs in a room now, oldest first, each card as it is after its edits.</summary>
    public IReadOnlyList<Card> Wall(RoomPurpose room) => Wall(room.ToString().ToLowerInvariant());

    /// <summary>What hangs in the person's personal chat now.</summary>
    public IReadOnlyList<Card> Wall(string personOrRoom) =>
        [
            .. (
                walls.GetValueOrDefault(personOrRoom)
                ?? walls.GetValueOrDefault($"personal:{personOrRoom}")
                ?? []
            ).Select(h => h.Card),
        ];

    /// <summary>Everything a card says, as one text.</summary>
    public static string Text(Card card)
    {
        var words = new List<string> { card.Title };
        foreach (var block in card.Body)
            words.Add(
                block switch
                {
                    CardBlock.Text text => string.Concat(text.Runs.Select(r => r.Words)),
                    CardBlock.Heading heading => heading.Words,
                    CardBlock.Quote quote => quote.Words,
                    CardBlock.Facts facts => string.Join(
                        '\n',
                        facts.Rows.Select(r => $"{r.Label}: {r.Value}")
                    ),
                    CardBlock.Finding finding => finding.Words,
                    CardBlock.Field field => field.Input.Label,
                    CardBlock.Picture picture => picture.AltText,
                    _ => "",
                }
            );
        return string.Join('\n', words);
    }

    public ValueTask DisposeAsync() => Slice.DisposeAsync();

    private async Task<IReadOnlyList<Card>> TurnAsync(
        string who,
        ChatPlace place,
        ChatInput input,
        bool inline,
        string? mentioned = null
    )
    {
        var before = Wall(place.Conversation).Count;
        var answer = await AnswerAsync(
            Turn(who, place, input, inline, (++turns).ToString(CultureInfo.InvariantCulture)) with
            {
                Mentions = mentioned is { } name
                    ?
                    [
                        new(
                            new ChatUser("local", "", name.ToLowerInvariant()),
                            name,
                            name,
                            "@" + name
                        ),
                    ]
                    : [],
            }
        );
        await SettleAsync();
        return answer is not null ? [answer.Card] : [.. Wall(place.Conversation).Skip(before)];
    }

    private Task<InlineAnswer?> AnswerAsync(ChatTurn turn) =>
        Slice.Services.GetRequiredService<IAnswersChat>().AnswerAsync(turn, CancellationToken.None);

    private ChatTurn Turn(string who, ChatPlace place, ChatInput input, bool inline, string id) =>
        new(
            id,
            new ChatUser("local", "", who),
            who,
            who,
            place,
            input,
            Slice.Clock.GetUtcNow(),
            AnswersInline: inline
        );

    private static ChatInput.Pressed Pressed(
        string command,
        IReadOnlyList<(string Field, string Value)> values
    ) =>
        new(
            command,
            values.ToDictionary(v => v.Field, v => v.Value, StringComparer.Ordinal),
            MessageId: null
        );

    private static ChatPlace Personal(string who) =>
        new("local", "", $"personal:{who}", Thread: null, Personal: true, Reference: null);

    private static ChatPlace In(RoomPurpose room) =>
        new(
            "local",
            "",
            room.ToString().ToLowerInvariant(),
            Thread: null,
            Personal: false,
            Reference: null
        );

    /// <summary>Applies what was posted and edited since the last look.</summary>
    private void Read()
    {
        while (Chat.Posts.TryDequeue(out var posted))
        {
            if (!walls.TryGetValue(posted.Place.Conversation, out var wall))
                walls[posted.Place.Conversation] = wall = [];
            if (posted.MessageId is { } id)
                wall.Add(new Hanging(id, posted.Card));
        }
        while (Chat.Edits.TryDequeue(out var edited))
            foreach (
                var hanging in walls.Values.SelectMany(w => w).Where(h => h.Id == edited.MessageId)
            )
                hanging.Card = edited.Card;
    }

    private sealed class Hanging(string id, Card card)
    {
        public string Id => id;
        public Card Card { get; set; } = card;
    }
}
