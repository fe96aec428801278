using System.Diagnostics;
using System.Text.Json;
using Shouldly;
using SocialBot.Core.Language;
using SocialBot.Dialogs.Language;
using Xunit;

namespace SocialBot.Tests.Language;

public sealed class LocalRecognizerTests
{
    private static readonly LocalRecognizer Bot = LocalRecognizer.Default;

    [Fact]
    public void Phrases_it_never_saw_are_recognized_nine_times_in_ten()
    {
        var unseen = Unseen();
        var known = PhraseFile.Default().Select(p => p.Text.ToLowerInvariant()).ToHashSet();
        unseen.ShouldNotContain(p => known.Contains(p.Text.ToLowerInvariant()));

        var wrong = unseen.Where(p => Answer(p.Text) != p.Intent).ToList();

        (1 - (double)wrong.Count / unseen.Count).ShouldBeGreaterThan(
            0.9,
            string.Join('\n', wrong.Select(p => $"{p.Intent} -> {Answer(p.Text)}: {p.Text}"))
        );
    }

    [Fact]
    public void When_it_is_sure_it_is_right()
    {
        var sure = Unseen().Where(p => Bot.Recognize(p.Text).IsSure).ToList();
        sure.Count.ShouldBeGreaterThan(300);
        (
            (double)sure.Count(p => Bot.Recognize(p.Text).Intent == p.Intent) / sure.Count
        ).ShouldBeGreaterThan(0.93);
    }

    [Theory]
    [InlineData("approve 214", "post.approve")]
    [InlineData("APPROVE 214!!!", "post.approve")]
    [InlineData("aprove 214 pls", "post.approve")]
    [InlineData("@SocialBot approve 214 👍", "post.approve")]
    [InlineData("Beitrag 214 freigeben", "post.approve")]
    [InlineData(
        "draft a post for LinkedIn and X for tomorrow 9am: please approve our new pause button",
        "post.draft"
    )]
    [InlineData("what's waiting for me?", "waiting")]
    [InlineData("Was wartet auf mich?", "waiting")]
    [InlineData("take back my approval of 214", "post.takeback")]
    [InlineData("take down 214", "post.takedown")]
    [InlineData("claim case 12", "case.claim")]
    [InlineData("digest at 7:30", "digest.at")]
    [InlineData("digest now", "digest.now")]
    [InlineData("away until Monday, @Omar for me", "member.away")]
    [InlineData("use this channel for approvals", "room.use")]
    [InlineData("what's the weather in Oslo", Recognition.None)]
    [InlineData("", Recognition.None)]
    [InlineData("  \n ", Recognition.None)]
    [InlineData("!!!", Recognition.None)]
    public void What_the_house_says_most_is_understood(string text, string intent) =>
        Bot.Recognize(text).Intent.ShouldBe(intent);

    [Theory]
    [InlineData("I don't approve", "post.approve")]
    [InlineData("I do not approve post 214", "post.approve")]
    [InlineData("I don't approve 214 because the tone is terrible", "post.approve")]
    [InlineData("please don't pause the posts", "workspace.pause")]
    [InlineData("never approve 214", "post.approve")]
    [InlineData("noch nicht freigeben", "post.approve")]
    [InlineData("gib 214 nicht frei", "post.approve")]
    [InlineData("bitte 214 nicht löschen", "post.discard")]
    [InlineData("do not take down post 214", "post.takedown")]
    [InlineData("don't mute the digest", "digest.mute")]
    [InlineData("don't claim case 12", "case.claim")]
    public void A_request_that_is_denied_is_never_acted_on(string text, string denied)
    {
        var recognized = Bot.Recognize(text);
        (recognized.IsSure && recognized.Intent == denied).ShouldBeFalse();
        (recognized.Negated || recognized.Intent != denied).ShouldBeTrue();
    }

