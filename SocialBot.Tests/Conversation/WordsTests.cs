using System.Text.RegularExpressions;
using Shouldly;
using SocialBot.Dialogs.Conversation;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Conversation;

public sealed partial class WordsTests
{
    private static readonly Words English = new(
        "en",
        TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")
    );

    [Fact]
    public void Both_languages_have_the_same_words()
    {
        var (english, german) = (Words.Book("en"), Words.Book("de"));
        english.Keys.Except(german.Keys).ShouldBeEmpty("German lacks these");
        german.Keys.Except(english.Keys).ShouldBeEmpty("English lacks these");
    }

    [Fact]
    public void Both_languages_fill_in_the_same_facts()
    {
        foreach (
            var (key, text) in Words
                .Book("en")
                .Where(w => !w.Key.EndsWith(".typed", StringComparison.Ordinal))
        )
            Facts(Words.Book("de")[key]).ShouldBe(Facts(text), key);
    }

    [Fact]
    public void Every_verb_has_its_words()
    {
        foreach (var verb in new VerbCatalogue().All)
        foreach (var language in Words.Languages)
        {
            var words = Words.Book(language);
            words
                .ContainsKey(verb.Name + ".help")
                .ShouldBeTrue($"{language}: {verb.Name + ".help"}");
            foreach (var field in verb.Fields)
                words
                    .ContainsKey($"{verb.Name}.{field.Id}")
                    .ShouldBeTrue($"{language}: {verb.Name}");
            if (!verb.ButtonOnly)
                words
                    .ContainsKey(verb.Name + ".typed")
                    .ShouldBeTrue($"{language}: {verb.Name + ".typed"}");
        }
    }

    [Fact]
    public void Every_refusal_and_trouble_has_its_words()
    {
        var (inbox, others) = (Source("Inbox"), Source(NotInbox));
        var core = inbox + others;
        var said = Refusals()
            .Matches(core)
            .Select(m => "no." + m.Groups[1].Value)
            .Concat(Troubles().Matches(others).Select(m => "trouble." + m.Groups[1].Value))
            .Concat(Troubles().Matches(inbox).Select(m => "reply.trouble." + m.Groups[1].Value))
            .Concat(Findings().Matches(core).Select(m => "no.rule." + m.Groups[1].Value))
            .Distinct()
            .ToList();
        said.Count.ShouldBeGreaterThan(50);
        var book = Words.Book("en");
        // A reply's trouble has words of its own on the card of its case.
        said.Where(code => !book.ContainsKey(code) && !book.ContainsKey("reply." + code))
            .ShouldBeEmpty("these have no words");
    }

    [Fact]
    public void Whatever_is_written_into_a_posts_history_has_its_words()
    {
        var done = Done()
            .Matches(Source("Posts", "Approvals", "Publishing"))
            .Select(m => "did." + m.Groups[1].Value)
            .Concat(
                typeof(SocialBot.Core.Networks.PublishOutcome)
                    .GetNestedTypes()
                    .Select(t => $"did.post.{t.Name.ToLowerInvariant()}")
            )
            .Distinct()
            .ToList();
        done.Count.ShouldBeGreaterThan(15);
        done.Except(Words.Book("en").Keys).ShouldBeEmpty("these have no words");
    }

    [Theory]
    [InlineData(1, "1 day")]
    [InlineData(3, "3 days")]
    public void A_number_chooses_its_word(int days, string said) =>
        English["time.days", days].ShouldBe(said);

    [Fact]
    public void Things_are_joined_as_people_do() =>
        English.And(["LinkedIn", "X", "Bluesky"]).ShouldBe("LinkedIn, X and Bluesky");

    [Fact]
    public void A_time_names_its_zone_and_the_readers_own_where_it_differs()
    {
        var at = new DateTimeOffset(2026, 6, 9, 7, 0, 0, TimeSpan.Zero);
        English.Time(at).ShouldBe("Tue 9 June 09:00 (Berlin)");
        new Words("en", English.Zone, TimeZoneInfo.FindSystemTimeZoneById("America/New_York"))
            .Time(at)
            .ShouldBe("Tue 9 June 09:00 (Berlin) · Tue 9 June 03:00 for you");
    }

    private static readonly string[] NotInbox =
    [
        .. Directory
            .GetDirectories(SharedData.Project("SocialBot.Core"))
            .Select(d => Path.GetFileName(d))
            .Except(["Inbox", "obj", "bin"]),
    ];

    private static string Source(params string[] folders) =>
        string.Concat(
            folders
                .SelectMany(folder =>
                    Directory.EnumerateFiles(
                        Path.Combine(SharedData.Project("SocialBot.Core"), folder),
                        "*.cs",
                        SearchOption.AllDirectories
                    )
                )
                .Select(File.ReadAllText)
        );

    private static List<string> Facts(string text) =>
        [.. Placeholder().Matches(text).Select(m => m.Groups[1].Value).Distinct().Order()];

    [GeneratedRegex(@"new Refusal\(\s*""([a-z.-]+)""")]
    private static partial Regex Refusals();

    [GeneratedRegex(@"new Trouble\(\s*""([a-z.-]+)""")]
    private static partial Regex Troubles();

    [GeneratedRegex(@"(?:new|RuleFinding)\(\s*""([a-z.-]+)"",\s*Blocks")]
    private static partial Regex Findings();

    [GeneratedRegex(@"\{(\d+)[}|]")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"WriteAsync\(\s*[a-z.]+,\s*[^,]+,\s*""(post\.[a-z-]+)""")]
    private static partial Regex Done();
}
