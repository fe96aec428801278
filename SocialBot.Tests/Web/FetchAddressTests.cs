using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using SocialBot.Connectors.Web;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Web;

public sealed class FetchAddressTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_redirects_are_followed_and_no_fourth()
    {
        await using var canary = await Canary.StartAsync();
        canary.Answer = context =>
        {
            var left = int.Parse(context.Request.Path.Value![1..], null);
            if (left == 0)
                return context.Response.WriteAsync("<title>there</title>");
            context.Response.Redirect($"/{left - 1}");
            return Task.CompletedTask;
        };
        var fetcher = canary.TrustingFetcher();

        (await fetcher.RunAsync(canary.At("/3"), FetchKind.Page, Ct))
            .ShouldBeOfType<Fetched.Got>()
            .Address.ShouldBe(canary.At("/0"));
        (await fetcher.RunAsync(canary.At("/4"), FetchKind.Page, Ct)).ShouldBe(
            new Fetched.Not(FetchTrouble.TooManyRedirects)
        );
    }

    [Fact]
    public async Task A_page_that_does_not_end_in_time_is_given_up()
    {
        await using var canary = await Canary.StartAsync();
        canary.Answer = async context =>
        {
            await context.Response.WriteAsync("<title>slow");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        var clock = new FakeTimeProvider();
        var fetching = canary.TrustingFetcher(clock).RunAsync(canary.At("/"), FetchKind.Page, Ct);
        await Eventually.TrueAsync(() => !canary.Hits.IsEmpty, "the page is asked for");

        clock.Advance(FetchAddress.Patience);

        (await fetching).ShouldBe(new Fetched.Not(FetchTrouble.TooSlow));
    }

    [Fact]
    public async Task Size_is_counted_after_unpacking()
    {
        await using var canary = await Canary.StartAsync();
        var bomb = Zipped(Encoding.ASCII.GetBytes("<title>" + new string('a', 2 * 1024 * 1024)));
        bomb.Length.ShouldBeLessThan(10_000);
        canary.Answer = context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return context.Response.Body.WriteAsync(bomb).AsTask();
        };

        (await canary.TrustingFetcher().RunAsync(canary.At("/"), FetchKind.Page, Ct)).ShouldBe(
            new Fetched.Not(FetchTrouble.TooBig)
        );
    }

    [Fact]
    public async Task A_page_may_come_packed()
    {
        await using var canary = await Canary.StartAsync();
        canary.Answer = context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return context
                .Response.Body.WriteAsync(Zipped("<title>x</title>"u8.ToArray()))
                .AsTask();
        };

        (await canary.TrustingFetcher().RunAsync(canary.At("/"), FetchKind.Page, Ct))
            .ShouldBeOfType<Fetched.Got>()
            .Bytes.ShouldBe("<title>x</title>"u8.ToArray());
    }

    [Fact]
    public async Task What_it_is_is_read_from_the_bytes_and_not_believed()
    {
        await using var canary = await Canary.StartAsync();
        var fetcher = canary.TrustingFetcher();
        canary.Answer = context =>
        {
            context.Response.ContentType =
                context.Request.Path == "/page" ? "text/html" : "image/png";
            return context.Request.Path == "/page"
                ? context.Response.Body.WriteAsync(RedDot.Png).AsTask()
                : context.Response.WriteAsync("<svg onload=alert(1)>");
        };

        (await fetcher.RunAsync(canary.At("/page"), FetchKind.Page, Ct)).ShouldBe(
            new Fetched.Not(FetchTrouble.OtherKind)
        );
        (await fetcher.RunAsync(canary.At("/picture"), FetchKind.Picture, Ct)).ShouldBe(
            new Fetched.Not(FetchTrouble.OtherKind)
        );
        (
            await fetcher.RunAsync(canary.At("/page"), FetchKind.Picture, Ct)
        ).ShouldBeOfType<Fetched.Got>();
    }

    [Fact]
    public async Task Nothing_of_ours_goes_along_and_no_cookie_is_kept()
    {
        await using var canary = await Canary.StartAsync();
        canary.Answer = context =>
        {
            context.Response.Cookies.Append("seen", "1");
            return context.Response.WriteAsync("<p>");
        };
        var fetcher = canary.TrustingFetcher();

        await fetcher.RunAsync(canary.At("/"), FetchKind.Page, Ct);
        await fetcher.RunAsync(canary.At("/"), FetchKind.Page, Ct);

        canary.Headers.Count.ShouldBe(2);
        foreach (var headers in canary.Headers)
            headers
                .Keys.Except(["Host", "Accept", "Accept-Encoding", "User-Agent"])
                .ShouldBeEmpty();
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    [InlineData(500)]
    [InlineData(204)]
    public async Task An_answer_that_is_no_page_is_no_page(int status)
    {
        await using var canary = await Canary.StartAsync();
        canary.Answer = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        (await canary.TrustingFetcher().RunAsync(canary.At("/"), FetchKind.Page, Ct)).ShouldBe(
            new Fetched.Not(FetchTrouble.NotThere)
        );
    }

    private static byte[] Zipped(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal))
            zip.Write(bytes);
        return packed.ToArray();
    }
}
