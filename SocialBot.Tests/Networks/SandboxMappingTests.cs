using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using SocialBot.Connectors.Networks.Sandbox;
using SocialBot.Core.Networks;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Networks;

/// <summary>What the client makes of each way a call can end, and what its settings refuse.</summary>
public sealed class SandboxMappingTests
{
    [Theory]
    [InlineData("http://nowhere.invalid/")]
    [InlineData("http://127.0.0.1:9/")]
    public async Task What_cannot_be_connected_is_certainly_not_out(string address)
    {
        await using var services = Client(("Sandbox:BaseUrl", address));

        var outcome = await PublishAsync(services, "token");

        outcome.ShouldBeOfType<PublishOutcome.TryLater>();
    }

    [Fact]
    public async Task A_failed_tls_handshake_is_certainly_not_out()
    {
        await using var host = await SandboxHost.OpenAsync(TimeProvider.System);
        await using var services = Client(
            ("Sandbox:BaseUrl", $"https://127.0.0.1:{host.Address.Port}/")
        );

        var outcome = await PublishAsync(services, "token");

        outcome.ShouldBeOfType<PublishOutcome.TryLater>();
        host.Arrived.ShouldBe(0);
    }

    [Fact]
    public async Task In_the_bots_process_it_waits_until_the_server_listens()
    {
        await using var services = Client();

        var outcome = await PublishAsync(services, "token");

        outcome
            .ShouldBeOfType<PublishOutcome.TryLater>()
            .Reason.ShouldBe("The Sandbox is not listening yet.");
    }

    [Fact]
    public async Task In_the_bots_process_it_finds_its_own_address()
    {
        await using var host = await SandboxHost.OpenAsync(TimeProvider.System);
        var token = (await host.ConnectAsync("acme")).Secret; // the host's own client has no BaseUrl

        var outcome = await PublishAsync(host.Services, token);

        outcome
            .ShouldBeOfType<PublishOutcome.Published>()
            .Permalink!.ShouldStartWith(host.Address.AbsoluteUri);
    }

    [Fact]
    public async Task An_unknown_token_needs_a_new_sign_in_for_every_role()
    {
        await using var host = await SandboxHost.OpenAsync(TimeProvider.System);
        await using var services = Client(("Sandbox:BaseUrl", host.Address.AbsoluteUri));
        var account = Account("wrong");

        (await PublishAsync(services, "wrong")).ShouldBeOfType<PublishOutcome.SignInNeeded>();
        (
            await Role<IReadsMentions>(services).ReadAsync(account, cursor: null, Ct)
        ).ShouldBeOfType<MentionPage.SignInNeeded>();
        (
            await Role<IReadsMetrics>(services).ReadAsync(account, ["post-1"], Ct)
        ).ShouldBeOfType<MetricsReading.SignInNeeded>();
        (
            await Role<IFindsPosts>(services).FindAsync(account, Slice.Start, Ct)
        ).ShouldBeOfType<FoundPosts.NotNow>();
    }

    [Fact]
    public async Task A_read_that_fails_says_when_to_come_back()
    {
        await using var host = await SandboxHost.OpenAsync(TimeProvider.System);
        var token = (await host.ConnectAsync("acme")).Secret;
        await using var services = Client(("Sandbox:BaseUrl", host.Address.AbsoluteUri));
        await host.MisbehaveAsync([
            new Misdeed
            {
                Do = Mischief.RateLimit,
                On = SandboxCalls.List | SandboxCalls.Inbox | SandboxCalls.Metrics,
                Wait = TimeSpan.FromSeconds(7),
            },
        ]);

        var found = await Role<IFindsPosts>(services).FindAsync(Account(token), Slice.Start, Ct);
        var inbox = await Role<IReadsMentions>(services).ReadAsync(Account(token), null, Ct);
        var metrics = await Role<IReadsMetrics>(services).ReadAsync(Account(token), [], Ct);

        var seven = TimeSpan.FromSeconds(7);
        found.ShouldBeOfType<FoundPosts.NotNow>().After.ShouldBe(seven);
        inbox.ShouldBeOfType<MentionPage.NotNow>().After.ShouldBe(seven);
        metrics.ShouldBeOfType<MetricsReading.NotNow>().After.ShouldBe(seven);
    }

