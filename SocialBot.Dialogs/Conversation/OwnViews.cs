using SocialBot.Core.Cards;
using SocialBot.Core.Workspaces;

namespace SocialBot.Dialogs.Conversation;

/// <summary>
/// The card that hangs before many where a platform shows some of them their own: it says who that is, and has a button for whoever
/// their client did not show it to by itself.
/// </summary>
internal static class OwnViews
{
    /// <param name="show">Answers the card as the asker may see it.</param>
    /// <param name="members">Those first who are waited for.</param>
    /// <param name="buttons">What a member would see instead of the card's own.</param>
    public static Card Offer(
        Card card,
        CardCommand show,
        IEnumerable<Member> members,
        Func<Member, IEnumerable<CardButton>> buttons,
        Words words
    )
    {
        var viewers = members
            .Where(m => !buttons(m).SequenceEqual(card.Buttons))
            .Select(m => new OwnView(m.Id))
            .ToList();
        return viewers.Count == 0
            ? card
            : card with
            {
                View = show.ToString(),
                Viewers = viewers,
                Buttons = [.. card.Buttons, new CardButton(words["card.mine"], show.ToString())],
            };
    }

    /// <summary>The own card of one member, which their client keeps up to date as well.</summary>
    public static Card Of(Card card, Asker by, VerbCatalogue verbs) =>
        card.Subject?.Split(':') is [var kind, var id] && verbs.Find($"{kind}.show") is not null
            ? card with
            {
                View = $"{kind}.show:{id}:0",
                Viewers = [new OwnView(by.Member.Id, by.Turn.PlatformUserId)],
            }
            : card;
}
