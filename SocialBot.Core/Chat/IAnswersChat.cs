using SocialBot.Core.Cards;

namespace SocialBot.Core.Chat;

/// <summary>
/// The door through which every connector brings a turn. The turn's changes, its answer and what follows are committed
/// before this returns; the same turn again gets the stored answer and changes nothing.
/// </summary>
public interface IAnswersChat
{
    /// <returns>
    /// The card to show as the answer to this very request when <see cref="ChatTurn.AnswersInline"/>; otherwise null, and
    /// everything has already been handed to <see cref="IChatPlatform"/>.
    /// </returns>
    Task<InlineAnswer?> AnswerAsync(ChatTurn turn, CancellationToken ct);
}

/// <param name="Card">What the person who pressed sees next.</param>
/// <param name="ReplacesPressed">The pressed card's own next state; otherwise a passing, private answer.</param>
public sealed record InlineAnswer(Card Card, bool ReplacesPressed);
