using System.Globalization;
using SocialBot.Dialogs.Language;

namespace SocialBot.Tests.Language;

/// <summary>Writes a reading in one line, so that the tables of the tests stay readable.</summary>
internal static class WhenSaid
{
    public static string Shown(WhenReading? reading) =>
        reading switch
        {
            null => "-",
            WhenReading.One one => Shown(one),
            WhenReading.Several several => string.Join(" | ", several.Candidates.Select(Shown)),
            WhenReading.NeedsTime needs =>
                $"time? {string.Join(" | ", needs.Dates.Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))}{(needs.Part is { } part ? $" {part}" : "")}",
            WhenReading.Past past => $"past {Shown(new WhenReading.One(past.Time, []))}",
            WhenReading.Contradicts no =>
                $"{no.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} is no {no.Said}",
            WhenReading.AsSoonAsApproved => "asap",
            WhenReading.NotUnderstood not => $"? {not.Rest}",
            _ => throw new ArgumentOutOfRangeException(nameof(reading)),
        };

    private static string Shown(WhenReading.One one)
    {
        var zone = one.Time.Zone == "Europe/Berlin" ? "" : $" {one.Time.Zone}";
        var notes = string.Concat(one.Notes.Select(n => $" ({n})"));
        return one.Time.Local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            + zone
            + notes;
    }
}
