namespace SocialBot.Dialogs.Language;

/// <summary>"this week", "nächsten Monat": days to list, not an instant to post at.</summary>
internal static class PeriodSaid
{
    public static Period? In(List<Word> words, DateOnly today)
    {
        for (var at = 0; at + 1 < words.Count; at++)
        {
            var word = words[at].Folded;
            var ahead =
                WhenWords.This.Contains(word) ? 0
                : WhenWords.Next.Contains(word) || WhenWords.Coming.Contains(word) ? 1
                : word is "last" or "letzte" or "letzten" ? -1
                : (int?)null;
            if (ahead is not { } away)
                continue;
            switch (words[at + 1].Folded)
            {
                case "week" or "week's" or "woche":
                    var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7) + 7 * away);
                    return new Period(monday, monday.AddDays(6));
                case "month" or "monat":
                    var first = new DateOnly(today.Year, today.Month, 1).AddMonths(away);
                    return new Period(first, first.AddMonths(1).AddDays(-1));
            }
        }
        return null;
    }
}
