using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Shouldly;
using SocialBot.Connectors.Chat.Teams;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using Xunit;

namespace SocialBot.Tests.Chat.Teams;

public sealed class TeamsDoorTests : IAsyncLifetime
{
    private TokenDouble _authority = null!;
    private ConnectorDouble _teams = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _authority = await TokenDouble.StartAsync();
        _teams = await ConnectorDouble.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _authority.DisposeAsync();
        await _teams.DisposeAsync();
    }

    [Fact]
    public async Task Somebody_is_there()
    {
        await using var bot = await TeamsBot.StartAsync();
        using var head = new HttpRequestMessage(HttpMethod.Head, "/api/messages");

        using var response = await bot.SendAsync(head);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Without_an_app_nobody_is_heard_outside_Development(string environment)
    {
        await using var bot = await TeamsBot.StartAsync(environment);

        using var response = await bot.SendAsync(Activity());

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsStringAsync(Ct)).ShouldContain("Teams:AppId");
        bot.Chat.Turns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Host", "attacker.example")]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    public async Task Without_an_app_a_caller_from_elsewhere_is_not_heard(
        string header,
        string value
    )
    {
        await using var bot = await TeamsBot.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages")
        {
            Content = JsonContent.Create(TeamsSamples.Json("message-personal")),
        };
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await bot.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        bot.Chat.Turns.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_good_token_opens_the_door_and_its_keys_are_fetched_once()
    {
        await using var bot = await StartAsync();

        for (var i = 0; i < 5; i++)
        {
            using var response = await bot.SendAsync(
                Activity(),
                _authority.Good(_teams.ServiceUrl)
            );
            response.StatusCode.ShouldBe(
                HttpStatusCode.OK,
                await response.Content.ReadAsStringAsync(Ct)
            );
        }

        bot.Chat.Turns.Count.ShouldBe(5);
        _authority.KeyFetches.ShouldBe(1);
    }

    [Fact]
    public async Task Every_forged_caller_is_refused_before_the_body_is_believed()
    {
        await using var bot = await StartAsync();
        var url = _teams.ServiceUrl;
        var good = _authority.Good(url);
        var parts = good.Split('.');
        (string What, string? Token, int Status)[] forgeries =
        [
            ("none", null, 401),
            ("empty", "", 401),
            ("no token at all", "x", 401),
            ("wrong audience", _authority.Token(url, audience: "another-app"), 401),
            ("wrong issuer", _authority.Token(url, issuer: "https://evil.example"), 401),
            ("expired", _authority.Token(url, minutes: -6), 401),
            ("not yet valid", _authority.Token(url, minutes: 60, notBeforeMinutes: 10), 401),
            ("another key under our kid", _authority.Token(url, signer: "forger"), 401),
            ("an unknown kid", _authority.Token(url, signer: "forger", kid: "new"), 401),
            ("signed with the public key", _authority.SignedWithThePublicKey(url), 401),
            (
                "another algorithm",
                _authority.Token(url, algorithm: SecurityAlgorithms.RsaSha512),
                401
            ),
            ("unsigned", $"{Unsigned()}.{parts[1]}.", 401),
            ("signature cut", $"{parts[0]}.{parts[1]}.{parts[2][..^4]}", 401),
            ("payload changed", $"{parts[0]}.{parts[1][..^2]}AA.{parts[2]}", 401),
            ("an unendorsed key", _authority.Token(url, signer: "unendorsed"), 403),
            ("another serviceUrl", _authority.Good("https://smba.trafficmanager.net/emea/"), 403),
            ("no serviceUrl", _authority.Token(serviceUrl: null), 403),
        ];

        foreach (var (what, token, status) in forgeries)
        {
            using var response = await bot.SendAsync(Activity(), token);
            ((int)response.StatusCode).ShouldBe(status, what);
            (await response.Content.ReadAsStringAsync(Ct)).ShouldNotBeNullOrWhiteSpace(what);
        }

        bot.Chat.Turns.ShouldBeEmpty();
        bot.Logs.Text.ShouldNotContain(parts[2]);
    }

    [Fact]
    public async Task The_first_token_after_a_rotation_is_heard_and_unknown_keys_are_looked_for_once_an_hour()
    {
        using var next = RSA.Create(2048);
        using var later = RSA.Create(2048);
        await using var bot = await StartAsync();
        (await StatusAsync(bot, _authority.Good(_teams.ServiceUrl))).ShouldBe(HttpStatusCode.OK);

        _authority.Publish("next", next);
        (await StatusAsync(bot, Signed("next"))).ShouldBe(HttpStatusCode.OK);
        _authority.KeyFetches.ShouldBe(2);

        for (var i = 0; i < 20; i++)
        {
            var madeUp = _authority.Token(_teams.ServiceUrl, signer: "forger", kid: $"made up {i}");
            (await StatusAsync(bot, madeUp)).ShouldBe(HttpStatusCode.Unauthorized);
        }
        _authority.KeyFetches.ShouldBe(2);

        _authority.Publish("later", later);
        bot.Clock.Advance(TimeSpan.FromMinutes(61));
        (await StatusAsync(bot, Signed("later"))).ShouldBe(HttpStatusCode.OK);
        _authority.KeyFetches.ShouldBe(3);
    }

    [Fact]
    public async Task Known_keys_outlast_a_bad_day_of_the_authority_but_not_five()
    {
        await using var bot = await StartAsync();
        (await StatusAsync(bot, Signed("endorsed"))).ShouldBe(HttpStatusCode.OK);
        _authority.KeyStatus = 503;

        bot.Clock.Advance(TimeSpan.FromHours(30));
        (await StatusAsync(bot, Signed("endorsed"))).ShouldBe(HttpStatusCode.OK);
        bot.Clock.Advance(TimeSpan.FromDays(4));
        (await StatusAsync(bot, Signed("endorsed"))).ShouldBe(HttpStatusCode.Unauthorized);

        _authority.KeyStatus = 200;
        bot.Clock.Advance(TimeSpan.FromMinutes(1));
        (await StatusAsync(bot, Signed("endorsed"))).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("")]
    [InlineData("api://")]
    [InlineData("api://botid-")]
    public async Task A_token_of_Entra_is_heard_only_where_its_tenant_is_named(string prefix)
    {
        (string, string)[] entra =
        [
            ("Teams:AllowedServiceHosts:0", new Uri(_teams.ServiceUrl).Authority),
            ("Teams:EntraMetadataAddress", _authority.EntraMetadata),
        ];
        await using var without = await TeamsBot.StartAsync(
            "Development",
            _authority.Settings(entra)
        );
        await using var with = await TeamsBot.StartAsync(
            "Development",
            _authority.Settings([.. entra, ("Teams:EntraTenants:0", RawToken.Tenant)])
        );
        var token = new RawToken(_teams.ServiceUrl).FromEntra();
        token.Payload["aud"] = prefix + TokenDouble.AppId;
        var text = token.Authorization["Bearer ".Length..];

        (await StatusAsync(without, text)).ShouldBe(HttpStatusCode.Unauthorized);
        _authority.EntraKeyFetches.ShouldBe(0);
        (await StatusAsync(with, text)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void The_government_cloud_is_one_setting_and_each_of_its_addresses_can_be_set()
    {
        var government = new TeamsOptions { TenantId = "t", Cloud = TeamsCloud.UsGovernment };

        government.InboundIssuer.ShouldBe("https://api.botframework.us");
        government.InboundMetadataAddress.ShouldBe(
            "https://login.botframework.azure.us/v1/.well-known/openidconfiguration"
        );
        government.TokenUri.AbsoluteUri.ShouldBe(
            "https://login.microsoftonline.us/t/oauth2/v2.0/token"
        );
        government.TokenScopeInUse.ShouldBe("https://api.botframework.us/.default");
        government.EntraIssuerOf("t").ShouldBe("https://login.microsoftonline.us/t/v2.0");
        government.ServiceHostsInUse.ShouldNotContain("smba.trafficmanager.net");
        government.ServiceHostsInUse.ShouldContain("smba.infra.gov.teams.microsoft.us");

        government.Issuer = "https://issuer.example";
        government.InboundIssuer.ShouldBe("https://issuer.example");
        government.TokenScopeInUse.ShouldBe("https://api.botframework.us/.default");
    }

    [Fact]
    public async Task In_the_government_cloud_the_public_clouds_tokens_mean_nothing()
    {
        await using var bot = await TeamsBot.StartAsync(
            "Development",
            _authority.Settings(
                ("Teams:Cloud", "UsGovernment"),
                ("Teams:AllowedServiceHosts:0", new Uri(_teams.ServiceUrl).Authority)
            )
        );
        var ours = _authority.Token(_teams.ServiceUrl, issuer: "https://api.botframework.us");

        (await StatusAsync(bot, _authority.Good(_teams.ServiceUrl))).ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await StatusAsync(bot, ours)).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task No_setting_lets_a_caller_without_a_token_in_outside_Development(
        string environment
    )
    {
        await using var bot = await TeamsBot.StartAsync(
            environment,
            ("Teams:AppId", TokenDouble.AppId),
            ("Teams:TenantId", RawToken.Tenant),
            ("Teams:AppSecret", "s"),
            ("Teams:EntraTenants:0", RawToken.Tenant)
        );

        (await StatusAsync(bot, null)).ShouldBe(HttpStatusCode.Unauthorized);

        bot.Chat.Turns.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_a_few_minutes_old_still_counts_where_clocks_differ()
    {
        await using var bot = await StartAsync();

        using var response = await bot.SendAsync(
            Activity(),
            _authority.Token(_teams.ServiceUrl, minutes: -4)
        );

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("https://smba.trafficmanager.net.evil.example/")]
    [InlineData("https://evil.example/smba.trafficmanager.net/")]
    [InlineData("http://169.254.169.254/")]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//smba.trafficmanager.net/")]
    public async Task A_good_token_does_not_make_a_strange_service_address_good(string serviceUrl)
    {
        await using var bot = await StartAsync();

        using var response = await bot.SendAsync(Activity(serviceUrl), _authority.Good(serviceUrl));

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        bot.Chat.Turns.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_channel_of_the_same_bot_is_not_Teams()
    {
        await using var bot = await StartAsync();
        var activity = Activity().Replace("\"msteams\"", "\"webchat\"", StringComparison.Ordinal);

        using var response = await bot.SendAsync(
            activity,
            _authority.Token(_teams.ServiceUrl, signer: "unendorsed")
        );

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Nobody_comes_in_while_the_keys_cannot_be_had_and_nothing_breaks()
    {
        var token = _authority.Good(_teams.ServiceUrl);
        await using var bot = await StartAsync();
        await _authority.DisposeAsync();

        using var response = await bot.SendAsync(Activity(), token);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_bots_own_token_is_asked_for_once_and_renewed_early()
    {
        await using var bot = await StartAsync();
        var place = await PlaceAsync(bot);

        var many = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(n => PostAsync(bot, place with { Conversation = $"a:{n}" }))
        );
        many.ShouldAllBe(d => d is ChatDelivery.Delivered);
        _authority.TokensGiven.ShouldBe(1);

        bot.Clock.Advance(TimeSpan.FromMinutes(54));
        await PostAsync(bot, place);
        _authority.TokensGiven.ShouldBe(1);

        bot.Clock.Advance(TimeSpan.FromMinutes(2));
        await PostAsync(bot, place);
        _authority.TokensGiven.ShouldBe(2);
        _teams.Requests[^1].Authorization.ShouldBe("Bearer token-2");
    }

    [Fact]
    public async Task An_old_token_serves_until_it_ends_when_no_new_one_can_be_had()
    {
        await using var bot = await StartAsync();
        var place = await PlaceAsync(bot);
        await PostAsync(bot, place);
        _authority.TokenStatus = 503;

        bot.Clock.Advance(TimeSpan.FromMinutes(58));
        (await PostAsync(bot, place)).ShouldBeOfType<ChatDelivery.Delivered>();
        bot.Clock.Advance(TimeSpan.FromMinutes(3));
        (await PostAsync(bot, place)).ShouldBeOfType<ChatDelivery.TryLater>();

        bot.Logs.Text.ShouldNotContain("s3cret-of-the-app");
        bot.Logs.Text.ShouldNotContain("token-1");
    }

    [Fact]
    public async Task A_token_that_Teams_does_not_accept_is_renewed_once_and_the_message_sent_again()
    {
        await using var bot = await StartAsync();
        var place = await PlaceAsync(bot);
        _teams.NextAnswers(401, "Unauthorized");

        (await PostAsync(bot, place)).ShouldBeOfType<ChatDelivery.Delivered>();
        _teams.Requests.Select(r => r.Authorization).ShouldBe(["Bearer token-1", "Bearer token-2"]);

        _teams.NextAnswers(401, "Unauthorized");
        _teams.NextAnswers(401, "Unauthorized");
        (await PostAsync(bot, place)).ShouldBeOfType<ChatDelivery.TryLater>();
    }

    [Theory]
    [InlineData("Production", "Teams:AllowedServiceHosts:0", "127.0.0.1:5000")]
    [InlineData("Production", "Teams:AllowedServiceHosts:0", "localhost")]
    [InlineData("Production", "Teams:MetadataAddress", "http://login.example/x")]
    [InlineData("Production", "Teams:TokenAddress", "http://login.example/x")]
    [InlineData("Development", "Teams:AllowedServiceHosts:0", "*.trafficmanager.net")]
    [InlineData("Development", "Teams:AllowedServiceHosts:0", "https://smba.trafficmanager.net")]
    [InlineData("Development", "Teams:AllowedServiceHosts:0", "smba.trafficmanager.net/emea")]
    [InlineData("Development", "Teams:MetadataAddress", "nowhere")]
    [InlineData("Development", "Teams:Issuer", "")]
    [InlineData("Development", "Teams:AppSecret", "")]
    [InlineData("Development", "Teams:TenantId", "")]
    [InlineData("Development", "Teams:TokenScope", " ")]
    [InlineData("Development", "Teams:EntraTenants:0", "common")]
    [InlineData("Production", "Teams:EntraMetadataAddress", "http://login.example/x")]
    public async Task Settings_that_are_not_safe_or_not_whole_are_refused_at_start(
        string environment,
        string key,
        string value
    )
    {
        var settings = new Dictionary<string, string>
        {
            ["Teams:AppId"] = TokenDouble.AppId,
            ["Teams:TenantId"] = "t",
            ["Teams:AppSecret"] = "s",
            [key] = value,
        };

        var refused = await Should.ThrowAsync<OptionsValidationException>(() =>
            TeamsBot.StartAsync(environment, [.. settings.Select(s => (s.Key, s.Value))])
        );

        refused.Message.ShouldContain("Teams");
    }

    /// <summary>A token that was not proved before.</summary>
    private string Signed(string signer) => _authority.Token(_teams.ServiceUrl, signer: signer);

    private async Task<HttpStatusCode> StatusAsync(TeamsBot bot, string? token)
    {
        using var response = await bot.SendAsync(Activity(), token);
        return response.StatusCode;
    }

    private Task<TeamsBot> StartAsync() =>
        TeamsBot.StartAsync(
            "Development",
            _authority.Settings(
                ("Teams:AllowedServiceHosts:0", new Uri(_teams.ServiceUrl).Authority)
            )
        );

    /// <summary>The place of a real turn, as it came through the door.</summary>
    private async Task<ChatPlace> PlaceAsync(TeamsBot bot)
    {
        using var response = await bot.SendAsync(Activity(), _authority.Good(_teams.ServiceUrl));
        return bot.Chat.Turns[^1].In;
    }

    private static Task<ChatDelivery> PostAsync(TeamsBot bot, ChatPlace place) =>
        bot.Platform.PostAsync(place, Card.Say("Hello"), "key", Ct);

    private string Activity(string? serviceUrl = null)
    {
        var activity = TeamsSamples.Json("message-personal");
        activity["serviceUrl"] = serviceUrl ?? _teams.ServiceUrl;
        return activity.ToJsonString(
            new()
            {
                Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
    }

    private static string Unsigned() => Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""");
}
