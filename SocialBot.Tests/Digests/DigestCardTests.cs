using Shouldly;
using SocialBot.Core.Cards;
using SocialBot.Core.Digests;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Dialogs.Conversation;
using SocialBot.Dialogs.Digests;
using Xunit;

namespace SocialBot.Tests.Digests;

public sealed class DigestCardTests
{
    private static readonly DateTimeOffset At = new(2026, 6, 10, 6, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Ninth = new(2026, 6, 9);

    private static readonly DigestFacts Full = new()
    {
        At = At,
        Zone = "Europe/Berlin",
        Period = new DigestPeriod(Ninth, Ninth),
        Figures =
        [
            new Figure(Metrics.Views, 1204, 1, 1000, 872.5, 20),
            new Figure(Metrics.Likes, 1, 1, null, null, 3),
            new Figure(Metrics.Followers, -4, 1, 8, 2, 28, Level: 1240),
        ],
        Out =
        [
            new WentOut(
                214,
                7,
                "LinkedIn @acme",
                "We open our lab",
                At.AddHours(-23),
                "https://example.com/7",
                new Dictionary<string, long> { [Metrics.Likes] = 1, [Metrics.Views] = 1204 },
                0.38,
                TakenDown: false
            ),
            new WentOut(
                214,
                8,
                "X @acme",
                "We open our lab",
                At.AddHours(-23),
                "javascript:alert(1)",
                new Dictionary<string, long>(),
                null,
                TakenDown: false
            ),
        ],
        Ranking = new Ranking(
            7,
            Metrics.Views,
            4,
            new Ranked(
                214,
                "We open our lab",
                ["LinkedIn @acme"],
                At,
                "https://example.com/7",
                1204,
                new Dictionary<string, long> { [Metrics.Views] = 1204 }
            ),
            new Ranked(
                210,
                "Monday",
                ["X @acme"],
                At,
                null,
                12,
                new Dictionary<string, long> { [Metrics.Views] = 12 }
            )
        ),
        Responses = new ResponseTimes(37, 5, 6),
        Waiting = new Waiting
        {
            Approvals = 2,
            Unconfirmed = 1,
            Cases = new Dictionary<string, int> { ["Open"] = 3, ["Claimed"] = 0 },
        },
        Today = [new Plan(215, "LinkedIn @acme", "Next", At.AddHours(1), CopyStatus.InReview)],
        Oddity = new Oddity("Instagram @acme", "saves", 120, 57, 20),
    };

    private static Card Draw(DigestFacts facts, string language = "en") =>
        DigestCards.Told(
            new Digest
            {
                From = facts.Period.From,
                To = facts.Period.To,
                Facts = facts,
                Pictures = new Dictionary<string, DigestPicture>
                {
                    ["en"] = new("key-en", "alt en", 800, 450),
                    ["de"] = new("key-de", "alt de", 800, 450),
                },
            },
            "Acme",
            DrawDigestChart.WordsFor(facts, language)
        );

    private static string Read(Card card) =>
        string.Join(
            '\n',
            card.Body.Select(block =>
                block switch
                {
                    CardBlock.Text text => string.Concat(text.Runs.Select(r => r.Words)),
                    CardBlock.Heading heading => heading.Words,
                    CardBlock.Facts facts => string.Join(
                        '\n',
                        facts.Rows.Select(r => $"{r.Label}: {r.Value}")
                    ),
                    CardBlock.Picture picture => picture.AltText,
                    CardBlock.Finding finding => finding.Words,
                    _ => block.ToString(),
                }
            )
        );

    [Fact]
    public void Yesterday_is_told_in_twenty_seconds()
    {
        var card = Draw(Full);
        card.Title.ShouldBe("Yesterday: Tue 9 June");
        card.Workspace.ShouldBe("Acme");
        card.Summary.ShouldBe("Yesterday: Tue 9 June: 1,204 views · 1 like · −4 followers");
        Read(card)
            .ReplaceLineEndings("\n")
            .ShouldBe(
                """
                Views: 1,204 · +20 % against the day before · +38 % against the usual day (872.5)
                Likes: 1 · nothing earlier to compare with · too young for a usual day (3 days measured)
                Followers: 1,240 (−4) · −150 % against the day before · −300 % against the usual day (2)
                alt en
                Went out (2)
                LinkedIn @acme 09:00 · We open our lab · 1,204 views · 1 like (first day +38 % against this account's usual)
                X @acme 09:00 · We open our lab · no figures yet
                Top and last of 4 posts in 7 days
                Top: We open our lab · LinkedIn @acme · 1,204 views
                Last: Monday · X @acme · 12 views
                6 cases came in; 5 answered, half of them within 37 min.
                Waits for someone
                2 posts to approve · 1 post that may be out: look before sending again · 3 open cases
                Planned for today
                09:00: LinkedIn @acme · Next · waits for approval
                Saves of Instagram @acme: 120 a day, at least twice the usual 57 (median of 20 days).
                As of Wed 10 June 08:00 (Berlin).
                """.ReplaceLineEndings("\n")
            );
    }

    [Fact]
    public void Only_addresses_of_the_web_become_links()
    {
        var links = Draw(Full)
            .Body.OfType<CardBlock.Text>()
            .SelectMany(t => t.Runs)
            .Select(r => r.Url)
            .OfType<string>();
        links.ShouldAllBe(url => url.StartsWith("https://"));
        links.ShouldNotBeEmpty();
    }

    [Fact]
    public void An_empty_workspace_is_told_plainly()
    {
        var card = Draw(
            new DigestFacts
            {
                At = At,
                Zone = "Europe/Berlin",
                Period = new DigestPeriod(Ninth, Ninth),
            }
        );
        Read(card).ShouldStartWith("Nothing went out, nothing was measured, nothing waits");
    }

    [Fact]
    public void Merged_days_say_so()
    {
        var card = Draw(
            Full with
            {
                Period = new DigestPeriod(Ninth.AddDays(-3), Ninth) { Missed = 2 },
                Figures = [new Figure(Metrics.Views, 1204, 4, 602, 100, 20)],
            }
        );
        card.Title.ShouldBe("What happened: Sat 6 June to Tue 9 June");
        Read(card)
            .ShouldStartWith("2 digests could not be told on time; the days are in this one.");
        Read(card)
            .ShouldContain("+100 % against the 4 days before · +201 % against the usual day (100)");
    }

    [Fact]
    public void A_digest_of_today_says_that_the_day_is_not_over_and_can_be_renewed()
    {
        var card = Draw(Full with { SoFar = true });
        card.Title.ShouldBe("Today so far: Tue 9 June");
        card.Buttons.Select(b => b.Command).ShouldContain("digest.now:0:0");
    }

    [Fact]
    public void German_rooms_get_German_words_numbers_and_picture()
    {
        var card = Draw(Full, "de");
        card.Title.ShouldBe("Gestern: Di 9. Juni");
        Read(card).ShouldContain("Aufrufe: 1.204 · +20 % gegenüber dem Tag davor");
        Read(card).ShouldContain("alt de");
    }

    [Theory]
    [InlineData("7:30", 7, 30)]
    [InlineData("07.30", 7, 30)]
    [InlineData("at 7:30 am", 7, 30)]
    [InlineData("7pm", 19, 0)]
    [InlineData("12am", 0, 0)]
    [InlineData("12 p.m.", 12, 0)]
    [InlineData("um 8 Uhr", 8, 0)]
    [InlineData("um 7 Uhr 30", 7, 30)]
    [InlineData("23:59", 23, 59)]
    public void A_time_of_day_is_read(string text, int hour, int minute) =>
        TimeOfDay.Read(text).ShouldBe(new TimeOnly(hour, minute));

    [Theory]
    [InlineData("25:00")]
    [InlineData("7:61")]
    [InlineData("0pm")]
    [InlineData("13pm")]
    [InlineData("tomorrow 7:30")]
    [InlineData("7:30 Paris")]
    [InlineData("soon")]
    public void Anything_else_is_asked_about(string text) => TimeOfDay.Read(text).ShouldBeNull();

    [Theory]
    [InlineData("digest now", "en", "digest.now")]
    [InlineData("Digest at 7:30", "en", "digest.at")]
    [InlineData("mute digest", "en", "digest.mute")]
    [InlineData("unmute digest", "en", "digest.unmute")]
    [InlineData("top posts", "en", "digest.top")]
    [InlineData("digest details 12", "en", "digest.details")]
    [InlineData("Bericht jetzt", "de", "digest.now")]
    [InlineData("Bericht um 7:30", "de", "digest.at")]
    [InlineData("Bericht aus", "de", "digest.mute")]
    [InlineData("Bericht an", "de", "digest.unmute")]
    public void Every_button_has_a_typed_command(string text, string language, string verb) =>
        new VerbCatalogue().ReadTyped(text, language)!.Verb.Name.ShouldBe(verb);
}
