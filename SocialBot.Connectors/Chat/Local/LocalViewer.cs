using SocialBot.Core.Chat;
using SocialBot.Core.Workspaces;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>Who somebody chose to be, and what that person sees: their own personal chat and the rooms.</summary>
internal sealed record LocalViewer(PlatformPerson Person, PlatformRoster Roster)
{
    public string Id => Person.UserId;

    public string Personal => LocalChatPlatform.PersonalConversation(Id);

    public IReadOnlyList<string> Conversations =>
        [Personal, .. Roster.Rooms.Select(r => r.Conversation)];

    public bool MaySee(string? conversation) =>
        conversation == Personal || Roster.Room(conversation) is not null;

    public ChatTurn Turn(string id, string conversation, ChatInput input, DateTimeOffset at) =>
        new(
            id,
            UserOf(Person),
            Person.Name,
            Id,
            new ChatPlace(
                LocalChatPlatform.PlatformName,
                Tenant: "",
                conversation,
                Thread: null,
                Personal: conversation == Personal,
                Reference: null
            ),
            input,
            at
        );

    public static ChatUser UserOf(PlatformPerson person) =>
        new(LocalChatPlatform.PlatformName, Tenant: "", person.UserId);
}
