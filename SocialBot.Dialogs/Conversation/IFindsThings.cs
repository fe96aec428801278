using SocialBot.Core.Chat;

namespace SocialBot.Dialogs.Conversation;

/// <summary>What a slice offers to be found from the box that somebody writes in; found by <c>AddDialogs</c>.</summary>
public interface IFindsThings
{
    /// <summary><c>posts</c>.</summary>
    string Shelf { get; }

    /// <param name="words">Empty = what is newest.</param>
    Task<IReadOnlyList<ChatFind>> FindAsync(
        Asker by,
        string words,
        int skip,
        int count,
        CancellationToken ct
    );

    /// <summary>What stands at an address; null when it is none of this slice's.</summary>
    Task<ChatFind?> UnfurlAsync(Asker by, string address, CancellationToken ct);
}
