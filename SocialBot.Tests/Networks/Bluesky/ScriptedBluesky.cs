using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using SocialBot.Connectors.Networks.Bluesky;
using SocialBot.Core.Networks;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>A server that answers the reading of listings as a test scripts it: a method, and what it answers to a query.</summary>
internal sealed class ScriptedBluesky : IKeepsSessions, IAsyncDisposable
{
    public const string Brand = "did:plc:brandbrandbrandbrandbrand";

    private readonly WebApplication app;
    private ServiceProvider services = null!;

    private ScriptedBluesky(WebApplication app) => this.app = app;

    /// <summary>What it answers; a number is a status without anything.</summary>
    public Dictionary<string, Func<IQueryCollection, object>> Answers { get; } =
        new(StringComparer.Ordinal);

    public List<string> Calls { get; } = [];

    public NetworkAccount Account { get; private set; } = null!;

    public static async Task<ScriptedBluesky> OpenAsync(
        params (string Key, string Value)[] settings
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var opened = new ScriptedBluesky(server);
        server.Run(opened.AnswerAsync);
        await server.StartAsync();
        var address = server.Urls.First();
        opened.services = new ServiceCollection()
            .AddSingleton<IKeepsSessions>(opened)
            .AddBluesky(
                new ConfigurationBuilder()
                    .AddInMemoryCollection([
                        new("Bluesky:PlcUrl", address),
                        new("Bluesky:HandleResolver", address),
                        new("Web:TrustedHosts:0", new Uri(address).Authority),
                        .. settings.Select(s =>
                            KeyValuePair.Create<string, string?>(s.Key, s.Value)
                        ),
                    ])
                    .Build()
            )
            .BuildServiceProvider();
        opened.Account = new NetworkAccount(
            1,
            1,
            "Bluesky",
            Brand,
            "brand.test",
            new JsonObject { ["did"] = Brand, ["pds"] = address }.ToJsonString(),
            new JsonObject { ["accessJwt"] = "a", ["refreshJwt"] = "r" }.ToJsonString()
        );
        return opened;
    }

    public T Role<T>()
        where T : class, INetwork =>
        new NetworkCatalogue(services.GetServices<INetwork>()).Find<T>("Bluesky").ShouldNotBeNull();

    public static string Did(string person) => $"did:plc:{person.PadRight(24, '2')}";

    public static string Uri(string person, string rkey) =>
        $"at://{Did(person)}/app.bsky.feed.post/{rkey}";

    public static JsonObject Author(string person, int? followers = null)
    {
        var author = new JsonObject
        {
            ["did"] = Did(person),
            ["handle"] = $"{person}.test",
            ["displayName"] = person,
        };
        if (followers is { } count)
            author["followersCount"] = count;
        return author;
    }

    public async Task<SessionRenewal> RenewAsync(NetworkAccount account, CancellationToken ct) =>
        await Task.FromResult(new SessionRenewal.SignInNeeded("scripted"));

    private Task AnswerAsync(HttpContext http)
    {
        var method = http.Request.Path.Value!.Split('/')[^1];
        lock (Calls)
            Calls.Add(method);
        var answer = Answers.TryGetValue(method, out var script) ? script(http.Request.Query) : 501;
        if (answer is JsonNode json)
        {
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync(json.ToJsonString());
        }
        http.Response.StatusCode = (int)answer;
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await app.DisposeAsync();
    }
}
