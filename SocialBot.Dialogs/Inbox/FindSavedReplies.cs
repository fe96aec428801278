using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Inbox;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Inbox;

/// <summary>Saved replies by their name or words.</summary>
public sealed class FindSavedReplies(ListSavedReplies list) : IFindsThings
{
    public string Shelf => "saved-replies";

    public async Task<IReadOnlyList<ChatFind>> FindAsync(
        Asker by,
        string words,
        int skip,
        int count,
        CancellationToken ct
    ) =>
        [
            .. (await list.RunAsync(ct))
                .Where(r =>
                    r.Name.Contains(words, StringComparison.OrdinalIgnoreCase)
                    || r.Text.Contains(words, StringComparison.OrdinalIgnoreCase)
                )
                .Skip(skip)
                .Take(count)
                .Select(r => new ChatFind(
                    r.Name,
                    DrawCards.Short(r.Text.ReplaceLineEndings(" "), 100),
                    new Card
                    {
                        Title = r.Name,
                        Workspace = by.Workspace.Name,
                        Body = [new CardBlock.Quote(r.Text)],
                    }
                )),
        ];

    public Task<ChatFind?> UnfurlAsync(Asker by, string address, CancellationToken ct) =>
        Task.FromResult<ChatFind?>(null);
}
