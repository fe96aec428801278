using System.Net;
using Shouldly;
using Xunit;

namespace SocialBot.Tests.Chat.Local;

/// <summary>The page lets anybody be anybody: it must be this machine's alone.</summary>
public sealed class OnlyFromHereTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("192.168.1.20")]
    [InlineData("203.0.113.9")]
    [InlineData("2001:db8::1")]
    [InlineData("::ffff:10.0.0.1")]
    public async Task A_caller_from_elsewhere_is_refused_in_words(string caller)
    {
        await using var host = await LocalChatHost.OpenAsync();
        foreach (var path in Paths)
            await RefusedAsync(host, HttpMethod.Get, path, ("Test-Caller", caller));
        await RefusedAsync(host, HttpMethod.Post, "/local/say", ("Test-Caller", caller));
        host.Bot.Turns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:3978")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.nip.io")]
    [InlineData("192.168.1.20:3978")]
    public async Task A_name_that_is_not_this_machines_is_refused_in_words(string name)
    {
        await using var host = await LocalChatHost.OpenAsync();
        foreach (var path in Paths)
            await RefusedAsync(host, HttpMethod.Get, path, ("Host", name));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("X-Forwarded-Host", "bot.example")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    public async Task A_proxy_in_between_is_refused_in_words(string header, string value)
    {
        await using var host = await LocalChatHost.OpenAsync();
        await RefusedAsync(host, HttpMethod.Get, "/?as=anna", (header, value));
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    public async Task A_post_from_another_page_is_refused_in_words(string header, string value)
    {
        await using var host = await LocalChatHost.OpenAsync();
        foreach (
            var path in new[] { "/local/say", "/local/press", "/local/dismiss", "/local/seen" }
        )
            await RefusedAsync(host, HttpMethod.Post, path, (header, value));
        host.Bot.Turns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task This_machine_is_welcome_under_each_of_its_names(string name)
    {
        await using var host = await LocalChatHost.OpenAsync();
        var address = $"{name}:{host.Address.Port}";

        var page = await SendAsync(host, HttpMethod.Get, "/?as=anna", ("Host", address));
        var said = await SendAsync(
            host,
            HttpMethod.Post,
            "/local/say",
            ("Host", address),
            ("Origin", $"http://{address}"),
            ("Sec-Fetch-Site", "same-origin")
        );
        var saidWithoutFetchMetadata = await SendAsync(
            host,
            HttpMethod.Post,
            "/local/say",
            ("Host", address),
            ("Origin", $"http://{address}")
        );

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        said.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        saidWithoutFetchMetadata.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task No_page_may_frame_it_feed_it_scripts_or_read_it()
    {
        await using var host = await LocalChatHost.OpenAsync();

        var answer = await SendAsync(
            host,
            HttpMethod.Get,
            "/?as=anna",
            ("Origin", "https://evil.example")
        );

        answer
            .Headers.GetValues("Content-Security-Policy")
            .Single()
            .ShouldBe(
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
            );
        answer.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single().ShouldBe("same-origin");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Where_it_is_not_enabled_there_is_nothing()
    {
        await using var host = await LocalChatHost.OpenAsync("--LocalChat:Enabled=false");
        foreach (var path in Paths)
            (await SendAsync(host, HttpMethod.Get, path)).StatusCode.ShouldBe(
                HttpStatusCode.NotFound
            );
    }

    [Theory]
    [InlineData("Production", HttpStatusCode.NotFound)]
    [InlineData("Development", HttpStatusCode.OK)]
    public async Task Unless_told_otherwise_it_is_there_in_Development_only(
        string environment,
        HttpStatusCode status
    )
    {
        await using var host = await LocalChatHost.OpenAsync($"--environment={environment}");
        (await SendAsync(host, HttpMethod.Get, "/")).StatusCode.ShouldBe(status);
    }

    private static readonly string[] Paths =
    [
        "/",
        "/?as=anna",
        "/local/events?as=anna",
        "/local/picture?as=anna&message=1",
    ];

    private static async Task RefusedAsync(
        LocalChatHost host,
        HttpMethod method,
        string path,
        (string Name, string Value) header
    )
    {
        var answer = await SendAsync(host, method, path, header);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{path} with {header}");
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldStartWith("The local chat ");
    }

    private static async Task<HttpResponseMessage> SendAsync(
        LocalChatHost host,
        HttpMethod method,
        string path,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (method == HttpMethod.Post)
            request.Content = new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["as"] = "anna",
                    ["in"] = "alerts",
                    ["id"] = "say-00001",
                    ["text"] = "help",
                }
            );
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await host.Client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
    }
}
