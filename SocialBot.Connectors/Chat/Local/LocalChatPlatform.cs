using Microsoft.Data.Sqlite;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>The bot speaks into the local chat by writing rows; whoever looks at the page sees them.</summary>
internal sealed class LocalChatPlatform(LocalChatStore store) : IRemovesMessages
{
    public const string PlatformName = "local";

    private static readonly TimeSpan Shortly = TimeSpan.FromSeconds(2);

    public string Name => PlatformName;

    public static string PersonalConversation(string userId) => $"personal:{userId}";

    public Task<ChatDelivery> PostAsync(
        ChatPlace place,
        Card card,
        string key,
        CancellationToken ct
    ) =>
        DeliverAsync(async () =>
        {
            var id = await store.AddAsync(
                new NewMessage($"bot:{key}", place.Conversation) { Card = card },
                ct
            );
            return new ChatDelivery.Delivered(LocalMessage.IdText(id));
        });

    public Task<ChatDelivery> EditAsync(
        ChatPlace place,
        string messageId,
        Card card,
        CancellationToken ct
    ) =>
        DeliverAsync(async () =>
            LocalMessage.ReadId(messageId) is { } id
            && await store.ReplaceCardAsync(place.Conversation, id, card, ct)
                ? new ChatDelivery.Delivered(messageId)
                : new ChatDelivery.Gone("There is no such message in this conversation.")
        );

    public async Task<bool> TryRemoveAsync(ChatTurn turn, CancellationToken ct)
    {
        try
        {
            return await store.RemoveAsync(turn.Id, ct);
        }
        catch (SqliteException)
        {
            return false; // the person is told to delete it
        }
    }

    /// <summary>A file that is locked or on a full disk wrote nothing: the same message may be tried again.</summary>
    private static async Task<ChatDelivery> DeliverAsync(Func<Task<ChatDelivery>> deliver)
    {
        try
        {
            return await deliver();
        }
        catch (SqliteException trouble)
        {
            return new ChatDelivery.TryLater(Shortly, trouble.Message);
        }
    }
}
