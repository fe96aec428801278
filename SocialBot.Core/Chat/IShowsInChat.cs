using SocialBot.Core.Cards;

namespace SocialBot.Core.Chat;

/// <summary>
/// The door for what only shows: nothing is done and nothing is kept, so the same look twice is drawn twice. The turn says who looks
/// and where; its input is what the platform sent along.
/// </summary>
public interface IShowsInChat
{
    /// <summary>The card that a button belongs to as this person sees it now, whatever that button would do.</summary>
    /// <returns>Null when there is nothing to see for them.</returns>
    Task<Card?> ViewAsync(ChatTurn turn, CancellationToken ct);

    /// <summary>The command asks for something first, all of which can be filled in on one form.</summary>
    bool HasForm(string command);

    /// <summary>The whole form of a command with what is known so far, for a window of its own; where it is not for them, why.</summary>
    /// <returns>Null when the command has none, or nobody knows this person.</returns>
    Task<Card?> OpenAsync(ChatTurn turn, CancellationToken ct);

    /// <summary>What is found from the box that somebody writes in, to be shown to others as it is.</summary>
    /// <returns>Null when nobody knows this person, or which of their workspaces they mean.</returns>
    Task<IReadOnlyList<ChatFind>?> SearchAsync(
        ChatTurn turn,
        ChatSearch search,
        CancellationToken ct
    );

    /// <summary>A file that a card offered, by its command.</summary>
    Task<ChatFile?> FileAsync(ChatTurn turn, CancellationToken ct);

    /// <summary>What a link leads to, when it is one of ours.</summary>
    Task<ChatFind?> UnfurlAsync(ChatTurn turn, string address, CancellationToken ct);
}

/// <param name="Shelf">Where to look: <c>posts</c>, <c>saved-replies</c>.</param>
/// <param name="Words">Empty = what is newest.</param>
public sealed record ChatSearch(string Shelf, string Words, int Skip, int Count);

/// <param name="Title">One line for the list.</param>
/// <param name="Line">A second, quieter one.</param>
/// <param name="Card">What is put before others when it is chosen: only shows.</param>
public sealed record ChatFind(string Title, string Line, Card Card);
