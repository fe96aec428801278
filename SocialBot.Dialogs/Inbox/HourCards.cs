using System.Globalization;
using SocialBot.Core.Cards;
using SocialBot.Core.Inbox;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Inbox;

/// <summary>The card of an hour: what asked for nobody, counted and quoted, and how many cases wait behind "Next".</summary>
public static class HourCards
{
    public static Card For(HourFile hour, string workspace, Words words) =>
        new()
        {
            Subject = InboxHour.Subject(hour.Hour.Id),
            Title = Title(hour, words),
            Workspace = workspace,
            Tone = hour.Held > 0 ? Tone.Warning : Tone.Neutral,
            Body = [.. Body(hour, words)],
            Buttons = [.. Buttons(hour, words)],
        };

    private static string Title(HourFile hour, Words words)
    {
        var (from, to) = (words.Clock(hour.Hour.From), words.Clock(hour.Hour.To));
        return hour.Folded > 0
            ? words["hour.title", from, to, hour.Folded]
            : words["hour.title-held", from, to];
    }

    private static IEnumerable<CardBlock> Body(HourFile hour, Words words)
    {
        if (hour.Folded > 0)
        {
            var parts = new List<string>();
            if (hour.Positive > 0)
                parts.Add(words["hour.positive", hour.Positive]);
            if (hour.Neutral > 0)
                parts.Add(words["hour.neutral", hour.Neutral]);
            if (hour.NotScored > 0)
                parts.Add(words["hour.not-scored", hour.NotScored]);
            yield return CardBlock.Plain(string.Join(" · ", parts));
            foreach (var line in hour.Lines)
                yield return new CardBlock.Quote(
                    DrawCards.Short(line.Items[0].Text.ReplaceLineEndings(" "), 140),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"#{line.Id} · {line.Account.Network} @{line.AuthorHandle}"
                    )
                );
            if (hour.Folded > hour.Lines.Count)
                yield return CardBlock.Small(words["hour.more", hour.Folded - hour.Lines.Count]);
            yield return CardBlock.Small(words["hour.how", hour.Lines[0].Id]);
        }
        if (hour.Held > 0)
            yield return new CardBlock.Finding(Tone.Warning, words["hour.held", hour.Held]);
        else if (hour.Folded == 0)
            yield return CardBlock.Plain(words["hour.nothing-held"]);
    }

    private static IEnumerable<CardButton> Buttons(HourFile hour, Words words)
    {
        if (hour.Held > 0)
            yield return new CardButton(
                words["case.next.button"],
                new CardCommand("case.next", hour.Hour.Id, 0).ToString(),
                ButtonStyle.Primary
            );
    }
}
