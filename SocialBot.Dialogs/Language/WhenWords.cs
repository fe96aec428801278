namespace SocialBot.Dialogs.Language;

/// <summary>The words of the date grammar, folded (see <see cref="Word.Folded"/>), English and German side by side.</summary>
internal static class WhenWords
{
    public static readonly Dictionary<string, DayOfWeek> Weekdays = Table<DayOfWeek>(
        (DayOfWeek.Monday, "monday mon montag"),
        (DayOfWeek.Tuesday, "tuesday tue tues dienstag"),
        (DayOfWeek.Wednesday, "wednesday wed weds mittwoch"),
        (DayOfWeek.Thursday, "thursday thu thur thurs donnerstag"),
        (DayOfWeek.Friday, "friday fri freitag"),
        (DayOfWeek.Saturday, "saturday sat samstag sonnabend"),
        (DayOfWeek.Sunday, "sunday sun sonntag")
    );

    /// <summary>German two-letter forms: words of their own in other places, so taken only where the language is German.</summary>
    public static readonly Dictionary<string, DayOfWeek> ShortGermanWeekdays = Table<DayOfWeek>(
        (DayOfWeek.Monday, "mo"),
        (DayOfWeek.Tuesday, "di"),
        (DayOfWeek.Wednesday, "mi"),
        (DayOfWeek.Thursday, "do"),
        (DayOfWeek.Friday, "fr"),
        (DayOfWeek.Saturday, "sa"),
        (DayOfWeek.Sunday, "so")
    );

    /// <summary>Weekday forms that are ordinary words too: alone in a sentence they name no day.</summary>
    public static readonly HashSet<string> WeakWeekdays = Set(
        "sun sat wed mon fri thu tue mo di mi do fr sa so"
    );

    public static readonly Dictionary<string, int> Months = Table<int>(
        (1, "january jan januar jaenner jaen"),
        (2, "february feb februar feber"),
        (3, "march mar maerz mrz"),
        (4, "april apr"),
        (5, "may mai"),
        (6, "june jun juni"),
        (7, "july jul juli"),
        (8, "august aug"),
        (9, "september sep sept"),
        (10, "october oct oktober okt"),
        (11, "november nov"),
        (12, "december dec dezember dez")
    );

    public static readonly Dictionary<string, int> Numbers = Table<int>(
        (1, "one a an ein eine einer einem einen eins"),
        (2, "two zwei zwo"),
        (3, "three drei"),
        (4, "four vier"),
        (5, "five fuenf"),
        (6, "six sechs"),
        (7, "seven sieben"),
        (8, "eight acht"),
        (9, "nine neun"),
        (10, "ten zehn"),
        (11, "eleven elf"),
        (12, "twelve zwoelf"),
        (15, "fifteen fuenfzehn"),
        (20, "twenty zwanzig"),
        (30, "thirty dreissig")
    );

    public static readonly Dictionary<string, int> DaysAway = Table<int>(
        (0, "today heute tdy"),
        (1, "tomorrow tomorow tommorow tommorrow tmrw tmr tmw morgen"),
        (2, "uebermorgen overmorrow"),
        (-1, "yesterday gestern"),
        (-2, "vorgestern")
    );

    public static readonly Dictionary<string, DayPart> DayParts = Table<DayPart>(
        (DayPart.Morning, "morning morgens frueh vormittag vormittags"),
        (DayPart.Afternoon, "afternoon nachmittag nachmittags"),
        (DayPart.Evening, "evening abend abends"),
        (DayPart.Night, "night nacht nachts")
    );

    public static readonly HashSet<string> Noon = Set("noon midday mittag mittags");
    public static readonly HashSet<string> Midnight = Set("midnight mitternacht");

    public static readonly HashSet<string> Next = Set(
        "next naechste naechster naechsten naechstem naechstes"
    );
    public static readonly HashSet<string> Coming = Set(
        "coming kommende kommender kommenden kommendem upcoming"
    );
    public static readonly HashSet<string> This = Set("this diese diesen diesem dieser dieses");

    public static readonly Dictionary<string, Unit> Units = Table<Unit>(
        (Unit.Minute, "minute minutes min mins minuten"),
        (Unit.Hour, "hour hours hr hrs h std stunde stunden"),
        (Unit.Day, "day days tag tage tagen"),
        (Unit.Week, "week weeks woche wochen"),
        (Unit.Month, "month months monat monate monaten")
    );

    /// <summary>May stand before the whole phrase and say nothing about it.</summary>
    public static readonly HashSet<string> Leading = Set(
        "for until till to by bis fuer auf from vom ab zum"
    );

    public static readonly HashSet<string> BeforeTime = Set("at um @");
    public static readonly HashSet<string> BeforeDate = Set("on am the den dem der");

    public static readonly string[] AsSoonAsApproved =
    [
        "as soon as possible",
        "as soon as approved",
        "as soon as it is approved",
        "as soon as it's approved",
        "once approved",
        "when approved",
        "asap",
        "immediately",
        "right away",
        "right now",
        "straight away",
        "sobald freigegeben",
        "sobald es freigegeben ist",
        "sobald er freigegeben ist",
        "sobald wie moeglich",
        "so bald wie moeglich",
        "so schnell wie moeglich",
        "schnellstmoeglich",
        "sofort",
        "umgehend",
        "ab sofort",
    ];

    /// <summary>The same, but too common in sentences to be taken out of them: only as the whole answer.</summary>
    public static readonly string[] AsSoonAsApprovedAlone = ["now", "jetzt", "gleich"];

    internal enum Unit
    {
        Minute,
        Hour,
        Day,
        Week,
        Month,
    }

    private static Dictionary<string, T> Table<T>(params (T Value, string Words)[] rows) =>
        rows.SelectMany(r => r.Words.Split(' ').Select(w => (w, r.Value)))
            .ToDictionary(p => p.w, p => p.Value, StringComparer.Ordinal);

    private static HashSet<string> Set(string words) =>
        new(words.Split(' '), StringComparer.Ordinal);
}
