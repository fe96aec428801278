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
}
