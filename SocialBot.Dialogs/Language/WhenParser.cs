namespace SocialBot.Dialogs.Language;

/// <summary>
/// Reads a date and time off the front of a row of words: date, time of day, part of the day and zone in any order, each at most
/// once. What cannot be part of it ends the reading; nothing is skipped.
/// </summary>
/// <param name="germanHours">"um 9" is 09:00 and not 21:00.</param>
/// <param name="inSentence">The words are a sentence: take only what is a date beyond doubt ("the 3rd post" is none).</param>
internal sealed class WhenParser(
    string text,
    IReadOnlyList<Word> words,
    string language,
    bool inSentence,
    bool germanHours
)
{
    private readonly WhenDraft draft = new();

    private bool prepared;
    private bool weakWeekday;
    private bool bareDay;
    private int? meridiem;

    /// <summary>What was said, and the index after its last word. Null when there is no date at this place.</summary>
    public (WhenDraft Draft, int End)? Read(int start)
    {
        var at = start;
        if (IsOneOf(WhenWords.Leading, at))
        {
            prepared = true;
            at++;
        }
        var end = at;
        while (end < words.Count && Element(end) is > 0 and var taken)
            end += taken;
        if (end == at || !draft.SaysSomething || (inSentence && IsDoubtful(end)))
            return null;
        return (draft, end);
    }

    private bool IsDoubtful(int end)
    {
        if (draft.Clock is not null || draft.FromNow is not null || draft.AsSoonAsApproved)
            return false;
        var stands = prepared || end == words.Count || !char.IsLetterOrDigit(words[end].Folded[0]);
        return (weakWeekday && !stands) || (bareDay && !prepared);
    }

    /// <summary>How many words the next part takes; 0 when it is none.</summary>
    private int Element(int at)
    {
        if (Is(at, ",") && draft.SaysSomething)
            return After(1, Element(at + 1));
        if (IsOneOf(WhenWords.BeforeTime, at) && Time(at + 1, told: true) is > 0 and var time)
            return 1 + time;
        if (Is(at, "am") && DayPartAt(at + 1) is > 0 and var part)
            return 1 + part;
        if (IsOneOf(WhenWords.BeforeDate, at) && Date(at + 1, told: true) is > 0 and var date)
        {
            prepared |= IsAny(at, "on", "am");
            return 1 + date;
        }
        return Part(at);
    }

    private int Part(int at) =>
        AsSoonAsApproved(at) is > 0 and var asap ? asap
        : FromNow(at) is > 0 and var span ? span
        : Date(at, told: false) is > 0 and var date ? date
        : Time(at, told: false) is > 0 and var time ? time
        : DayPartAt(at) is > 0 and var part ? part
        : Zone(at);

    private int AsSoonAsApproved(int at)
    {
        if (draft.SaysSomething)
            return 0;
        foreach (var phrase in WhenWords.AsSoonAsApproved)
            if (Phrase(at, phrase) is > 0 and var taken)
                return Asap(taken);
        if (!inSentence && words.Count == at + 1)
            foreach (var phrase in WhenWords.AsSoonAsApprovedAlone)
                if (Is(at, phrase))
                    return Asap(1);
        return 0;
    }

    private int Asap(int taken)
    {
        draft.AsSoonAsApproved = true;
        return taken;
    }

    // "in 2 hours", "in an hour and 30 minutes", "in 3 days", "two hours from now"

    private int FromNow(int at)
    {
        if (draft.Date is not null || draft.FromNow is not null)
            return 0;
        if (Is(at, "in"))
            return After(
                1,
                Span(at + 1, out var unit, out var amount) is var n && n > 0
                    ? n + Take(unit, amount, at + 1 + n)
                    : 0
            );
        var taken = Span(at, out var leadUnit, out var leadAmount);
        if (taken == 0)
            return 0;
        var tail = Math.Max(Phrase(at + taken, "from now"), Phrase(at + taken, "from today"));
        if (tail == 0)
            return 0;
        Take(leadUnit, leadAmount, words.Count);
        return taken + tail;
    }

    /// <summary>Sets the span; returns the words of a smaller unit that follows ("and 30 minutes").</summary>
    private int Take(WhenWords.Unit unit, double amount, int next)
    {
        switch (unit)
        {
            case WhenWords.Unit.Minute:
                draft.FromNow = TimeSpan.FromMinutes(amount);
                return 0;
            case WhenWords.Unit.Hour:
                var and = IsAny(next, "and", "und") ? 1 : 0;
                var more = Span(next + and, out var smaller, out var minutes);
                if (more == 0 || smaller != WhenWords.Unit.Minute)
                    (more, minutes, and) = (0, 0, 0);
                draft.FromNow = TimeSpan.FromHours(amount) + TimeSpan.FromMinutes(minutes);
                return more == 0 ? 0 : and + more;
            default:
                var count = (int)amount;
                draft.Date = unit switch
                {
                    WhenWords.Unit.Day => today => [new DateSaid(today.AddDays(count))],
                    WhenWords.Unit.Week => today => [new DateSaid(today.AddDays(7 * count))],
                    _ => today => [new DateSaid(today.AddMonths(count))],
                };
                return 0;
        }
    }

    private int Span(int at, out WhenWords.Unit unit, out double amount)
    {
        unit = default;
        amount = 0;
        foreach (var (phrase, minutes) in PartsOfAnHour)
            if (Phrase(at, phrase) is > 0 and var n)
            {
                (unit, amount) = (WhenWords.Unit.Minute, minutes);
                return n;
            }
        var taken = Amount(at, out amount);
        if (taken == 0 || At(at + taken) is not { } word)
            return 0;
        if (!WhenWords.Units.TryGetValue(word.Folded, out unit) || amount > 10_000)
            return 0;
        return amount % 1 != 0 && unit is not WhenWords.Unit.Hour ? 0 : taken + 1;
    }

    private static readonly (string Phrase, double Minutes)[] PartsOfAnHour =
    [
        ("half an hour", 30),
        ("a half hour", 30),
        ("an hour and a half", 90),
        ("a quarter of an hour", 15),
        ("einer halben stunde", 30),
        ("einer viertelstunde", 15),
        ("einer dreiviertelstunde", 45),
        ("anderthalb stunden", 90),
        ("eineinhalb stunden", 90),
    ];

    private int Amount(int at, out double amount)
    {
        amount = 0;
        if (At(at) is not { } word)
            return 0;
        if (!word.IsNumber)
            return WhenWords.Numbers.TryGetValue(word.Folded, out var named)
                ? Give(named, 1, out amount)
                : 0;
        if (word.Length > 5)
            return 0;
        if (IsAny(at + 1, ".", ",") && Number(at + 2, glued: true) is >= 0 and var tenths)
            return Give(word.Number + tenths / Math.Pow(10, words[at + 2].Length), 3, out amount);
        return Give(word.Number, 1, out amount);
    }

    private static int Give(double value, int taken, out double amount)
    {
        amount = value;
        return taken;
    }

    // Dates

    private int Date(int at, bool told)
    {
        if (draft.FromNow is not null || draft.AsSoonAsApproved)
            return 0;
        if (WeekdayAt(at) is > 0 and var weekday)
            return weekday;
        if (draft.Date is not null)
            return 0;
        return DayByName(at) is > 0 and var named ? named : WrittenDate(at, told);
    }

    private int DayByName(int at)
    {
        if (Is(at, "the") && DayByName(at + 1) is > 0 and var n)
            return 1 + n;
        if (Phrase(at, "day after tomorrow") is > 0 and var after)
            return Day(2, after);
        if (Is(at, "tonight"))
            return Tonight(DayPart.Evening, 1);
        if (IsAny(at, "this") && DayPartAt(at + 1) is > 0 and var part)
            return Day(0, 1 + part);
        if (At(at) is not { } word || !WhenWords.DaysAway.TryGetValue(word.Folded, out var days))
            return 0;
        if (Is(at, "morgen") && at > 0 && IsAny(at - 1, "guten", "gute", "schoenen", "good"))
            return 0;
        return Day(days, 1);
    }

    private int Tonight(DayPart part, int taken)
    {
        draft.Part = part;
        return Day(0, taken);
    }

    private int Day(int away, int taken)
    {
        draft.Date = today => [new DateSaid(today.AddDays(away))];
        return taken;
    }

    /// <summary>"next Tuesday", "on Friday", "Tuesday next week"; beside a date a weekday only has to agree with it.</summary>
    private int WeekdayAt(int at)
    {
        if (draft.Weekday is not null)
            return 0;
        var nextWeek = NextWeek(at);
        var lead =
            nextWeek > 0 ? nextWeek
            : IsOneOf(WhenWords.Next, at)
            || IsOneOf(WhenWords.Coming, at)
            || IsOneOf(WhenWords.This, at)
                ? 1
            : 0;
        var day = at + lead;
        if (nextWeek > 0 && IsAny(day, "on", "am"))
            day++;
        if (At(day) is not { } word || !IsWeekday(word, day, out var weekday))
            return 0;
        var end = day + 1;
        if (Is(end, ".") && word.Length <= 3)
            end++;
        if (draft.Date is not null)
        {
            draft.Weekday = weekday;
            return lead == 0 ? end - at : 0;
        }
        if (nextWeek == 0 && NextWeek(end) is > 0 and var trailing)
            (nextWeek, end) = (trailing, end + trailing);
        weakWeekday |= lead == 0;
        var comma = Is(end, ",") ? 1 : 0;
        if (lead == 0 && nextWeek == 0 && DateBeside(end + comma) is > 0 and var date)
        {
            draft.Weekday = weekday;
            return end + comma + date - at;
        }
        draft.Date =
            nextWeek > 0 ? today => [new DateSaid(Monday(today).AddDays(7 + FromMonday(weekday)))]
            : IsOneOf(WhenWords.Next, at) ? today => Next(today, weekday)
            : IsOneOf(WhenWords.Coming, at) ? today => [new DateSaid(Following(today, weekday))]
            : IsOneOf(WhenWords.This, at)
                ? today => [new DateSaid(Monday(today).AddDays(FromMonday(weekday)))]
            : today => On(today, weekday);
        return end - at;
    }

    private int DateBeside(int at)
    {
        if (IsOneOf(WhenWords.BeforeDate, at))
            return After(1, DateBeside(at + 1));
        return WrittenDate(at, told: IsOneOf(WhenWords.BeforeDate, at - 1));
    }

    private int WrittenDate(int at, bool told) =>
        IsoDate(at) is > 0 and var iso ? iso
        : NumericDate(at) is > 0 and var numeric ? numeric
        : DayAndMonth(at) is > 0 and var dayFirst ? dayFirst
        : MonthAndDay(at) is > 0 and var monthFirst ? monthFirst
        : DayOfMonth(at, told);

    private bool IsWeekday(Word word, int at, out DayOfWeek weekday)
    {
        if (WhenWords.Weekdays.TryGetValue(word.Folded, out weekday))
        {
            weakWeekday = true;
            return !IsAny(at - 1, "black", "good", "cyber", "happy", "casual");
        }
        return WhenWords.ShortGermanWeekdays.TryGetValue(word.Folded, out weekday)
            && (IsAny(at + 1, ".") || (language == "de" && !inSentence));
    }

    private int NextWeek(int at) =>
        (IsOneOf(WhenWords.Next, at) || IsOneOf(WhenWords.Coming, at))
        && IsAny(at + 1, "week", "woche")
            ? 2
            : 0;

    private static IEnumerable<DateSaid> On(DateOnly today, DayOfWeek weekday) =>
        today.DayOfWeek == weekday
            ? [new DateSaid(today), new DateSaid(today.AddDays(7))]
            : [new DateSaid(Following(today, weekday))];

    /// <summary>While the day is still to come in this week, "next" may mean it or the one a week later.</summary>
    private static IEnumerable<DateSaid> Next(DateOnly today, DayOfWeek weekday)
    {
        var following = Following(today, weekday);
        return following < Monday(today).AddDays(7)
            ? [new DateSaid(following), new DateSaid(following.AddDays(7))]
            : [new DateSaid(following)];
    }

    private static DateOnly Following(DateOnly today, DayOfWeek weekday) =>
        today.AddDays((weekday - today.DayOfWeek + 6) % 7 + 1);

    private static DateOnly Monday(DateOnly today) => today.AddDays(-FromMonday(today.DayOfWeek));

    private static int FromMonday(DayOfWeek day) => ((int)day + 6) % 7;

    /// <summary>2026-07-03, 2026/07/03.</summary>
    private int IsoDate(int at)
    {
        if (At(at) is not { Length: 4, IsNumber: true } year || !IsAny(at + 1, "-", "/"))
            return 0;
        if (
            Number(at + 2, glued: true) < 1
            || !Is(at + 3, words[at + 1].Folded)
            || Number(at + 4, glued: true) < 1
        )
            return 0;
        return Exactly(year.Number, words[at + 2].Number, words[at + 4].Number, 5);
    }

    /// <summary>3.7., 3.7.2026: day first. 03/04: day first in German, either way in English.</summary>
    private int NumericDate(int at)
    {
        if (
            Number(at) is not (>= 1 and <= 31)
            || Number(at + 2, glued: true) is not (>= 1 and <= 31)
        )
            return 0;
        var (first, second) = (words[at].Number, words[at + 2].Number);
        if (Is(at + 1, ".") && Is(at + 3, ".") && words[at + 3].Glued)
        {
            if (Year(at + 4) is { } y && words[at + 4].Glued)
                return Exactly(y, second, first, 5);
            return Yearless(4, (second, first));
        }
        if (!Is(at + 1, "/"))
            return 0;
        if (inSentence && !prepared && words[at].Length + words[at + 2].Length < 4)
            return 0;
        if (Is(at + 3, "/"))
            return Year(at + 4) is { } year ? DatesOf(year, first, second, 5) : 0;
        return language == "de"
            ? Yearless(3, (second, first))
            : Yearless(3, (second, first), (first, second));
    }

    private int DatesOf(int year, int first, int second, int taken)
    {
        List<DateSaid> found = [];
        if (Make(year, second, first) is { } dayFirst)
            found.Add(new DateSaid(dayFirst));
        if (language != "de" && Make(year, first, second) is { } monthFirst)
            found.Add(new DateSaid(monthFirst));
        if (found.Count == 0)
            return 0;
        draft.Date = _ => found.Distinct();
        return taken;
    }

    /// <summary>3 July, 3rd of July 2026, 3. Juli.</summary>
    private int DayAndMonth(int at)
    {
        if (Is(at, "the") && DayAndMonth(at + 1) is > 0 and var n)
            return 1 + n;
        var day = Number(at);
        if (day is < 1 or > 31)
            return 0;
        var end = at + 1 + Ordinal(at + 1);
        if (end == at + 1 && Is(end, "."))
            end++;
        if (Is(end, "of"))
            end++;
        if (At(end) is not { } word || !WhenWords.Months.TryGetValue(word.Folded, out var month))
            return 0;
        return WithYear(at, end + 1, month, day);
    }

    /// <summary>July 3rd, Jul 3, July 3 2026.</summary>
    private int MonthAndDay(int at)
    {
        if (At(at) is not { } word || !WhenWords.Months.TryGetValue(word.Folded, out var month))
            return 0;
        var number = Is(at + 1, ".") || Is(at + 1, "the") ? at + 2 : at + 1;
        var day = Number(number);
        if (day is < 1 or > 31 || Is(number + 1, ":"))
            return 0;
        return WithYear(at, number + 1 + Ordinal(number + 1), month, day);
    }

    private int WithYear(int at, int end, int month, int day)
    {
        if (Is(end, ".") && words[end].Glued && words[end - 1].Length <= 4)
            end++;
        var year = Is(end, ",") && Year(end + 1, full: true) is not null ? end + 1 : end;
        return Year(year, full: true) is { } said && !Is(year + 1, ":")
            ? Exactly(said, month, day, year + 1 - at)
            : Yearless(end - at, (month, day));
    }

    /// <summary>"the 3rd", "am 3.": this month's, or the next month's that has it.</summary>
    private int DayOfMonth(int at, bool told)
    {
        if (Is(at, "the") && DayOfMonth(at + 1, told: true) is > 0 and var n)
            return 1 + n;
        var day = Number(at);
        if (day is < 1 or > 31)
            return 0;
        var ordinal = Ordinal(at + 1);
        var dot =
            ordinal == 0
            && told
            && Is(at + 1, ".")
            && words[at + 1].Glued
            && Number(at + 2, glued: true) < 0
                ? 1
                : 0;
        if (ordinal + dot == 0)
            return 0;
        bareDay = true;
        draft.Date = today => [new DateSaid(NextWithDay(today, day))];
        return 1 + ordinal + dot;
    }

    private static DateOnly NextWithDay(DateOnly today, int day)
    {
        var month = new DateOnly(today.Year, today.Month, 1);
        while (true)
        {
            if (Make(month.Year, month.Month, day) is { } date && date >= today)
                return date;
            month = month.AddMonths(1);
        }
    }

    private int Ordinal(int at) =>
        IsAny(at, "st", "nd", "rd", "th", "ter", "ten") && words[at].Glued ? 1 : 0;

    private int? Year(int at, bool full = false) =>
        At(at) switch
        {
            { Length: 4, Number: >= 2000 and < 2100 and var year } => year,
            { Length: 2, Number: >= 20 and < 60 and var year } when !full => 2000 + year,
            _ => null,
        };

    private int Exactly(int year, int month, int day, int taken)
    {
        if (Make(year, month, day) is not { } date)
            return 0;
        draft.Date = _ => [new DateSaid(date)];
        return taken;
    }

    private int Yearless(int taken, params (int Month, int Day)[] ways)
    {
        // 2028 is a leap year: every day that exists in some year.
        var possible = ways.Where(w => Make(2028, w.Month, w.Day) is not null).Distinct().ToList();
        if (possible.Count == 0)
            return 0;
        draft.Date = today =>
        {
            var found = possible.SelectMany(w => InThisYearOrNext(today, w.Month, w.Day)).ToList();
            return found.Exists(d => !d.NextYear) ? found.Where(d => !d.NextYear) : found;
        };
        return taken;
    }

    /// <summary>A day that has just passed is a mistake to be told of; one that passed a good while ago means the next year's.</summary>
    private static IEnumerable<DateSaid> InThisYearOrNext(DateOnly today, int month, int day)
    {
        var here = Make(today.Year, month, day);
        if (here is { } date && date >= today.AddDays(-60))
            yield return new DateSaid(date);
        else if (Make(today.Year + 1, month, day) is { } next)
            yield return new DateSaid(next, NextYear: here is not null);
        else if (here is { } only)
            yield return new DateSaid(only);
    }

    private static DateOnly? Make(int year, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;

    // Times of day

    private int Time(int at, bool told)
    {
        if (draft.Clock is not null || draft.FromNow is not null || draft.AsSoonAsApproved)
            return 0;
        meridiem = null;
        if (Is(at, "t") && draft.Date is not null && words[at].Glued)
            return After(1, Time(at + 1, told));
        if (IsOneOf(WhenWords.Noon, at))
            return Clock(12, 0, ClockKind.Exact, 1);
        if (IsOneOf(WhenWords.Midnight, at))
            return Clock(0, 0, ClockKind.Midnight, 1);
        return InWords(at, told) is > 0 and var inWords ? inWords : InDigits(at, told);
    }

    /// <summary>"half past nine", "quarter to ten", "halb zehn", "viertel nach neun", "5 vor 9".</summary>
    private int InWords(int at, bool told)
    {
        if (Is(at, "a") && Is(at + 1, "quarter"))
            return After(1, InWords(at + 1, told));
        if (Is(at, "halb") && Hour(at + 1) is > 0 and var half)
            return Clock(
                half - 1 + (half == 1 ? 12 : 0),
                30,
                Colloquial(half == 1 ? 12 : half - 1),
                2 + UhrAfter(at + 2)
            );
        if (Is(at, "dreiviertel") && Hour(at + 1) is > 0 and var three)
            return Clock(
                three - 1 + (three == 1 ? 12 : 0),
                45,
                Colloquial(three == 1 ? 12 : three - 1),
                2
            );
        if (Is(at, "half") && Is(at + 1, "past") && Hour(at + 2) is > 0 and var past)
            return Clock(past, 30, ClockKind.Either, 3 + MeridiemOf(at + 3, past));
        var minutes =
            IsAny(at, "quarter", "viertel") ? 15
            : At(at) is { } m
            && (m.IsNumber ? m.Number : WhenWords.Numbers.GetValueOrDefault(m.Folded))
                is > 0
                    and < 30
                    and var n
                ? n
            : 0;
        if (minutes == 0 || Hour(at + 2) is not (> 0 and var hour))
            return 0;
        var after = IsAny(at + 1, "past", "nach", "after");
        if (!after && !IsAny(at + 1, "to", "vor"))
            return 0;
        var german = IsAny(at + 1, "nach", "vor");
        var shown =
            after ? hour
            : hour == 1 ? 12
            : hour - 1;
        return Clock(
            shown,
            after ? minutes : 60 - minutes,
            german ? Colloquial(shown) : ClockKind.Either,
            3 + (german ? UhrAfter(at + 3) : MeridiemOf(at + 3, hour))
        );
    }

    private int InDigits(int at, bool told)
    {
        if (At(at) is not { } word)
            return 0;
        if (!word.IsNumber)
            return NamedHour(at, told);
        if (word.Length > 2 || word.Number > 24)
            return 0;
        var hour = word.Number;
        var minutes =
            IsAny(at + 1, ":", ".", "h") && words[at + 1].Glued && At(at + 2) is { Length: 2 }
                ? Number(at + 2, glued: true)
                : -1;
        if (minutes is >= 0 and < 60)
            return WithMinutes(at, hour, minutes);
        if (Is(at + 1, "h") && words[at + 1].Glued)
            return Clock(hour, 0, Digital(hour), 2);
        if (Is(at + 1, "uhr"))
        {
            var more = At(at + 2) is { Length: <= 2 } ? Number(at + 2) : -1;
            return more is >= 0 and < 60 && !IsAny(at + 3, ".", "uhr", ":")
                ? Clock(hour, more, Digital(hour), 3)
                : Clock(hour, 0, Digital(hour), 2);
        }
        if (IsAny(at + 1, "o'clock", "oclock"))
            return Clock(
                hour,
                0,
                hour <= 12 ? ClockKind.Either : ClockKind.Exact,
                2 + MeridiemOf(at + 2, hour)
            );
        if (MeridiemOf(at + 1, hour) is > 0 and var meridiem)
            return Clock(hour, 0, ClockKind.Exact, 1 + meridiem);
        return BareHour(at, hour, told);
    }

    private int WithMinutes(int at, int hour, int minutes)
    {
        var end = at + 3;
        if (
            Is(end, ":")
            && At(end + 1) is { Length: 2 }
            && Number(end + 1, glued: true) is >= 0 and < 60
        )
            end += 2;
        if (Is(end, ".") && Number(end + 1, glued: true) >= 0 && words[end].Glued)
            end += 2;
        if (MeridiemOf(end, hour) is > 0 and var meridiem)
            return Clock(hour, minutes, ClockKind.Exact, end - at + meridiem);
        if (Is(end, "uhr"))
            return Clock(hour, minutes, Digital(hour), end + 1 - at);
        // "9.30" alone may be a date or a number.
        if (Is(at + 1, ".") && !IsOneOf(WhenWords.BeforeTime, at - 1))
            return 0;
        return Clock(hour, minutes, Digital(hour), end - at);
    }

    /// <summary>"at 5", "tomorrow 9": a number alone is an hour only after such a word.</summary>
    private int BareHour(int at, int hour, bool told)
    {
        var afterDate = draft.Date is not null && !told;
        if (
            !told && !afterDate
            || hour is 24
            || At(at + 1) is { Folded: "." or ":" or "/" or "%", Glued: true }
                && At(at + 2) is { Glued: true }
        )
            return 0;
        // "tomorrow 13pm", "Friday 4 July": the number belongs to what follows.
        if (
            At(at + 1) is { } then
            && (
                WhenWords.Months.ContainsKey(then.Folded)
                || (then.Glued && char.IsLetter(then.Folded[0]))
            )
        )
            return 0;
        if (
            inSentence
            && afterDate
            && At(at + 1) is { } next
            && char.IsLetterOrDigit(next.Folded[0])
            && !IsZone(at + 1)
        )
            return 0;
        return Clock(hour, 0, hour is >= 1 and <= 12 ? Colloquial(hour) : ClockKind.Exact, 1);
    }

    private int NamedHour(int at, bool told)
    {
        if (IsAny(at, "a", "an", "ein", "eine", "einer", "einem", "einen"))
            return 0;
        if (Hour(at) is not (> 0 and var hour))
            return 0;
        if (Is(at + 1, "uhr"))
            return Clock(hour, 0, ClockKind.Written, 2);
        if (IsAny(at + 1, "o'clock", "oclock"))
            return Clock(hour, 0, ClockKind.Either, 2);
        if (MeridiemOf(at + 1, hour) is > 0 and var meridiem)
            return Clock(hour, 0, ClockKind.Exact, 1 + meridiem);
        return told ? Clock(hour, 0, Colloquial(hour), 1) : 0;
    }

    private int Hour(int at) =>
        At(at) is not { } word ? 0
        : word.IsNumber
            ? word.Number is >= 1 and <= 12 ? word.Number
                : 0
        : WhenWords.Numbers.GetValueOrDefault(word.Folded) is >= 1 and <= 12 and var named ? named
        : 0;

    private int UhrAfter(int at) => Is(at, "uhr") ? 1 : 0;

    /// <summary>Germans say the morning's hours as they stand; "um 5" they say for both.</summary>
    private ClockKind Colloquial(int hour) =>
        germanHours && hour >= 7 ? ClockKind.Written : ClockKind.Either;

    private static ClockKind Digital(int hour) =>
        hour is >= 1 and <= 12 ? ClockKind.Written : ClockKind.Exact;

    /// <summary>How many words "am", "p.m." take; remembers what they add to the hour.</summary>
    private int MeridiemOf(int at, int hour)
    {
        if (hour is < 1 or > 12 || At(at) is not { } word)
            return 0;
        var dotted = IsAny(at, "a", "p") && Is(at + 1, ".") && Is(at + 2, "m");
        if (!dotted && !IsAny(at, "am", "pm"))
            return 0;
        // "um 9 am Freitag": the German preposition.
        if (Is(at, "am") && At(at + 1) is { } next && IsGermanDay(next, at + 1))
            return 0;
        var after = word.Folded[0] == 'p';
        meridiem =
            hour == 12 ? (after ? 0 : -12)
            : after ? 12
            : 0;
        return dotted
            ? Is(at + 3, ".") && words[at + 3].Glued
                ? 4
                : 3
            : 1;
    }

    private bool IsGermanDay(Word next, int at) =>
        next.Folded.EndsWith("tag", StringComparison.Ordinal)
        || next.Folded is "mittwoch" or "sonnabend"
        || (next.IsNumber && Is(at + 1, ".") && words[at + 1].Glued);

    private int Clock(int hour, int minute, ClockKind kind, int taken)
    {
        if (meridiem is { } shift)
            (hour, kind) = (hour + shift, ClockKind.Exact);
        if (hour == 24 && minute > 0)
            return 0;
        draft.Clock = new ClockSaid(hour, minute, kind);
        return taken;
    }

    // "in the evening", "abends", "Freitag Morgen"

    private int DayPartAt(int at)
    {
        if (draft.Part is not null || draft.FromNow is not null)
            return 0;
        if (Phrase(at, "in the") is > 0 and var lead && DayPartAt(at + lead) is > 0 and var n)
            return lead + n;
        if (
            IsAny(at, "am", "at", "in")
            && IsAny(at + 1, "abend", "nachmittag", "vormittag", "morgen", "night", "frueh")
        )
            return After(1, DayPartAt(at + 1));
        if (Is(at, "morgen") && (draft.Date is not null || at > 0 && Is(at - 1, "am")))
            return PartOfDay(DayPart.Morning);
        if (At(at) is not { } word || !WhenWords.DayParts.TryGetValue(word.Folded, out var part))
            return 0;
        return PartOfDay(part);
    }

    private int PartOfDay(DayPart part)
    {
        draft.Part = part;
        return 1;
    }

    // Zones

    private bool IsZone(int at) => ZoneAt(at, out _) > 0;

    private int Zone(int at)
    {
        if (draft.Zones is not null || !draft.SaysSomething)
            return 0;
        var lead = IsAny(at, "in") ? 1 : 0;
        var taken = ZoneAt(at + lead, out var zones);
        if (taken == 0 || (inSentence && draft.Clock is null))
            return 0;
        draft.Zones = zones;
        return lead + taken;
    }

    private int ZoneAt(int at, out IReadOnlyList<ZoneSaid> zones)
    {
        zones = [];
        if (At(at) is not { } word)
            return 0;
        if (
            Is(at, "(")
            && ZoneAt(at + 1, out zones) is > 0 and var inside
            && Is(at + 1 + inside, ")")
        )
            return inside + 2;
        if (LocalWords.FirstOrDefault(p => Phrase(at, p) > 0) is { } local)
            return Zones(ref zones, [default], Phrase(at, local));
        if (IanaId(at) is ({ } id, > 0 and var taken))
            return Zones(ref zones, [new ZoneSaid(id, null)], taken + TimeWord(at + taken));
        if (Offset(at) is ({ } offset, > 0 and var signed))
            return Zones(ref zones, [offset], signed);
        if (ZoneTable.ByAbbreviation(word.Folded) is { } said)
            return Zones(ref zones, said, 1 + TimeWord(at + 1));
        return Place(at, ref zones);
    }

    private static readonly string[] LocalWords =
    [
        "local time",
        "our time",
        "my time",
        "unserer zeit",
        "ortszeit",
    ];

    private static int Zones(
        ref IReadOnlyList<ZoneSaid> zones,
        IReadOnlyList<ZoneSaid> said,
        int taken
    )
    {
        zones = said;
        return taken;
    }

    private int TimeWord(int at) => IsAny(at, "time", "zeit") ? 1 : 0;

    private (string? Id, int Taken) IanaId(int at)
    {
        if (!words[at].Folded.All(char.IsAsciiLetter) || !(Is(at + 1, "/") && words[at + 1].Glued))
            return default;
        var end = at + 1;
        while (
            At(end) is { Glued: true } word
            && (
                word.Folded is "/" or "_" or "-" or "+" || char.IsAsciiLetterOrDigit(word.Folded[0])
            )
        )
            end++;
        for (; end > at + 1; end--)
            if (ZoneTable.ById(text[words[at].Start..words[end - 1].End]) is { } id)
                return (id, end - at);
        return default;
    }

    /// <summary>Z and +02:00 right behind the time, UTC+2, GMT-5.</summary>
    private (ZoneSaid? Said, int Taken) Offset(int at)
    {
        if (Is(at, "z") && words[at].Glued && draft.Clock is not null)
            return (new ZoneSaid("UTC", TimeSpan.Zero), 1);
        var named = IsAny(at, "utc", "gmt") ? 1 : 0;
        if (!IsAny(at + named, "+", "-", "−") || (named == 0 && !words[at].Glued))
            return default;
        if (
            draft.Clock is null && named == 0
            || At(at + named + 1) is not { IsNumber: true, Glued: true } number
        )
            return default;
        var (hours, minutes, taken) = (number.Number, 0, 2);
        if (number.Length == 4)
            (hours, minutes) = (number.Number / 100, number.Number % 100);
        else if (number.Length > 2)
            return default;
        else if (
            Is(at + named + 2, ":") && Number(at + named + 3, glued: true) is >= 0 and var more
        )
            (minutes, taken) = (more, 4);
        if (hours > 14 || minutes > 59)
            return default;
        var offset = new TimeSpan(hours, minutes, 0);
        return (
            new ZoneSaid(null, words[at + named].Folded == "+" ? offset : -offset),
            named + taken
        );
    }

    private int Place(int at, ref IReadOnlyList<ZoneSaid> zones)
    {
        for (var length = Math.Min(3, words.Count - at); length > 0; length--)
        {
            var name = string.Join('_', Enumerable.Range(at, length).Select(i => words[i].Folded));
            var time = TimeWord(at + length);
            var id =
                ZoneTable.ByPlace(name)
                ?? (
                    time > 0 && name.EndsWith("er", StringComparison.Ordinal)
                        ? ZoneTable.ByPlace(name[..^2])
                        : null
                );
            // "eastern", "la" are other words too, without "time" behind them.
            if (id is null || (time == 0 && IsOtherWordToo(name)))
                continue;
            return Zones(ref zones, [new ZoneSaid(id, null)], length + time);
        }
        return 0;
    }

    private static bool IsOtherWordToo(string name) =>
        name is "eastern" or "central" or "pacific" or "la" or "sf";

    // Words

    private Word? At(int at) => at >= 0 && at < words.Count ? words[at] : null;

    private bool Is(int at, string word) => At(at)?.Folded == word;

    private bool IsAny(int at, params ReadOnlySpan<string> any)
    {
        if (At(at) is { } word)
            foreach (var one in any)
                if (one == word.Folded)
                    return true;
        return false;
    }

    private bool IsOneOf(HashSet<string> set, int at) =>
        At(at) is { } word && set.Contains(word.Folded);

    private int Number(int at, bool glued = false) =>
        At(at) is { } word && (!glued || word.Glued) ? word.Number : -1;

    private int Phrase(int at, string phrase)
    {
        var taken = 0;
        foreach (var range in phrase.AsSpan().Split(' '))
        {
            if (
                At(at + taken) is not { } word
                || !word.Folded.AsSpan().SequenceEqual(phrase.AsSpan(range))
            )
                return 0;
            taken++;
        }
        return taken;
    }

    private static int After(int lead, int taken) => taken > 0 ? lead + taken : 0;
}
