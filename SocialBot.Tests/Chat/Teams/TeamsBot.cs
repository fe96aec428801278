using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SocialBot.Connectors.Chat.Teams;
using SocialBot.Connectors.Web;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using Xunit;

namespace SocialBot.Tests.Chat.Teams;

/// <summary>Teams' endpoint and platform on a real port, with somebody behind it who remembers every turn.</summary>
internal sealed class TeamsBot : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private TeamsBot(WebApplication app, RecordingChat chat, FakeTimeProvider clock, LogLines logs)
    {
        _app = app;
        Chat = chat;
        Clock = clock;
        Logs = logs;
        _client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("a caller");
        _client.BaseAddress = AddressOf(app);
    }

    public RecordingChat Chat { get; }
    public FakeTimeProvider Clock { get; }
    public LogLines Logs { get; }
    public Uri Address => _client.BaseAddress!;
    public IServiceProvider Services => _app.Services;
    public IChatPlatform Platform => _app.Services.GetRequiredService<IChatPlatform>();

    public static async Task<TeamsBot> StartAsync(
        string environment = "Development",
        params (string Key, string Value)[] settings
    )
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { EnvironmentName = environment }
        );
        builder.WebHost.UseKestrel(o => o.Listen(IPAddress.Loopback, 0));
        var logs = new LogLines();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(
            settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))
        );
        var chat = new RecordingChat();
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 1, 40, 0, TimeSpan.Zero));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<IAnswersChat>(chat);
        builder.Services.AddSingleton<IShowsInChat>(chat);
        builder.Services.AddSingleton<IPictureLinks, SamplePictures>();
        builder.Services.AddWeb(builder.Configuration);
        builder.Services.AddTeams(builder.Configuration, builder.Environment);
        var app = builder.Build();
        app.MapTeams();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TeamsBot(app, chat, clock, logs);
    }

    public Task<HttpResponseMessage> SendAsync(string activity, string? token = null) =>
        SendAsync(Encoding.UTF8.GetBytes(activity), token);

    public Task<HttpResponseMessage> SendAsync(byte[] body, string? token = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages")
        {
            Content = content,
        };
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        return SendAsync(request);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) =>
        _client.SendAsync(request, TestContext.Current.CancellationToken);

    public static Uri AddressOf(WebApplication app) =>
        new(
            app.Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.First()
        );

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }
}

internal sealed class RecordingChat : IAnswersChat, IShowsInChat
{
    private readonly ConcurrentQueue<ChatTurn> _turns = new();

    public IReadOnlyList<ChatTurn> Turns => [.. _turns];
    public InlineAnswer? Answer { get; set; }

    public List<ChatTurn> Looks { get; } = [];
    public Card? View { get; set; }

    public Card? Form { get; set; }
    public HashSet<string> Forms { get; } = [];

    public bool HasForm(string command) => Forms.Contains(command);

    public Task<Card?> OpenAsync(ChatTurn turn, CancellationToken ct)
    {
        Looks.Add(turn);
        return Task.FromResult(Form);
    }

    public List<ChatSearch> Searches { get; } = [];
    public IReadOnlyList<ChatFind>? Finds { get; set; } = [];

    public Task<IReadOnlyList<ChatFind>?> SearchAsync(
        ChatTurn turn,
        ChatSearch search,
        CancellationToken ct
    )
    {
        Looks.Add(turn);
        Searches.Add(search);
        return Task.FromResult(Finds);
    }

    public ChatFile? File { get; set; }

    public Task<ChatFile?> FileAsync(ChatTurn turn, CancellationToken ct)
    {
        Looks.Add(turn);
        return Task.FromResult(File);
    }

    public Task<ChatFind?> UnfurlAsync(ChatTurn turn, string address, CancellationToken ct) =>
        Task.FromResult(Finds?.FirstOrDefault(f => f.Line == address));

    public Task<Card?> ViewAsync(ChatTurn turn, CancellationToken ct)
    {
        Looks.Add(turn);
        return Task.FromResult(View);
    }

    /// <summary>What every turn waits for.</summary>
    public Task Busy { get; set; } = Task.CompletedTask;

    public async Task<InlineAnswer?> AnswerAsync(ChatTurn turn, CancellationToken ct)
    {
        _turns.Enqueue(turn);
        await Busy;
        return turn.AnswersInline ? Answer : null;
    }
}

internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => _lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

    public void Dispose() { }
}
