using Shouldly;
using SocialBot.Core.Posts;
using SocialBot.Dialogs.Language;
using Xunit;

namespace SocialBot.Tests.Language;

/// <summary>All said on Tuesday, 9 June 2026, 10:00 in Berlin, unless the test says otherwise.</summary>
public sealed class WhenGrammarTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 9, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById(
        "Europe/Berlin"
    );

    [Theory]
    // Days by name
    [InlineData("tomorrow 9am", "2026-06-10 09:00")]
    [InlineData("tomorrow at 9am", "2026-06-10 09:00")]
    [InlineData("for tomorrow 9am", "2026-06-10 09:00")]
    [InlineData("9am tomorrow", "2026-06-10 09:00")]
    [InlineData("Tomorrow, 9:00 a.m.", "2026-06-10 09:00")]
    [InlineData("tmrw 9 AM please", "2026-06-10 09:00")]
    [InlineData("today 17:30", "2026-06-09 17:30")]
    [InlineData("today at 5.30pm", "2026-06-09 17:30")]
    [InlineData("17:30", "2026-06-09 17:30")]
    [InlineData("the day after tomorrow at noon", "2026-06-11 12:00")]
    [InlineData("tonight at 8", "2026-06-09 20:00")]
    [InlineData("tomorrow evening at 8", "2026-06-10 20:00")]
    [InlineData("tomorrow at 8 in the evening", "2026-06-10 20:00")]
    [InlineData("this afternoon at 3", "2026-06-09 15:00")]
    [InlineData("tomorrow at nine o'clock in the morning", "2026-06-10 09:00")]
    [InlineData("tomorrow at half past nine pm", "2026-06-10 21:30")]
    [InlineData("tomorrow at quarter to ten in the morning", "2026-06-10 09:45")]
    [InlineData("tomorrow 12am", "2026-06-10 00:00")]
    [InlineData("tomorrow 12pm", "2026-06-10 12:00")]
    [InlineData("tomorrow at 12", "2026-06-10 12:00")]
    [InlineData("tomorrow 12:30am", "2026-06-10 00:30")]
    [InlineData("today at midnight", "2026-06-10 00:00")]
    // Weekdays
    [InlineData("on Friday at noon", "2026-06-12 12:00")]
    [InlineData("Friday noon", "2026-06-12 12:00")]
    [InlineData("fri 9:15am", "2026-06-12 09:15")]
    [InlineData("next Monday 9am", "2026-06-15 09:00")]
    [InlineData("next tuesday 9am", "2026-06-16 09:00")]
    [InlineData("this Friday 14:00", "2026-06-12 14:00")]
    [InlineData("coming Tuesday 14:00", "2026-06-16 14:00")]
    [InlineData("Wednesday next week at 10am", "2026-06-17 10:00")]
    [InlineData("next week on Wednesday at 10am", "2026-06-17 10:00")]
    [InlineData("until Monday 8am", "2026-06-15 08:00")]
    // Spans
    [InlineData("in 2 hours", "2026-06-09 12:00")]
    [InlineData("in two hours", "2026-06-09 12:00")]
    [InlineData("2 hours from now", "2026-06-09 12:00")]
    [InlineData("in an hour", "2026-06-09 11:00")]
    [InlineData("in half an hour", "2026-06-09 10:30")]
    [InlineData("in 1.5 hours", "2026-06-09 11:30")]
    [InlineData("in 1 hour and 30 minutes", "2026-06-09 11:30")]
    [InlineData("in 30 minutes", "2026-06-09 10:30")]
    [InlineData("in 90min", "2026-06-09 11:30")]
    [InlineData("in 2h", "2026-06-09 12:00")]
    [InlineData("in 3 days at 9am", "2026-06-12 09:00")]
    [InlineData("in a week at 14:00", "2026-06-16 14:00")]
    [InlineData("in 2 months at 14:00", "2026-08-09 14:00")]
    // Dates
    [InlineData("on the 3rd at 5pm", "2026-07-03 17:00")]
    [InlineData("the 21st, 5pm", "2026-06-21 17:00")]
    [InlineData("3 July 14:00", "2026-07-03 14:00")]
    [InlineData("3rd of July at 14:00", "2026-07-03 14:00")]
    [InlineData("July 3rd 2pm", "2026-07-03 14:00")]
    [InlineData("July 3, 2026, 2pm", "2026-07-03 14:00")]
    [InlineData("Jul 3 2pm", "2026-07-03 14:00")]
    [InlineData("Friday, 3 July at 14:00", "2026-07-03 14:00")]
    [InlineData("on Friday the 3rd of July at 14:00", "2026-07-03 14:00")]
    [InlineData("3 March 14:00", "2027-03-03 14:00 (NextYear)")]
    [InlineData("13/07 14:00", "2026-07-13 14:00")]
    [InlineData("07/13 14:00", "2026-07-13 14:00")]
    [InlineData("7/7/2026 14:00", "2026-07-07 14:00")]
    // ISO
    [InlineData("2026-07-03 14:00", "2026-07-03 14:00")]
    [InlineData("2026-07-03T14:00", "2026-07-03 14:00")]
    [InlineData("2026-07-03T14:00:00Z", "2026-07-03 14:00 UTC")]
    [InlineData("2026-07-03T14:00+02:00", "2026-07-03 14:00")]
    [InlineData("2026-07-03T14:00:00-07:00", "2026-07-03 23:00")]
    [InlineData("2026-07-03T14:00+0530", "2026-07-03 10:30")]
    // Zones
    [InlineData("tomorrow 9am Paris", "2026-06-10 09:00 Europe/Paris")]
    [InlineData("tomorrow 9am Paris time", "2026-06-10 09:00 Europe/Paris")]
    [InlineData("tomorrow 9am in New York", "2026-06-10 09:00 America/New_York")]
    [InlineData("tomorrow at 9:00 Europe/Berlin", "2026-06-10 09:00")]
    [InlineData(
        "tomorrow 9:00 america/argentina/buenos_aires",
        "2026-06-10 09:00 America/Argentina/Buenos_Aires"
    )]
    [InlineData("14:00 UTC", "2026-06-09 14:00 UTC")]
    [InlineData("14:00 GMT", "2026-06-09 14:00 UTC")]
    [InlineData("14:00 UTC+2", "2026-06-09 14:00")]
    [InlineData("14:00 GMT-5", "2026-06-09 21:00")]
    [InlineData("tomorrow 9am (Tokyo)", "2026-06-10 09:00 Asia/Tokyo")]
    [InlineData("tomorrow 9am CEST", "2026-06-10 09:00")]
    [InlineData("tomorrow 9am ET", "2026-06-10 09:00 America/New_York")]
    [InlineData("tomorrow 9am eastern time", "2026-06-10 09:00 America/New_York")]
    [InlineData("tomorrow 9am our time", "2026-06-10 09:00")]
    [InlineData(
        "next friday at noon Paris time",
        "2026-06-12 12:00 Europe/Paris | 2026-06-19 12:00 Europe/Paris"
    )]
    public void An_English_phrase_is_read_whole(string phrase, string shown) =>
        WhenSaid.Shown(WhenGrammar.Read(phrase, Now, Berlin, "en")).ShouldBe(shown);

    [Theory]
    [InlineData("morgen um 9", "2026-06-10 09:00")]
    [InlineData("morgen 9 Uhr", "2026-06-10 09:00")]
    [InlineData("morgen früh um 7", "2026-06-10 07:00")]
    [InlineData("morgen Abend um 8", "2026-06-10 20:00")]
    [InlineData("heute 17:30 Uhr", "2026-06-09 17:30")]
    [InlineData("heute um 17 Uhr 30", "2026-06-09 17:30")]
    [InlineData("heute 17.30 Uhr", "2026-06-09 17:30")]
    [InlineData("heute Abend um acht", "2026-06-09 20:00")]
    [InlineData("heute um 9 Uhr abends", "2026-06-09 21:00")]
    [InlineData("nächsten Montag 9 Uhr", "2026-06-15 09:00")]
    [InlineData("nächsten Dienstag 9 Uhr", "2026-06-16 09:00")]
    [InlineData("kommenden Freitag um 9", "2026-06-12 09:00")]
    [InlineData("Mittwoch nächster Woche um 10", "2026-06-17 10:00")]
    [InlineData("nächste Woche Mittwoch um 10", "2026-06-17 10:00")]
    [InlineData("Freitag Morgen um 7", "2026-06-12 07:00")]
    [InlineData("übermorgen um 14 Uhr", "2026-06-11 14:00")]
    [InlineData("UEBERMORGEN 14h", "2026-06-11 14:00")]
    [InlineData("am 3. um 17 Uhr", "2026-07-03 17:00")]
    [InlineData("am 3. Juli um 17 Uhr", "2026-07-03 17:00")]
    [InlineData("Freitag, den 3. Juli, um 17 Uhr", "2026-07-03 17:00")]
    [InlineData("3.7. 17 Uhr", "2026-07-03 17:00")]
    [InlineData("am 03.07.2026 um 17:00", "2026-07-03 17:00")]
    [InlineData("03/04 17:00", "2027-04-03 17:00 (NextYear)")]
    [InlineData("in 2 Stunden", "2026-06-09 12:00")]
    [InlineData("in einer Stunde", "2026-06-09 11:00")]
    [InlineData("in einer halben Stunde", "2026-06-09 10:30")]
    [InlineData("in 3 Tagen um 9", "2026-06-12 09:00")]
    [InlineData("in einer Woche um 14 Uhr", "2026-06-16 14:00")]
    [InlineData("morgen um halb zehn", "2026-06-10 09:30")]
    [InlineData("morgen halb zehn", "2026-06-10 09:30")]
    [InlineData("morgen um Viertel nach neun", "2026-06-10 09:15")]
    [InlineData("morgen um fünf vor zehn", "2026-06-10 09:55")]
    [InlineData("um 9 am Freitag", "2026-06-12 09:00")]
    [InlineData("morgen um 5", "2026-06-10 05:00 | 2026-06-10 17:00")]
    [InlineData("morgen um 5 Uhr", "2026-06-10 05:00")]
    [InlineData("Fr. 12 Uhr", "2026-06-12 12:00")]
    [InlineData("Fr 12 Uhr", "2026-06-12 12:00")]
    [InlineData("morgen Mittag", "2026-06-10 12:00")]
    [InlineData("morgen 9 Uhr Pariser Zeit", "2026-06-10 09:00 Europe/Paris")]
    [InlineData("morgen um 9 in Zürich", "2026-06-10 09:00 Europe/Zurich")]
    [InlineData("sobald wie möglich", "asap")]
    [InlineData("sofort", "asap")]
    [InlineData("gleich", "asap")]
    public void A_German_phrase_is_read_whole(string phrase, string shown) =>
        WhenSaid.Shown(WhenGrammar.Read(phrase, Now, Berlin, "de")).ShouldBe(shown);

    [Theory]
    [InlineData("tomorrow at 5", "2026-06-10 05:00 | 2026-06-10 17:00")]
    [InlineData("in 3 days at 9", "2026-06-12 09:00 | 2026-06-12 21:00")]
    [InlineData("tomorrow at half past nine", "2026-06-10 09:30 | 2026-06-10 21:30")]
    [InlineData("03/04 at 5pm", "2027-03-04 17:00 (NextYear) | 2027-04-03 17:00 (NextYear)")]
    [InlineData(
        "03/04 at 5",
        "2027-03-04 05:00 (NextYear) | 2027-03-04 17:00 (NextYear) | 2027-04-03 05:00 (NextYear) | 2027-04-03 17:00 (NextYear)"
    )]
    [InlineData("07/08/2026 14:00", "2026-07-08 14:00 | 2026-08-07 14:00")]
    [InlineData("Tuesday 14:00", "2026-06-09 14:00 | 2026-06-16 14:00")]
    [InlineData("next Thursday 14:00", "2026-06-11 14:00 | 2026-06-18 14:00")]
    [InlineData("tomorrow at midnight", "2026-06-10 00:00 | 2026-06-11 00:00")]
    [InlineData(
        "tomorrow 9am CST",
        "2026-06-10 09:00 Asia/Shanghai | 2026-06-10 09:00 America/Chicago | 2026-06-10 10:00 America/Chicago"
    )]
    [InlineData(
        "tomorrow 9am IST",
        "2026-06-10 09:00 Asia/Kolkata | 2026-06-10 09:00 Asia/Jerusalem | 2026-06-10 10:00 Asia/Jerusalem | 2026-06-10 09:00 Europe/Dublin"
    )]
    [InlineData("tomorrow 9am CET", "2026-06-10 09:00 | 2026-06-10 10:00")]
    public void What_can_be_read_in_two_ways_is_offered_in_every_way(string phrase, string shown) =>
        WhenSaid.Shown(WhenGrammar.Read(phrase, Now, Berlin, "en")).ShouldBe(shown);

    [Fact]
    public void A_bare_hour_means_the_half_of_the_day_that_lies_ahead()
    {
        WhenSaid.Shown(WhenGrammar.Read("at 5", Now, Berlin, "en")).ShouldBe("2026-06-09 17:00");
        WhenSaid
            .Shown(WhenGrammar.Read("at 5", Now.AddHours(-8), Berlin, "en"))
            .ShouldBe("2026-06-09 05:00 | 2026-06-09 17:00");
        WhenSaid
            .Shown(WhenGrammar.Read("at 5", Now.AddHours(10), Berlin, "en"))
            .ShouldBe("past 2026-06-09 17:00");
    }

    [Theory]
    [InlineData("next Tuesday at noon", "2026-06-09 12:00 | 2026-06-16 12:00")]
    [InlineData("Monday at noon", "2026-06-08 12:00 | 2026-06-15 12:00")]
    [InlineData("next Monday at noon", "2026-06-15 12:00")]
    [InlineData("on Tuesday at noon", "2026-06-09 12:00")]
    public void On_a_Monday_next_Tuesday_and_Monday_are_asked_about(string phrase, string shown) =>
        WhenSaid.Shown(WhenGrammar.Read(phrase, Now.AddDays(-1), Berlin, "en")).ShouldBe(shown);

    [Theory]
    [InlineData("tomorrow", "time? 2026-06-10")]
    [InlineData("next Tuesday", "time? 2026-06-16")]
    [InlineData("Tuesday", "time? 2026-06-09 | 2026-06-16")]
    [InlineData("heute Abend", "time? 2026-06-09 Evening")]
    [InlineData("tonight", "time? 2026-06-09 Evening")]
    [InlineData("tomorrow morning", "time? 2026-06-10 Morning")]
    [InlineData("morgen früh", "time? 2026-06-10 Morning")]
    [InlineData("in 3 days", "time? 2026-06-12")]
    [InlineData("am 3.", "time? 2026-07-03")]
    [InlineData("3 July", "time? 2026-07-03")]
    [InlineData("2026-07-03", "time? 2026-07-03")]
    public void A_day_without_a_time_asks_for_the_time(string phrase, string shown) =>
        WhenSaid.Shown(WhenGrammar.Read(phrase, Now, Berlin, "en")).ShouldBe(shown);

    [Fact]
    public void The_answer_to_the_question_for_the_time_is_read_on_the_day_asked_about() =>
        WhenSaid
            .Shown(WhenGrammar.Read("9am", Now, Berlin, "en", on: new DateOnly(2026, 6, 16)))
            .ShouldBe("2026-06-16 09:00");

    [Theory]
    [InlineData("today 9am", "past 2026-06-09 09:00")]
    [InlineData("9am", "past 2026-06-09 09:00")]
    [InlineData("yesterday at 3pm", "past 2026-06-08 15:00")]
    [InlineData("gestern", "past 2026-06-08 00:00")]
    [InlineData("1 June 2026 9am", "past 2026-06-01 09:00")]
    [InlineData("1 June 9am", "past 2026-06-01 09:00")]
    [InlineData("2025-07-03 14:00", "past 2025-07-03 14:00")]
    [InlineData("this Monday 9am", "past 2026-06-08 09:00")]
    [InlineData("9am Paris", "past 2026-06-09 09:00 Europe/Paris")]
    public void A_time_that_has_passed_is_said_to_have_passed(string phrase, string shown) =>
        WhenSaid.Shown(WhenGrammar.Read(phrase, Now, Berlin, "en")).ShouldBe(shown);

    [Theory]
    [InlineData("", "? ")]
    [InlineData("whenever you like", "? whenever you like")]
    [InlineData("tomorrow 9am or so", "? or so")]
    [InlineData("tomorrow around lunch", "? around lunch")]
    [InlineData("next week", "? next week")]
    [InlineData("31 June 9am", "? 31 June 9am")]
    [InlineData("tomorrow 25:00", "? 25:00")]
    [InlineData("tomorrow 9:75", "? 9:75")]
    [InlineData("tomorrow 13pm", "? 13pm")]
    [InlineData("tomorrow 9am Gotham", "? Gotham")]
    [InlineData("9am 10am", "? 10am")]
    [InlineData("tomorrow on Friday 4 July", "? 4 July")]
    [InlineData("in a few minutes", "? in a few minutes")]
    [InlineData("in the morning", "? in the morning")]
    [InlineData("Paris", "? Paris")]
    [InlineData("214", "? 214")]
    [InlineData("tomorrow afternoon at 9am", "? tomorrow afternoon at 9am")]
    [InlineData("Friday, 4 July 2026 14:00", "2026-07-04 is no Friday")]
    public void What_makes_no_sense_is_given_back(string phrase, string shown) =>
        WhenSaid.Shown(WhenGrammar.Read(phrase, Now, Berlin, "en")).ShouldBe(shown);

    [Theory]
    // Europe/Berlin: 29 March 2026 02:00 → 03:00, 25 October 2026 03:00 → 02:00
    [InlineData(
        "Europe/Berlin",
        "2026-03-01T00:00Z",
        "29 March 2026 02:30",
        "2026-03-29T01:30Z",
        WhenNote.MovedOutOfGap
    )]
    [InlineData(
        "Europe/Berlin",
        "2026-03-01T00:00Z",
        "29 March 2026 01:59",
        "2026-03-29T00:59Z",
        null
    )]
    [InlineData(
        "Europe/Berlin",
        "2026-03-01T00:00Z",
        "29 March 2026 03:00",
        "2026-03-29T01:00Z",
        null
    )]
    [InlineData(
        "Europe/Berlin",
        "2026-03-01T00:00Z",
        "25 October 2026 02:30",
        "2026-10-25T00:30Z",
        WhenNote.FirstOfTwo
    )]
    [InlineData(
        "Europe/Berlin",
        "2026-03-01T00:00Z",
        "25 October 2026 03:00",
        "2026-10-25T02:00Z",
        null
    )]
    // America/New_York: 8 March 2026 02:00 → 03:00, 1 November 2026 02:00 → 01:00
    [InlineData(
        "America/New_York",
        "2026-03-01T00:00Z",
        "8 March 2026 2:30am",
        "2026-03-08T07:30Z",
        WhenNote.MovedOutOfGap
    )]
    [InlineData(
        "America/New_York",
        "2026-03-01T00:00Z",
        "1 November 2026 1:30am",
        "2026-11-01T05:30Z",
        WhenNote.FirstOfTwo
    )]
    [InlineData(
        "America/New_York",
        "2026-03-01T00:00Z",
        "1 November 2026 2am",
        "2026-11-01T07:00Z",
        null
    )]
    // Australia/Lord_Howe moves by half an hour: 5 April 2026 02:00 → 01:30, 4 October 2026 02:00 → 02:30
    [InlineData(
        "Australia/Lord_Howe",
        "2026-03-01T00:00Z",
        "5 April 2026 01:45",
        "2026-04-04T14:45Z",
        WhenNote.FirstOfTwo
    )]
    [InlineData(
        "Australia/Lord_Howe",
        "2026-03-01T00:00Z",
        "4 October 2026 02:15",
        "2026-10-03T15:45Z",
        WhenNote.MovedOutOfGap
    )]
    [InlineData(
        "Australia/Lord_Howe",
        "2026-03-01T00:00Z",
        "4 October 2026 02:30",
        "2026-10-03T15:30Z",
        null
    )]
    public void On_the_days_that_clocks_change_the_instant_is_certain_and_said(
        string zone,
        string now,
        string phrase,
        string instant,
        WhenNote? note
    )
    {
        var reading = WhenGrammar.Read(
            phrase,
            DateTimeOffset.Parse(now),
            TimeZoneInfo.FindSystemTimeZoneById(zone),
            "en"
        );

        var one = reading.ShouldBeOfType<WhenReading.One>();
        one.Time.ShouldBe(new PlannedTime(DateTimeOffset.Parse(instant), zone));
        one.Time.At.Offset.ShouldBe(TimeSpan.Zero);
        one.Notes.ShouldBe(note is { } said ? [said] : []);
    }

    [Fact]
    public void Hours_from_now_are_hours_that_pass_also_across_a_change_of_clocks()
    {
        var eve = new DateTimeOffset(2026, 3, 28, 23, 30, 0, TimeSpan.FromHours(1));
        WhenSaid
            .Shown(WhenGrammar.Read("in 4 hours", eve, Berlin, "en"))
            .ShouldBe("2026-03-29 04:30");
    }

    [Fact]
    public void Tomorrow_in_a_zone_where_it_is_tomorrow_already_is_asked_about()
    {
        var late = new DateTimeOffset(2026, 6, 9, 20, 0, 0, TimeSpan.Zero);
        WhenSaid
            .Shown(WhenGrammar.Read("tomorrow 9am Tokyo", late, Berlin, "en"))
            .ShouldBe("2026-06-10 09:00 Asia/Tokyo | 2026-06-11 09:00 Asia/Tokyo");
    }

    [Theory]
    [InlineData("31st at 9am", "2026-07-31 09:00")]
    [InlineData("29 February at 9am", "? 29 February at 9am")]
    [InlineData("29 February 2028 at 9am", "2028-02-29 09:00")]
    [InlineData("29 February 2027 at 9am", "? 29 February 2027 at 9am")]
    public void A_day_that_only_some_months_or_years_have_is_found_where_it_is(
        string phrase,
        string shown
    ) => WhenSaid.Shown(WhenGrammar.Read(phrase, Now, Berlin, "en")).ShouldBe(shown);

    [Theory]
    [InlineData(
        "draft a post for LinkedIn and X for tomorrow 9am",
        "2026-06-10 09:00",
        "for tomorrow 9am"
    )]
    [InlineData("move post 214 from Friday to Monday 9am", "2026-06-15 09:00", "to Monday 9am")]
    [InlineData(
        "tomorrow please publish the launch post at 9am on LinkedIn",
        "2026-06-10 09:00",
        "tomorrow + at 9am"
    )]
    [InlineData("schedule 214 for next Tuesday", "time? 2026-06-16", "for next Tuesday")]
    [InlineData(
        "plan #214 for 3 July at 14:00 Paris time",
        "2026-07-03 14:00 Europe/Paris",
        "for 3 July at 14:00 Paris time"
    )]
    [InlineData("verschiebe 214 auf morgen um 9", "2026-06-10 09:00", "auf morgen um 9")]
    [InlineData("away until Monday", "time? 2026-06-15", "until Monday")]
    [InlineData("digest at 7:30", "past 2026-06-09 07:30", "at 7:30")]
    [InlineData("snooze case 12 in 2 hours", "2026-06-09 12:00", "in 2 hours")]
    [InlineData("approve 214", "-", "")]
    [InlineData("approve post 3", "-", "")]
    [InlineData("guten Morgen zusammen", "-", "")]
    [InlineData("the 3rd post is wrong", "-", "")]
    [InlineData("a post about our sun cream", "-", "")]
    [InlineData("we support you 24/7", "-", "")]
    [InlineData("a post for Black Friday fans", "-", "")]
    [InlineData("what's waiting for me", "-", "")]
    [InlineData("you may march on in second place", "-", "")]
    [InlineData(
        "post this tomorrow 9am or Friday 10am",
        "2026-06-10 09:00 | 2026-06-12 10:00",
        "tomorrow 9am + Friday 10am"
    )]
    public void A_date_is_found_in_a_sentence(string sentence, string shown, string where)
    {
        var found = WhenGrammar.Find(sentence, Now, Berlin, "en");
        WhenSaid.Shown(found?.When).ShouldBe(shown);
        string.Join(" + ", found?.Where.Select(r => sentence[r]) ?? []).ShouldBe(where);
    }
}
