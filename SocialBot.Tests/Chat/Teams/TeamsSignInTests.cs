using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Shouldly;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using Xunit;

namespace SocialBot.Tests.Chat.Teams;

/// <summary>The three ways in which the bot comes to its own token.</summary>
public sealed class TeamsSignInTests : IAsyncLifetime
{
    private const string Password = "p4ssword-of-the-file";

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly X509Certificate2 _certificate = NewCertificate();
    private TokenDouble _authority = null!;
    private ConnectorDouble _teams = null!;

    public async ValueTask InitializeAsync()
    {
        _authority = await TokenDouble.StartAsync();
        _authority.Certificate = _certificate;
        _teams = await ConnectorDouble.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _authority.DisposeAsync();
        await _teams.DisposeAsync();
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("app.pfx", Password)]
    [InlineData("app.pfx", null)]
    [InlineData("app.pem", Password)]
    [InlineData("app.pem", null)]
    public async Task A_certificate_signs_in_and_is_read_again_for_each_token(
        string file,
        string? password
    )
    {
        var path = Write(_certificate, file, password);
        (string, string)[] settings = password is null
            ? [("Teams:Certificate:Path", path)]
            : [("Teams:Certificate:Path", path), ("Teams:Certificate:Password", password)];
        await using var bot = await StartAsync(settings);
        var place = await PlaceAsync(bot);

        var many = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    PostAsync(bot, place with { Conversation = $"{place.Conversation}{i}" })
                )
        );

        many.ShouldAllBe(d => d is ChatDelivery.Delivered);
        _authority.TokensGiven.ShouldBe(1);
        _teams.Requests.ShouldAllBe(r => r.Authorization == "Bearer token-1");
        var first = _authority.LastForm!["client_assertion"].ToString();

        using var renewed = NewCertificate();
        _authority.Certificate = renewed;
        Write(renewed, file, password);
        bot.Clock.Advance(TimeSpan.FromHours(2));
        (await PostAsync(bot, place)).ShouldBeOfType<ChatDelivery.Delivered>();
        _authority.TokensGiven.ShouldBe(2);
        bot.Logs.Text.ShouldNotContain(first);
        bot.Logs.Text.ShouldNotContain(Password);
    }

    [Fact]
    public async Task A_certificate_of_the_store_signs_in()
    {
        using var kept = X509CertificateLoader.LoadPkcs12(
            _certificate.Export(X509ContentType.Pfx),
            password: null,
            X509KeyStorageFlags.PersistKeySet
        );
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadWrite);
        store.Add(kept);
        try
        {
            await using var bot = await StartAsync(
                ("Teams:Certificate:Thumbprint", kept.Thumbprint)
            );
            var place = await PlaceAsync(bot);

            (await PostAsync(bot, place)).ShouldBeOfType<ChatDelivery.Delivered>();
        }
        finally
        {
            store.Remove(kept);
        }
    }

    [Fact]
    public async Task A_certificate_that_is_gone_means_later_and_not_never()
    {
        var path = Write(_certificate, "app.pfx", null);
        await using var bot = await StartAsync(("Teams:Certificate:Path", path));
        var place = await PlaceAsync(bot);
        File.Delete(path);

        (await PostAsync(bot, place)).ShouldBeOfType<ChatDelivery.TryLater>();

        Write(_certificate, "app.pfx", null);
        (await PostAsync(bot, place)).ShouldBeOfType<ChatDelivery.Delivered>();
    }

    [Fact]
    public async Task A_managed_identity_of_a_machine_signs_in()
    {
        await using var bot = await StartAsync(
            ("Teams:ManagedIdentityClientId", TokenDouble.AppId),
            ("Teams:ManagedIdentityAddress", $"{_authority.Address}/imds"),
            ("Teams:TenantId", "")
        );
        var place = await PlaceAsync(bot);

        (await PostAsync(bot, place)).ShouldBeOfType<ChatDelivery.Delivered>();
        bot.Clock.Advance(TimeSpan.FromMinutes(54));
        (await PostAsync(bot, place)).ShouldBeOfType<ChatDelivery.Delivered>();
        _authority.TokensGiven.ShouldBe(1);
        bot.Clock.Advance(TimeSpan.FromMinutes(2));
        (await PostAsync(bot, place)).ShouldBeOfType<ChatDelivery.Delivered>();

        _authority.TokensGiven.ShouldBe(2);
    }

    [Fact]
    public async Task A_managed_identity_of_App_Service_signs_in_where_its_environment_says()
    {
        await using var bot = await StartAsync(
            ("Teams:ManagedIdentityClientId", TokenDouble.AppId),
            ("IDENTITY_ENDPOINT", $"{_authority.Address}/msi"),
            ("IDENTITY_HEADER", "h3ader-of-the-machine")
        );
        _authority.IdentityEnds = bot.Clock.GetUtcNow().AddHours(1);
        var place = await PlaceAsync(bot);

        (await PostAsync(bot, place)).ShouldBeOfType<ChatDelivery.Delivered>();
        bot.Clock.Advance(TimeSpan.FromMinutes(54));
        (await PostAsync(bot, place)).ShouldBeOfType<ChatDelivery.Delivered>();
        _authority.TokensGiven.ShouldBe(1);
        _authority.IdentityEnds = bot.Clock.GetUtcNow().AddHours(1);
        bot.Clock.Advance(TimeSpan.FromMinutes(2));
        (await PostAsync(bot, place)).ShouldBeOfType<ChatDelivery.Delivered>();

        _authority.TokensGiven.ShouldBe(2);
        bot.Logs.Text.ShouldNotContain("h3ader-of-the-machine");
    }

    [Theory]
    [InlineData("set one of Teams:AppSecret")]
    [InlineData("keep one of them", "Teams:AppSecret", "s", "Teams:ManagedIdentityClientId", "m")]
    [InlineData("keep one of them", "Teams:AppSecret", "s", "Teams:Certificate:Path", "x.pfx")]
    [InlineData(
        "keep one of them",
        "Teams:Certificate:Path",
        "x.pfx",
        "Teams:Certificate:Thumbprint",
        "00"
    )]
    [InlineData("cannot be opened", "Teams:Certificate:Path", "/nowhere/x.pfx")]
    [InlineData("cannot be opened", "Teams:Certificate:Path", "/nowhere/x.pem")]
    [InlineData("cannot be opened", "Teams:Certificate:Thumbprint", "00ff")]
    [InlineData("Teams:TenantId is missing", "Teams:AppSecret", "s", "Teams:TenantId", "")]
    public async Task There_is_exactly_one_way_in_and_it_works_or_the_program_does_not_start(
        string words,
        params string[] settings
    )
    {
        var pairs = settings.Chunk(2).Select(p => (p[0], p[1])).ToArray();

        var refused = await Should.ThrowAsync<OptionsValidationException>(() => StartAsync(pairs));

        refused.Message.ShouldContain(words);
    }

    [Fact]
    public async Task A_wrong_password_is_named_at_start_and_not_told()
    {
        var path = Write(_certificate, "app.pfx", "another");

        var refused = await Should.ThrowAsync<OptionsValidationException>(() =>
            StartAsync(("Teams:Certificate:Path", path), ("Teams:Certificate:Password", Password))
        );

        refused.Message.ShouldContain("password");
        refused.Message.ShouldNotContain(Password);
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest(
            "CN=SocialBot",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        ).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private string Write(X509Certificate2 certificate, string file, string? password)
    {
        var path = Path.Combine(_folder, file);
        using var key = certificate.GetRSAPrivateKey()!;
        var cost = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2);
        if (file.EndsWith(".pfx", StringComparison.Ordinal))
            File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, password));
        else
            File.WriteAllText(
                path,
                $"{certificate.ExportCertificatePem()}\n"
                    + (
                        password is null
                            ? key.ExportPkcs8PrivateKeyPem()
                            : key.ExportEncryptedPkcs8PrivateKeyPem(password, cost)
                    )
            );
        return path;
    }

    private Task<TeamsBot> StartAsync(params (string Key, string Value)[] settings)
    {
        var all = _authority
            .Settings(("Teams:AllowedServiceHosts:0", new Uri(_teams.ServiceUrl).Authority))
            .Where(s => s.Item1 != "Teams:AppSecret")
            .ToDictionary(s => s.Item1, s => s.Item2, StringComparer.Ordinal);
        foreach (var (key, value) in settings)
            all[key] = value;
        return TeamsBot.StartAsync("Development", [.. all.Select(s => (s.Key, s.Value))]);
    }

    private async Task<ChatPlace> PlaceAsync(TeamsBot bot)
    {
        var activity = TeamsSamples.Json("message-personal");
        activity["serviceUrl"] = _teams.ServiceUrl;
        using var response = await bot.SendAsync(
            activity.ToJsonString(),
            _authority.Good(_teams.ServiceUrl)
        );
        return bot.Chat.Turns[^1].In;
    }

    private static Task<ChatDelivery> PostAsync(TeamsBot bot, ChatPlace place) =>
        bot.Platform.PostAsync(
            place,
            Card.Say("Hello"),
            "key",
            TestContext.Current.CancellationToken
        );
}
