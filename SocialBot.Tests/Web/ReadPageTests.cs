using Microsoft.AspNetCore.Http;
using Shouldly;
using SocialBot.Connectors.Web;
using SocialBot.Core.Links;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Web;

public sealed class ReadPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_and_its_picture_are_read_from_where_they_are_in_the_end()
    {
        await using var canary = await Canary.StartAsync();
        canary.Answer = context =>
        {
            switch (context.Request.Path.Value)
            {
                case "/short":
                    context.Response.Redirect("/long/page");
                    return Task.CompletedTask;
                case "/long/page":
                    return context.Response.WriteAsync(
                        "<meta property=og:title content='Our lab'><meta property=og:image content='dot.png'>"
                    );
                default:
                    return context.Response.Body.WriteAsync(RedDot.Png).AsTask();
            }
        };

        var read = (await ReadAsync(canary, "/short")).ShouldBeOfType<PageReading.Read>();

        (read.Title, read.Description).ShouldBe(("Our lab", ""));
        read.Picture.ShouldBe(RedDot.Png);
        canary.Hits.ShouldBe(["/short", "/long/page", "/long/dot.png"]);
    }

    [Fact]
    public async Task A_picture_in_private_is_left_out_and_the_page_stays()
    {
        await using var canary = await Canary.StartAsync();
        await using var secret = await Canary.StartAsync();
        canary.Answer = context =>
            context.Response.WriteAsync(
                $"<title>Nice</title><meta property=og:image content='http://127.0.0.1:{secret.Port}/x'>"
            );

        (await ReadAsync(canary, "/")).ShouldBeOfType<PageReading.Read>().Picture.ShouldBeNull();
        secret.Hits.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{\"title\":\"json\"}")]
    [InlineData("<p>says nothing")]
    [InlineData("")]
    public async Task What_says_nothing_of_itself_is_unreadable(string body)
    {
        await using var canary = await Canary.StartAsync();
        canary.Answer = context => context.Response.WriteAsync(body);

        (await ReadAsync(canary, "/")).ShouldBeOfType<PageReading.Unreadable>();
    }

    [Fact]
    public async Task A_page_on_a_private_address_is_unreadable_and_never_asked()
    {
        await using var canary = await Canary.StartAsync();

        (
            await new ReadPage(canary.Fetcher()).ReadAsync(canary.At("/"), Ct)
        ).ShouldBeOfType<PageReading.Unreadable>();
        canary.Hits.ShouldBeEmpty();
    }

    private static Task<PageReading> ReadAsync(Canary canary, string path) =>
        new ReadPage(canary.TrustingFetcher()).ReadAsync(canary.At(path), Ct);
}
