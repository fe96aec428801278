namespace SocialBot.Connectors.Chat.Local;

/// <summary>What waits to be read: in the viewer's conversations, and for everybody else in their personal chats.</summary>
internal sealed record Unread(
    IReadOnlyDictionary<string, int> Conversations,
    IReadOnlyDictionary<string, int> People
)
{
    public int In(string conversation) => Conversations.GetValueOrDefault(conversation);

    public int For(string person) => People.GetValueOrDefault(person);

    public static async Task<Unread> CountAsync(
        LocalChatStore store,
        LocalViewer viewer,
        CancellationToken ct
    )
    {
        var people = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var person in viewer.Roster.People.Where(p => p.UserId != viewer.Id))
        {
            var personal = LocalChatPlatform.PersonalConversation(person.UserId);
            var counts = await store.UnreadAsync(person.UserId, [personal], ct);
            if (counts.GetValueOrDefault(personal) is > 0 and var count)
                people[person.UserId] = count;
        }
        return new Unread(await store.UnreadAsync(viewer.Id, viewer.Conversations, ct), people);
    }
}
