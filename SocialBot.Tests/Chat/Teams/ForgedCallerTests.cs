using System.Net;
using System.Net.Sockets;
using System.Text;
using Shouldly;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using Xunit;

namespace SocialBot.Tests.Chat.Teams;

/// <summary>Forged callers, one by one, at one bot that all of them know.</summary>
public sealed class ForgedCallerTests(ForgedCallerTests.Besieged besieged)
    : IClassFixture<ForgedCallerTests.Besieged>
{
    public static TheoryData<string> Everything => [.. Forgeries.All("http://127.0.0.1:9").Keys];

    [Fact]
    public void There_are_more_than_eighty() => Everything.Count.ShouldBeGreaterThan(80);

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task A_forged_caller_is_refused_and_nobody_is_asked_about_it(string what)
    {
        var token = new RawToken(besieged.ServiceUrl);
        Forgeries.All(besieged.Canary)[what](token);
        var turns = besieged.Bot.Chat.Turns.Count;

        using var response = await besieged.SendAsync(token);

        response.StatusCode.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden);
        besieged.Bot.Chat.Turns.Count.ShouldBe(turns);
        besieged.CanaryHasSomebody.ShouldBeFalse();
        // Once to begin with and once for a key that nobody knows, however many are made up.
        besieged.Authority.KeyFetches.ShouldBeLessThanOrEqualTo(2);
        besieged.Authority.EntraKeyFetches.ShouldBeLessThanOrEqualTo(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_nobody_changed_is_heard(bool fromEntra)
    {
        var token = new RawToken(besieged.ServiceUrl);
        if (fromEntra)
            token.FromEntra();

        using var response = await besieged.SendAsync(token);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/v3/")]
    [InlineData("/smba.trafficmanager.net/")]
    public async Task The_bots_token_goes_to_no_host_off_the_list(string path)
    {
        using var response = await besieged.SendAsync(new RawToken(besieged.ServiceUrl));
        var place = besieged.Bot.Chat.Turns[^1].In;
        var listed = new Uri(besieged.ServiceUrl).GetLeftPart(UriPartial.Authority);
        var moved = place with
        {
            Reference = place.Reference!.Replace(
                besieged.ServiceUrl,
                besieged.Canary + path,
                StringComparison.Ordinal
            ),
        };
        moved.Reference.ShouldNotContain(listed);

        (await PostAsync(place)).ShouldBeOfType<ChatDelivery.Delivered>();
        (await PostAsync(moved)).ShouldNotBeOfType<ChatDelivery.Delivered>();

        besieged.CanaryHasSomebody.ShouldBeFalse();
    }

    private Task<ChatDelivery> PostAsync(ChatPlace place) =>
        besieged.Bot.Platform.PostAsync(
            place,
            Card.Say("Hello"),
            "key",
            TestContext.Current.CancellationToken
        );

    public sealed class Besieged : IAsyncLifetime
    {
        private readonly TcpListener _canary = new(IPAddress.Loopback, 0);
        private ConnectorDouble _teams = null!;

        internal TokenDouble Authority { get; private set; } = null!;
        internal TeamsBot Bot { get; private set; } = null!;
        internal string ServiceUrl => _teams.ServiceUrl;
        internal string Canary => $"http://{_canary.LocalEndpoint}";

        /// <summary>Nobody takes connections there, so whoever knocks stays to be seen.</summary>
        internal bool CanaryHasSomebody => _canary.Pending();

        public async ValueTask InitializeAsync()
        {
            _canary.Start();
            _teams = await ConnectorDouble.StartAsync();
            Authority = await TokenDouble.StartAsync();
            Bot = await TeamsBot.StartAsync(
                "Development",
                Authority.Settings(
                    ("Teams:AllowedServiceHosts:0", new Uri(_teams.ServiceUrl).Authority),
                    ("Teams:EntraTenants:0", RawToken.Tenant),
                    ("Teams:EntraMetadataAddress", Authority.EntraMetadata)
                )
            );
        }

        internal Task<HttpResponseMessage> SendAsync(RawToken token)
        {
            // First, because finishing it may change what the body says.
            var authorization = token.Authorization;
            var activity = TeamsSamples.Json("message-personal");
            activity["serviceUrl"] = token.ServiceUrl;
            var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages")
            {
                Content = new StringContent(
                    activity.ToJsonString(),
                    Encoding.UTF8,
                    "application/json"
                ),
            };
            request.Headers.TryAddWithoutValidation("Authorization", authorization).ShouldBeTrue();
            return Bot.SendAsync(request);
        }

        public async ValueTask DisposeAsync()
        {
            _canary.Dispose();
            await Bot.DisposeAsync();
            await Authority.DisposeAsync();
            await _teams.DisposeAsync();
        }
    }
}
