using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using SocialBot.Connectors.Networks.Sandbox;
using SocialBot.Connectors.Networks.Sandbox.Server;
using SocialBot.Core.Networks;

namespace SocialBot.Tests.Networks;

/// <summary>A real Sandbox on Kestrel, on a port and a file of its own, with the control open.</summary>
internal sealed class SandboxHost : INetworkStandIn
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly string folder = Directory.CreateTempSubdirectory("sandbox-").FullName;
    private readonly TimeProvider clock;
    private readonly Dictionary<string, string?> settings;
    private WebApplication app = null!;
    private int arrived;

    private SandboxHost(TimeProvider clock, params (string Key, string Value)[] more)
    {
        this.clock = clock;
        settings = new()
        {
            ["Sandbox:Enabled"] = "true",
            ["Sandbox:Database"] = Path.Combine(folder, "sandbox.db"),
            ["Sandbox:Misbehave:Control"] = "true",
        };
        foreach (var (key, value) in more)
            settings[key] = value;
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>A visitor's browser without a memory: no cookies, no redirects followed.</summary>
    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => app.Services;

    public int Arrived => arrived;

    public static async Task<SandboxHost> OpenAsync(
        TimeProvider clock,
        params (string Key, string Value)[] more
    )
    {
        var host = new SandboxHost(clock, more);
        await host.SetReachableAsync(true);
        return host;
    }

    public void Register(IServiceCollection services) =>
        services.AddSandbox(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>(settings)
                    {
                        ["Sandbox:BaseUrl"] = Address.AbsoluteUri,
                    }
                )
                .Build()
        );

    public async Task<ConnectedProfile> ConnectAsync(string handle)
    {
        var made = await app
            .Services.GetRequiredService<SandboxAccounts>()
            .CreateProfileAsync(handle, "Acme Running", CancellationToken.None);
        return new ConnectedProfile(
            made.RemoteId,
            handle,
            "Acme Running",
            Settings: null,
            made.Token,
            SecretEndsAt: null
        );
    }

    public Task FailAsync(Fault fault, int times = 1, TimeSpan wait = default) =>
        MisbehaveAsync([
            new Misdeed
            {
                Do = fault switch
                {
                    Fault.Refuse => Mischief.Refuse,
                    Fault.EndSignIn => Mischief.ExpireToken,
                    Fault.RateLimit => Mischief.RateLimit,
                    Fault.FailBefore => Mischief.FailBefore,
                    Fault.FailAfter => Mischief.FailAfter,
                    Fault.HangBefore => Mischief.DelayBefore,
                    Fault.HangAfter => Mischief.DelayAfter,
                    Fault.LoseAnswer => Mischief.LoseAnswer,
                    Fault.CutAnswer => Mischief.CutAnswer,
                    Fault.Process => Mischief.Process,
                    _ => Mischief.ShowLate,
                },
                On = SandboxCalls.Publish | SandboxCalls.Reply,
                Next = times,
                Wait = wait,
            },
        ]);

    public async Task MisbehaveAsync(IEnumerable<Misdeed> deeds)
    {
        var answer = await Http.PostAsJsonAsync("sandbox/control", deeds, Json);
        answer.IsSuccessStatusCode.ShouldBeTrue();
    }

    public async Task<IReadOnlyList<AcceptedText>> AcceptedAsync() =>
        [
            .. (await LedgerAsync())
                .Where(e => e.What is "publish" or "part" or "reply")
                .Select(e => new AcceptedText(e.Id, e.Text, e.InReplyTo)),
        ];

    public async Task<IReadOnlyList<LedgerLine>> LedgerAsync() =>
        (await Http.GetFromJsonAsync<LedgerLines>("sandbox/ledger", Json))!.Entries;

    public async Task SayAsync(string author, IncomingKind kind, string text, string? under = null)
    {
        var path = kind switch
        {
            IncomingKind.Comment => $"items/{under}/comments",
            IncomingKind.Mention => "profiles/acme/mentions",
            _ => "profiles/acme/messages",
        };
        (await VisitAsync(path, ("name", author), ("text", text))).StatusCode.ShouldBe(
            System.Net.HttpStatusCode.SeeOther
        );
    }

    /// <summary>Sends one of the page's forms.</summary>
    public async Task<HttpResponseMessage> VisitAsync(
        string path,
        params (string Name, string Value)[] fields
    )
    {
        using var form = new FormUrlEncodedContent(
            fields.Select(f => KeyValuePair.Create(f.Name, f.Value))
        );
        return await Http.PostAsync($"sandbox/{path}", form);
    }

    public async Task SetReachableAsync(bool reachable)
    {
        if (!reachable)
        {
            await app.DisposeAsync();
            return;
        }
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address.AbsoluteUri);
        builder.Services.AddSingleton(clock);
        builder.Services.AddSandbox(builder.Configuration);
        app = builder.Build();
        app.Use(
            (http, next) =>
            {
                if (
                    http.Request.Path.Value is { } path
                    && (
                        path.EndsWith("/api/posts", StringComparison.Ordinal)
                        || path.EndsWith("/replies", StringComparison.Ordinal)
                    )
                    && http.Request.Method == "POST"
                )
                    Interlocked.Increment(ref arrived);
                return next(http);
            }
        );
        app.MapSandbox();
        await app.StartAsync();
        Address = new Uri(app.Urls.Single());
        Http?.Dispose();
        Http = new HttpClient(
            new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }
        )
        {
            BaseAddress = Address,
        };
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

internal sealed record LedgerLines(IReadOnlyList<LedgerLine> Entries);

internal sealed record LedgerLine(
    long Number,
    DateTimeOffset At,
    string What,
    string Profile,
    string? Key,
    string Id,
    string? InReplyTo,
    string Text
);