    [Theory]
    [InlineData("don't publish 214", "post.approve")]
    [InlineData("do not publish", "post.schedule")]
    [InlineData("nicht veröffentlichen", "post.approve")]
    public void Not_to_publish_is_never_taken_for_publishing(string text, string denied) =>
        (Bot.Recognize(text) is { IsSure: true } sure && sure.Intent == denied).ShouldBeFalse();

    [Theory]
    [InlineData("don't forget to approve 214", "post.approve")]
    [InlineData("no changes needed, approve 214", "post.approve")]
    [InlineData("don't wait, approve it", "post.approve")]
    [InlineData("don't send me the digest anymore", "digest.mute")]
    [InlineData("don't notify me at night", "notify.set")]
    [InlineData("why don't we draft a post for LinkedIn", "post.draft")]
    [InlineData("keine Änderungen nötig, freigeben", "post.approve")]
    public void A_not_that_denies_something_else_is_no_denial(string text, string intent)
    {
        var recognized = Bot.Recognize(text);
        recognized.Intent.ShouldBe(intent);
        recognized.Negated.ShouldBeFalse();
    }

    [Fact]
    public void The_answer_names_every_intent_best_first_and_chances_add_up()
    {
        var recognized = Bot.Recognize("approve 214");
        recognized.Ranked.Count.ShouldBe(
            PhraseFile.Default().Select(p => p.Intent).Distinct().Count()
        );
        recognized.Ranked.Select(r => r.Score).ShouldBeInOrder(SortDirection.Descending);
        recognized.Ranked.Sum(r => r.Score).ShouldBe(1, tolerance: 1e-3);
        recognized.Margin.ShouldBe(recognized.Ranked[0].Score - recognized.Ranked[1].Score);
        recognized.Nearest(3).Count().ShouldBe(3);
    }

    [Fact]
    public void Trained_again_it_answers_the_same()
    {
        var again = LocalRecognizer.Train(PhraseFile.Default());
        foreach (var phrase in Unseen())
            again.Recognize(phrase.Text).Score.ShouldBe(Bot.Recognize(phrase.Text).Score);
    }

