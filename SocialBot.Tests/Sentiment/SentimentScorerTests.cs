using System.Diagnostics;
using Shouldly;
using SocialBot.Core.Sentiment;
using Xunit;

namespace SocialBot.Tests.Sentiment;

public sealed class SentimentScorerTests
{
    private static readonly SentimentScorer Scorer = new();

    [Theory]
    [InlineData("My order never arrived and nobody replies to my emails")]
    [InlineData("Still waiting for my refund, third time this week. Never again.")]
    [InlineData("The kettle broke after a week")]
    [InlineData("I am so disappointed with your service")]
    [InlineData("WORST. AIRLINE. EVER.")]
    [InlineData("not good")]
    [InlineData("It was fun at first but now it keeps crashing and I hate it")]
    [InlineData("😡😡😡")]
    [InlineData("my new phone :(")]
    [InlineData("I don’t like the new logo")]
    public void A_complaint_is_negative(string text) =>
        Scored(text).Label.ShouldBe(SentimentLabel.Negative);

    [Theory]
    [InlineData("Thank you so much, the team was really helpful!")]
    [InlineData("I love this place, best coffee in town")]
    [InlineData("No complaints at all, works perfectly")]
    [InlineData("Delivery was slow but the cake was absolutely delicious!!")]
    [InlineData("😍")]
    [InlineData("soooo goooood")]
    [InlineData("Can't wait for the next one :)")]
    public void Praise_is_positive(string text) =>
        Scored(text).Label.ShouldBe(SentimentLabel.Positive);

    [Theory]
    [InlineData("What time do you open on Sunday?")]
    [InlineData("The report will be published next week")]
    [InlineData("Does it come in size 42?")]
    [InlineData("Where is the shop?")]
    [InlineData("How much is the blue one?")]
    [InlineData("Do you ship to Norway?")]
    public void A_plain_question_or_fact_is_neutral(string text) =>
        Scored(text).Label.ShouldBe(SentimentLabel.Neutral);

    [Fact]
    public void It_says_which_words_decided()
    {
        var reading = Scored("I give up. Still waiting for my refund, this is UNACCEPTABLE!");
        reading.Because.Select(b => b.Word).ShouldContain("this is UNACCEPTABLE");
        reading.Because.ShouldAllBe(b => b.Weight < 0);
        reading.Because.Count.ShouldBeLessThanOrEqualTo(5);
        reading
            .Because.Select(b => Math.Abs(b.Weight))
            .ShouldBe(reading.Because.Select(b => Math.Abs(b.Weight)).OrderDescending());
    }

    [Fact]
    public void A_negated_word_is_named_with_its_negation() =>
        Scored("The food was not very good").Because[0].Word.ShouldBe("not very good");

    [Fact]
    public void Negation_turns_a_word_round()
    {
        Scored("this is good").Score.ShouldBeGreaterThan(0.3);
        Scored("this is not good").Score.ShouldBeLessThan(-0.3);
        Scored("there was nothing wrong with it")
            .Score.ShouldBeGreaterThan(Scored("there was something wrong with it").Score);
    }

    [Fact]
    public void Negation_ends_with_its_clause() =>
        Scored("No, it is great").Score.ShouldBeGreaterThan(0.3);

    [Fact]
    public void Strong_words_weigh_more_and_weak_ones_less()
    {
        var plain = Scored("the staff were rude").Score;
        Scored("the staff were extremely rude").Score.ShouldBeLessThan(plain);
        Scored("the staff were slightly rude").Score.ShouldBeGreaterThan(plain);
    }

    [Fact]
    public void What_comes_after_but_weighs_more() =>
        Scored("the food was great but the staff were rude")
            .Score.ShouldBeLessThan(Scored("the staff were rude but the food was great").Score);

    [Fact]
    public void Capitals_and_exclamation_marks_make_it_louder()
    {
        Scored("the service is TERRIBLE!!!")
            .Score.ShouldBeLessThan(Scored("the service is terrible").Score);
        Scored("the service is GREAT!!!")
            .Score.ShouldBeGreaterThan(Scored("the service is great").Score);
    }

    [Theory]
    [InlineData("Das ist eine Frechheit, ich warte seit drei Wochen auf mein Paket!")]
    [InlineData("Super Service, vielen Dank!")]
    [InlineData("C'est vraiment nul, je suis très déçu")]
    [InlineData("El servicio es pésimo, nunca más")]
    [InlineData("Grazie mille, tutto perfetto")]
    [InlineData("Ik ben niet blij met deze bestelling")]
    [InlineData("届いた商品が壊れていました")]
    [InlineData("최악의 서비스")]
    [InlineData("Отличный сервис, спасибо")]
    [InlineData("خدمة سيئة جدا")]
    [InlineData("ध੍यान से, बहुत खराब")]
    [InlineData("最悪です 😡")]
    [InlineData("Terima kasih banyak")]
    public void A_language_that_it_does_not_know_is_not_scored(string text) =>
        Scorer
            .Score(text)
            .ShouldBe(new SentimentReading.NotScored(SentimentReading.NotScored.Language));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("@acme")]
    [InlineData("https://example.com/terrible")]
    [InlineData("...")]
    public void Nothing_to_go_by_is_not_scored(string text) =>
        Scorer
            .Score(text)
            .ShouldBe(new SentimentReading.NotScored(SentimentReading.NotScored.NoWords));

    [Fact]
    public void Score_and_probability_stay_in_their_ranges()
    {
        foreach (
            var text in new[] { "terrible horrible awful", "great great great", "a table", "😡😍" }
        )
        {
            var reading = Scored(text);
            reading.Score.ShouldBeInRange(-1, 1);
            reading.NegativeProbability.ShouldBeInRange(0, 1);
        }
    }

    public static TheoryData<string> Hostile =>
        [
            "not ",
            "bad ",
            "never again ",
            "a",
            "!",
            ":(",
            ":",
            "😡",
            "\uD83D",
            "\uDE00",
            "\u0301",
            "'",
            "a-",
            "1/",
            "@",
            "@a ",
            "http://",
            "#",
            "ﷺ",
            "\0",
        ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_text_is_read_in_linear_time(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length));
        Scorer.Score(text);
        var started = Stopwatch.GetTimestamp();
        Scorer.Score(text).ShouldNotBeNull();
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public void Many_threads_may_score_at_once()
    {
        var alone = Scored("Delivery was slow but the cake was delicious");
        Parallel.For(
            0,
            1_000,
            i =>
            {
                Scorer.Score(i % 2 == 0 ? "worst ever" : "best ever");
                Scored("Delivery was slow but the cake was delicious").Score.ShouldBe(alone.Score);
            }
        );
    }

    private static SentimentReading.Scored Scored(string text) =>
        Scorer.Score(text).ShouldBeOfType<SentimentReading.Scored>();
}
