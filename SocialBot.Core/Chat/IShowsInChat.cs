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
}