    [Fact]
    public void A_text_of_any_length_is_answered_fast()
    {
        var long_ = string.Concat(
            Enumerable.Repeat("please approve the post 214 \"quoted\" ", 5_000)
        );
        Bot.Recognize(long_);
        var watch = Stopwatch.StartNew();
        Bot.Recognize(long_);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void It_is_trained_in_a_moment_and_asked_in_microseconds()
    {
        var unseen = Unseen();
        var training = Fastest(3, () => LocalRecognizer.Train(PhraseFile.Default()));
        var asking = Fastest(10, () => unseen.ForEach(p => Bot.Recognize(p.Text))) / unseen.Count;

        // Measured on a quiet core in Release: 0.15 s and 15 µs. The bounds are for a Debug build on a machine that does ten other things.
        training.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        asking.ShouldBeLessThan(TimeSpan.FromMilliseconds(1));
    }

    private static TimeSpan Fastest(int rounds, Action run) =>
        Enumerable
            .Range(0, rounds)
            .Min(_ =>
            {
                var watch = Stopwatch.StartNew();
                run();
                return watch.Elapsed;
            });

    [Fact]
    public void Other_intents_are_learned_from_another_phrase_file()
    {
        Phrase[] phrases =
        [
            new("order a coffee", "drink"),
            new("I want a tea", "drink"),
            new("bring me some water", "drink"),
            new("a cup of coffee please", "drink"),
            new("order a pizza", "food"),
            new("I want a burger", "food"),
            new("bring me some bread", "food"),
            new("a slice of pizza please", "food"),
        ];
        var waiter = Bot.TrainOther(phrases);
        waiter.Recognize("what time is it").Intent.ShouldBe(Recognition.None);
        waiter.Recognize("could I have a cup of tea").Intent.ShouldBe("drink");
        waiter.Recognize("a slice of bread").Intent.ShouldBe("food");
        Should.Throw<ArgumentException>(() => LocalRecognizer.Train([new("one", "only")]));
    }

    [Fact]
    public void What_the_bot_knows_helps_a_small_phrase_file()
    {
        Phrase[] phrases =
        [
            new("approve it", "ok"),
            new("approve 12", "ok"),
            new("reject it", "nope"),
            new("reject 12", "nope"),
            new("draft a post", "write"),
            new("draft something", "write"),
        ];
        var team = Bot.TrainOther(phrases);
        team.Recognize("give 214 the green light").Intent.ShouldBe("ok");
        team.Recognize("Beitrag 214 freigeben").Intent.ShouldBe("ok");
        team.Recognize("lehne 214 ab").Intent.ShouldBe("nope");
        team.Recognize("compose a tweet").Intent.ShouldBe("write");
        team.Recognize("I don't approve").Negated.ShouldBeTrue();
        team.Recognize("what's the weather in Oslo").Intent.ShouldBe(Recognition.None);
    }

    [Fact]
    public void A_team_adds_its_own_words()
    {
        using var file = new TemporaryFile(
            """
            {"text":"make it so","intent":"post.approve"}

            // the captain's words
            {"text":"engage","intent":"post.approve"}
            {"text":"engage now","intent":"post.approve"}
            """
        );
        var recognizer = LocalRecognizer.Train(PhraseFile.DefaultWith(file.Path));

        recognizer.Name.ShouldBe(LanguageProvider.Local);
        recognizer.Recognize("engage").Intent.ShouldBe("post.approve");
        recognizer.Recognize("cancel").Intent.ShouldBe("cancel");
        Bot.Recognize("engage").Intent.ShouldNotBe("post.approve");
    }

    [Fact]
    public void Where_both_know_a_text_the_team_decides()
    {
        using var file = new TemporaryFile("""{"text":"approve 214","intent":"post.show"}""");
        PhraseFile
            .DefaultWith(file.Path)
            .Where(p => p.Text == "approve 214")
            .ShouldBe([new("approve 214", "post.show")]);
        PhraseFile.DefaultWith(null).Count.ShouldBe(PhraseFile.Default().Count);
    }

    [Theory]
    [InlineData("{\"text\":\"a\"}")]
    [InlineData("{\"text\":\"\",\"intent\":\"b\"}")]
    [InlineData("{\"text\":\"a\",\"intent\":")]
    [InlineData("approve 214")]
    public void A_broken_phrase_file_is_refused_with_the_line(string line)
    {
        using var file = new TemporaryFile("{\"text\":\"a\",\"intent\":\"b\"}\n" + line);
        Should
            .Throw<InvalidDataException>(() => PhraseFile.Read(file.Path))
            .Message.ShouldContain("line 2");
    }

    private static string Answer(string text) =>
        Bot.Recognize(text) is { Negated: false } recognized ? recognized.Intent : Recognition.None;

    /// <summary>Written by hand in other words than the phrase file, with the slips and the chatter of a real room.</summary>
    private static List<Phrase> Unseen()
    {
        using var stream = typeof(LocalRecognizerTests).Assembly.GetManifestResourceStream(
            "SocialBot.Tests.Language.unseen-phrases.jsonl"
        )!;
        using var reader = new StreamReader(stream);
        var phrases = new List<Phrase>();
        while (reader.ReadLine() is { Length: > 0 } line)
            phrases.Add(JsonSerializer.Deserialize<Phrase>(line, JsonSerializerOptions.Web)!);
        phrases.Count.ShouldBeGreaterThan(400);
        return phrases;
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string content) => File.WriteAllText(Path, content);

        public string Path { get; } =
            System.IO.Path.Combine(
                System.IO.Path.GetTempPath(),
                $"phrases-{Guid.NewGuid():N}.jsonl"
            );

        public void Dispose() => File.Delete(Path);
    }
}