    [Fact]
    public async Task A_refusal_comes_with_the_networks_code_and_words()
    {
        await using var host = await SandboxHost.OpenAsync(TimeProvider.System);
        var token = (await host.ConnectAsync("acme")).Secret;
        await using var services = Client(("Sandbox:BaseUrl", host.Address.AbsoluteUri));
        await host.MisbehaveAsync([
            new Misdeed
            {
                Do = Mischief.Refuse,
                Code = "video",
                Reason = "The video is longer than 10 minutes.",
                Next = 1,
            },
        ]);

        (await PublishAsync(services, token)).ShouldBe(
            new PublishOutcome.Rejected("video", "The video is longer than 10 minutes.")
        );
        (await PublishAsync(services, token, new string('x', 501)))
            .ShouldBeOfType<PublishOutcome.Rejected>()
            .Reason.ShouldBe("The text is longer than 500 characters.");
        (
            await Role<IReplies>(services)
                .ReplyAsync(Account(token), "comment-none", Outgoing("Hello?"), Ct)
        )
            .ShouldBeOfType<PublishOutcome.Rejected>()
            .Code.ShouldBe("gone");
    }

    [Fact]
    public async Task With_keys_honoured_a_repeated_call_is_the_same_post()
    {
        await using var host = await SandboxHost.OpenAsync(TimeProvider.System);
        var token = (await host.ConnectAsync("acme")).Secret;
        await using var services = Client(
            ("Sandbox:BaseUrl", host.Address.AbsoluteUri),
            ("Sandbox:HonoursKeys", "true")
        );
        var post = Outgoing("Once");

        var first = await Role<IPublishes>(services).PublishAsync(Account(token), post, Ct);
        var again = await Role<IPublishes>(services).PublishAsync(Account(token), post, Ct);

        again.ShouldBe(first.ShouldBeOfType<PublishOutcome.Published>());
        (await host.LedgerAsync()).ShouldHaveSingleItem().Key.ShouldBe(post.Key);
        (await ListAsync(services, token)).ShouldHaveSingleItem().Key.ShouldBe(post.Key);
    }

    [Fact]
    public async Task Without_it_no_key_is_handed_over()
    {
        await using var host = await SandboxHost.OpenAsync(TimeProvider.System);
        var token = (await host.ConnectAsync("acme")).Secret;
        await using var services = Client(("Sandbox:BaseUrl", host.Address.AbsoluteUri));

        await PublishAsync(services, token);

        (await host.LedgerAsync()).ShouldHaveSingleItem().Key.ShouldBeNull();
        (await ListAsync(services, token)).ShouldHaveSingleItem().Key.ShouldBeNull();
    }

    [Fact]
    public async Task A_long_listing_is_read_to_its_end()
    {
        await using var host = await SandboxHost.OpenAsync(TimeProvider.System);
        var token = (await host.ConnectAsync("acme")).Secret;
        await using var services = Client(("Sandbox:BaseUrl", host.Address.AbsoluteUri));
        for (var post = 1; post <= 234; post++)
            await PublishAsync(services, token, $"post {post}");

        var found = await Role<IFindsPosts>(services)
            .FindAsync(Account(token), DateTimeOffset.UnixEpoch, Ct);

        var listed = found.ShouldBeOfType<FoundPosts.Listed>();
        listed.Complete.ShouldBeTrue();
        listed.Posts.Count.ShouldBe(234);
        listed.Posts[0].Text.ShouldBe("post 234");
        listed.Posts.Select(p => p.RemoteId).ShouldBeUnique();
    }

