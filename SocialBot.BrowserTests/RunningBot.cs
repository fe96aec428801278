using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace SocialBot.BrowserTests;

/// <summary>The whole program as a developer starts it, on a port and in a folder of its own; only its waits are short.</summary>
internal sealed class RunningBot : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("socialbot-page-");
    private readonly WebApplication app;

    private RunningBot() =>
        app = SocialBotApp.Build([
            "--environment=Development",
            $"--contentRoot={folder.FullName}",
            "--urls=http://127.0.0.1:0",
            $"--Sandbox:Database={Path.Combine(folder.FullName, "data", "sandbox.db")}",
            "--Inbox:ReadEvery=00:00:01",
            "--Inbox:UndoFor=00:00:02",
            .. Only("Error", "Default", "Microsoft", "Microsoft.Hosting.Lifetime"),
            // Asked until it is ready, it says each time that it is not.
            .. Only("None", "Microsoft.Extensions.Diagnostics.HealthChecks"),
        ]);

    public Uri Sandbox => At("/sandbox");

    /// <summary>Somebody's own chat with the bot, or a room as they see it.</summary>
    public Uri Chat(string person, string? room = null) =>
        At($"/?as={person}&in={room ?? $"personal%3A{person}"}");

    public Uri At(string path) => new(new Uri(app.Urls.First()), path);

    public static async Task<RunningBot> StartAsync()
    {
        var bot = new RunningBot();
        await bot.app.StartAsync(TestContext.Current.CancellationToken);
        await bot.ReadyAsync();
        return bot;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static IEnumerable<string> Only(string level, params IEnumerable<string> of) =>
        of.Select(category => $"--Logging:LogLevel:{category}={level}");

    /// <summary>Ready means seeded: the sample workspace is made once the program listens.</summary>
    private async Task ReadyAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        using var http = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        while (!(await http.GetAsync(At("/health/ready"), ct)).IsSuccessStatusCode)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
    }
}
