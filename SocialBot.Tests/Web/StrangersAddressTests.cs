using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using SocialBot.Connectors.Web;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Web;

/// <summary>An address that a stranger named never leads to a machine of ours.</summary>
public sealed partial class StrangersAddressTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_spelling_of_a_private_address_reaches_it()
    {
        await using var canary = await Canary.StartAsync();
        var fetcher = canary.Fetcher();
        var tried = PrivateAddresses.All.ToList();
        tried.Distinct().Count().ShouldBeGreaterThanOrEqualTo(200);

        foreach (var spelled in tried)
        {
            if (
                !Uri.TryCreate(
                    spelled.For(canary.Port),
                    UriKind.RelativeOrAbsolute,
                    out var address
                )
            )
                continue;
            var fetched = await fetcher.RunAsync(address, FetchKind.Page, Ct);
            fetched.ShouldBeOfType<Fetched.Not>(spelled);
        }

        canary.Hits.ShouldBeEmpty();
        // The canary can be reached: the fetcher alone stands between.
        (
            await canary.TrustingFetcher().RunAsync(canary.At("/alive"), FetchKind.Page, Ct)
        ).ShouldBeOfType<Fetched.Got>();
        canary.Hits.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Nor_does_a_redirect_to_it()
    {
        await using var canary = await Canary.StartAsync();
        await using var target = await Canary.StartAsync();
        canary.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status302Found;
            context.Response.Headers.Location = context.Request.Query["to"];
            return Task.CompletedTask;
        };
        var fetcher = canary.TrustingFetcher();

        foreach (var spelled in PrivateAddresses.All.Where(a => Ascii.IsValid(a))) // as a header is
        {
            var to = Uri.EscapeDataString(spelled.For(target.Port));
            (
                await fetcher.RunAsync(canary.At($"/?to={to}"), FetchKind.Page, Ct)
            ).ShouldBeOfType<Fetched.Not>(spelled);
        }

        target.Hits.ShouldBeEmpty();
        canary.Hits.Count.ShouldBeGreaterThanOrEqualTo(200);
    }

    [Fact]
    public async Task A_name_is_judged_by_where_it_leads()
    {
        await using var canary = await Canary.StartAsync();

        (
            await canary
                .Fetcher()
                .RunAsync(new Uri($"http://localhost:{canary.Port}/"), FetchKind.Page, Ct)
        ).ShouldBe(new Fetched.Not(FetchTrouble.Refused));
        canary.Hits.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trusted_host_is_trusted_as_it_is_written_and_on_its_port_alone()
    {
        await using var canary = await Canary.StartAsync();
        var fetcher = canary.TrustingFetcher();

        (await fetcher.RunAsync(canary.At("/"), FetchKind.Page, Ct)).ShouldBeOfType<Fetched.Got>();
        canary.Hits.Clear();

        await using var other = await Canary.StartAsync();
        string[] elsewhere =
        [
            $"http://localhost:{canary.Port}/",
            $"http://[::1]:{canary.Port}/",
            $"http://127.0.0.2:{canary.Port}/",
            $"http://user:secret@127.0.0.1:{canary.Port}/",
            $"http://127.0.0.1:{other.Port}/",
        ];
        foreach (var address in elsewhere)
            (await fetcher.RunAsync(new Uri(address), FetchKind.Page, Ct)).ShouldBe(
                new Fetched.Not(FetchTrouble.Refused),
                address
            );
        canary.Hits.ShouldBeEmpty();
        other.Hits.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_connector_speaks_only_https_on_its_port_but_to_whom_the_settings_trust()
    {
        await using var canary = await Canary.StartAsync();
        var http = ConnectorClient($"localhost:{canary.Port}");

        foreach (
            var address in (string[])
                [
                    "http://example.org/",
                    "https://example.org:8443/",
                    "https://127.0.0.1/",
                    "https://user:secret@example.org/",
                    $"http://127.0.0.1:{canary.Port}/",
                ]
        )
            await Should.ThrowAsync<RefusedAddressException>(() =>
                http.GetAsync(new Uri(address), Ct)
            );
        canary.Hits.ShouldBeEmpty();

        (
            await http.GetAsync(new Uri($"http://localhost:{canary.Port}/"), Ct)
        ).IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_a_failed_connection_of_which_nothing_left()
    {
        var http = ConnectorClient("localhost:1");

        (
            await Should.ThrowAsync<HttpRequestException>(() =>
                http.GetAsync(new Uri("https://nobody.invalid/"), Ct)
            )
        ).HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
        (
            await Should.ThrowAsync<HttpRequestException>(() =>
                http.GetAsync(new Uri("http://localhost:1/"), Ct)
            )
        ).HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
    }

    [Fact]
    public async Task A_connector_is_told_of_a_redirect_and_not_taken_along()
    {
        await using var canary = await Canary.StartAsync();
        canary.Answer = context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };

        var answer = await ConnectorClient($"localhost:{canary.Port}")
            .GetAsync(new Uri($"http://localhost:{canary.Port}/"), Ct);

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Found);
        canary.Hits.ShouldBe(["/"]);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("http://localhost:80")]
    [InlineData("localhost:0")]
    [InlineData("localhost:http")]
    [InlineData(":80")]
    [InlineData("*:80")]
    public void A_trusted_host_that_is_none_is_named_at_start(string entry)
    {
        var services = Services(entry);
        Should
            .Throw<OptionsValidationException>(() =>
                services.GetRequiredService<IOptions<WebOptions>>().Value
            )
            .Message.ShouldContain("Web:TrustedHosts");
    }

    /// <summary>One door: who makes a client of its own for HTTP is named here with its reason.</summary>
    [Fact]
    public void Nobody_else_makes_a_way_out_of_its_own()
    {
        string[] makers =
        [
            // Addresses that the settings name, or that are checked against a list:
            "SocialBot.Connectors/Chat/Teams/TeamsRegistration.cs",
            "SocialBot.Connectors/Language/RemoteLanguageClient.cs",
            "SocialBot.Connectors/Networks/Bluesky/Streaming/StreamConnection.cs",
            "SocialBot.Connectors/Networks/Sandbox/SandboxRegistration.cs",
            // A member of the public in a demonstration, on servers of one's own:
            "SocialBot/Commands/Demo/DemoBluesky.cs",
            // The door:
            "SocialBot.Connectors/Web/StrangersHandler.cs",
            "SocialBot.Connectors/Web/WebRegistration.cs",
        ];
        string[] waysOut =
        [
            "AddHttpClient(",
            "AddHttpClient<",
            "new HttpClient",
            "HttpClientHandler",
            "SocketsHttpHandler",
            "HttpMessageInvoker",
            "HttpWebRequest",
            "WebRequest.Create",
            "WebClient",
            "new Socket(",
            "TcpClient",
            "ClientWebSocket",
        ];
        var found = (
            (string[])["SocialBot", "SocialBot.Core", "SocialBot.Dialogs", "SocialBot.Connectors"]
        )
            .SelectMany(SourceTree.Files)
            // What goes through the door may have a client; another one beside it is another way.
            .Select(f => (f.Path, Code: ThroughTheDoor().Replace(f.Code, "")))
            .Where(f =>
                SourceTree
                    .CodeLines(f.Code)
                    .Any(line => waysOut.Any(way => line.Contains(way, StringComparison.Ordinal)))
            )
            .Select(f => f.Path);

        found.ShouldBe(makers, ignoreOrder: true);
    }

    private static HttpClient ConnectorClient(string trusted) =>
        Services(trusted).GetRequiredService<IHttpClientFactory>().CreateClient("connector");

    private static ServiceProvider Services(string trusted)
    {
        var services = new ServiceCollection();
        services.AddWeb(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?> { ["Web:TrustedHosts:0"] = trusted }
                )
                .Build()
        );
        services.AddHttpClient("connector").ReachesStrangers();
        return services.BuildServiceProvider();
    }

    [GeneratedRegex(
        @"AddHttpClient(?:(?!AddHttpClient).)*?\.ReachesStrangers\(\)",
        RegexOptions.Singleline
    )]
    private static partial Regex ThroughTheDoor();
}