    [Fact]
    public async Task The_same_dice_fall_the_same_way()
    {
        async Task<string> RunAsync()
        {
            await using var host = await SandboxHost.OpenAsync(
                TimeProvider.System,
                ("Sandbox:Misbehave:Seed", "7"),
                ("Sandbox:Misbehave:Rules:0:Do", "Refuse"),
                ("Sandbox:Misbehave:Rules:0:On", "Publish, Reply"),
                ("Sandbox:Misbehave:Rules:0:Probability", "0.5")
            );
            var token = (await host.ConnectAsync("acme")).Secret;
            await using var services = Client(("Sandbox:BaseUrl", host.Address.AbsoluteUri));
            var run = "";
            for (var i = 0; i < 20; i++)
                run += await PublishAsync(services, token) is PublishOutcome.Published ? "+" : "-";
            return run;
        }

        var first = await RunAsync();

        first.ShouldContain("+");
        first.ShouldContain("-");
        (await RunAsync()).ShouldBe(first);
    }

    [Theory]
    [InlineData("Sandbox:SettleWindow", "00:00:00")]
    [InlineData("Sandbox:Timeout", "00:05:00")]
    [InlineData("Sandbox:BaseUrl", "ftp://example.org/")]
    [InlineData("Sandbox:Database", "")]
    [InlineData("Sandbox:Misbehave:Rules:0:Probability", "7")]
    [InlineData("Sandbox:Misbehave:Rules:0:Status", "200")]
    public void A_setting_out_of_range_is_refused_by_name(string key, string value)
    {
        using var services = Client((key, value));

        var refused = Should.Throw<OptionsValidationException>(() =>
            services.GetRequiredService<IOptions<SandboxOptions>>().Value
        );

        refused.Message.ShouldContain(key.Split(':')[^1]);
    }

    [Theory]
    [InlineData("Sandbox:SetleWindow", "00:00:03")]
    [InlineData("Sandbox:SettleWindow", "three seconds")]
    [InlineData("Sandbox:Misbehave:Rules:0:Do", "Explode")]
    public void A_setting_that_does_not_exist_or_cannot_be_read_is_refused_by_name(
        string key,
        string value
    )
    {
        using var services = Client((key, value));

        Should
            .Throw<OptionsValidationException>(() =>
                services.GetRequiredService<IOptions<SandboxOptions>>().Value
            )
            .Message.ShouldContain(key.Split(':')[^1]);
    }

    [Fact]
    public void Switched_off_there_is_no_such_network()
    {
        var services = new ServiceCollection();
        services.AddSandbox(new ConfigurationBuilder().Build());

        services.ShouldNotContain(s => s.ServiceType == typeof(INetwork));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static ServiceProvider Client(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings
                    .Append(("Sandbox:Enabled", "true"))
                    .Select(s => KeyValuePair.Create(s.Item1, (string?)s.Item2))
            )
            .Build();
        return new ServiceCollection().AddSandbox(configuration).BuildServiceProvider();
    }

    private static T Role<T>(IServiceProvider services)
        where T : class, INetwork => services.GetServices<INetwork>().OfType<T>().Single();

    private static NetworkAccount Account(string token) =>
        new(1, 1, "Sandbox", "profile-1", "acme", Settings: null, token);

    private static OutgoingPost Outgoing(string text) =>
        new("01JX0000000000000000000000", text, []);

    private static Task<PublishOutcome> PublishAsync(
        IServiceProvider services,
        string token,
        string text = "Hello"
    ) => Role<IPublishes>(services).PublishAsync(Account(token), Outgoing(text), Ct);

    private static async Task<IReadOnlyList<RemotePost>> ListAsync(
        IServiceProvider services,
        string token
    ) =>
        (await Role<IFindsPosts>(services).FindAsync(Account(token), DateTimeOffset.UnixEpoch, Ct))
            .ShouldBeOfType<FoundPosts.Listed>()
            .Posts;
}
