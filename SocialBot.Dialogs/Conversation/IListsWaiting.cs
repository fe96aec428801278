using SocialBot.Core.Workspaces;

namespace SocialBot.Dialogs.Conversation;

/// <summary>A slice's part of "what's waiting for me?".</summary>
public interface IListsWaiting
{
    /// <summary>What this member can act on now, the most urgent first; at most ten.</summary>
    Task<IReadOnlyList<WaitingItem>> ForAsync(Member member, Words words, CancellationToken ct);
}

/// <param name="What">Why it waits: <c>Approval needed by 17:00</c>.</param>
/// <param name="Title">What it is.</param>
/// <param name="Command">Shows it.</param>
public sealed record WaitingItem(string What, string Title, string Button, string Command);
