using System.Diagnostics;
using System.Text;
using Shouldly;
using SocialBot.Connectors.Web;
using Xunit;

namespace SocialBot.Tests.Web;

public sealed class PageHeadTests
{
    [Fact]
    public void Open_Graph_comes_before_Twitter_and_both_before_the_pages_own_words()
    {
        Of(
                """
                <html><head><title>Own</title><meta name=description content="own words">
                <meta name="twitter:title" content="Twitter"><meta property="og:title" content="Graph">
                <meta content='graph words' property='og:description'/>
                <meta property="og:image" content="/a.png"></head>
                """
            )
            .ShouldBe(new PageHead("Graph", "graph words", "/a.png"));
        Of("<title>Own</title><meta name=twitter:description content=words>")
            .ShouldBe(new PageHead("Own", "words", null));
        Of("<TITLE\n>\n Own \n words </TITLE>").ShouldBe(new PageHead("Own words", "", null));
    }

    [Theory]
    [InlineData("<script>'<meta property=og:title content=No>'</script><title>Yes</title>")]
    [InlineData("<!-- <title>No</title> --><title>Yes</title>")]
    [InlineData("<svg><title>No</title></svg><title>Yes</title>")]
    [InlineData("<title>Yes</title><title>No</title>")]
    [InlineData("<meta property=og:title content=''><title>Yes</title>")]
    [InlineData("<meta property=\"og:title\" content=\"Yes\"")]
    [InlineData("< <<><title>Yes</title")]
    public void Careless_and_hostile_pages_are_read_as_browsers_do(string page) =>
        Of(page).ShouldNotBeNull().Title.ShouldBe("Yes");

    [Theory]
    [InlineData("")]
    [InlineData("<")]
    [InlineData("<p>Nothing about itself")]
    [InlineData("<title> \n </title>")]
    [InlineData("<title>never closed")]
    public void A_page_that_says_nothing_of_itself_has_no_preview(string page) =>
        Of(page).ShouldBeNull();

    [Fact]
    public void Words_are_plain_and_nothing_unseen_is_in_them() =>
        Of("<title>A &amp; B &lt;b&gt;\u0000\u0007\u202Eevil\u2066\u200B &#128512;</title>")
            .ShouldNotBeNull()
            .Title.ShouldBe("A & B <b>evil\u200B 😀");

    [Theory]
    [InlineData("utf-8", null, "Grüße", "Grüße")]
    [InlineData("windows-1252", "ISO-8859-1", "Grüße", "Grüße")]
    [InlineData("shift_jis", "shift_jis", "日本", "日本")]
    [InlineData("windows-1251", "windows-1251", "Привет", "Привет")]
    [InlineData("utf-8", "no-such-charset", "Grüße", "Grüße")]
    [InlineData("windows-1252", null, "Grüße", "Grüße")]
    public void The_letters_are_read_as_they_were_written(
        string written,
        string? said,
        string title,
        string read
    )
    {
        var bytes = CodePages(written).GetBytes($"<title>{title}</title>");
        Of(PageText.Of(bytes, said)).ShouldNotBeNull().Title.ShouldBe(read);
        var inside = CodePages(written)
            .GetBytes($"<meta charset=\"{written}\"><title>{title}</title>");
        Of(PageText.Of(inside, charset: null)).ShouldNotBeNull().Title.ShouldBe(read);
    }

    [Theory]
    [InlineData("<meta ")]
    [InlineData("<script>")]
    [InlineData("<!--")]
    [InlineData("<title>")]
    [InlineData("<a b='")]
    [InlineData("&amp;&#x")]
    [InlineData("<<<<")]
    [InlineData("<meta property='og:title' content='x'>")]
    public void A_page_made_to_be_slow_is_not(string again)
    {
        var page = new StringBuilder().Insert(0, again, 1_000_000 / again.Length).ToString();
        var watch = Stopwatch.StartNew();
        Of(page);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    private static Encoding CodePages(string name) =>
        CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);

    private static PageHead? Of(string page) => PageHead.Of(page);
}
