using System.Diagnostics;

namespace SocialBot.Benchmarks.Turns;

/// <summary>A server in a process of its own, so that its CPU time is its own.</summary>
internal sealed class Subject : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private Subject(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>User and system time of all its threads so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <param name="assembly">Beside this one: <c>SocialBot.dll</c>.</param>
    public static async Task<Subject> StartAsync(string assembly, params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly));
        foreach (var argument in args)
            start.ArgumentList.Add(argument);
        // Both as the bot is deployed.
        start.Environment["DOTNET_gcServer"] = "1";
        var started = Process.Start(start)!;
        var listening = new TaskCompletionSource<Uri>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        started.OutputDataReceived += (_, e) =>
        {
            if (e.Data?.Split("listening on: ") is [_, var address])
                listening.TrySetResult(new Uri(address.Trim()));
            else if (e.Data is null)
                listening.TrySetException(new InvalidOperationException($"{assembly} ended."));
        };
        started.BeginOutputReadLine();
        var subject = new Subject(
            started,
            await listening.Task.WaitAsync(Patience, TimeProvider.System)
        );
        return subject;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
