using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Connectors.Networks.Bluesky;
using SocialBot.Core.Networks;
using SocialBot.Core.Publishing;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>A network of Bluesky's own servers, where one is running: <c>SOCIALBOT_BLUESKY</c> names the file that says where.</summary>
internal sealed class RealBluesky : IKeepsSessions, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly JsonElement state;
    private readonly ServiceProvider services;

    private RealBluesky(JsonElement state)
    {
        this.state = state;
        services = new ServiceCollection()
            .AddSingleton<IKeepsSessions>(this)
            .AddBluesky(
                new ConfigurationBuilder()
                    .AddInMemoryCollection([
                        new("Bluesky:PlcUrl", Address("plc")),
                        new("Bluesky:HandleResolver", Address("pds")),
                        new("Web:TrustedHosts:0", new Uri(Address("plc")).Authority),
                        new("Web:TrustedHosts:1", new Uri(Address("pds")).Authority),
                    ])
                    .Build()
            )
            .BuildServiceProvider();
    }

    public static RealBluesky Open()
    {
        var file = Environment.GetEnvironmentVariable("SOCIALBOT_BLUESKY");
        Assert.SkipWhen(
            string.IsNullOrEmpty(file),
            "No Bluesky network is running here: SOCIALBOT_BLUESKY names none."
        );
        using var parsed = JsonDocument.Parse(File.ReadAllText(file!));
        return new RealBluesky(parsed.RootElement.Clone());
    }

    public string Address(string of) => state.GetProperty(of).GetString()!;

    public string Of(string person, string what) =>
        state.GetProperty("accounts").GetProperty(person).GetProperty(what).GetString()!;

    public T Role<T>()
        where T : class, INetwork =>
        new NetworkCatalogue(services.GetServices<INetwork>()).Find<T>("Bluesky").ShouldNotBeNull();

    public Task<ConnectStep> SignInAsync(string handle, string password) =>
        Role<IConnects>()
            .BeginAsync(
                new Dictionary<string, string> { ["handle"] = handle, ["password"] = password },
                new Uri("http://localhost/connect"),
                "state",
                Ct
            );

    public async Task<NetworkAccount> ConnectAsync(string person)
    {
        var step = await SignInAsync(Of(person, "handle"), Of(person, "appPassword"));
        var profile = step.ShouldBeOfType<ConnectStep.Connected>().Profiles.ShouldHaveSingleItem();
        return new NetworkAccount(
            1,
            1,
            "Bluesky",
            profile.RemoteId,
            profile.Handle,
            profile.Settings,
            profile.Secret
        );
    }

    public static OutgoingPost Post(string text) =>
        new(AttemptKey.New(TimeProvider.System.GetUtcNow()), text, []);

    /// <summary>The AppView shows things moments after the server has them.</summary>
    public static async Task<T> EventuallyAsync<T>(Func<Task<T>> read, Func<T, bool> holds)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (true)
        {
            var seen = await read();
            if (holds(seen))
                return seen;
            if (clock.GetElapsedTime(start) > Patience)
                Assert.Fail(
                    string.Create(CultureInfo.InvariantCulture, $"Not within {Patience}: {seen}")
                );
            await Task.Delay(TimeSpan.FromMilliseconds(200), clock, Ct);
        }
    }

    /// <summary>What the network itself says: a plain question to the AppView or a server.</summary>
    public static async Task<JsonElement> AskAsync(string address)
    {
        using var http = new HttpClientHandler();
        using var invoker = new HttpMessageInvoker(http);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await invoker.SendAsync(request, Ct);
        using var parsed = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Ct));
        return parsed.RootElement.Clone();
    }

    /// <summary>The post as the AppView shows it, once it does.</summary>
    public async Task<JsonElement> VisibleAsync(string uri) =>
        (
            await EventuallyAsync(
                () =>
                    AskAsync(
                        $"{Address("appview")}/xrpc/app.bsky.feed.getPosts?uris={Uri.EscapeDataString(uri)}"
                    ),
                seen => seen.GetProperty("posts").GetArrayLength() == 1
            )
        ).GetProperty("posts")[0];

    public async Task<SessionRenewal> RenewAsync(NetworkAccount account, CancellationToken ct) =>
        await Role<IRenewsSessions>().RenewAsync(account, ct);

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
