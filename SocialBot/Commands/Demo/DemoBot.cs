using Microsoft.EntityFrameworkCore;
using Quartz;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;
using SocialBot.SampleData;

namespace SocialBot.Commands.Demo;

/// <summary>A fresh instance of the whole program: a folder, a port and a clock of its own, everything else as it is.</summary>
internal sealed class DemoBot : IAsyncDisposable
{
    /// <summary>Tuesday, 9 June 2026, 10:00 in Berlin.</summary>
    public static readonly DateTimeOffset Start = new(2026, 6, 9, 8, 0, 0, TimeSpan.Zero);

    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string folder = Directory.CreateTempSubdirectory("socialbot-demo-").FullName;
    private WebApplication app = null!;
    private bool runs;

    private readonly Action<WebApplicationBuilder>? more;

    private DemoBot(string[] settings, Action<WebApplicationBuilder>? more, DateTimeOffset start) =>
        (Settings, this.more, Clock) = (settings, more, new DemoClock(start));

    public DemoClock Clock { get; }

    /// <summary>As on the command line; others count from the next start.</summary>
    public string[] Settings { get; set; }

    public IServiceProvider Services => app.Services;

    public DemoChat Chat { get; private set; } = null!;

    public DemoSandbox Sandbox { get; private set; } = null!;

    public DateTime LocalNow => TimeZoneInfo.ConvertTime(Clock.GetUtcNow(), Zone).DateTime;

    /// <summary>What another command needs to work on the same data.</summary>
    public string[] Arguments =>
        [
            "--environment=Development",
            $"--contentRoot={folder}",
            "--urls=http://127.0.0.1:0",
            "--Database:Provider=Sqlite",
            "--ConnectionStrings:SocialBot=Data Source=data/socialbot.db",
            "--LocalChat:Enabled=true",
            "--SampleData:Enabled=true",
            "--Sandbox:Enabled=true",
            "--Sandbox:BaseUrl=",
            "--Language:Provider=Local",
            // Quartz looks at its triggers in real time: it must not sleep through a jump.
            "--Clocks:CollectSnapshots=00:00:01",
            "--Clocks:TellDigests=00:00:01",
            "--Logging:LogLevel:Default=Error",
            "--Logging:LogLevel:Microsoft=Error",
            "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Error",
            .. Settings,
        ];

    /// <param name="settings">As on the command line, over the demo's own.</param>
    /// <param name="more">A last word on the services.</param>
    /// <param name="start">When the story begins; <see cref="Start"/> unless it meets servers that keep a time of their own.</param>
    public static async Task<DemoBot> OpenAsync(
        CancellationToken ct,
        string[]? settings = null,
        Action<WebApplicationBuilder>? more = null,
        DateTimeOffset? start = null
    )
    {
        var bot = new DemoBot(settings ?? [], more, start ?? Start);
        try
        {
            await bot.StartAsync(ct);
            return bot;
        }
        catch
        {
            await bot.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts on what is in the folder; again after <see cref="StopAsync"/>.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        app = SocialBotApp.Build(Arguments, Clock, more);
        await app.StartAsync(ct);
        runs = true;
        var http = OpenClient();
        Chat = new DemoChat(http, QuietAsync);
        Sandbox = new DemoSandbox(http);
        var sample = app.Services.GetRequiredService<SampleReady>();
        await UntilAsync(() => Task.FromResult(sample.IsDone), "the sample workspace", ct);
    }

    /// <summary>A browser of nobody in particular.</summary>
    public HttpClient OpenClient()
    {
        var http = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        http.BaseAddress = new Uri(app.Urls.First());
        return http;
    }

    public async Task StopAsync(CancellationToken ct)
    {
        if (!runs)
            return;
        runs = false;
        await app.StopAsync(ct);
        await app.DisposeAsync();
    }

    /// <summary>Moves the clock once the bot is at rest, and waits until it has done what fell due.</summary>
    public async Task PassAsync(TimeSpan time, CancellationToken ct)
    {
        await QuietAsync(ct);
        Clock.Jump(time);
        await QuietAsync(ct);
    }

    /// <summary>To a time of day in Berlin, today or the days to come.</summary>
    public Task PassToAsync(TimeOnly time, int days, CancellationToken ct) =>
        PassAsync(LocalNow.Date.AddDays(days) + time.ToTimeSpan() - LocalNow, ct);

    /// <summary>Returns when nothing is due, nothing is on its way and no job runs.</summary>
    public Task QuietAsync(CancellationToken ct) =>
        UntilAsync(
            async () =>
                await Services.GetRequiredService<DueTable>().IsQuietAsync(ct)
                && await JobsRestAsync(ct),
            "the bot to come to rest",
            ct
        );

    /// <summary>Returns when figures were read after the clock's last jump.</summary>
    public Task MeasuredAsync(CancellationToken ct)
    {
        var since = Clock.JumpedAt;
        return UntilAsync(
            async () =>
            {
                await using var scope = Services.CreateAsyncScope();
                return await scope
                    .ServiceProvider.GetRequiredService<SocialBotDb>()
                    .Snapshots.IgnoreQueryFilters()
                    .AnyAsync(s => s.At >= since, ct);
            },
            "the figures to be read",
            ct
        );
    }

    private async Task<bool> JobsRestAsync(CancellationToken ct)
    {
        var scheduler = await Services.GetRequiredService<ISchedulerFactory>().GetScheduler(ct);
        return (await scheduler.QueryFireInstances(new FireInstanceQuery(), ct)).Items.Count == 0;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds, string what, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new StoryBrokeException($"Waited too long for {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(15), TimeProvider.System, ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>The story cannot go on: what was to be pressed or seen is not there.</summary>
internal sealed class StoryBrokeException(string what) : Exception(what);
