using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shouldly;
using SocialBot.Connectors.Networks.Bluesky;
using SocialBot.Core.Networks;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>Whom a handle leads to, when the answers on the way are not what they should be; and what the settings refuse.</summary>
public sealed class IdentityLookupTests : IAsyncLifetime
{
    private const string Did = "did:plc:ciodswhrbf6pjpzqa6jf7rgs";

    private readonly List<string> asked = [];
    private WebApplication server = null!;
    private Func<HttpContext, IResult> document = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapGet(
            "/xrpc/com.atproto.identity.resolveHandle",
            (string handle) =>
                handle == "brand.test"
                    ? Results.Json(new { did = Did })
                    : Results.Json(new { error = "HandleNotFound" }, statusCode: 400)
        );
        server.MapGet($"/{Did}", (HttpContext http) => document(http));
        server.Map(
            "/{**path}",
            (HttpContext http) =>
            {
                asked.Add(http.Request.Path);
                return Results.StatusCode(500);
            }
        );
        await server.StartAsync();
        document = _ => Document();
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task The_password_goes_to_the_server_that_the_identity_names()
    {
        (await TypeAsync()).ShouldBeOfType<ConnectStep.NotNow>(); // it fails there
        asked.ShouldBe(["/xrpc/com.atproto.server.createSession"]);
    }

    [Fact]
    public async Task An_identity_that_does_not_name_the_handle_back_gets_no_password()
    {
        document = _ => Document(alsoKnownAs: "at://someone-else.test");

        await RefusedAsync("identity");
    }

    [Fact]
    public async Task A_document_of_somebody_else_is_not_believed()
    {
        document = _ => Document(id: "did:plc:mwaowj2r7zwxy7jh46ycb64e");

        await RefusedAsync("identity");
    }

    [Fact]
    public async Task An_identity_the_directory_does_not_have_is_refused()
    {
        document = _ => Results.NotFound();

        await RefusedAsync("identity");
    }

    [Theory]
    [InlineData("AtprotoLabeler")]
    [InlineData("")]
    public async Task An_identity_without_a_server_is_refused(string type)
    {
        document = _ => Document(type: type);

        await RefusedAsync("server-missing");
    }

    [Theory]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("http://user:word@127.0.0.1")]
    [InlineData("nowhere")]
    public async Task A_server_that_is_no_address_is_refused(string endpoint)
    {
        document = _ => Document(endpoint: endpoint);

        await RefusedAsync("server-missing");
    }

    [Theory]
    [InlineData("http://10.0.0.1")]
    [InlineData("https://127.0.0.1")]
    [InlineData("http://169.254.169.254")]
    public async Task A_server_on_a_private_address_gets_no_password(string endpoint)
    {
        document = _ => Document(endpoint: endpoint);

        (await TypeAsync())
            .ShouldBeOfType<ConnectStep.NotNow>()
            .Reason.ShouldContain("does not go to");
        asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_directory_that_points_elsewhere_is_not_followed()
    {
        document = _ => Results.Redirect("/elsewhere");

        (await TypeAsync()).ShouldBeOfType<ConnectStep.NotNow>();
        asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_directory_that_fails_is_asked_again_later()
    {
        document = _ => Results.StatusCode(503);

        (await TypeAsync()).ShouldBeOfType<ConnectStep.NotNow>();
    }

    [Theory]
    [InlineData("anna@brand.test", "email")]
    [InlineData("brand", "handle")]
    [InlineData("", "handle")]
    [InlineData("nobody.invalid", "handle-unknown")]
    public async Task What_is_typed_wrong_is_told_apart(string handle, string code) =>
        (await TypeAsync(handle)).ShouldBeOfType<ConnectStep.Refused>().Code.ShouldBe(code);

    [Theory]
    [InlineData("")]
    [InlineData("R-Fyt3rYPChpaKOz")]
    [InlineData("correct horse battery staple")]
    public async Task A_main_password_is_not_sent_anywhere(string password)
    {
        (await TypeAsync(password: password))
            .ShouldBeOfType<ConnectStep.Refused>()
            .Code.ShouldBe("app-password");
        asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Bluesky:PlcUrl", "plc.directory")]
    [InlineData("Bluesky:AppUrl", "ftp://bsky.app")]
    [InlineData("Bluesky:Timeout", "00:01:00")]
    [InlineData("Bluesky:SettleWindow", "soon")]
    [InlineData("Bluesky:Pds", "https://bsky.social")]
    public void A_setting_that_is_wrong_or_does_not_exist_is_refused_by_name(
        string key,
        string value
    )
    {
        using var services = Services((key, value));

        Should
            .Throw<OptionsValidationException>(() =>
                services.GetRequiredService<IOptions<BlueskyOptions>>().Value
            )
            .Message.ShouldContain(key.Split(':')[1]);
    }

    [Fact]
    public void Switched_off_there_is_no_such_network()
    {
        using var services = Services(("Bluesky:Enabled", "false"));

        services.GetServices<INetwork>().ShouldBeEmpty();
    }

    private async Task RefusedAsync(string code)
    {
        (await TypeAsync()).ShouldBeOfType<ConnectStep.Refused>().Code.ShouldBe(code);
        asked.ShouldBeEmpty();
    }

    private async Task<ConnectStep> TypeAsync(
        string handle = "brand.test",
        string password = "abcd-efgh-2345-mnop"
    )
    {
        await using var services = Services(
            ("Bluesky:PlcUrl", server.Urls.Single()),
            ("Bluesky:HandleResolver", server.Urls.Single()),
            ("Web:TrustedHosts:0", new Uri(server.Urls.Single()).Authority)
        );
        return await services
            .GetServices<INetwork>()
            .OfType<IConnects>()
            .Single()
            .BeginAsync(
                new Dictionary<string, string> { ["handle"] = handle, ["password"] = password },
                new Uri("https://bot.test/connect"),
                "state",
                TestContext.Current.CancellationToken
            );
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings) =>
        new ServiceCollection()
            .AddBluesky(
                new ConfigurationBuilder()
                    .AddInMemoryCollection(
                        settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))
                    )
                    .Build()
            )
            .BuildServiceProvider();

    private IResult Document(
        string id = Did,
        string alsoKnownAs = "at://Brand.test",
        string type = "AtprotoPersonalDataServer",
        string? endpoint = null
    ) =>
        Results.Json(
            new
            {
                id,
                alsoKnownAs = new[] { "at://other.test", alsoKnownAs },
                service = new[]
                {
                    new
                    {
                        id = "#atproto_pds",
                        type,
                        serviceEndpoint = endpoint ?? server.Urls.Single(),
                    },
                },
            }
        );
}
