using System.Globalization;
using System.Text.RegularExpressions;

namespace SocialBot.Dialogs.Digests;

/// <summary>A bare time of day as English and German speakers type it: 7:30, 7.30 am, 7pm, 19 Uhr, um 7 Uhr 30.</summary>
internal static partial class TimeOfDay
{
    /// <summary>Null for anything that is not wholly a time of day.</summary>
    public static TimeOnly? Read(string text)
    {
        var match = Shape().Match(text.Trim());
        if (!match.Success)
            return null;
        var hour = int.Parse(match.Groups["h"].Value, CultureInfo.InvariantCulture);
        var minute = match.Groups["m"].Success
            ? int.Parse(match.Groups["m"].Value, CultureInfo.InvariantCulture)
            : 0;
        if (match.Groups["half"].Success)
        {
            if (hour is 0 or > 12)
                return null;
            hour = match.Groups["half"].Value[0] is 'a' or 'A' ? hour % 12 : hour % 12 + 12;
        }
        return hour <= 23 && minute <= 59 ? new TimeOnly(hour, minute) : null;
    }

    [GeneratedRegex(
        @"^(?:(?:every|each|daily|at|um|täglich|jeden\s+tag)\s+)*(?<h>\d{1,2})(?:\s*(?:[:.]|uhr\s)\s*(?<m>\d{2}))?\s*(?:(?<half>[ap])\.?m\.?|uhr|o'clock)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Shape();
}
