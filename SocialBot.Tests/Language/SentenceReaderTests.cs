using Shouldly;
using SocialBot.Dialogs.Language;
using Xunit;

namespace SocialBot.Tests.Language;

/// <summary>All said on Tuesday, 9 June 2026, 10:00 in Berlin.</summary>
public sealed class SentenceReaderTests
{
    private static readonly KnownAccount[] Accounts =
    [
        new(1, "LinkedIn", "acme"),
        new(2, "X", "acme"),
        new(3, "X", "acme_support"),
        new(4, "Mastodon", "acme@social.example"),
    ];

    private static Entities Read(string sentence, string language = "en") =>
        SentenceReader.Read(
            sentence,
            new SentenceContext(
                [
                    "Facebook",
                    "Instagram",
                    "X",
                    "LinkedIn",
                    "YouTube",
                    "TikTok",
                    "Bluesky",
                    "Mastodon",
                    "Sandbox",
                ],
                Accounts,
                new DateTimeOffset(2026, 6, 9, 8, 0, 0, TimeSpan.Zero),
                TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
                language
            )
        );

    [Fact]
    public void A_draft_request_gives_networks_time_and_the_text_untouched()
    {
        var said = Read(
            "draft a post for LinkedIn and X for tomorrow 9am: We open our lab at 5pm on Facebook #214"
        );

        said.Networks.ShouldBe(["LinkedIn", "X"]);
        WhenSaid.Shown(said.When).ShouldBe("2026-06-10 09:00");
        said.WhenSaid.ShouldBe("for tomorrow 9am");
        said.Text.ShouldBe("We open our lab at 5pm on Facebook #214");
        said.PostNumbers.ShouldBeEmpty();
        said.AllAccounts.ShouldBeFalse();
    }

    [Theory]
    [InlineData("draft a post: We open our lab", "We open our lab")]
    [InlineData("draft \"We open our lab\" for X", "We open our lab")]
    [InlineData("draft: \"We open our lab\" for X tomorrow 9am", "We open our lab")]
    [InlineData("Entwurf für LinkedIn: „Wir öffnen“ morgen um 9", "Wir öffnen")]
    [InlineData("poste „Wir öffnen morgen um 9“ auf LinkedIn", "Wir öffnen morgen um 9")]
    [InlineData("post “We open at 5pm” on X", "We open at 5pm")]
    [InlineData("post 'We don't sleep' on X", "We don't sleep")]
    [InlineData("post «Nous ouvrons» on X", "Nous ouvrons")]
    [InlineData("draft a post for X\nWe open: tomorrow 9am\nCome!", "We open: tomorrow 9am\nCome!")]
    [InlineData("draft for X saying we open at 5pm", "we open at 5pm")]
    [InlineData("draft for X: he said \"hello\" and left", "he said \"hello\" and left")]
    [InlineData("post at 17:30 on X: Doors open at 18:00", "Doors open at 18:00")]
    [InlineData("draft for X:🎉 we open", "🎉 we open")]
    [InlineData("don't post what's in the team's folder", null)]
    [InlineData("approve 214", null)]
    [InlineData("look at https://example.com/a", null)]
    [InlineData("move it to 17:30", null)]
    public void Text_is_what_is_quoted_or_follows_a_colon_a_line_or_saying(
        string sentence,
        string? text
    ) => Read(sentence).Text.ShouldBe(text);

    [Theory]
    [InlineData("draft for fb, IG and Insta", "Facebook,Instagram", "")]
    [InlineData("write a tweet about it", "X", "")]
    [InlineData("post to twitter & linked in", "X,LinkedIn", "")]
    [InlineData("poste es auf Bluesky und Masto", "Bluesky,Mastodon", "")]
    [InlineData("draft for LinkedIn but not on X", "LinkedIn", "X")]
    [InlineData("LinkedIn, aber nicht auf X und Facebook", "LinkedIn", "X,Facebook")]
    [InlineData("scale it 3x please", "", "")]
    [InlineData("draft for myspace", "", "")]
    public void Networks_are_found_by_what_people_call_them(
        string sentence,
        string named,
        string excluded
    )
    {
        var said = Read(sentence);
        string.Join(',', said.Networks).ShouldBe(named);
        string.Join(',', said.Excluded).ShouldBe(excluded);
    }

