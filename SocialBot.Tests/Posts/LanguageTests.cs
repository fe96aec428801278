using Shouldly;
using SocialBot.Core.Posts;
using SocialBot.Core.Sentiment;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Posts;

public sealed class LanguageTests
{
    private static readonly PlausibleLanguage Plausible = new(new SentimentScorer());

    [Theory]
    [InlineData("de", "de")]
    [InlineData("EN, de", "en de")]
    [InlineData("pt-br", "pt-BR")]
    [InlineData("zh-hant-tw", "zh-Hant-TW")]
    [InlineData("de de", "de")]
    [InlineData("german", null)]
    [InlineData("xx", null)]
    [InlineData("en-", null)]
    [InlineData("en_US", null)]
    [InlineData("de en fr es", null)]
    [InlineData("", null)]
    [InlineData("en\"><script>", null)]
    public void Codes_are_read_as_people_type_them(string typed, string? read) =>
        SpokenLanguages.Read(typed).ShouldBe(read?.Split(' '));

    [Theory]
    [InlineData("We open our lab tomorrow and you are welcome", "en", "en")]
    [InlineData("Wir öffnen morgen unser Labor und ihr seid herzlich eingeladen", "de", "de")]
    [InlineData("Wir öffnen morgen unser Labor und ihr seid herzlich eingeladen", "en", "")]
    [InlineData("We open our lab tomorrow and you are welcome", "de", "")]
    [InlineData("Nous ouvrons demain notre laboratoire et vous êtes les bienvenus", "de", "")]
    [InlineData("明日ラボを開きます", "en", "")]
    [InlineData("🎉", "en", "")]
    [InlineData("", "de", "")]
    public void Unsaid_it_is_the_workspaces_where_the_text_may_well_be_in_it(
        string text,
        string workspace,
        string language
    ) => string.Join(' ', Plausible.Of(text, workspace)).ShouldBe(language);

    [Fact]
    public async Task What_the_author_said_goes_out()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.DraftAsync("We open our lab tomorrow", on: [stage.First]);
        var before = (await stage.CopyAsync(post.Id)).Revision;
        await stage.EditAsync(post.Id, c => c with { Languages = ["fr", "de"] });
        (await stage.CopyAsync(post.Id)).Revision.ShouldNotBe(before);
        await stage.SubmitAsync(post.Id);
        await stage.ApproveAsync(stage.Omar, post.Id);

        await stage.ToAsync(PostStage.Noon);

        stage.Network.Published.ShouldHaveSingleItem().Post.Languages.ShouldBe(["fr", "de"]);
    }

    [Fact]
    public async Task Else_what_it_seems_to_be()
    {
        await using var stage = await PostStage.OpenAsync();
        await stage.ApprovedAsync("We open our lab tomorrow", on: [stage.First]);

        await stage.ToAsync(PostStage.Noon);

        stage.Network.Published.ShouldHaveSingleItem().Post.Languages.ShouldBe(["en"]);
    }
}
