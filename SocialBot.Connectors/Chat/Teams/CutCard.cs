using SocialBot.Core.Cards;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>
/// Shorter versions of a card that is too large for a message, mildest first. Long texts go before blocks, blocks before
/// fields, and a field's value is never shortened: it would come back shortened. The buttons stay.
/// </summary>
internal static class CutCard
{
    private static readonly int[] Longest = [8000, 4000, 2000, 1000, 500, 200];

    public static IEnumerable<Card> Versions(Card card)
    {
        foreach (var longest in Longest)
            yield return Shorten(card, longest);
        var shortest = Shorten(card, Longest[^1]);
        for (var keep = shortest.Body.Count / 2; keep > 0; keep /= 2)
            yield return shortest with
            {
                Body = Keep(shortest.Body, keep),
            };
        CardBlock[] fields = [.. shortest.Body.Where(block => block is CardBlock.Field)];
        for (var keep = fields.Length; keep >= 0; keep--)
            yield return shortest with
            {
                Body = fields[..keep],
            };
        for (var keep = shortest.Buttons.Count / 2; keep > 0; keep /= 2)
            yield return shortest with
            {
                Body = [],
                Buttons = [.. shortest.Buttons.Take(keep)],
            };
        yield return shortest with
        {
            Body = [],
            Buttons = [],
        };
    }

    private static Card Shorten(Card card, int longest) =>
        card with
        {
            Title = Verbatim.Cut(card.Title, longest),
            Workspace = card.Workspace is null ? null : Verbatim.Cut(card.Workspace, longest),
            Summary = card.Summary is null ? null : Verbatim.Cut(card.Summary, longest),
            Body = [.. card.Body.Select(block => Shorten(block, longest))],
        };

    private static CardBlock Shorten(CardBlock block, int longest) =>
        block switch
        {
            CardBlock.Text text => text with
            {
                Runs = [.. text.Runs.Select(run => run with { Words = Lines(run.Words, longest) })],
            },
            CardBlock.Heading heading => new CardBlock.Heading(
                Verbatim.Cut(heading.Words, longest)
            ),
            CardBlock.Quote quote => quote with { Words = Lines(quote.Words, longest) },
            CardBlock.Facts facts => new CardBlock.Facts([
                .. facts.Rows.Select(row => row with { Value = Lines(row.Value, longest) }),
            ]),
            CardBlock.Finding finding => finding with
            {
                Words = Verbatim.Cut(finding.Words, longest),
            },
            CardBlock.Picture picture => picture with
            {
                AltText = Verbatim.Cut(picture.AltText, longest),
            },
            _ => block,
        };

    /// <summary>Every line costs a block of its own, so a text of empty lines is long too.</summary>
    private static string Lines(string words, int longest)
    {
        var lines = Verbatim.Cut(words, longest).ReplaceLineEndings("\n").Split('\n');
        var most = Math.Max(4, longest / 40);
        return lines.Length <= most
            ? string.Join('\n', lines)
            : string.Join('\n', lines[..most]) + "…";
    }

    /// <summary>So many of the blocks that only show something, and every field.</summary>
    private static CardBlock[] Keep(IReadOnlyList<CardBlock> body, int shown)
    {
        var left = shown;
        return [.. body.Where(block => block is CardBlock.Field || left-- > 0)];
    }
}