    [Theory]
    [InlineData("post this on all accounts", true, "")]
    [InlineData("post this everywhere except Facebook", true, "Facebook")]
    [InlineData("auf allen unseren Kanälen ohne TikTok", true, "TikTok")]
    [InlineData("all the posts of our account", false, "")]
    public void Everywhere_is_every_account_but_the_excluded(
        string sentence,
        bool all,
        string excluded
    )
    {
        var said = Read(sentence);
        said.AllAccounts.ShouldBe(all);
        string.Join(',', said.Excluded).ShouldBe(excluded);
    }

    [Fact]
    public void A_handle_names_an_account_and_any_other_mention_passes_through()
    {
        var said = Read("draft for @acme_support and @acme@social.example, cc @Omar.");
        said.Accounts.Select(a => a.Id).ShouldBe([3, 4]);
        said.Mentions.ShouldBe(["@Omar"]);

        Read("draft for X @acme").Accounts.Select(a => a.Id).ShouldBe([2]);
        Read("draft for @acme").Accounts.Select(a => a.Id).ShouldBe([1, 2]);
    }

    [Theory]
    [InlineData("approve post 214", "214", "", "")]
    [InlineData("approve #214", "214", "", "")]
    [InlineData("approve post #214 and 215", "214,215", "", "")]
    [InlineData("Beitrag Nr. 214 freigeben", "214", "", "")]
    [InlineData("gib 214 frei", "", "", "214")]
    [InlineData("approve 214, 215 & 216", "", "", "214,215,216")]
    [InlineData("claim case 12", "", "12", "")]
    [InlineData("Fall 12 und 13 erledigt", "", "12,13", "")]
    [InlineData("move 214 to 17:30", "", "", "214")]
    [InlineData("move #214 to 3 July at 14:00", "214", "", "")]
    [InlineData("post 3 pictures on X", "", "", "")]
    [InlineData("show the top 5 posts of 2.5 k", "", "", "")]
    [InlineData("snooze case 12 for 2 hours", "", "12", "")]
    public void Numbers_of_posts_and_cases_are_told_from_amounts(
        string sentence,
        string posts,
        string cases,
        string alone
    )
    {
        var said = Read(sentence);
        string.Join(',', said.Posts).ShouldBe(posts);
        string.Join(',', said.Cases).ShouldBe(cases);
        string.Join(',', said.Numbers).ShouldBe(alone);
    }

    [Theory]
    [InlineData("reject 214 because tomorrow is a holiday", "tomorrow is a holiday", null)]
    [InlineData("lehne 214 ab, weil der Ton nicht passt!", "der Ton nicht passt", null)]
    [InlineData("reject 214 because it says \"best ever\"", "it says \"best ever\"", null)]
    [InlineData("reject 214, reason: not our tone", "not our tone", null)]
    [InlineData("draft for X: closed because of rain", null, "closed because of rain")]
    [InlineData("approve 214", null, null)]
    public void A_reason_is_not_read_for_anything_else(
        string sentence,
        string? reason,
        string? text
    )
    {
        var said = Read(sentence);
        said.Reason.ShouldBe(reason);
        said.Text.ShouldBe(text);
        said.When.ShouldBeNull();
    }

    [Fact]
    public void A_time_behind_the_colon_is_the_time_where_nothing_else_is_said()
    {
        var said = Read("schedule 214: tomorrow 9am");
        WhenSaid.Shown(said.When).ShouldBe("2026-06-10 09:00");
        said.Text.ShouldBeNull();
    }

    [Theory]
    [InlineData("what goes out this week?", "2026-06-08", "2026-06-14")]
    [InlineData("was geht nächste Woche raus", "2026-06-15", "2026-06-21")]
    [InlineData("list posts of next month", "2026-07-01", "2026-07-31")]
    public void A_period_is_whole_days(string sentence, string from, string to) =>
        Read(sentence).Period.ShouldBe(new Period(DateOnly.Parse(from), DateOnly.Parse(to)));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(":")]
    [InlineData("\"")]
    [InlineData("@")]
    [InlineData("\n\n")]
    [InlineData("\ud800 #")]
    public void A_sentence_of_nothing_names_nothing(string sentence)
    {
        var said = Read(sentence);
        said.Text.ShouldBeNull();
        said.When.ShouldBeNull();
        said.Networks.ShouldBeEmpty();
    }
}
