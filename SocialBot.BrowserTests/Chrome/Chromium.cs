using System.Diagnostics;
using System.Text.Json;
using SocialBot.BrowserTests.Chrome;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace SocialBot.BrowserTests.Chrome;

/// <summary>The machine's own Chromium without a window, one for all tests; every test has a profile of its own in it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private static readonly string[] Switches =
    [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--hide-scrollbars",
        "--lang=en-GB",
        "--remote-debugging-port=0",
        "about:blank",
    ];

    private readonly DirectoryInfo profile = Directory.CreateTempSubdirectory(
        "socialbot-chromium-"
    );
    private Process? process;
    private DevTools? tools;

    /// <summary>Read to the end, so that the browser never waits for someone to hear it.</summary>
    private Task chatter = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } program)
            return;
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in Switches.Prepend($"--user-data-dir={profile.FullName}"))
            start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        process.BeginOutputReadLine();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var address = await AddressAsync(process.StandardError, patience.Token);
        chatter = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        tools = await DevTools.ConnectAsync(address, patience.Token);
    }

    /// <summary>A person's browser: own cookies, and as many tabs as asked for. Skips the test where there is no Chromium.</summary>
    internal async Task<Profile> OpenAsync(Looks looks)
    {
        if (tools is null)
        {
            const string why = "There is no Chromium on this machine (apt-get install chromium).";
            if (Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail(why);
            Assert.Skip(why);
        }
        var ct = TestContext.Current.CancellationToken;
        var context = await tools.SendAsync(null, "Target.createBrowserContext", null, ct);
        return new Profile(tools, context.GetProperty("browserContextId").GetString()!, looks);
    }

    public async ValueTask DisposeAsync()
    {
        if (tools is not null)
            await tools.DisposeAsync();
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            await chatter;
            process.Dispose();
        }
        try
        {
            profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A child of the browser may write its last line still; the folder is the system's to tidy.
        }
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    /// <summary>It says where it listens in a line of its own: <c>DevTools listening on ws://…</c>.</summary>
    private static async Task<Uri> AddressAsync(StreamReader said, CancellationToken ct)
    {
        const string before = "DevTools listening on ";
        var all = new List<string>();
        while (await said.ReadLineAsync(ct) is { } line)
        {
            if (line.StartsWith(before, StringComparison.Ordinal))
                return new Uri(line[before.Length..]);
            all.Add(line);
        }
        throw new InvalidOperationException($"Chromium ended:\n{string.Join('\n', all)}");
    }
}

/// <summary>How the person's screen is.</summary>
/// <param name="Width">CSS pixels.</param>
/// <param name="Height">CSS pixels.</param>
internal sealed record Looks(int Width, int Height, bool Dark = false)
{
    public static readonly Looks Desktop = new(1280, 860);
    public static readonly Looks Phone = new(360, 740);

    /// <summary>A finger instead of a mouse.</summary>
    public bool Touch => Width < 500;
}

/// <summary>One person's browser.</summary>
internal sealed class Profile(DevTools tools, string context, Looks looks) : IAsyncDisposable
{
    private readonly List<Tab> tabs = [];

    public async Task<Tab> OpenAsync(Uri address)
    {
        var ct = TestContext.Current.CancellationToken;
        var target = await tools.SendAsync(
            null,
            "Target.createTarget",
            new
            {
                url = "about:blank",
                browserContextId = context,
                newWindow = true,
            },
            ct
        );
        var session = await tools.SendAsync(
            null,
            "Target.attachToTarget",
            new { targetId = target.GetProperty("targetId").GetString(), flatten = true },
            ct
        );
        var tab = new Tab(tools, session.GetProperty("sessionId").GetString()!);
        tabs.Add(tab);
        await tab.PrepareAsync(looks);
        await tab.GoAsync(address);
        return tab;
    }

    /// <summary>What the pages complained about: exceptions, refused content, missing files.</summary>
    public IEnumerable<string> Complaints => tabs.SelectMany(t => t.Complaints);

    public async ValueTask DisposeAsync() =>
        await tools.SendAsync(
            null,
            "Target.disposeBrowserContext",
            new { browserContextId = context },
            CancellationToken.None
        );
}
