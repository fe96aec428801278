using SocialBot.Core.Cards;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>A card that only says something, as the line of text that Teams shows under a pressed button.</summary>
internal static class PassingWords
{
    /// <summary>Null for a card that has more than words: it is shown as a card.</summary>
    public static string? Of(Card card)
    {
        if (
            card.Buttons.Count > 0
            || !card.Body.All(block =>
                block
                    is CardBlock.Text
                        or CardBlock.Finding
                        or CardBlock.Heading
                        or CardBlock.Divider
            )
        )
            return null;
        var lines = card
            .Body.Select(block =>
                block switch
                {
                    CardBlock.Text text => string.Concat(text.Runs.Select(run => run.Words)),
                    CardBlock.Finding finding => finding.Words,
                    CardBlock.Heading heading => heading.Words,
                    _ => "",
                }
            )
            .Prepend(card.Title)
            .Where(line => line.Length > 0);
        return Verbatim.Cut(string.Join('\n', lines), 2000);
    }
}
